//! Reservations: the contract hands each worker the next task.
//!
//! What goes to those who stand by is left to [`standby`].

use alloc::vec::Vec;

use antelope::{TimePointSec, table::composite};
use framework::{Entry, OrFail, OrFailWith, Payer, check, current_time_sec, fail};
use protocol::{
    force::{
        Error,
        actions::{ReleaseTask, ReserveTask, SkipTask},
        batch::{Batch, State},
        campaign::Campaign,
        dispatch::{self, Decision, Facts, FreshTask, Repetition, Request},
        reservation::{AccountTaskIndex, Reopened, RepetitionsDone, Reservation},
        standby::is_for_others,
        submission::Submission,
    },
    vaccount::Account,
};

use crate::{
    authority::{self, Acting},
    batches, qualifications, standby, state,
};

/// The most steps along the queue that a worker takes when he asks for a task.
const MAX_SERVED: u32 = 2;

pub(crate) fn reserve(action: ReserveTask) {
    let Acting { settings, account, payer } =
        authority::require_paid_worker(action.account_id, action.payer, &action);

    let mut campaign = open_to(&account, action.campaign_id, action.quali_assets);
    let own = state::reservation_of(action.account_id, action.campaign_id);

    let now = current_time_sec();
    let hand = Hand { account_id: action.account_id, payer, now };
    match own {
        Some(own) if own.has_lapsed(campaign.max_task_time, now) => {
            hand.renew(&mut campaign, own);
        }
        Some(_) => fail(Error::AlreadyReserved),
        None => {
            standby::serve(&mut campaign, settings.accept_sec, MAX_SERVED, payer, now);
            hand.accept(&mut campaign);
        }
    }
    campaign.save(Payer::Same);
}

