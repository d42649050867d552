//! Reservations, given-back tasks, and how far each worker and each task has got.

use antelope::{
    Describe, Name, Pack, TimePointSec, Unpack, name,
    table::{Index, Row, composite},
};

/// A task that a worker holds. Scope: the contract.
///
/// Its batch and index never change, whoever holds it; a new holder gets a new row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "reservation")]
pub struct Reservation {
    /// Campaign and a number that counts up in it; never used again. The rows of a campaign are therefore together
    /// and in the order in which they were made.
    pub id: u64,
    /// The task.
    pub task_idx: u32,
    /// The worker. Always there; an option because its published type is one.
    pub account_id: Option<u32>,
    /// The batch of the task.
    pub batch_idx: u32,
    /// When the worker got it.
    pub reserved_on: TimePointSec,
    /// The campaign.
    pub campaign_id: u32,
}

impl Reservation {
    /// Whether another worker may take the task, `max_task_time` seconds after it was reserved.
    pub const fn has_lapsed(&self, max_task_time: u32, now: TimePointSec) -> bool {
        self.reserved_on.seconds_after(max_task_time) <= now.0 as u64
    }

    /// Whether the campaign's owner may release it: some seconds after it lapsed.
    pub const fn may_be_released(&self, max_task_time: u32, delay: u32, now: TimePointSec) -> bool {
        self.reserved_on.seconds_after(max_task_time) + delay as u64 <= now.0 as u64
    }
}

impl Row for Reservation {
    const TABLE: Name = name!("reservation");
    type Indices = (ByAccountAndCampaign, ByAccount);

    fn primary_key(&self) -> u64 {
        self.id
    }
}

/// The reservation of a worker in a campaign.
#[derive(Clone, Copy, Debug)]
pub struct ByAccountAndCampaign;

impl Index for ByAccountAndCampaign {
    type Row = Reservation;
    type Key = u64;
    const POSITION: u8 = 2;
    const NAME: &'static str = "acccamp";

    fn key(row: &Reservation) -> Option<u64> {
        Some(composite(row.account_id?, row.campaign_id))
    }
}

/// All reservations of a worker.
#[derive(Clone, Copy, Debug)]
pub struct ByAccount;

impl Index for ByAccount {
    type Row = Reservation;
    type Key = u64;
    const POSITION: u8 = 4;
    const NAME: &'static str = "acc";

    fn key(row: &Reservation) -> Option<u64> {
        row.account_id.map(u64::from)
    }
}

/// A task that a worker gave back, waiting for another. Scope: the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "reopened")]
pub struct Reopened {
    /// Campaign and a number from the same count as the reservations'.
    pub id: u64,
    /// The batch of the task.
    pub batch_idx: u32,
    /// The task.
    pub task_idx: u32,
    /// Who gave it back.
    pub account_id: u32,
}

impl Row for Reopened {
    const TABLE: Name = name!("reopened");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.id
    }
}

/// How far a worker has got in a campaign: the last task he was given fresh. Scope: the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "acctaskidx")]
pub struct AccountTaskIndex {
    /// The worker.
    pub account_id: u32,
    /// The campaign.
    pub campaign_id: u32,
    /// The batch of the task.
    pub batch_idx: u32,
    /// The task.
    pub value: u32,
}

impl AccountTaskIndex {
    /// Where the worker stands when another one takes over `held`, the last task that he was given fresh: just before
    /// it. Nowhere, if it is the first of all.
    ///
    /// He goes on in the batch of that task, whichever he has been in meanwhile: a worker may be moved back more than
    /// once, and from a later batch into an earlier one.
    pub fn before(&self, held: &Reservation) -> Option<Self> {
        let value = held.task_idx.checked_sub(1)?;
        Some(Self { batch_idx: held.batch_idx, value, ..*self })
    }
}

impl Row for AccountTaskIndex {
    const TABLE: Name = name!("acctaskidx");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        composite(self.account_id, self.campaign_id)
    }
}

/// How often a task has been given out, while that is more than never and less than often enough. Scope: the
/// contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "repsdone")]
pub struct RepetitionsDone {
    /// The campaign.
    pub campaign_id: u32,
    /// The task.
    pub task_idx: u32,
    /// How often.
    pub value: u32,
}

impl Row for RepetitionsDone {
    const TABLE: Name = name!("repsdone");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        composite(self.campaign_id, self.task_idx)
    }
}
