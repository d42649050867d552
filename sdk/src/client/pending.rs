//! A signed transaction and what has to be known to find out, at any later time, what became of it.
//!
//! Where it is kept is its owner's business: it is written and read with serde.

use antelope::{
    Checksum256, SignedTransaction, TimePoint, UnpackError, transaction::PackedTransaction,
};
use serde::{Deserialize, Serialize};

use crate::info::Info;

/// A signed transaction that may have been sent.
///
/// Kept before it is sent, it survives a crash: [`Client::submit`](crate::Client::submit) sends it or finds that it was,
/// and [`Client::wait`](crate::Client::wait) finds out for certain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Kept", try_from = "Kept")]
pub struct Pending {
    signed: SignedTransaction,
    id: Checksum256,
    chain_id: Checksum256,
    head_block_num: u32,
    irreversible_block_num: u32,
}

/// How it is kept: the packed bytes, so that the signatures stay good.
#[derive(Serialize, Deserialize)]
struct Kept {
    chain_id: Checksum256,
    head_block_num: u32,
    irreversible_block_num: u32,
    transaction: PackedTransaction,
}

impl Pending {
    /// A transaction that was signed at the moment that `info` tells of, and not sent before.
    pub fn new(signed: SignedTransaction, info: &Info) -> Self {
        Self {
            id: signed.transaction.id(),
            signed,
            chain_id: info.chain_id,
            head_block_num: info.head_block_num,
            irreversible_block_num: info.last_irreversible_block_num,
        }
    }

    /// The transaction.
    pub const fn signed(&self) -> &SignedTransaction {
        &self.signed
    }

    /// The transaction's id.
    pub const fn id(&self) -> Checksum256 {
        self.id
    }

    /// The chain that it was signed for.
    pub const fn chain_id(&self) -> Checksum256 {
        self.chain_id
    }

    /// No block after this time can hold it.
    pub fn expiration(&self) -> TimePoint {
        self.signed.transaction.expiration.into()
    }

    /// The first block that is likely to hold it.
    pub(super) const fn likely_block_num(&self) -> u32 {
        self.head_block_num.saturating_add(1)
    }

    /// The first block that can hold it: what came before was irreversible when it was signed.
    pub(super) const fn first_block_num(&self) -> u32 {
        self.irreversible_block_num.saturating_add(1)
    }
}

impl From<Pending> for Kept {
    fn from(pending: Pending) -> Self {
        Self {
            chain_id: pending.chain_id,
            head_block_num: pending.head_block_num,
            irreversible_block_num: pending.irreversible_block_num,
            transaction: PackedTransaction::from(&pending.signed),
        }
    }
}

impl TryFrom<Kept> for Pending {
    type Error = UnpackError;

    fn try_from(kept: Kept) -> Result<Self, UnpackError> {
        let signed = SignedTransaction::try_from(&kept.transaction)?;
        Ok(Self {
            id: signed.transaction.id(),
            signed,
            chain_id: kept.chain_id,
            head_block_num: kept.head_block_num,
            irreversible_block_num: kept.irreversible_block_num,
        })
    }
}
