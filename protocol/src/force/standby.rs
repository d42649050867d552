//! Standby: workers who wait for tasks of a campaign, and are offered them in the order in which they came.
//!
//! Rows and time in, decisions out. Which task is fresh is left to [`dispatch`](super::dispatch), the counters of its
//! batch to [`places`](super::places).
//!
//! # The queue
//! Who stands by waits for tasks that are published later, from the campaign's end of indices at that moment on: of the
//! earlier ones nothing is fresh for him, and never will be, since frontiers and cursors only move up. So numbers,
//! first indices and times of offers all grow along the queue, those who have an offer come before those who wait, and
//! the first one waiting is found in one step.
//!
//! His fresh task is the first one of all at or after his first index: his cursor lies before that. Nobody behind him,
//! and no newcomer, has a fresh one that comes earlier and is for the queue. So **if there is nothing for the first one
//! who waits, there is nothing for the others**, and nobody is held up by who stands before him.
//!
//! An offer takes its task as a reservation does, but leaves the worker's cursor where it is: that moves when he
//! accepts. If he does not, the task is second-hand, and he has not taken part in it.

use antelope::{
    Describe, Name, Pack, TimePointSec, Unpack, name,
    table::{Index, Row, composite},
};

use super::{Error, campaign::Campaign, dispatch::FreshTask};

/// A worker who stands by. Scope: the contract.
///
/// The row is as long with an offer as without one, so that whoever pays for it need not be there when an offer is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "standbyrow")]
pub struct Standby {
    /// Campaign and a number from the same count as the reservations'; the queue is in this order.
    pub id: u64,
    /// The worker.
    pub account_id: u32,
    /// The first task that he waits for.
    pub from_task_idx: u32,
    /// The batch of the task that he is offered.
    pub batch_idx: u32,
    /// The task that he is offered.
    pub task_idx: u32,
    /// When he was offered it; 0 as long as he waits.
    pub offered_on: TimePointSec,
}

impl Standby {
    /// A worker at the end of the queue.
    ///
    /// # Errors
    /// [`Error::ReservationIdsUsedUp`].
    pub fn join(campaign: &mut Campaign, account_id: u32) -> Result<Self, Error> {
        Ok(Self {
            id: campaign.take_reservation_id()?,
            account_id,
            from_task_idx: campaign.end_task_idx,
            batch_idx: 0,
            task_idx: 0,
            offered_on: TimePointSec(0),
        })
    }

    /// What he is offered; nothing, if he waits.
    pub fn offer(&self) -> Option<FreshTask> {
        let offer = FreshTask { batch_idx: self.batch_idx, task_idx: self.task_idx };
        (self.offered_on.0 != 0).then_some(offer)
    }

    /// Whether anybody may take the offer back, `accept_sec` seconds after it was made.
    pub const fn has_lapsed(&self, accept_sec: u32, now: TimePointSec) -> bool {
        self.offered_on.0 != 0 && self.offered_on.seconds_after(accept_sec) <= now.0 as u64
    }

    /// Offers a task to the first one who waits. What it does to the task's batch is left to
    /// [`give_fresh`](super::batch::Batch::give_fresh).
    ///
    /// # Errors
    /// [`Error::ReservationIdsUsedUp`], which no action leads to.
    pub fn make_offer(
        &mut self,
        campaign: &mut Campaign,
        task: FreshTask,
        now: TimePointSec,
    ) -> Result<(), Error> {
        (self.batch_idx, self.task_idx, self.offered_on) = (task.batch_idx, task.task_idx, now);
        let number = self.id as u32;
        campaign.first_waiting = number.checked_add(1).ok_or(Error::ReservationIdsUsedUp)?;
        Ok(())
    }
}

/// Whether a fresh task has to be offered to the first one who waits before another worker may have it.
///
/// `own` is the row of the worker who asks, if he stands by himself.
pub fn is_for_others(fresh: FreshTask, waiting: Option<&Standby>, own: Option<u64>) -> bool {
    waiting.is_some_and(|row| {
        row.from_task_idx <= fresh.task_idx && own.is_none_or(|own| row.id < own)
    })
}

