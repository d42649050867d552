//! Submissions: the results of workers.

use alloc::vec::Vec;

use antelope::{
    Describe, Name, Pack, TimePointSec, Unpack, name,
    pack::Pair,
    table::{Row, composite},
};

use super::Error;

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
    /// Whether its reward has been moved to the worker's payment.
    pub paid: bool,
    /// When it was submitted.
    pub submitted_on: TimePointSec,
}

impl Submission {
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
