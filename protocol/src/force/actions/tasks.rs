//! Tasks: reserved, skipped, given back and handed in by workers.
//!
//! Who gets which is decided by [`dispatch`](crate::force::dispatch).

use alloc::vec::Vec;

use antelope::{Action, Describe, Extension, Name, Pack, Unpack};

use crate::{
    force::submission::ResultData,
    signed::{OptionalSignature, OptionalTerms},
};

/// Asks for a task. The contract picks it; the reservation shows which.
///
/// # Authorization
/// The worker; `payer` must have authorized the transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "reservetask")]
pub struct ReserveTask {
    /// The campaign.
    pub campaign_id: u32,
    /// The worker.
    pub account_id: u32,
    /// An asset for each qualification, in order (any number at the place of an exclusive one); or none, to let the
    /// contract search the worker's assets.
    pub quali_assets: Option<Vec<u64>>,
    /// Who pays the RAM; the worker, if left out.
    pub payer: Extension<Name>,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Gives a task back and asks for another.
///
/// # Authorization
/// The worker; `payer` must have authorized the transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "skiptask")]
pub struct SkipTask {
    /// The campaign.
    pub campaign_id: u32,
    /// The task that the worker holds.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// As in `reservetask`.
    pub quali_assets: Option<Vec<u64>>,
    /// Who pays the RAM; the worker, if left out.
    pub payer: Extension<Name>,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Gives a task back.
///
/// # Authorization
/// The worker at any time; the campaign's owner some time after the reservation has lapsed. `payer` must have
/// authorized the transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "releasetask")]
pub struct ReleaseTask {
    /// The campaign.
    pub campaign_id: u32,
    /// The task that the worker holds.
    pub task_idx: u32,
    /// The worker.
    pub account_id: u32,
    /// Who pays the RAM; the worker, if left out.
    pub payer: Extension<Name>,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Hands in the result of a reserved task.
///
/// # Authorization
/// The worker; `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "submittask")]
pub struct SubmitTask {
    /// The campaign.
    pub campaign_id: u32,
    /// The task that the worker holds.
    pub task_idx: u32,
    /// Where the result is.
    pub data: ResultData,
    /// The worker.
    pub account_id: u32,
    /// Who pays the RAM; the worker, if left out.
    pub payer: Extension<Name>,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}
