//! Clearing: rows that nobody needs any more go, a bounded number a call, and their RAM goes back to who paid.

use antelope::TimePointSec;
use antelope::table::{Row, composite};
use framework::{OrFail, OrFailWith, Payer, Table, check};
use protocol::force::{
    Error,
    actions::{ClearAccounts, ClearTasks},
    batch::{Batch, State},
};

use crate::{batches, state};

/// The most rows that a call clears of the batch's own tables.
const MAX_CLEARED: usize = 50;

/// The most rows of the campaign that a call looks through for those of the batch, in each of two tables.
const MAX_LOOKED_AT: usize = 25;

pub(crate) fn clear_tasks(action: ClearTasks) {
    let mut campaign = state::campaign(action.campaign_id);
    let mut batch = state::batch(action.campaign_id, action.batch_id).or_fail(Error::BatchNotFound);

    check(batch.state() == State::Removed, Error::BatchExists);

    let now = framework::current_time_sec();
    let results = clear_submissions(&mut batch, now);
    let counts = clear_repetitions(&batch, MAX_CLEARED.saturating_sub(results));
    let places = clear_places(&mut batch, campaign.max_task_time, now);
    let progress = results != 0 || counts != 0 || places;
    // What workers gave back since then may have been the last that was left.
    check(progress || batches::is_over(&batch), Error::NothingToClear);

    batches::save_or_drop(&mut campaign, batch);
    campaign.save(Payer::Same);
}

/// Clears those of the first results that can no longer be rejected, and are not. Gives how many.
fn clear_submissions(batch: &mut Batch, now: TimePointSec) -> usize {
    let delay = batch.review.payout_delay_sec;
    let rows = state::submissions(batch.campaign_id, batch.id).lower_bound(0).entries();
    let mut cleared = 0;
    for row in rows.take(MAX_CLEARED).filter(|row| row.is_settled(delay, now)) {
        batch.forget_result(&row.erase()).or_fail();
        cleared += 1;
    }
    cleared
}

/// Clears counts of repetitions. Gives how many.
fn clear_repetitions(batch: &Batch, limit: usize) -> usize {
    let start = composite(batch.campaign_id, batch.start_task_idx);
    let end = composite(batch.campaign_id, batch.end_task_idx());
    let mut cleared = 0;
    for row in state::repetitions().lower_bound(start).entries().take(limit) {
        if row.primary_key() >= end {
            break;
        }
        row.erase();
        cleared += 1;
    }
    cleared
}

/// Clears places that are given back, and those whose time is up, and remembers where the next call goes on.
/// Gives whether there is any progress.
fn clear_places(batch: &mut Batch, max_task_time: u32, now: TimePointSec) -> bool {
    let batch_idx = batch.id;
    let reopened = sweep(state::reopened(), batch, |row| row.batch_idx == batch_idx);
    let reserved = sweep(state::reservations(), batch, |row| {
        row.batch_idx == batch_idx && row.has_lapsed(max_task_time, now)
    });
    batch.forget_places(reopened.erased, reserved.erased).or_fail();
    let before = batch.clear_cursor;
    batch.clear_cursor = match (reopened.next, reserved.next) {
        (Some(one), Some(other)) => one.min(other),
        (one, other) => one.or(other).unwrap_or(0),
    };
    let moved = batch.clear_cursor != before;
    reopened.erased != 0 || reserved.erased != 0 || moved
}

struct Sweep {
    erased: u32,
    /// The key of the first row that was not looked at.
    next: Option<u64>,
}

/// Erases those of the campaign's next rows that are `gone`.
fn sweep<R: Row>(table: Table<R>, batch: &Batch, gone: impl Fn(&R) -> bool) -> Sweep
where
    R::Indices: framework::index::Indices<R>,
{
    let start = batch.clear_cursor.max(composite(batch.campaign_id, 0));
    let last = composite(batch.campaign_id, u32::MAX);
    let mut erased = 0;
    for (looked_at, row) in table.lower_bound(start).entries().enumerate() {
        let key = row.primary_key();
        if key > last {
            break;
        }
        if looked_at == MAX_LOOKED_AT {
            return Sweep { erased, next: Some(key) };
        }
        if gone(&row) {
            row.erase();
            erased = u32::saturating_add(erased, 1);
        }
    }
    Sweep { erased, next: None }
}

pub(crate) fn clear_accounts(action: ClearAccounts) {
    let settings = state::settings();

    check(!state::campaigns().contains(u64::from(action.campaign_id)), Error::CampaignExists);
    check(action.campaign_id < settings.next_campaign_id, Error::CampaignNotFound);

    let mut cleared = false;
    for account_id in action.account_ids {
        if let Some(row) = state::cursors().entry(composite(account_id, action.campaign_id)) {
            row.erase();
            cleared = true;
        }
        // Without batches there are no offers: whoever stands by, waits.
        if let Some(row) = state::standby_of(account_id, action.campaign_id) {
            row.erase();
            cleared = true;
        }
    }
    check(cleared, Error::NothingToClear);
}
