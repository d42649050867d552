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

mod history;
mod record;

use std::{collections::BTreeSet, sync::Arc};

use antelope::{
    BlockTimestamp, Checksum256, PackedAction, PackedTransaction, PublicKey, SignedTransaction,
    TimePoint, UnpackError,
};

pub use history::HISTORY;
use history::History;
pub use record::{BlockRecord, TransactionRecord, TransactionStatus};

pub use crate::transaction::DryRun;
use crate::{Chain, Config, Error, Failure, Trace, state::Block};

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

type Submitted = Result<Trace, Box<Failure>>;

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

    /// Runs a transaction from outside: its signatures, its reference block and its expiration count.
    ///
    /// # Errors
    /// When it fails, with the trace of how far it came. Nothing of it remains.
    pub fn submit(&mut self, signed: SignedTransaction) -> Submitted {
        match self.chain.signers(&signed) {
            Ok(keys) => self.submit_recovered(signed, keys),
            Err(error) => {
                self.refuse(&signed, &error);
                Err(Box::new(Failure { error, trace: Trace::default() }))
            }
        }
    }

    /// Tells who observes that a transaction is refused before it could be run.
    pub fn refuse(&mut self, signed: &SignedTransaction, error: &Error) {
        let trace = Trace {
            block_number: self.head().number.saturating_add(1),
            block_time: self.chain.now(),
            ..Trace::default()
        };
        let failure = || Failure {
            error: error.clone(),
            trace: Trace { id: signed.transaction.id(), ..trace },
        };
        self.happened(|| Event::Failed(Box::new(failure())));
    }

    /// As [`submit`](Self::submit), when the keys were recovered from the signatures before.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_recovered(
        &mut self,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
    ) -> Submitted {
        let record = TransactionRecord::of(&signed);
        match self.chain.push_recovered(signed, keys) {
            Ok(trace) => Ok(self.executed(record, trace)),
            Err(failure) => self.failed(failure),
        }
    }

    /// As [`submit_recovered`](Self::submit_recovered), for a transaction that came compressed; it is kept as it came.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_carried(
        &mut self,
        carried: PackedTransaction,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
    ) -> Submitted {
        let record =
            TransactionRecord { packed: carried.clone(), ..TransactionRecord::of(&signed) };
        match self.chain.push_compressed(carried, signed, keys) {
            Ok(trace) => Ok(self.executed(record, trace)),
            Err(failure) => self.failed(failure),
        }
    }

    /// Runs a transaction of these actions, as if everyone who is named in them had signed it.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn push(&mut self, actions: Vec<PackedAction>) -> Submitted {
        let signed = self.chain.unsigned(actions);
        let record = TransactionRecord::of(&signed);
        match self.chain.push_unsigned(signed) {
            Ok(trace) => Ok(self.executed(record, trace)),
            Err(failure) => self.failed(failure),
        }
    }

    /// What a transaction would do; nothing changes.
    ///
    /// # Errors
    /// When it would fail, with the trace of how far it would come.
    pub fn compute(&self, signed: SignedTransaction, dry_run: DryRun) -> Submitted {
        self.chain.compute(signed, dry_run)
    }

    fn executed(&mut self, record: TransactionRecord, trace: Trace) -> Trace {
        self.history.add_transaction(record.executed(&trace));
        self.happened(|| Event::Executed(trace.clone()));
        let ahead = self.clock.is_some_and(|now| self.pending_slot().0 > now.0.saturating_add(1));
        if self.mining == Mining::Instant && !ahead {
            self.mine();
        }
        trace
    }

    fn failed(&mut self, failure: Box<Failure>) -> Submitted {
        self.happened(|| Event::Failed(failure.clone()));
        Err(failure)
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

    /// Ends the pending block.
    pub fn mine(&mut self) -> Block {
        let block = self.chain.produce_block();
        let record = self.history.add_block(block);
        self.happened(|| Event::Block(record));
        block
    }

    /// Tells the node what time it is. The pending block ends when its time has come, and the last block is then that
    /// of this time's slot: slots in which nothing happened are skipped, but for the last. Time never goes back: a chain
    /// that is ahead of the clock stays so, and goes on from where it is.
    ///
    /// Gives whether that changed anything.
    pub fn tick(&mut self, now: TimePoint) -> bool {
        let before = (self.clock, self.ahead, self.head().number);
        self.end_blocks_until(now);
        before != (self.clock, self.ahead, self.head().number)
    }

    fn end_blocks_until(&mut self, now: TimePoint) {
        let head = TimePoint::from(self.head().time);
        // The last block may be one slot early.
        if now.0.saturating_add(self.ahead) < head.0 - BlockTimestamp::MICROSECONDS {
            self.ahead = head.0.saturating_sub(now.0);
        }
        let slot = BlockTimestamp::at_or_before(TimePoint(now.0.saturating_add(self.ahead)));
        self.clock = Some(slot);
        if slot < self.pending_slot() {
            return;
        }
        if self.chain.pending_transactions() > 0 {
            self.mine();
        }
        if self.chain.head().time < slot {
            self.chain.skip_to(slot);
            self.mine();
        }
    }

    /// Lets so many seconds pass: the pending block ends, and one ends so much later.
    pub fn warp(&mut self, seconds: u32) -> Block {
        let Block { time, .. } = self.mine();
        self.chain.skip_to(BlockTimestamp(time.0.saturating_add(seconds.saturating_mul(2))));
        self.mine()
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

    /// Puts another node in the place of this one. Who observes goes on to; the clock is the one that is here.
    pub fn replace(&mut self, other: Self) {
        *self =
            Self { events: self.events.take(), clock: self.clock, mining: self.mining, ..other };
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
