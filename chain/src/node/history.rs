//! The blocks of the past, as far as they are remembered.
//!
//! Everything is shared between copies; what is too old is dropped as new blocks come.

use std::sync::Arc;

use antelope::{Checksum256, Pack, Reader, Unpack, UnpackError};

use super::record::{BlockRecord, TransactionRecord, TransactionStatus};
use crate::state::{Block, Map};

/// How many blocks are remembered: as many as a transaction can refer to. Fewer when they hold four times as many
/// transactions together.
pub const HISTORY: usize = 1 << 16;

const TRANSACTIONS: usize = 4 * HISTORY;

#[derive(Clone, Debug, Default)]
pub(super) struct History {
    blocks: Map<u32, Arc<BlockRecord>>,
    /// The block of each transaction, and its place there. Those of the pending block have the next number.
    places: Map<Checksum256, (u32, usize)>,
    pending: Arc<Vec<TransactionRecord>>,
    last: u32,
}

impl History {
    /// Adds a transaction to the pending block.
    pub(super) fn add_transaction(&mut self, record: TransactionRecord) {
        let place = (self.last.saturating_add(1), self.pending.len());
        self.places.insert(record.id, place);
        Arc::make_mut(&mut self.pending).push(record);
    }

    /// Makes the pending block this one.
    pub(super) fn add_block(&mut self, block: Block) -> Arc<BlockRecord> {
        let transactions = std::mem::take(&mut self.pending);
        let transactions = Arc::try_unwrap(transactions).unwrap_or_else(|shared| (*shared).clone());
        let record = Arc::new(BlockRecord { block, transactions });
        self.last = block.number;
        self.blocks.insert(block.number, Arc::clone(&record));
        while self.blocks.len() > HISTORY
            || (self.places.len() > TRANSACTIONS && self.blocks.len() > 1)
        {
            self.forget_earliest();
        }
        record
    }

    fn forget_earliest(&mut self) {
        let Some(record) = self.earliest() else { return };
        let number = record.block.number;
        let ids: Vec<_> = record.transactions.iter().map(|record| record.id).collect();
        self.blocks.remove(&number);
        for id in ids {
            self.places.remove(&id);
        }
    }

    fn remember(&mut self, number: u32, transactions: &[TransactionRecord]) {
        for (index, record) in transactions.iter().enumerate() {
            self.places.insert(record.id, (number, index));
        }
    }

    pub(super) fn block(&self, number: u32) -> Option<&BlockRecord> {
        self.blocks.get(&number).map(|record| &**record)
    }

    pub(super) fn earliest(&self) -> Option<&BlockRecord> {
        self.blocks.iter().next().map(|(_, record)| &**record)
    }

    pub(super) fn pending(&self) -> &[TransactionRecord] {
        &self.pending
    }

    pub(super) fn transaction(
        &self,
        id: &Checksum256,
        last_irreversible: u32,
    ) -> Option<TransactionStatus<'_>> {
        let (number, index) = *self.places.get(id)?;
        let block = self.block(number);
        let transactions = block.map_or(self.pending(), |record| &record.transactions);
        Some(TransactionStatus {
            record: transactions.get(index)?,
            block: block.map(|record| &record.block),
            irreversible: block.is_some() && number <= last_irreversible,
        })
    }
}

impl Pack for History {
    fn pack(&self, out: &mut Vec<u8>) {
        let blocks: Vec<_> = self.blocks.iter().map(|(_, record)| &**record).collect();
        (blocks, &*self.pending).pack(out);
    }
}

impl Unpack for History {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let (blocks, pending): (Vec<BlockRecord>, Vec<TransactionRecord>) = Unpack::unpack(input)?;
        let mut history = Self::default();
        for record in blocks {
            let number = record.block.number;
            history.last = number;
            history.remember(number, &record.transactions);
            history.blocks.insert(number, Arc::new(record));
        }
        history.remember(history.last.saturating_add(1), &pending);
        history.pending = Arc::new(pending);
        Ok(history)
    }
}
