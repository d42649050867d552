//! The block in the making: its time, and the digests that its header will hold.
//!
//! What its transactions did is in the state already; when it ends is decided by who drives the chain.

use antelope::{BlockTimestamp, Checksum256, Pack, PackedTransaction, Unpack, VarUint32};
use sha2::{Digest, Sha256};

use crate::{Receipt, Trace, feature::Features, state::Merkle, transaction::Subject};

/// The block in the making.
#[derive(Clone, Debug, Default, Pack, Unpack)]
pub(crate) struct PendingBlock {
    pub(crate) time: BlockTimestamp,
    /// Whether what begins a block was done. It is done late, since until then the block's time may change.
    pub(crate) started: bool,
    /// The protocol features that became active with the block.
    pub(crate) activated: Features,
    /// How many transactions it holds.
    pub(crate) transaction_count: u32,
    transactions: Merkle,
    actions: Merkle,
}

impl PendingBlock {
    pub(crate) fn at(time: BlockTimestamp) -> Self {
        Self { time, ..Self::default() }
    }

    /// Adds the receipts of a transaction's actions, in the order in which they ran.
    pub(crate) fn add_actions(&mut self, trace: &Trace) {
        let mut receipts: Vec<_> =
            trace.actions.iter().filter_map(|action| action.receipt.as_ref()).collect();
        receipts.sort_unstable_by_key(|receipt| receipt.global_sequence);
        for receipt in receipts {
            self.actions.push(receipt_digest(receipt));
        }
    }

    /// Adds a transaction.
    pub(crate) fn add_transaction(&mut self, subject: &Subject, trace: &Trace) {
        self.transactions.push(transaction_digest(subject, trace));
        self.transaction_count = self.transaction_count.saturating_add(1);
    }

    pub(crate) fn transaction_mroot(&self) -> Checksum256 {
        self.transactions.root()
    }

    pub(crate) fn action_mroot(&self) -> Checksum256 {
        self.actions.root()
    }
}

/// As `action_receipt::digest`.
fn receipt_digest(receipt: &Receipt) -> Checksum256 {
    let Receipt { receiver, action_digest, global_sequence, recv_sequence, auth_sequence, .. } =
        receipt;
    let mut bytes = antelope::pack(&(receiver, action_digest, global_sequence, recv_sequence));
    auth_sequence.pack(&mut bytes);
    (VarUint32(receipt.code_sequence), VarUint32(receipt.abi_sequence)).pack(&mut bytes);
    sha256(&bytes)
}

/// As `transaction_receipt::digest` of an executed transaction.
fn transaction_digest(subject: &Subject, trace: &Trace) -> Checksum256 {
    let PackedTransaction { signatures, compression, packed_context_free_data, packed_trx } =
        subject.carried();
    let prunable = sha256(&antelope::pack(&(signatures, packed_context_free_data)));
    let content = sha256(&antelope::pack(&(compression, packed_trx, prunable)));
    let (executed, net) = (0u8, VarUint32(trace.net_words()));
    sha256(&antelope::pack(&(executed, trace.cpu_microseconds(), net, content)))
}

fn sha256(bytes: &[u8]) -> Checksum256 {
    Checksum256(Sha256::digest(bytes).into())
}
