//! The chain: an Antelope chain inside the process, made and asked by plain calls.
//!
//! It runs the code that is deployed and keeps the node's rules; what it serves to others is left to servers.

mod block;
mod cheat;
mod push;
mod query;
mod set;

use antelope::{BlockTimestamp, Checksum256, Name, TimePoint, UnpackError};

use crate::{
    Config,
    config::genesis,
    pending::PendingBlock,
    state::{Account, Block, State},
    vm::Machine,
};

pub use cheat::{Indices, index_table};
pub use set::AnyKey;

/// An Antelope chain in memory. A copy costs next to nothing and goes its own way.
///
/// A transaction is in a block as soon as it was pushed; the block is closed by [`produce_block`](Self::produce_block).
#[derive(Clone, Debug)]
pub struct Chain {
    state: State,
    machine: Machine,
    config: Config,
    id: Checksum256,
    pending: PendingBlock,
}

/// A chain as it was; see [`Chain::snapshot`].
#[derive(Clone, Debug)]
pub struct Snapshot {
    state: State,
    pending: PendingBlock,
}

impl Chain {
    /// A new chain, with the system's accounts and nothing else.
    pub fn new(config: Config) -> Self {
        let (state, id) = genesis(&config);
        let time = BlockTimestamp(state.head.time.0.saturating_add(1));
        let mut pending = PendingBlock::at(time);
        // What is on from the beginning is told by the first block that can.
        pending.activated = config.features;
        Self { state, machine: Machine::default(), config, id, pending }
    }

    /// How the chain began.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The chain's id, which signatures cover.
    pub const fn id(&self) -> Checksum256 {
        self.id
    }

    /// The time of the block in the making: what contracts take for now.
    pub fn now(&self) -> TimePoint {
        self.pending.time.into()
    }

    /// The slot of the block in the making.
    pub const fn pending_slot(&self) -> BlockTimestamp {
        self.pending.time
    }

    /// How many transactions the block in the making holds.
    pub const fn pending_transactions(&self) -> u32 {
        self.pending.transaction_count
    }

    /// The last block that was made.
    pub const fn head(&self) -> &Block {
        &self.state.head
    }

    /// All that the chain remembers.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// An account.
    pub fn account(&self, name: Name) -> Option<&Account> {
        self.state.accounts.get(&name)
    }

    /// The chain as it is now, to go back to.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { state: self.state.clone(), pending: self.pending.clone() }
    }

    /// Goes back to a snapshot, which stays good.
    pub fn revert(&mut self, snapshot: &Snapshot) {
        let Snapshot { state, pending } = snapshot.clone();
        (self.state, self.pending) = (state, pending);
    }

    /// The chain as bytes, for a file.
    pub fn dump(&self) -> Vec<u8> {
        antelope::pack(&(DUMP_VERSION, self.id, &self.pending, &self.state))
    }

    /// The chain that [`dump`](Self::dump) wrote. What is not part of a chain's state comes from `config`.
    ///
    /// # Errors
    /// When the bytes are not such a chain.
    pub fn load(config: Config, bytes: &[u8]) -> Result<Self, UnpackError> {
        let (version, id, pending, state): (u32, _, _, _) = antelope::unpack(bytes)?;
        if version != DUMP_VERSION {
            return Err(UnpackError::unknown_variant());
        }
        Ok(Self { state, machine: Machine::default(), config, id, pending })
    }
}

/// The form of a dump; others are refused.
const DUMP_VERSION: u32 = 2;
