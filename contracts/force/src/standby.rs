//! Standby: workers wait for tasks of a campaign, and are served in the order in which they came.
//!
//! What becomes of an offer that is accepted is left to [`reservations`].

use antelope::{TimePointSec, table::composite};
use framework::{Entry, OrFail, OrFailWith, Payer, check, current_time_sec};
use protocol::force::{
    Error,
    actions::{Assign, JoinStandby, LeaveStandby},
    campaign::Campaign,
    dispatch::{self, Decision},
    standby::Standby,
};

use crate::{
    authority::{self, Acting},
    batches,
    reservations::{self, Hand},
    state,
};

pub(crate) fn join(action: JoinStandby) {
    let Acting { account, payer, .. } =
        authority::require_paid_worker(action.account_id, action.payer, &action);

    let mut campaign = reservations::open_to(&account, action.campaign_id, action.quali_assets);
    let (account_id, campaign_id) = (action.account_id, action.campaign_id);
    check(state::reservation_of(account_id, campaign_id).is_none(), Error::AlreadyReserved);
    check(state::standby_of(account_id, campaign_id).is_none(), Error::AlreadyStandingBy);

    let hand = Hand { account_id, payer, now: current_time_sec() };
    let decided = hand.decide(&campaign, None);
    check(decided.decision == Decision::Nothing, Error::TasksAvailable);

    let row = Standby::join(&mut campaign, account_id).or_fail();
    state::standby().insert(&row, payer);
    campaign.save(Payer::Same);
}

pub(crate) fn leave(action: LeaveStandby) {
    let Acting { payer, .. } =
        authority::require_paid_worker(action.account_id, action.payer, &action);

    let mut campaign = state::campaign(action.campaign_id);
    let row = state::standby_of(action.account_id, action.campaign_id);

    dismiss(&mut campaign, row.or_fail(Error::NotStandingBy), payer);
    campaign.save(Payer::Same);
}

pub(crate) fn assign(action: Assign) {
    let payer = Payer::Account(authority::payer(action.payer.into(), action.payer));

    let settings = state::settings();
    let mut campaign = state::campaign(action.campaign_id);

    let limit = action.max.min(Assign::MAX_STEPS);
    let now = current_time_sec();
    let any = serve(&mut campaign, settings.accept_sec, limit, payer, now);
    check(any, Error::NothingToAssign);
    campaign.save(Payer::Same);
}

/// Takes at most `limit` steps along the queue. Gives whether there was any to take.
pub(crate) fn serve(
    campaign: &mut Campaign,
    accept_sec: u32,
    limit: u32,
    payer: Payer,
    now: TimePointSec,
) -> bool {
    let mut steps = 0;
    while steps < limit {
        match first(campaign.id, 0) {
            Some(row) if row.has_lapsed(accept_sec, now) => dismiss(campaign, row, payer),
            Some(_) if !campaign.paused && offer(campaign, payer, now) => (),
            _ => break,
        }
        steps += 1;
    }
    steps != 0
}

/// Offers a task to the first one who waits, if there is one for him.
fn offer(campaign: &mut Campaign, payer: Payer, now: TimePointSec) -> bool {
    let Some(mut row) = first_waiting(campaign) else { return false };
    // His cursor lies before the first task that he waits for, so it need not be asked.
    let open = batches::first_open(campaign.id, row.from_task_idx);
    let batch = open.and_then(|key| state::batches().entry(key));
    let Some((batch, task)) = batch.and_then(|batch| {
        let task = dispatch::fresh_in(&batch, None)?;
        Some((batch, task))
    }) else {
        return false;
    };

    reservations::give_fresh(campaign, task, batch, payer);
    row.make_offer(campaign, task, now).or_fail();
    row.save(Payer::Same);
    true
}

/// Lets a worker go; a task that he is offered goes to others.
fn dismiss(campaign: &mut Campaign, row: Entry<Standby>, payer: Payer) {
    let row = row.erase();
    if let Some(task) = row.offer() {
        let account_id = row.account_id;
        reservations::take_back(campaign, task.batch_idx, task.task_idx, account_id, payer);
    }
}

/// The first one in the queue of a campaign who has not been offered a task.
pub(crate) fn first_waiting(campaign: &Campaign) -> Option<Entry<Standby>> {
    first(campaign.id, campaign.first_waiting)
}

/// The first one in the queue of a campaign from a number on.
fn first(campaign_id: u32, number: u32) -> Option<Entry<Standby>> {
    let row = state::standby().lower_bound(composite(campaign_id, number)).entries().next()?;
    ((row.id >> 32) as u32 == campaign_id).then_some(row)
}
