//! The tasks contract in memory: its tables as maps, its handlers as the same rules applied to them.
//!
//! It leaves out authority, tokens of other kinds and qualifications: what is played here is money and tasks. What
//! happens to results after they were submitted is in `reviews`, who waits for tasks in `standby`.

use std::collections::{BTreeMap, BTreeSet};

use antelope::{Asset, ExtendedAsset, Symbol, TimePointSec, name, table::composite};
use protocol::force::{
    Error,
    batch::{Batch, State, batch_key, check_repetitions},
    campaign::{Campaign, Content},
    dispatch::{self, Decision, Facts, FreshTask, Repetition, Request},
    escrow,
    payment::Payment,
    policy::Event,
    rejection::Rejection,
    reservation::{AccountTaskIndex, Reopened, Reservation},
    review::Review,
    settings::Settings,
    settlement,
    standby::{Standby, is_for_others},
    submission::{ResultData, Submission},
};

pub(crate) const PAYOUT_DELAY: u32 = 80;
pub(crate) const MAX_TASKS: u32 = 20;
/// The most steps along the queue that a worker takes when he asks for a task. Fewer than in the contract, so that
/// queues last.
const SERVED_BY_WORKER: u32 = 1;
/// How long an offer may be accepted, in seconds.
pub(crate) const ACCEPT_TIME: u32 = 10;
const MAX_REPETITIONS: u32 = 5;

/// A result: batch, task and worker.
pub(crate) type ResultKey = (u64, u32, u32);

/// All tables, the clock, and what has left the contract.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) now: u32,
    pub(crate) settings: Settings,
    pub(crate) campaigns: BTreeMap<u32, Campaign>,
    pub(crate) batches: BTreeMap<u64, Batch>,
    pub(crate) reservations: BTreeMap<u64, Reservation>,
    pub(crate) reopened: BTreeMap<u64, Reopened>,
    pub(crate) standby: BTreeMap<u64, Standby>,
    pub(crate) cursors: BTreeMap<u64, AccountTaskIndex>,
    pub(crate) repetitions: BTreeMap<u64, u32>,
    pub(crate) submissions: BTreeMap<ResultKey, Submission>,
    pub(crate) rejections: BTreeMap<ResultKey, Rejection>,
    pub(crate) payments: BTreeMap<u64, Payment>,
    pub(crate) fees: i64,
    /// The contract's balance at the token contract.
    pub(crate) tokens: i64,
    /// Every result ever submitted, also after clearing.
    pub(crate) history: BTreeSet<ResultKey>,
    /// Every result that was ever paid.
    pub(crate) paid: BTreeSet<ResultKey>,
    /// Every result that was ever rejected for good.
    pub(crate) dismissed: BTreeSet<ResultKey>,
    /// The results that each payment is for, with what they earned.
    pub(crate) earned: BTreeMap<u64, BTreeMap<ResultKey, i64>>,
    /// Every id ever given to a reservation or a given-back task.
    pub(crate) ids: BTreeSet<u64>,
}

pub(crate) type Outcome = Result<(), Error>;

struct Looks<'a> {
    world: &'a World,
    campaign_id: u32,
    account_id: u32,
}

impl Facts for Looks<'_> {
    fn has_done(&self, batch_idx: u32, task_idx: u32) -> bool {
        let batch = batch_key(self.campaign_id, batch_idx);
        self.world.submissions.contains_key(&(batch, task_idx, self.account_id))
    }

    fn is_published(&self, batch_idx: u32) -> bool {
        let batch = self.world.batches.get(&batch_key(self.campaign_id, batch_idx));
        batch.is_some_and(|batch| batch.state() == State::Published)
    }

    fn cursor_of(&self, account_id: u32) -> Option<AccountTaskIndex> {
        self.world.cursors.get(&composite(account_id, self.campaign_id)).copied()
    }
}

impl World {
    /// A world with nothing in it.
    pub(crate) fn new(fee_bps: u16) -> Self {
        let settings = Settings {
            vaccount_contract: name!("vaccount"),
            force_vaccount_id: 0,
            payout_delay_sec: PAYOUT_DELAY,
            release_task_delay_sec: 0,
            fee_contract: name!("fees"),
            fee_percentage: Default::default(),
            fee_bps,
            max_tasks: MAX_TASKS,
            max_repetitions: MAX_REPETITIONS,
            max_content: 256,
            next_campaign_id: 0,
            arbiter: name!("arbiter"),
            max_payout_delay_sec: 2 * PAYOUT_DELAY,
            chain_id: Default::default(),
            accept_sec: ACCEPT_TIME,
        };
        Self {
            now: 1_000,
            settings,
            campaigns: BTreeMap::new(),
            batches: BTreeMap::new(),
            reservations: BTreeMap::new(),
            reopened: BTreeMap::new(),
            standby: BTreeMap::new(),
            cursors: BTreeMap::new(),
            repetitions: BTreeMap::new(),
            submissions: BTreeMap::new(),
            rejections: BTreeMap::new(),
            payments: BTreeMap::new(),
            fees: 0,
            tokens: 0,
            history: BTreeSet::new(),
            paid: BTreeSet::new(),
            dismissed: BTreeSet::new(),
            earned: BTreeMap::new(),
            ids: BTreeSet::new(),
        }
    }

