//! Reservations: the contract hands each worker the next task.

use antelope::{TimePointSec, table::composite};
use framework::{Entry, OrFail, OrFailWith, Payer, check, current_time_sec, fail};
use protocol::force::{
    Error,
    actions::{ReleaseTask, ReserveTask, SkipTask},
    batch::{Batch, State},
    campaign::Campaign,
    dispatch::{self, Decision, Facts, FreshTask, Repetition, Request},
    reservation::{AccountTaskIndex, Reopened, RepetitionsDone, Reservation},
    submission::Submission,
};

use crate::{authority, batches, qualifications, state};

pub(crate) fn reserve(action: ReserveTask) {
    let settings = state::settings();
    let account = authority::worker(&settings, action.account_id);
    let worker = authority::require_user(account.address, &action);
    let payer = authority::payer(action.payer, worker);

    let mut campaign = state::campaign(action.campaign_id);
    check_open(&campaign);
    check(account.balance.token() == campaign.reward.token(), Error::WrongAccountToken);
    qualifications::require(&campaign.qualis, action.quali_assets, &account);
    let own = state::reservation_of(action.account_id, action.campaign_id);
    let now = current_time_sec();

    let hand = Hand { account_id: action.account_id, payer: Payer::Account(payer), now };
    match own {
        Some(own) if own.has_lapsed(campaign.max_task_time, now) => {
            hand.renew(&mut campaign, own);
        }
        Some(_) => fail(Error::AlreadyReserved),
        None => hand.give(&mut campaign, None),
    }
    campaign.save(Payer::Same);
}

pub(crate) fn skip(action: SkipTask) {
    let settings = state::settings();
    let account = authority::worker(&settings, action.account_id);
    let worker = authority::require_user(account.address, &action);
    let payer = authority::payer(action.payer, worker);

    let mut campaign = state::campaign(action.campaign_id);
    check_open(&campaign);
    qualifications::require(&campaign.qualis, action.quali_assets, &account);
    let own = held(action.account_id, action.campaign_id, action.task_idx);

    let now = current_time_sec();
    let hand = Hand { account_id: action.account_id, payer: Payer::Account(payer), now };
    hand.give_back(&mut campaign, own);
    hand.give(&mut campaign, Some(action.task_idx));
    campaign.save(Payer::Same);
}

pub(crate) fn release(action: ReleaseTask) {
    let settings = state::settings();
    let mut campaign = state::campaign(action.campaign_id);
    let worker = authority::worker(&settings, action.account_id).address;
    let by_worker = authority::is_by(worker, &action);
    let user = if by_worker { worker } else { campaign.owner };
    let actor = authority::require_user(user, &action);
    let payer = authority::payer(action.payer, actor);

    let own = held(action.account_id, action.campaign_id, action.task_idx);
    let now = current_time_sec();
    let delay = settings.release_task_delay_sec;
    if !by_worker && !own.may_be_released(campaign.max_task_time, delay, now) {
        fail(Error::ReleaseTooEarly);
    }

    let hand = Hand { account_id: action.account_id, payer: Payer::Account(payer), now };
    hand.give_back(&mut campaign, own);
    campaign.save(Payer::Same);
}

/// Pausing stops what gives out tasks, and nothing else.
fn check_open(campaign: &Campaign) {
    check(!campaign.paused, Error::CampaignPaused);
}

/// The worker's reservation, which must be for this task.
pub(crate) fn held(account_id: u32, campaign_id: u32, task_idx: u32) -> Entry<Reservation> {
    let own = state::reservation_of(account_id, campaign_id).or_fail(Error::NotReserved);
    check(own.task_idx == task_idx, Error::WrongTaskIndex);
    own
}

/// Handing tasks to a worker and taking them back.
struct Hand {
    account_id: u32,
    payer: Payer,
    now: TimePointSec,
}