pub(crate) fn skip(action: SkipTask) {
    let Acting { account, payer, .. } =
        authority::require_paid_worker(action.account_id, action.payer, &action);

    let mut campaign = open_to(&account, action.campaign_id, action.quali_assets);
    let own = held(action.account_id, action.campaign_id, action.task_idx);

    let hand = Hand { account_id: action.account_id, payer, now: current_time_sec() };
    hand.give_back(&mut campaign, own);
    hand.give(&mut campaign, Some(action.task_idx), None);
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

/// The campaign, if it is open to this worker. Pausing stops what gives out tasks, and nothing else.
pub(crate) fn open_to(
    worker: &Account,
    campaign_id: u32,
    quali_assets: Option<Vec<u64>>,
) -> Entry<Campaign> {
    let campaign = state::campaign(campaign_id);
    check(!campaign.paused, Error::CampaignPaused);
    check(worker.balance.token() == campaign.reward.token(), Error::WrongAccountToken);
    qualifications::require(&campaign.qualis, quali_assets, worker);
    campaign
}

/// The worker's reservation, which must be for this task.
pub(crate) fn held(account_id: u32, campaign_id: u32, task_idx: u32) -> Entry<Reservation> {
    let own = state::reservation_of(account_id, campaign_id).or_fail(Error::NotReserved);
    check(own.task_idx == task_idx, Error::WrongTaskIndex);
    own
}

/// Handing tasks to a worker and taking them back.
pub(crate) struct Hand {
    pub(crate) account_id: u32,
    pub(crate) payer: Payer,
    pub(crate) now: TimePointSec,
}

/// What the rule decides for a worker, and the rows that it was decided from.
pub(crate) struct Decided {
    pub(crate) decision: Decision,
    cursor: Option<Entry<AccountTaskIndex>>,
    fresh_batch: Option<Entry<Batch>>,
}

impl Hand {
    /// Asks the rule for the worker's next task.
    pub(crate) fn decide(&self, campaign: &Campaign, skipped: Option<u32>) -> Decided {
        let cursor = state::cursors().entry(composite(self.account_id, campaign.id));
        let (fresh, fresh_batch) = fresh_batch(campaign, cursor.as_deref()).unzip();
        let request = Request {
            account_id: self.account_id,
            fresh,
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
        Decided { decision, cursor, fresh_batch }
    }

    /// Gives what the worker was offered, if he stands by and was; else what the rule decides. He waits no longer.
    fn accept(&self, campaign: &mut Campaign) {
        let row = state::standby_of(self.account_id, campaign.id).map(Entry::erase);
        match row.and_then(|row| row.offer()) {
            Some(task) if self.keep(campaign, task.batch_idx, task.task_idx) => {
                let cursor = state::cursors().entry(composite(self.account_id, campaign.id));
                self.advance(cursor, campaign.id, task.batch_idx, task.task_idx);
            }
            _ => self.give(campaign, None, row.map(|row| row.id)),
        }
    }

    /// Applies what the rule decides for the worker. `place` is that in the queue, if he stood in it.
    fn give(&self, campaign: &mut Campaign, skipped: Option<u32>, place: Option<u64>) {
        let Decided { decision, cursor, fresh_batch } = self.decide(campaign, skipped);
        match (decision, fresh_batch) {
            (Decision::Reopened(row), _) => self.give_again(campaign, row),
            (Decision::TakeOver { reservation, advances }, _) => {
                self.take_over(campaign, reservation, advances, cursor);
            }
            (Decision::Fresh(fresh), Some(batch)) => {
                let waiting = standby::first_waiting(campaign);
                check(!is_for_others(fresh, waiting.as_deref(), place), Error::OthersWaiting);
                give_fresh(campaign, fresh, batch, self.payer);
                self.hold(campaign, fresh.batch_idx, fresh.task_idx);
                self.advance(cursor, campaign.id, fresh.batch_idx, fresh.task_idx);
            }
            _ if skipped.is_some() => fail(Error::NothingElse),
            // Others may still find something, or not.
            _ if batches::first_open(campaign.id, 0).is_some() => fail(Error::NoTasksForWorker),
            _ => fail(Error::NoBatches),
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
                match cursor.before(&row) {
                    Some(before) => cursor.update(Payer::Same, |cursor| *cursor = before),
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
        if !self.keep(campaign, own.batch_idx, own.task_idx) {
            self.give(campaign, None, None);
        }
    }

    /// Lets the worker hold a task whose place is his already. If its batch has been removed, the place goes.
    fn keep(&self, campaign: &mut Campaign, batch_idx: u32, task_idx: u32) -> bool {
        let mut batch = state::batch(campaign.id, batch_idx).or_fail(Error::BatchNotFound);
        let goes_on = batch.state() == State::Published;
        if goes_on {
            self.hold(campaign, batch_idx, task_idx);
        } else {
            batch.take_back().or_fail();
            batch.save(Payer::Same);
        }
        goes_on
    }

    /// Takes the worker's task back, for another worker if its batch goes on.
    fn give_back(&self, campaign: &mut Campaign, own: Entry<Reservation>) {
        let own = own.erase();
        take_back(campaign, own.batch_idx, own.task_idx, self.account_id, self.payer);
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

/// Counts that a fresh task is given out, to whomever.
pub(crate) fn give_fresh(
    campaign: &mut Campaign,
    fresh: FreshTask,
    mut batch: Entry<Batch>,
    payer: Payer,
) {
    let key = composite(campaign.id, fresh.task_idx);
    let counted = (batch.repetitions > 1).then(|| state::repetitions().entry(key)).flatten();
    let given = counted.as_ref().map_or(0, |row| row.value);

    match (batch.give_fresh(campaign, fresh.task_idx, given).or_fail(), counted) {
        (Repetition::Counted(value), Some(mut row)) => {
            row.update(Payer::Same, |row| row.value = value);
        }
        (Repetition::Counted(value), None) => {
            let row = RepetitionsDone { campaign_id: campaign.id, task_idx: fresh.task_idx, value };
            state::repetitions().insert(&row, payer);
        }
        (Repetition::Last, Some(row)) => drop(row.erase()),
        (Repetition::Last, None) => (),
    }
    batch.save(Payer::Same);
    if !batch.is_open() && campaign.active_batch == batch.id {
        batches::set_active_batch(campaign);
    }
}

/// Takes a task back that was given to `account_id`, for another worker if its batch goes on.
pub(crate) fn take_back(
    campaign: &mut Campaign,
    batch_idx: u32,
    task_idx: u32,
    account_id: u32,
    payer: Payer,
) {
    let mut batch = state::batch(campaign.id, batch_idx).or_fail(Error::BatchNotFound);
    if batch.take_back().or_fail() {
        reopen(campaign, batch_idx, task_idx, account_id, payer);
    }
    batch.save(Payer::Same);
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
