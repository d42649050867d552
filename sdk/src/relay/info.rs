//! What a relayer says: who it is, and what became of a transaction.
//!
//! How it is asked is in [`Relay`](super::Relay).

use antelope::{Checksum256, ExtendedAsset, Name};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Who a relayer is, what it brings, and for what fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RelayInfo {
    /// The relayer's account, which a signature names.
    pub relayer: Name,
    /// The chain.
    pub chain_id: Checksum256,
    /// The tasks contract.
    pub force: Name,
    /// The contract of virtual accounts.
    pub vaccount: Name,
    /// The actions that it brings, of both contracts.
    pub actions: Vec<Name>,
    /// The least fee in each token, for actions that have one. For other tokens it asks for none.
    pub fees: Vec<ExtendedAsset>,
    /// How many actions a request may have.
    pub max_actions: usize,
}

/// A transaction that a relayer has brought to the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Relayed {
    /// The transaction's id.
    pub transaction_id: Checksum256,
    /// The block it was executed for. It is not irreversible yet.
    pub block_num: u32,
    /// By how much the RAM grew that the relayer pays for, in bytes.
    pub ram_bytes: i64,
    /// What each action of the request returned, packed, in hexadecimal. Empty when the node's answer was lost.
    pub return_values: Vec<String>,
}

impl Relayed {
    /// What the first action returned.
    ///
    /// # Errors
    /// When the bytes are not a `T`.
    pub fn return_value<T: antelope::Unpack>(&self) -> Result<T> {
        const WHAT: &str = "return value";
        let text = self.return_values.first().map_or("", String::as_str);
        let bytes = hex::decode(text).map_err(|cause| Error::decode(WHAT, cause))?;
        antelope::unpack(&bytes).map_err(|cause| Error::decode(WHAT, cause))
    }
}

impl RelayInfo {
    /// The least fee that the relayer asks for when `token` moves.
    pub fn fee_in(&self, token: antelope::ExtendedSymbol) -> Option<ExtendedAsset> {
        self.fees.iter().copied().find(|fee| fee.token() == token)
    }
}