    pub(crate) fn make_campaign(&mut self, max_task_time: u32, reward: i64) {
        let id = self.campaigns.len() as u32;
        let quantity = Asset::new(reward, Symbol::constant(4, "EFX"));
        let reward = ExtendedAsset { quantity, contract: name!("effecttokens") };
        let owner = name!("requester").into();
        let review = Review::of_network(&self.settings);
        let content = Content::default();
        let campaign = Campaign::new(id, owner, content, max_task_time, reward, vec![], review);
        self.campaigns.insert(id, campaign);
    }

    pub(crate) fn make_batch(&mut self, campaign_id: u32, repetitions: u32) -> Outcome {
        check_repetitions(repetitions, self.settings.max_repetitions)?;
        let campaign = self.campaigns.get_mut(&campaign_id).ok_or(Error::CampaignNotFound)?;
        let batch = Batch::draft(campaign, Content::default(), repetitions);
        campaign.num_batches += 1;
        campaign.live_batches += 1;
        self.batches.insert(batch_key(campaign_id, batch.id), batch);
        Ok(())
    }

    pub(crate) fn fund(&mut self, batch_id: u64, amount: i64) -> Outcome {
        let batch = self.batches.get_mut(&batch_id).ok_or(Error::BatchNotFound)?;
        if matches!(batch.state(), State::Finished | State::Removed) {
            return Err(Error::BatchEnded);
        }
        escrow::deposit(batch, amount)?;
        self.tokens += amount;
        Ok(())
    }

    pub(crate) fn publish(&mut self, batch_id: u64, num_tasks: u32) -> Outcome {
        let batch = self.batches.get_mut(&batch_id).ok_or(Error::BatchNotFound)?;
        let campaign = self.campaigns.get_mut(&batch.campaign_id).ok_or(Error::CampaignNotFound)?;
        batch.publish(campaign, num_tasks, &self.settings)
    }

    /// The first batch of the campaign at or after a task index with something fresh.
    pub(crate) fn open_batch_from(&self, campaign_id: u32, task_idx: u32) -> Option<&Batch> {
        self.batches
            .values()
            .filter(|batch| batch.campaign_id == campaign_id && batch.is_open())
            .filter(|batch| batch.start_task_idx >= task_idx)
            .min_by_key(|batch| batch.start_task_idx)
    }

    pub(crate) fn fresh_for(&self, campaign_id: u32, account_id: u32) -> Option<FreshTask> {
        let Some(cursor) = self.cursors.get(&composite(account_id, campaign_id)) else {
            return dispatch::fresh_in(self.open_batch_from(campaign_id, 0)?, None);
        };
        self.batches
            .get(&batch_key(campaign_id, cursor.batch_idx))
            .and_then(|batch| dispatch::fresh_in(batch, Some(cursor.value)))
            .or_else(|| {
                let next = self.open_batch_from(campaign_id, cursor.value + 1)?;
                dispatch::fresh_in(next, Some(cursor.value))
            })
    }

    pub(crate) fn reservation_of(&self, campaign_id: u32, account_id: u32) -> Option<Reservation> {
        let mut rows = self.reservations.values();
        rows.find(|row| row.campaign_id == campaign_id && row.account_id == Some(account_id))
            .copied()
    }

    pub(crate) fn decide(
        &self,
        campaign_id: u32,
        account_id: u32,
        skipped: Option<u32>,
    ) -> Decision {
        let rows = composite(campaign_id, 0)..composite(campaign_id + 1, 0);
        let request = Request {
            account_id,
            fresh: self.fresh_for(campaign_id, account_id),
            skipped,
            max_task_time: self.campaigns[&campaign_id].max_task_time,
            now: TimePointSec(self.now),
        };
        dispatch::decide(
            &request,
            &Looks { world: self, campaign_id, account_id },
            self.reopened.range(rows.clone()).map(|(_, row)| *row),
            self.reservations.range(rows).map(|(_, row)| *row),
        )
    }

