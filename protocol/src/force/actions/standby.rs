//! Standby: workers wait for tasks of a campaign, and tasks are assigned to those who wait.
//!
//! Who is served when is decided by [`standby`](crate::force::standby).

use alloc::vec::Vec;

use antelope::{Action, Describe, Extension, Name, Pack, Unpack};

use crate::signed::{OptionalSignature, OptionalTerms};

/// Waits for tasks of a campaign that has none for the worker now. An offer is accepted by `reservetask`.
///
/// # Authorization
/// The worker; `payer` must have authorized the transaction.
///
/// # RAM
/// `payer` pays for the row until the worker has a task or leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "standby")]
pub struct JoinStandby {
    /// The campaign.
    pub campaign_id: u32,
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

/// Waits no longer. A task that the worker was offered goes to others.
///
/// # Authorization
/// The worker; `payer` must have authorized the transaction.
///
/// # RAM
/// `payer` pays for the row of a task that waits for another worker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "unstandby")]
pub struct LeaveStandby {
    /// The campaign.
    pub campaign_id: u32,
    /// The worker.
    pub account_id: u32,
    /// Who pays the RAM; the worker, if left out.
    pub payer: Extension<Name>,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Takes steps along a campaign's queue: offers that were not accepted in time are taken back, and tasks are offered to
/// those who wait longest.
///
/// # Authorization
/// Anyone's; `payer` must have authorized the transaction.
///
/// # RAM
/// `payer` pays for the rows of tasks that wait for another worker, and for counts of repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "assign")]
pub struct Assign {
    /// The campaign.
    pub campaign_id: u32,
    /// The most steps; more than [`Assign::MAX_STEPS`] are never taken.
    pub max: u32,
    /// Who pays the RAM.
    pub payer: Name,
}

impl Assign {
    /// The most steps of a call.
    pub const MAX_STEPS: u32 = 8;
}
