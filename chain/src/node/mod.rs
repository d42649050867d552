//! A node: a chain, the blocks that it made, and when the next one is made.
//!
//! It asks nobody for the time and talks to nobody: without [`tick`](Node::tick) time is what blocks make it. What it
//! says over HTTP is the business of `api`.
//!
//! ```
//! use chain::{Chain, Config, node::{Mining, Node}};
//! use antelope::{PackedAction, PermissionLevel, name};
//!
//! let mut node = Node::new(Chain::new(Config::default()), Mining::Instant);
//! let eosio = name!("eosio");
//! let action = PackedAction {
//!     account: eosio,
//!     name: name!("hello"),
//!     authorization: vec![PermissionLevel::active(eosio)],
//!     data: Vec::new(),
//! };
//! let trace = node.push(vec![action])?;
//! assert_eq!(node.transaction(&trace.id).unwrap().block.unwrap().number, 2);
//! # Ok::<(), Box<chain::Failure>>(())
//! ```

mod clock;
mod history;
mod record;
mod submit;

use std::sync::Arc;

use antelope::{BlockTimestamp, Checksum256, UnpackError};

pub use history::HISTORY;
use history::History;
pub use record::{BlockRecord, TransactionRecord, TransactionStatus};

pub use crate::transaction::DryRun;
use crate::{Chain, Config, Failure, Trace, state::Block};

/// When a block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mining {
    /// After each transaction, at once; where a clock [ticks](Node::tick), not more than one slot ahead of it.
    Instant,
    /// When it is told to: by [`mine`](Node::mine) or by the clock.
    Interval,
}

/// A chain with its blocks. A copy costs next to nothing and goes its own way.
#[derive(Clone, Debug)]
pub struct Node {
    chain: Chain,
    mining: Mining,
    /// The slot of the last tick, where there is a clock.
    clock: Option<BlockTimestamp>,
    /// How far the chain's clock is ahead of the one outside, in microseconds: time that was warped stays so.
    ahead: i64,
    history: History,
    /// What happened since somebody looked, where somebody does.
    events: Option<Vec<Event>>,
}

/// What happened on a node.
#[derive(Clone, Debug)]
pub enum Event {
    /// A transaction was executed.
    Executed(Trace),
    /// A transaction failed.
    Failed(Box<Failure>),
    /// A block was made.
    Block(Arc<BlockRecord>),
}

impl Node {
    /// A node of this chain. Its history begins with the chain's last block.
    pub fn new(mut chain: Chain, mining: Mining) -> Self {
        // What was pushed before is in a block of its own, whose transactions are not known here.
        if chain.pending_transactions() > 0 {
            chain.produce_block();
        }
        let mut history = History::default();
        history.add_block(*chain.head());
        Self { chain, mining, clock: None, ahead: 0, history, events: None }
    }

    /// The chain.
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The chain, to change what no transaction could. Transactions belong in [`push`](Self::push): those that the
    /// chain is given directly are part of its state, but of no block that is shown.
    pub const fn chain_mut(&mut self) -> &mut Chain {
        &mut self.chain
    }

    /// When blocks end.
    pub const fn mining(&self) -> Mining {
        self.mining
    }

    /// Changes when blocks end.
    pub const fn set_mining(&mut self, mining: Mining) {
        self.mining = mining;
    }

    fn happened(&mut self, event: impl FnOnce() -> Event) {
        if let Some(events) = &mut self.events {
            events.push(event());
        }
    }

    /// Keeps what happens from now on, until it is [taken](Self::take_events).
    pub fn observe(&mut self) {
        self.events.get_or_insert_default();
    }

    /// What happened since this was asked last; nothing unless the node is [observed](Self::observe).
    pub fn take_events(&mut self) -> Vec<Event> {
        self.events.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The slot of the pending block.
    pub fn pending_slot(&self) -> BlockTimestamp {
        self.chain.pending_slot()
    }

    /// The last block.
    pub const fn head(&self) -> &Block {
        self.chain.head()
    }

    /// The last block that nothing can undo: with one producer the one before the last.
    pub fn last_irreversible(&self) -> &Block {
        let before = self.head().number.saturating_sub(1);
        self.block(before).map_or(self.head(), |record| &record.block)
    }

    /// The block with this number, unless it is [too old](HISTORY).
    pub fn block(&self, number: u32) -> Option<&BlockRecord> {
        self.history.block(number)
    }

    /// The block with this id, unless it is [too old](HISTORY).
    pub fn block_by_id(&self, id: &Checksum256) -> Option<&BlockRecord> {
        self.block(Block::number_of(id)).filter(|record| record.block.id == *id)
    }

    /// The oldest block that is remembered.
    pub fn earliest_block(&self) -> &Block {
        self.history.earliest().map_or(self.head(), |record| &record.block)
    }

    /// What became of a transaction; nothing when it failed or is [too old](HISTORY).
    pub fn transaction(&self, id: &Checksum256) -> Option<TransactionStatus<'_>> {
        self.history.transaction(id, self.last_irreversible().number)
    }

    /// Puts another node in the place of this one. Who observes goes on to do so; blocks end as they did here.
    pub fn replace(&mut self, other: Self) {
        *self = Self { events: self.events.take(), clock: None, mining: self.mining, ..other };
    }

    /// The node as bytes, for a file.
    pub fn dump(&self) -> Vec<u8> {
        let instant = self.mining == Mining::Instant;
        antelope::pack(&(self.chain.dump(), instant, self.clock, self.ahead, &self.history))
    }

    /// The node that [`dump`](Self::dump) wrote. What is not part of a chain's state comes from `config`.
    ///
    /// # Errors
    /// When the bytes are not such a node.
    pub fn load(config: Config, bytes: &[u8]) -> Result<Self, UnpackError> {
        let (chain, instant, clock, ahead, history): (Vec<u8>, _, _, _, _) =
            antelope::unpack(bytes)?;
        let chain = Chain::load(config, &chain)?;
        let mining = if instant { Mining::Instant } else { Mining::Interval };
        Ok(Self { chain, mining, clock, ahead, history, events: None })
    }

    /// The transactions of the pending block.
    pub fn pending_transactions(&self) -> &[TransactionRecord] {
        self.history.pending()
    }
}
