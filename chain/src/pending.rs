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

#[cfg(test)]
mod tests {
    use antelope::{Name, SignedTransaction, Transaction};

    use super::*;
    use crate::state::Block;

    fn bytes(digits: &str) -> Vec<u8> {
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    fn receipt(words: &[&str]) -> Receipt {
        let number = |place: usize| words[place].parse::<u64>().unwrap();
        Receipt {
            receiver: words[0].parse().unwrap(),
            action_digest: words[1].parse().unwrap(),
            global_sequence: number(2),
            recv_sequence: number(3),
            auth_sequence: vec![(words[4].parse().unwrap(), number(5))],
            code_sequence: words[6].parse().unwrap(),
            abi_sequence: words[7].parse().unwrap(),
        }
    }

    fn transaction(words: &[&str]) -> (Subject, Trace) {
        let packed = bytes(words[3]);
        let transaction: Transaction = antelope::unpack(&packed).unwrap();
        let signatures = vec![words[2].parse().unwrap()];
        let signed = SignedTransaction { transaction, signatures, ..SignedTransaction::default() };
        let (cpu_usage, net_words): (_, u64) =
            (words[0].parse().unwrap(), words[1].parse().unwrap());
        let trace = Trace { cpu_usage, net_usage: net_words * 8, ..Trace::default() };
        (Subject { signed, packed, ..Subject::default() }, trace)
    }

    #[test]
    fn a_block_of_nodeos_has_this_header() {
        let mut pending = PendingBlock::default();
        let mut blocks = 0;
        for line in include_str!("pending/nodeos_block.txt").lines() {
            let words: Vec<_> = line.split(' ').collect();
            match words[0] {
                "receipt" => pending.actions.push(receipt_digest(&receipt(&words[1..]))),
                "transaction" => {
                    let (subject, trace) = transaction(&words[1..]);
                    pending.add_transaction(&subject, &trace);
                }
                "block" => {
                    assert_eq!(pending.transaction_mroot().to_string(), words[5]);
                    assert_eq!(pending.action_mroot().to_string(), words[6]);
                    let block = Block {
                        time: words[2].parse().unwrap(),
                        producer: words[3].parse::<Name>().unwrap(),
                        previous: words[4].parse().unwrap(),
                        transaction_mroot: pending.transaction_mroot(),
                        action_mroot: pending.action_mroot(),
                        schedule_version: words[7].parse().unwrap(),
                        ..Block::default()
                    };
                    let block = block.sealed();
                    assert_eq!(
                        (block.number.to_string(), block.id.to_string()),
                        (words[1].to_owned(), words[8].to_owned())
                    );
                    blocks += 1;
                }
                _ => assert!(line.starts_with('#')),
            }
        }
        assert_eq!((pending.transaction_count, blocks), (3, 1));
    }
}
