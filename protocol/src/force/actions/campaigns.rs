//! Campaigns: made, changed and removed by their owner.
//!
//! Their rows are in [`campaign`](crate::force::campaign).

use alloc::vec::Vec;

use antelope::{Action, Describe, ExtendedAsset, Name, Pack, Unpack};

use crate::{
    force::{campaign::Content, qualification::Qualification},
    signed::{OptionalSignature, OptionalTerms},
    vaddress::VAddress,
};

/// Makes a campaign. Returns its id.
///
/// # Authorization
/// The owner; `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "mkcampaign")]
pub struct MakeCampaign {
    /// Who will own it.
    pub owner: VAddress,
    /// The campaign's document.
    pub content: Content,
    /// How long a worker holds a task, in seconds.
    pub max_task_time: u32,
    /// What a result earns.
    pub reward: ExtendedAsset,
    /// Who may work on it.
    pub qualis: Vec<Qualification>,
    /// Who pays the RAM.
    pub payer: Name,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Changes a campaign. Batches that exist keep their reward.
///
/// # Authorization
/// The stored owner; `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "editcampaign")]
pub struct EditCampaign {
    /// The campaign.
    pub campaign_id: u32,
    /// Its owner.
    pub owner: VAddress,
    /// The campaign's document.
    pub content: Content,
    /// Whether new reservations are stopped.
    pub paused: bool,
    /// What a result earns, in batches made from now on.
    pub reward: ExtendedAsset,
    /// Who may work on it.
    pub qualis: Vec<Qualification>,
    /// Who pays the RAM.
    pub payer: Name,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Removes a campaign that has no batches.
///
/// # Authorization
/// The stored owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "rmcampaign")]
pub struct RemoveCampaign {
    /// The campaign.
    pub campaign_id: u32,
    /// Its owner.
    pub owner: VAddress,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Gives a campaign to another owner.
///
/// # Authorization
/// The stored owner; `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "setowner")]
pub struct SetOwner {
    /// The campaign.
    pub campaign_id: u32,
    /// Who owns it from now on.
    pub new_owner: VAddress,
    /// Who pays the RAM of its row, until another does.
    pub payer: Name,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Stops new reservations, or lets them go on.
///
/// # Authorization
/// The stored owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "pause")]
pub struct Pause {
    /// The campaign.
    pub campaign_id: u32,
    /// Whether new reservations are stopped.
    pub paused: bool,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Pauses a campaign, removes a bounded number of its batches and refunds what is free in them; again, for the next.
///
/// # Authorization
/// The stored owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "cancel")]
pub struct Cancel {
    /// The campaign.
    pub campaign_id: u32,
    /// The owner's, if the owner holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}
