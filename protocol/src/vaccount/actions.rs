//! What can be asked of the contract of virtual accounts.

use alloc::string::String;

use antelope::{Action, Describe, ExtendedAsset, ExtendedSymbol, Name, Pack, Signature, Unpack};

use crate::vaddress::VAddress;

/// The longest memo, in bytes.
pub const MAX_MEMO: usize = 256;

/// Opens a row for a user and a token. Where there is one, nothing changes.
///
/// # Authorization
/// `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "open")]
pub struct Open {
    /// The user.
    pub acc: VAddress,
    /// The token.
    pub symbol: ExtendedSymbol,
    /// Who pays the RAM.
    pub payer: Name,
}

/// Moves tokens from one row to another.
///
/// # Authorization
/// The user of the row `from_id`.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "vtransfer")]
pub struct VTransfer {
    /// The sender's row.
    pub from_id: u64,
    /// The receiver's row.
    pub to_id: u64,
    /// How much.
    pub quantity: ExtendedAsset,
    /// A note to the receiver.
    pub memo: String,
    /// The sender's, if the sender holds a key.
    pub sig: Option<Signature>,
    /// The relayer's fee.
    pub fee: Option<ExtendedAsset>,
}

/// Sends tokens from a row to an account of the chain.
///
/// # Authorization
/// The user of the row `from_id`.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "withdraw")]
pub struct Withdraw {
    /// The sender's row.
    pub from_id: u64,
    /// The receiver.
    pub to_account: Name,
    /// How much.
    pub quantity: ExtendedAsset,
    /// The memo of the token transfer.
    pub memo: String,
    /// The sender's, if the sender holds a key.
    pub sig: Option<Signature>,
    /// The relayer's fee.
    pub fee: Option<ExtendedAsset>,
}