impl Row for Standby {
    const TABLE: Name = name!("standby");
    type Indices = (ByAccountAndCampaign,);

    fn primary_key(&self) -> u64 {
        self.id
    }
}

/// The place of a worker in the queue of a campaign.
#[derive(Clone, Copy, Debug)]
pub struct ByAccountAndCampaign;

impl Index for ByAccountAndCampaign {
    type Row = Standby;
    type Key = u64;
    const POSITION: u8 = 2;
    const NAME: &'static str = "acccamp";

    fn key(row: &Standby) -> Option<u64> {
        Some(composite(row.account_id, (row.id >> 32) as u32))
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use antelope::ExtendedAsset;

    use super::*;
    use crate::force::{campaign::Content, review::Review};

    const TASK: FreshTask = FreshTask { batch_idx: 3, task_idx: 20 };

    /// A campaign with twenty tasks, and in its queue a worker.
    fn waiting() -> (Campaign, Standby) {
        let owner = name!("requester").into();
        let (reward, review) = (ExtendedAsset::default(), Review::default());
        let mut campaign = Campaign::new(7, owner, Content::default(), 0, reward, vec![], review);
        (campaign.end_task_idx, campaign.next_reservation) = (20, 5);
        let row = Standby::join(&mut campaign, 1).unwrap();
        (campaign, row)
    }

    #[test]
    fn who_joins_stands_at_the_end_and_waits_for_later_tasks() {
        let (mut campaign, row) = waiting();
        assert_eq!((row.id, row.from_task_idx, row.offer()), (composite(7, 5), 20, None));
        let next = Standby::join(&mut campaign, 2).unwrap();
        assert!(next.id > row.id);
        assert_eq!(ByAccountAndCampaign::key(&next), Some(composite(2, 7)));
        campaign.next_reservation = u32::MAX;
        assert_eq!(Standby::join(&mut campaign, 3), Err(Error::ReservationIdsUsedUp));
    }

    #[test]
    fn an_offer_is_in_the_row_and_the_next_one_is_first_then() {
        let (mut campaign, mut row) = waiting();
        let length = antelope::pack(&row).len();
        row.make_offer(&mut campaign, TASK, TimePointSec(100)).unwrap();
        assert_eq!((row.offer(), campaign.first_waiting), (Some(TASK), 6));
        assert_eq!(antelope::pack(&row).len(), length, "nobody has to pay for more");
    }

    #[test]
    fn an_offer_lapses_at_the_end_of_its_last_second_and_waiting_never_does() {
        let (mut campaign, mut row) = waiting();
        assert!(!row.has_lapsed(0, TimePointSec(u32::MAX)));
        row.make_offer(&mut campaign, TASK, TimePointSec(100)).unwrap();
        for (accept_sec, now, lapsed) in [
            (60, 100, false),
            (60, 159, false),
            (60, 160, true),
            (u32::MAX, u32::MAX, false),
            (u32::MAX - 100, u32::MAX, true),
        ] {
            assert_eq!(row.has_lapsed(accept_sec, TimePointSec(now)), lapsed, "{now}");
        }
    }

    #[test]
    fn a_task_is_for_who_waits_for_it_and_came_before() {
        let (_, row) = waiting();
        let task = |task_idx| FreshTask { task_idx, ..TASK };
        for (fresh, waiting, own, expected) in [
            (task(20), None, None, false),
            (task(19), Some(&row), None, false),
            (task(20), Some(&row), None, true),
            (task(21), Some(&row), None, true),
            (task(20), Some(&row), Some(row.id), false),
            (task(20), Some(&row), Some(row.id - 1), false),
            (task(20), Some(&row), Some(row.id + 1), true),
        ] {
            assert_eq!(is_for_others(fresh, waiting, own), expected, "{fresh:?} {own:?}");
        }
    }
}
