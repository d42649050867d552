//! What can be asked of the tasks contract.
//!
//! Arguments have the published names and order. `payer` and `sig` at the end of an action may be left out, as the
//! clients of the published main network do: then the worker pays, and there is no signature.

use alloc::vec::Vec;

use antelope::{
    Action, Describe, ExtendedAsset, ExtendedSymbol, Extension, Name, Pack, Signature, Unpack,
};

use super::{campaign::Content, qualification::Qualification, submission::ResultData};
use crate::{float::Float32Bits, vaddress::VAddress};

/// The signature of a user without an account of the chain.
pub type OptionalSignature = Extension<Option<Signature>>;

/// Writes the settings, once.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "init")]
pub struct Init {
    /// The contract of virtual accounts.
    pub vaccount_contract: Name,
    /// The network's own virtual account.
    pub force_vaccount_id: u32,
    /// How long a payment waits after its last submission, in seconds.
    pub payout_delay_sec: u32,
    /// How long after a reservation lapsed the campaign's owner may release it, in seconds.
    pub release_task_delay_sec: u32,
    /// Who is paid the fees.
    pub fee_contract: Name,
    /// The fee as a fraction; rounded to the nearest basis point.
    pub fee_percentage: Float32Bits,
}

/// Changes the settings. Published batches keep their fee; the payout delay counts for what is earned already, too.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "setsettings")]
pub struct SetSettings {
    /// How long a payment waits after its last submission, in seconds.
    pub payout_delay_sec: u32,
    /// How long after a reservation lapsed the campaign's owner may release it, in seconds.
    pub release_task_delay_sec: u32,
    /// Who is paid the fees.
    pub fee_contract: Name,
    /// The fee on top of each reward, in basis points.
    pub fee_bps: u16,
    /// The most tasks of a batch.
    pub max_tasks: u32,
    /// The most results of a task.
    pub max_repetitions: u32,
    /// The longest content, in bytes.
    pub max_content: u32,
}

/// Accepts a token for rewards.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "addtoken")]
pub struct AddToken {
    /// The token.
    pub token: ExtendedSymbol,
}

/// Accepts a token no longer, for campaigns made from now on.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "rmtoken")]
pub struct RemoveToken {
    /// The token.
    pub token: ExtendedSymbol,
}

/// Pays the fees earned in a token to the fee account.
///
/// # Authorization
/// Anyone's: the money can go to one place only.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "claimfees")]
pub struct ClaimFees {
    /// The token.
    pub token: ExtendedSymbol,
}

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
}

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
}

/// Pays out what a worker has earned, to the worker's virtual account.
///
/// # Authorization
/// The worker.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "payout")]
pub struct Payout {
    /// The payment.
    pub payment_id: u64,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
}

/// The memo of fees paid to the fee account.
pub const FEES_MEMO: &str = "fees";

/// The memo of a refund.
pub const REFUND_MEMO: &str = "refund";
