//! Submissions: the results of workers.

use alloc::vec::Vec;

use antelope::{
    Describe, Name, Pack, TimePointSec, Unpack, name,
    pack::Pair,
    table::{Row, composite},
};

use super::{Error, reservation::Reservation};

/// Where a result is: the kind of place, and the bytes of its address there.
pub type ResultData = Pair<i8, Vec<u8>>;

/// The kind of a result on IPFS: `second` is the 34-byte multihash of a CID of version 0.
pub const DATA_IPFS: i8 = 1;

/// A result. Scope: the key of its batch.
///
/// The key within the scope is task and worker, so that one look answers whether a worker has done a task.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "submission")]
pub struct Submission {
    /// The id of the reservation that it fulfils.
    pub id: u64,
    /// The campaign.
    pub campaign_id: u32,
    /// The task.
    pub task_idx: u32,
    /// The worker. Always there; an option because its published type is one.
    pub account_id: Option<u32>,
    /// The batch of the task.
    pub batch_idx: u32,
    /// The result.
    pub data: ResultData,
    /// Whether its reward has been moved to the worker: not while it is rejected.
    pub paid: bool,
    /// When it was submitted.
    pub submitted_on: TimePointSec,
    /// A [`Standing`], by its number.
    pub state: u8,
}

/// How a result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// It counts, unless it is rejected in time.
    Submitted = 0,
    /// It is rejected, and its worker may appeal.
    Rejected = 1,
    /// Its worker has appealed, and the arbiter may decide.
    Appealed = 2,
    /// It was rejected for good: its worker is not paid, and does not get the task again.
    Dismissed = 3,
    /// Its rejection was overruled: its worker is paid for good.
    Confirmed = 4,
}

impl Submission {
    /// The result of a reservation, handed in now.
    pub const fn new(reservation: &Reservation, data: ResultData, now: TimePointSec) -> Self {
        Self {
            id: reservation.id,
            campaign_id: reservation.campaign_id,
            task_idx: reservation.task_idx,
            account_id: reservation.account_id,
            batch_idx: reservation.batch_idx,
            data,
            paid: true,
            submitted_on: now,
            state: Standing::Submitted as u8,
        }
    }

    /// How it stands.
    pub const fn standing(&self) -> Standing {
        match self.state {
            0 => Standing::Submitted,
            1 => Standing::Rejected,
            2 => Standing::Appealed,
            3 => Standing::Dismissed,
            _ => Standing::Confirmed,
        }
    }

    /// Makes it stand so.
    pub(super) const fn set_standing(&mut self, standing: Standing) {
        self.state = standing as u8;
        self.paid = matches!(standing, Standing::Submitted | Standing::Confirmed);
    }

    /// Whether nobody needs it for a review any more, when results may be rejected for `delay` seconds.
    pub const fn is_settled(&self, delay: u32, now: TimePointSec) -> bool {
        match self.standing() {
            Standing::Submitted => self.submitted_on.seconds_after(delay) <= now.0 as u64,
            Standing::Rejected | Standing::Appealed => false,
            Standing::Dismissed | Standing::Confirmed => true,
        }
    }

    /// The key of the result of a worker for a task, within the scope of the batch.
    pub const fn key(task_idx: u32, account_id: u32) -> u64 {
        composite(task_idx, account_id)
    }
}

impl Row for Submission {
    const TABLE: Name = name!("submission");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        // A row without a worker is never written.
        Self::key(self.task_idx, self.account_id.unwrap_or_default())
    }
}

/// Checks the form of a result.
///
/// # Errors
/// [`Error::BadData`] when it is not the multihash of an IPFS document (sha2-256: `12 20`, then the digest).
pub fn check_data(data: &ResultData) -> Result<(), Error> {
    let multihash = data.second.len() == 34 && data.second.starts_with(&[0x12, 0x20]);
    if data.first == DATA_IPFS && multihash { Ok(()) } else { Err(Error::BadData) }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    #[test]
    fn a_result_is_settled_when_nobody_can_or_does_reject_it() {
        let reservation = Reservation {
            id: 0,
            task_idx: 0,
            account_id: Some(1),
            batch_idx: 0,
            reserved_on: TimePointSec(0),
            campaign_id: 2,
        };
        let data = ResultData { first: DATA_IPFS, second: vec![] };
        let mut result = Submission::new(&reservation, data, TimePointSec(100));
        for (standing, in_time, later, paid) in [
            (Standing::Submitted, false, true, true),
            (Standing::Rejected, false, false, false),
            (Standing::Appealed, false, false, false),
            (Standing::Dismissed, true, true, false),
            (Standing::Confirmed, true, true, true),
        ] {
            result.set_standing(standing);
            assert_eq!(result.standing(), standing);
            assert_eq!(result.is_settled(10, TimePointSec(109)), in_time, "{standing:?}");
            assert_eq!(result.is_settled(10, TimePointSec(110)), later, "{standing:?}");
            assert_eq!(result.paid, paid, "{standing:?}");
        }
    }
}
