//! What can be asked of a token contract.

use alloc::string::String;

use antelope::{Action, Asset, Describe, Name, Pack, Symbol, Unpack};

/// The longest memo, in bytes.
pub const MAX_MEMO: usize = 256;

/// Creates a token.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "create")]
pub struct Create {
    /// Who may issue and retire.
    pub issuer: Name,
    /// How much there may be.
    pub maximum_supply: Asset,
}

/// Issues tokens to the issuer.
///
/// # Authorization
/// The issuer.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "issue")]
pub struct Issue {
    /// The issuer.
    pub to: Name,
    /// How much.
    pub quantity: Asset,
    /// A note.
    pub memo: String,
}

/// Takes tokens of the issuer out of the supply.
///
/// # Authorization
/// The issuer.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "retire")]
pub struct Retire {
    /// How much.
    pub quantity: Asset,
    /// A note.
    pub memo: String,
}

/// Moves tokens. Both accounts are notified.
///
/// # Authorization
/// The sender.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "transfer")]
pub struct Transfer {
    /// The sender.
    pub from: Name,
    /// The receiver.
    pub to: Name,
    /// How much.
    pub quantity: Asset,
    /// A note.
    pub memo: String,
}

/// Opens a balance of zero.
///
/// # Authorization
/// The payer of the RAM.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "open")]
pub struct Open {
    /// Whose balance.
    pub owner: Name,
    /// Of which token.
    pub symbol: Symbol,
    /// Who pays the RAM.
    pub ram_payer: Name,
}

/// Closes a balance of zero.
///
/// # Authorization
/// The owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "close")]
pub struct Close {
    /// Whose balance.
    pub owner: Name,
    /// Of which token.
    pub symbol: Symbol,
}