    pub(crate) fn reserve(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        if let Some(own) = self.reservation_of(campaign_id, account_id) {
            let max_task_time = self.campaigns[&campaign_id].max_task_time;
            if !own.has_lapsed(max_task_time, TimePointSec(self.now)) {
                return Err(Error::AlreadyReserved);
            }
            self.reservations.remove(&own.id);
            if self.keep(campaign_id, account_id, own.batch_idx, own.task_idx)? {
                return Ok(());
            }
            return self.give(campaign_id, account_id, None, None);
        }
        self.serve(campaign_id, SERVED_BY_WORKER)?;
        self.accept(campaign_id, account_id)
    }

    /// Lets the worker hold a task whose place is his already. If its batch has been removed, the place goes.
    fn keep(
        &mut self,
        campaign_id: u32,
        account_id: u32,
        batch_idx: u32,
        task_idx: u32,
    ) -> Result<bool, Error> {
        let batch = self.batches.get_mut(&batch_key(campaign_id, batch_idx));
        let batch = batch.expect("a batch stays while places are held");
        if batch.state() != State::Published {
            batch.take_back()?;
            return Ok(false);
        }
        self.hold(campaign_id, account_id, batch_idx, task_idx)?;
        Ok(true)
    }

    /// Gives what the worker was offered, if he stands by and was; else what the rule decides.
    fn accept(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        let row = self.place_of(campaign_id, account_id);
        if let Some(row) = row {
            self.standby.remove(&row.id);
            if let Some(task) = row.offer()
                && self.keep(campaign_id, account_id, task.batch_idx, task.task_idx)?
            {
                self.advance(campaign_id, account_id, task.batch_idx, task.task_idx);
                return Ok(());
            }
        }
        self.give(campaign_id, account_id, None, row.map(|row| row.id))
    }

    /// Applies what the rule decides. `place` is the worker's in the queue, if he stood in it.
    fn give(
        &mut self,
        campaign_id: u32,
        account_id: u32,
        skipped: Option<u32>,
        place: Option<u64>,
    ) -> Outcome {
        let (batch_idx, task_idx) = match self.decide(campaign_id, account_id, skipped) {
            Decision::Reopened(row) => {
                self.reopened.remove(&row.id);
                let batch = self.batches.get_mut(&batch_key(campaign_id, row.batch_idx));
                batch.expect("is published").give_again()?;
                (row.batch_idx, row.task_idx)
            }
            Decision::TakeOver { reservation: row, advances } => {
                self.reservations.remove(&row.id);
                if advances {
                    let holder = composite(row.account_id.expect("is held"), campaign_id);
                    let cursor = self.cursors.get_mut(&holder).expect("has a cursor");
                    match cursor.before(&row) {
                        Some(before) => *cursor = before,
                        None => drop(self.cursors.remove(&holder)),
                    }
                    self.advance(campaign_id, account_id, row.batch_idx, row.task_idx);
                }
                (row.batch_idx, row.task_idx)
            }
            Decision::Fresh(fresh) => {
                let waiting = self.first_waiting(campaign_id);
                if is_for_others(fresh, waiting.as_ref(), place) {
                    return Err(Error::OthersWaiting);
                }
                self.check_turn(campaign_id, fresh, place);
                self.give_fresh(campaign_id, fresh)?;
                self.advance(campaign_id, account_id, fresh.batch_idx, fresh.task_idx);
                (fresh.batch_idx, fresh.task_idx)
            }
            Decision::Nothing => return Err(Error::NoTasksForWorker),
        };
        self.hold(campaign_id, account_id, batch_idx, task_idx)
    }

    /// Counts that a fresh task is given out.
    pub(crate) fn give_fresh(&mut self, campaign_id: u32, fresh: FreshTask) -> Outcome {
        let campaign = self.campaigns.get_mut(&campaign_id).expect("exists");
        let batch = self.batches.get_mut(&batch_key(campaign_id, fresh.batch_idx));
        let batch = batch.expect("is open");
        let key = composite(campaign_id, fresh.task_idx);
        let given = self.repetitions.get(&key).copied().unwrap_or(0);
        let frontier = batch.frontier;
        match batch.give_fresh(campaign, fresh.task_idx, given)? {
            Repetition::Counted(given) => {
                self.repetitions.insert(key, given);
            }
            Repetition::Last => {
                self.repetitions.remove(&key);
                assert_eq!(frontier, fresh.task_idx, "tasks are used up in order");
            }
        }
        Ok(())
    }

