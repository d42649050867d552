//! What the chain remembers: accounts, permissions, code, tables, and its own settings.
//!
//! Every map is persistent, so a copy of the whole state costs a few counters: undoing a transaction, a snapshot and
//! a second chain are all "keep the old value". What may be written, and who pays, is decided elsewhere.

mod account;
mod block;
mod bytes;
mod map;
mod merkle;
mod permission;
mod resources;
mod secondary;
mod settings;
mod table;

use antelope::{Checksum256, Name, Pack, TimePointSec, Unpack};

pub use account::{Account, Code};
pub use block::Block;
pub use bytes::Bytes;
pub use map::Map;
pub(crate) use merkle::Merkle;
pub use permission::{Authority, KeyWeight, Link, Permission, PermissionLevelWeight, WaitWeight};
pub use resources::{AccountLimit, Resource, Resources, Usage};
pub use secondary::{Float64, Float128, Index, IndexEntry, Key256, SecondaryKey};
pub(crate) use settings::{PackedLimits, check_limits, pack_limits};
pub use settings::{Parameters, Producer, Settings, Values};
pub use table::{Row, Table, TableId, TableKey};

/// All that the chain remembers.
#[derive(Clone, Debug, Default, Pack, Unpack)]
pub struct State {
    /// Accounts by name.
    pub accounts: Map<Name, Account>,
    /// Permissions by account and name.
    pub permissions: Map<(Name, Name), Permission>,
    /// Links by account, contract and action (empty for all actions).
    pub links: Map<(Name, Name, Name), Link>,
    /// Code by its hash.
    pub codes: Map<Checksum256, Code>,
    /// Tables by contract, scope and name.
    pub tables: Map<TableKey, Table>,
    /// Rows by table and key.
    pub rows: Map<(TableId, u64), Row>,
    /// Secondary keys of 64 bits.
    pub idx64: Index<u64>,
    /// Secondary keys of 128 bits.
    pub idx128: Index<u128>,
    /// Secondary keys of 256 bits.
    pub idx256: Index<Key256>,
    /// Secondary keys that are 64-bit floats.
    pub idx_double: Index<Float64>,
    /// Secondary keys that are 128-bit floats.
    pub idx_long_double: Index<Float128>,
    /// Ids of transactions that have not expired, with their expiration.
    pub transactions: Map<Checksum256, TimePointSec>,
    /// The same ids by expiration, to forget them in time.
    pub expirations: Map<(TimePointSec, Checksum256), ()>,
    /// The last blocks by the low 16 bits of their number, for references from transactions.
    pub blocks: Map<u16, Checksum256>,
    /// The last block that was made.
    pub head: Block,
    /// NET and CPU of the whole chain.
    pub resources: Resources,
    /// The shares of NET and CPU that accounts had before the pending block, where they changed in it.
    pub reweighed: Map<Name, (i64, i64)>,
    /// The chain's settings, which privileged contracts change.
    pub settings: Settings,
    /// How many actions ran.
    pub global_sequence: u64,
    /// The id of the next table.
    pub next_table: u64,
    /// The number of the next permission: permissions of one account are billed alike but told apart by age.
    pub next_permission: u64,
    /// The number of the next link.
    pub next_link: u64,
}