impl Hand {
    /// Applies what the rule decides for the worker.
    fn give(&self, campaign: &mut Campaign, skipped: Option<u32>) {
        let cursor = state::cursors().entry(composite(self.account_id, campaign.id));
        let fresh_batch = fresh_batch(campaign, cursor.as_deref());
        let request = Request {
            account_id: self.account_id,
            fresh: fresh_batch.as_ref().map(|(fresh, _)| *fresh),
            skipped,
            max_task_time: campaign.max_task_time,
            now: self.now,
        };
        let of_campaign = |id: u64| (id >> 32) as u32 == campaign.id;
        let start = composite(campaign.id, 0);
        let decision = dispatch::decide(
            &request,
            &Tables { campaign_id: campaign.id, account_id: self.account_id },
            state::reopened().lower_bound(start).take_while(|row| of_campaign(row.id)),
            state::reservations().lower_bound(start).take_while(|row| of_campaign(row.id)),
        );

        match (decision, fresh_batch) {
            (Decision::Reopened(row), _) => self.give_again(campaign, row),
            (Decision::TakeOver { reservation, advances }, _) => {
                self.take_over(campaign, reservation, advances, cursor);
            }
            (Decision::Fresh(fresh), Some((_, batch))) => {
                self.give_fresh(campaign, fresh, batch, cursor);
            }
            _ if skipped.is_some() => fail(Error::NothingElse),
            // Others may still find something, or not.
            _ if batches::first_open(campaign.id, 0).is_some() => fail(Error::NoTasksForWorker),
            _ => fail(Error::NoBatches),
        }
    }

    fn give_fresh(
        &self,
        campaign: &mut Campaign,
        fresh: FreshTask,
        mut batch: Entry<Batch>,
        cursor: Option<Entry<AccountTaskIndex>>,
    ) {
        let key = composite(campaign.id, fresh.task_idx);
        let counted = (batch.repetitions > 1).then(|| state::repetitions().entry(key)).flatten();
        let given = counted.as_ref().map_or(0, |row| row.value);

        match (batch.give_fresh(campaign, fresh.task_idx, given).or_fail(), counted) {
            (Repetition::Counted(value), Some(mut row)) => {
                row.update(Payer::Same, |row| row.value = value);
            }
            (Repetition::Counted(value), None) => {
                let row =
                    RepetitionsDone { campaign_id: campaign.id, task_idx: fresh.task_idx, value };
                state::repetitions().insert(&row, self.payer);
            }
            (Repetition::Last, Some(row)) => drop(row.erase()),
            (Repetition::Last, None) => (),
        }

        self.hold(campaign, fresh.batch_idx, fresh.task_idx);
        self.advance(cursor, campaign.id, fresh.batch_idx, fresh.task_idx);
        batch.save(Payer::Same);
        if !batch.is_open() && campaign.active_batch == batch.id {
            batches::set_active_batch(campaign);
        }
    }

    fn give_again(&self, campaign: &mut Campaign, row: Reopened) {
        let mut batch = state::batch(campaign.id, row.batch_idx).or_fail(Error::BatchNotFound);
        batch.give_again().or_fail();
        batch.save(Payer::Same);
        if let Some(row) = state::reopened().entry(row.id) {
            row.erase();
        }
        self.hold(campaign, row.batch_idx, row.task_idx)
    }

    fn take_over(
        &self,
        campaign: &mut Campaign,
        row: Reservation,
        advances: bool,
        own_cursor: Option<Entry<AccountTaskIndex>>,
    ) {
        if let Some(row) = state::reservations().entry(row.id) {
            row.erase();
        }
        if let (true, Some(holder)) = (advances, row.account_id) {
            if let Some(mut cursor) = state::cursors().entry(composite(holder, campaign.id)) {
                match row.task_idx.checked_sub(1) {
                    Some(before) => cursor.update(Payer::Same, |cursor| cursor.value = before),
                    None => drop(cursor.erase()),
                }
            }
            self.advance(own_cursor, campaign.id, row.batch_idx, row.task_idx);
        }
        self.hold(campaign, row.batch_idx, row.task_idx)
    }

