//! Rejections: results that the campaign's owner does not accept, as long as that is not settled.

use alloc::string::String;

use antelope::{Describe, Name, Pack, TimePointSec, Unpack, name, table::Row};

use super::{Error, submission::Submission};

/// A rejection that may be appealed, or is. Scope: the key of the batch.
///
/// It is there while its result is [`Rejected`](super::submission::Standing::Rejected) or
/// [`Appealed`](super::submission::Standing::Appealed), and has the key of that result.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "rejection")]
pub struct Rejection {
    /// The task.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// When it was rejected; after an appeal, when that was made.
    pub since: TimePointSec,
    /// Why, in the owner's words.
    pub reason: String,
}

impl Row for Rejection {
    const TABLE: Name = name!("rejection");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        Submission::key(self.task_idx, self.account_id)
    }
}

/// Checks a reason: there must be one, of at most `max_len` bytes.
///
/// # Errors
/// [`Error::BadReason`].
pub fn check_reason(reason: &str, max_len: u32) -> Result<(), Error> {
    let fits = !reason.is_empty() && reason.len() as u64 <= u64::from(max_len);
    if fits { Ok(()) } else { Err(Error::BadReason) }
}
