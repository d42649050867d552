//! Batches: made, published, refunded and removed by the campaign's owner, cleared by anybody.
//!
//! Their rows are in [`batch`](crate::force::batch).

use alloc::vec::Vec;

use antelope::{Action, Describe, Name, Pack, Unpack};

use crate::{
    force::campaign::Content,
    signed::{OptionalSignature, OptionalTerms},
};

/// Makes a batch, as a draft.
///
/// # Authorization
/// The campaign's owner; `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "mkbatch")]
pub struct MakeBatch {
    /// The campaign's next batch id, its `num_batches`.
    pub id: u32,
    /// The campaign.
    pub campaign_id: u32,
    /// The document with the tasks' data.
    pub content: Content,
    /// How many results each task gets.
    pub repetitions: u32,
    /// Who pays the RAM.
    pub payer: Name,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Publishes a batch whose escrow covers its work.
///
/// # Authorization
/// The campaign's owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "publishbatch")]
pub struct PublishBatch {
    /// The key of the batch.
    pub batch_id: u64,
    /// How many tasks its document holds.
    pub num_tasks: u32,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Removes a batch: refunds what is free, gives out nothing more.
///
/// # Authorization
/// The campaign's owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "rmbatch")]
pub struct RemoveBatch {
    /// The batch.
    pub id: u32,
    /// The campaign.
    pub campaign_id: u32,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Refunds what is free in the escrow of a batch.
///
/// # Authorization
/// The campaign's owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "refund")]
pub struct Refund {
    /// The key of the batch.
    pub batch_id: u64,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Clears rows of a removed batch, a bounded number a call.
///
/// # Authorization
/// Anyone's: only rows that nobody needs any more are cleared, and RAM goes back to who paid.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "cleartasks")]
pub struct ClearTasks {
    /// The batch, by its index in the campaign.
    pub batch_id: u32,
    /// The campaign.
    pub campaign_id: u32,
}

/// Clears the rows that say how far workers got in a removed campaign.
///
/// # Authorization
/// Anyone's, as `cleartasks`.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "clearaccts")]
pub struct ClearAccounts {
    /// The campaign.
    pub campaign_id: u32,
    /// The workers.
    pub account_ids: Vec<u32>,
}

/// The memo of a refund.
pub const REFUND_MEMO: &str = "refund";
