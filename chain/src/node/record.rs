//! What a node remembers of blocks and transactions.
//!
//! How they look over HTTP is the business of `api`.

use antelope::{Checksum256, Pack, PackedTransaction, SignedTransaction, TimePointSec, Unpack};

use crate::{Trace, state::Block};

/// A block and what it held.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct BlockRecord {
    /// The block.
    pub block: Block,
    /// Its transactions, in order.
    pub transactions: Vec<TransactionRecord>,
}

/// A transaction that was executed.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct TransactionRecord {
    /// Its id.
    pub id: Checksum256,
    /// When it would have expired.
    pub expiration: TimePointSec,
    /// The transaction, as it may have come.
    pub packed: PackedTransaction,
    /// CPU, in microseconds.
    pub cpu_usage: u32,
    /// NET, in words of eight bytes.
    pub net_words: u32,
}

impl TransactionRecord {
    pub(super) fn of(signed: &SignedTransaction) -> Self {
        Self {
            id: Checksum256::default(),
            expiration: signed.transaction.expiration,
            packed: signed.into(),
            cpu_usage: 0,
            net_words: 0,
        }
    }

    pub(super) fn executed(self, trace: &Trace) -> Self {
        Self {
            id: trace.id,
            cpu_usage: trace.cpu_microseconds(),
            net_words: trace.net_words(),
            ..self
        }
    }
}

/// What became of a transaction.
#[derive(Clone, Copy, Debug)]
pub struct TransactionStatus<'a> {
    /// The transaction.
    pub record: &'a TransactionRecord,
    /// Its block; nothing while that is in the making.
    pub block: Option<&'a Block>,
    /// Whether nothing can undo its block.
    pub irreversible: bool,
}

impl TransactionStatus<'_> {
    /// The state, as `get_transaction_status` names it.
    pub const fn state(&self) -> &'static str {
        match (self.block, self.irreversible) {
            (None, _) => "LOCALLY_APPLIED",
            (Some(_), false) => "IN_BLOCK",
            (Some(_), true) => "IRREVERSIBLE",
        }
    }
}
