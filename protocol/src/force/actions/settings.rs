//! The network's settings, accepted tokens and fees.
//!
//! What the settings may be is in [`settings`](crate::force::settings).

use antelope::{Action, Describe, ExtendedSymbol, Name, Pack, Unpack};

use crate::{float::Float32Bits, force::settings::Settings};

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
    /// The payout delay of new campaigns, in seconds.
    pub payout_delay_sec: u32,
    /// How long after a reservation lapsed the campaign's owner may release it, in seconds.
    pub release_task_delay_sec: u32,
    /// Who is paid the fees.
    pub fee_contract: Name,
    /// The fee as a fraction; rounded to the nearest basis point.
    pub fee_percentage: Float32Bits,
}

/// Changes the settings. Published batches keep their fee and their terms of review.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "setsettings")]
pub struct SetSettings {
    /// The payout delay of new campaigns, in seconds.
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
    /// Who decides appeals in campaigns that name nobody for it.
    pub arbiter: Name,
    /// The longest payout delay that a campaign may have, in seconds.
    pub max_payout_delay_sec: u32,
    /// How long who stands by has to accept a task that he is offered, in seconds; at most a day.
    pub accept_sec: u32,
}

impl SetSettings {
    /// The action that leaves these settings as they are: where a change of some begins.
    pub const fn of(settings: &Settings) -> Self {
        Self {
            payout_delay_sec: settings.payout_delay_sec,
            release_task_delay_sec: settings.release_task_delay_sec,
            fee_contract: settings.fee_contract,
            fee_bps: settings.fee_bps,
            max_tasks: settings.max_tasks,
            max_repetitions: settings.max_repetitions,
            max_content: settings.max_content,
            arbiter: settings.arbiter,
            max_payout_delay_sec: settings.max_payout_delay_sec,
            accept_sec: settings.accept_sec,
        }
    }
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

/// The memo of fees paid to the fee account.
pub const FEES_MEMO: &str = "fees";
