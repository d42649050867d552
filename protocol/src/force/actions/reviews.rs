//! Review: results are accepted, rejected and appealed, and appeals are decided.
//!
//! What follows from each is decided by [`policy`](crate::force::policy).

use alloc::string::String;

use antelope::{Action, Describe, Extension, Name, Pack, Unpack};

use crate::{
    force::review::Review,
    signed::{OptionalSignature, OptionalTerms},
};

/// Changes the terms of review of a campaign, for batches published from now on.
///
/// # Authorization
/// The campaign's owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "setreview")]
pub struct SetReview {
    /// The campaign.
    pub campaign_id: u32,
    /// Its terms.
    pub review: Review,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Pays a payment out to its worker before it is due: its results cannot be rejected any more.
///
/// # Authorization
/// The campaign's owner; once it is due, anyone's: the money can go to one place only.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "accept")]
pub struct Accept {
    /// The payment.
    pub payment_id: u64,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Rejects a result, within the payout delay of its batch.
///
/// # Authorization
/// The campaign's owner; `payer` must have authorized the transaction.
///
/// # RAM
/// `payer` pays for the rejection until it is settled.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "reject")]
pub struct Reject {
    /// The key of the batch.
    pub batch_id: u64,
    /// The task.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// Why; at most as long as content may be.
    pub reason: String,
    /// Who pays the RAM; the owner, if left out.
    pub payer: Extension<Name>,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Asks the arbiter to decide about a rejection, within the payout delay after it.
///
/// # Authorization
/// The worker.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "appeal")]
pub struct Appeal {
    /// The key of the batch.
    pub batch_id: u64,
    /// The task.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Decides an appeal, within the payout delay after it.
///
/// # Authorization
/// The batch's arbiter; `payer` must have authorized the transaction.
///
/// # RAM
/// `payer` pays for the row of a task that waits for another worker.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "resolve")]
pub struct Resolve {
    /// The key of the batch.
    pub batch_id: u64,
    /// The task.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// Whether the rejection was right.
    pub upheld: bool,
    /// Who pays the RAM; the arbiter, if left out.
    pub payer: Extension<Name>,
}

/// Does what time has decided: a rejection that nobody appealed stands, an appeal that nobody decided is granted.
///
/// # Authorization
/// Anyone's; `payer` must have authorized the transaction.
///
/// # RAM
/// As `resolve`.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "settle")]
pub struct Settle {
    /// The key of the batch.
    pub batch_id: u64,
    /// The task.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// Who pays the RAM.
    pub payer: Name,
}