    /// Gives the worker's own lapsed task to him anew; or another, if its batch has been removed.
    fn renew(&self, campaign: &mut Campaign, own: Entry<Reservation>) {
        let own = own.erase();
        let mut batch = state::batch(campaign.id, own.batch_idx).or_fail(Error::BatchNotFound);
        if batch.state() == State::Published {
            return self.hold(campaign, own.batch_idx, own.task_idx);
        }
        batch.take_back().or_fail();
        batch.save(Payer::Same);
        self.give(campaign, None)
    }

    /// Takes the worker's task back, for another worker if its batch goes on.
    fn give_back(&self, campaign: &mut Campaign, own: Entry<Reservation>) {
        let own = own.erase();
        let mut batch = state::batch(campaign.id, own.batch_idx).or_fail(Error::BatchNotFound);
        if batch.take_back().or_fail() {
            reopen(campaign, own.batch_idx, own.task_idx, self.account_id, self.payer);
        }
        batch.save(Payer::Same);
    }

    fn hold(&self, campaign: &mut Campaign, batch_idx: u32, task_idx: u32) {
        let row = Reservation {
            id: campaign.take_reservation_id().or_fail(),
            task_idx,
            account_id: Some(self.account_id),
            batch_idx,
            reserved_on: self.now,
            campaign_id: campaign.id,
        };
        state::reservations().insert(&row, self.payer);
    }

    /// Moves the worker's cursor to a task, or makes it.
    fn advance(
        &self,
        cursor: Option<Entry<AccountTaskIndex>>,
        campaign_id: u32,
        batch_idx: u32,
        task_idx: u32,
    ) {
        let row = AccountTaskIndex {
            account_id: self.account_id,
            campaign_id,
            batch_idx,
            value: task_idx,
        };
        match cursor {
            Some(mut cursor) => cursor.update(Payer::Same, |cursor| *cursor = row),
            None => state::cursors().insert(&row, self.payer),
        }
    }
}

/// Writes that a task which `account_id` held or did waits for another worker.
pub(crate) fn reopen(
    campaign: &mut Campaign,
    batch_idx: u32,
    task_idx: u32,
    account_id: u32,
    payer: Payer,
) {
    let id = campaign.take_reservation_id().or_fail();
    state::reopened().insert(&Reopened { id, batch_idx, task_idx, account_id }, payer);
}

/// The next fresh task of a worker who has got as far as `cursor`, and its batch.
fn fresh_batch(
    campaign: &Campaign,
    cursor: Option<&AccountTaskIndex>,
) -> Option<(FreshTask, Entry<Batch>)> {
    let task_idx = cursor.map(|cursor| cursor.value);
    let fresh_in = |batch: Entry<Batch>| {
        let fresh = dispatch::fresh_in(&batch, task_idx)?;
        Some((fresh, batch))
    };
    // Where he is, or where the campaign is, for a newcomer; else the next batch in the order of indices.
    let likely = cursor.map_or(campaign.active_batch, |cursor| cursor.batch_idx);
    state::batch(campaign.id, likely).and_then(fresh_in).or_else(|| {
        let from = task_idx.map_or(Some(0), |task_idx| task_idx.checked_add(1))?;
        state::batches().entry(batches::first_open(campaign.id, from)?).and_then(fresh_in)
    })
}

/// What the rule asks about, read from the tables.
struct Tables {
    campaign_id: u32,
    account_id: u32,
}

impl Facts for Tables {
    fn has_done(&self, batch_idx: u32, task_idx: u32) -> bool {
        let key = Submission::key(task_idx, self.account_id);
        state::submissions(self.campaign_id, batch_idx).contains(key)
    }

    fn is_published(&self, batch_idx: u32) -> bool {
        let key = protocol::force::batch::batch_key(self.campaign_id, batch_idx);
        state::batches().get(key).is_some_and(|batch| batch.state() == State::Published)
    }

    fn cursor_of(&self, account_id: u32) -> Option<AccountTaskIndex> {
        state::cursors().get(composite(account_id, self.campaign_id))
    }
}
