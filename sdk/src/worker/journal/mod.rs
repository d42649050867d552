//! The journal of a worker: what has to survive a crash so that no work is lost or done twice.
//!
//! The chain says what the worker holds and what was handed in; the journal says what it cannot know: answers that were
//! computed, and transactions that were signed and may have been sent. What follows from it is decided by
//! [`Worker::resume`](super::Worker::resume).

mod file;
mod memory;

use std::io;

use antelope::{Checksum256, Name};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::TaskId;
use crate::{
    client::Pending,
    future::{BoxFuture, Shared},
};

pub use file::FileJournal;
pub use memory::MemoryJournal;

/// Something that a worker did, or is about to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Record {
    /// Whose journal it is: always the first record.
    Opened {
        /// The chain.
        chain_id: Checksum256,
        /// The tasks contract.
        contract: Name,
    },
    /// A task is about to be asked for.
    Reserving {
        /// Of which campaign.
        campaign_id: u32,
        /// For which virtual account.
        account_id: u32,
        /// By which transaction.
        transaction: Pending,
    },
    /// No task was given.
    Refused {
        /// Of which campaign.
        campaign_id: u32,
        /// To which virtual account.
        account_id: u32,
    },
    /// A task was given.
    Reserved {
        /// Which.
        task: TaskId,
    },
    /// An answer is there.
    Answered {
        /// To which task.
        task: TaskId,
        /// The CID of what the task was, so that the answer is never given to another one.
        data: String,
        /// The answer.
        answer: Value,
    },
    /// A result is about to be handed in.
    Submitting {
        /// Of which task.
        task: TaskId,
        /// By which transaction.
        transaction: Pending,
    },
    /// The worker has done with a task: it is handed in, given back or lost.
    Over {
        /// Which.
        task: TaskId,
    },
}

impl Record {
    /// Whether work or money may be lost if a machine loses its power before this is on its disk. Of the others the
    /// chain can tell.
    pub const fn is_precious(&self) -> bool {
        matches!(self, Self::Opened { .. } | Self::Answered { .. } | Self::Submitting { .. })
    }
}

/// A place for records that outlives a crash.
pub trait Journal: Shared {
    /// All records, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read(&self) -> BoxFuture<'_, io::Result<Vec<Record>>>;

    /// Adds a record. When this returns, it outlives this process; a [precious](Record::is_precious) one outlives a loss
    /// of power.
    ///
    /// # Errors
    /// When it cannot be written.
    fn append<'a>(&'a self, record: &'a Record) -> BoxFuture<'a, io::Result<()>>;

    /// Puts these records in the place of all others, at once or not at all.
    ///
    /// # Errors
    /// When they cannot be written.
    fn replace<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, io::Result<()>>;
}