    fn advance(&mut self, campaign_id: u32, account_id: u32, batch_idx: u32, task_idx: u32) {
        let row = AccountTaskIndex { account_id, campaign_id, batch_idx, value: task_idx };
        let before = self.cursors.insert(composite(account_id, campaign_id), row);
        assert!(before.is_none_or(|before| before.value < task_idx), "cursors move upward");
    }

    fn hold(
        &mut self,
        campaign_id: u32,
        account_id: u32,
        batch_idx: u32,
        task_idx: u32,
    ) -> Outcome {
        let campaign = self.campaigns.get_mut(&campaign_id).expect("exists");
        let id = campaign.take_reservation_id()?;
        self.note_id(id);
        let reserved_on = TimePointSec(self.now);
        let account_id = Some(account_id);
        let row = Reservation { id, task_idx, account_id, batch_idx, reserved_on, campaign_id };
        self.reservations.insert(id, row);
        Ok(())
    }

    /// Gives the worker's task back; the reservation must exist.
    pub(crate) fn release(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        let own = self.reservation_of(campaign_id, account_id).ok_or(Error::NotReserved)?;
        self.reservations.remove(&own.id);
        self.take_back(campaign_id, own.batch_idx, own.task_idx, account_id)
    }

    /// Takes a task back that was given to the worker.
    pub(crate) fn take_back(
        &mut self,
        campaign_id: u32,
        batch_idx: u32,
        task_idx: u32,
        account_id: u32,
    ) -> Outcome {
        let batch = self.batches.get_mut(&batch_key(campaign_id, batch_idx)).expect("exists");
        if batch.take_back()? {
            self.reopen(campaign_id, batch_idx, task_idx, account_id)?;
        }
        Ok(())
    }

    pub(crate) fn reopen(
        &mut self,
        campaign_id: u32,
        batch_idx: u32,
        task_idx: u32,
        account_id: u32,
    ) -> Outcome {
        let campaign = self.campaigns.get_mut(&campaign_id).expect("exists");
        let id = campaign.take_reservation_id()?;
        self.note_id(id);
        self.reopened.insert(id, Reopened { id, batch_idx, task_idx, account_id });
        Ok(())
    }

    pub(crate) fn skip(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        let before = self.clone();
        let own = self.reservation_of(campaign_id, account_id).ok_or(Error::NotReserved)?;
        let result = self
            .release(campaign_id, account_id)
            .and_then(|()| self.give(campaign_id, account_id, Some(own.task_idx), None));
        match result {
            Ok(()) => {
                let new = self.reservation_of(campaign_id, account_id).expect("was given one");
                assert_ne!(new.task_idx, own.task_idx, "never the same task back at once");
            }
            Err(_) => *self = before,
        }
        result
    }

    pub(crate) fn submit(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        let own = self.reservation_of(campaign_id, account_id).ok_or(Error::NotReserved)?;
        let key = batch_key(campaign_id, own.batch_idx);
        let batch = self.batches.get_mut(&key).expect("a batch stays while reservations are open");
        let now = TimePointSec(self.now);
        let data = ResultData { first: 1, second: vec![] };
        let mut result = Submission::new(&own, data, now);
        settlement::settle(batch, &mut result, Event::Submit, now, now)?;
        self.campaigns.get_mut(&campaign_id).expect("exists").total_submissions += 1;
        self.reservations.remove(&own.id);
        let place = (key, own.task_idx, account_id);
        assert!(self.history.insert(place), "no worker does a task twice");
        let latest = self.payments.values_mut().rfind(|row| is_for(row, key, account_id));
        let payment_id = match latest.filter(|row| row.takes_submissions(now)) {
            Some(row) => {
                row.add(batch, now)?;
                row.id
            }
            None => {
                self.payments.insert(own.id, Payment::open(batch, &result, now));
                own.id
            }
        };
        let reward = batch.reward.quantity.amount;
        self.earned.entry(payment_id).or_default().insert(place, reward);
        self.submissions.insert(place, result);
        Ok(())
    }

    /// Remembers an id that was taken.
    pub(crate) fn note_id(&mut self, id: u64) {
        assert!(self.ids.insert(id), "ids are never used twice");
    }

    pub(crate) fn claim_fees(&mut self) -> Outcome {
        self.tokens -= self.fees;
        self.fees = 0;
        Ok(())
    }
}

/// Whether the payment is one of the worker for the batch.
pub(crate) const fn is_for(row: &Payment, batch_id: u64, account_id: u32) -> bool {
    row.batch_id == batch_id && row.account_id == account_id
}
