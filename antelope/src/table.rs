//! Tables: what a row and its secondary indices are, for the contract that writes and the client that reads.
//!
//! How a row is stored is the framework's business; who pays for it, the contract's.

use crate::{Checksum256, Name, Pack, Unpack};

/// A row of a contract's table.
pub trait Row: Pack + Unpack {
    /// The table's name.
    const TABLE: Name;

    /// The secondary indices, as a tuple of [`Index`] types; `()` for none.
    type Indices;

    /// The row's key, unique within its scope.
    fn primary_key(&self) -> u64;
}

/// A secondary index of a table.
///
/// The key is computed from the row. `None` leaves the row out of the index.
pub trait Index {
    /// The rows it orders.
    type Row: Row;
    /// The type of its keys.
    type Key: IndexKey;
    /// `index_position` as nodeos counts: 1 is the primary key, so 2 is the first. At most 16.
    const POSITION: u8;
    /// The index's name, for the ABI.
    const NAME: &'static str;

    /// The row's key in this index.
    fn key(row: &Self::Row) -> Option<Self::Key>;
}

/// A type of secondary keys.
pub trait IndexKey: Copy + PartialEq {
    /// `key_type` of a table read over HTTP, and of the ABI.
    const TYPE: &'static str;
}

impl IndexKey for u64 {
    const TYPE: &'static str = "i64";
}

impl IndexKey for u128 {
    const TYPE: &'static str = "i128";
}

impl IndexKey for Checksum256 {
    const TYPE: &'static str = "sha256";
}

/// A 64-bit float as an index key, by its bits; ordered as the float is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Float64Bits(pub u64);

impl IndexKey for Float64Bits {
    const TYPE: &'static str = "float64";
}

/// `high` in the upper and `low` in the lower half: the composite keys of this and many other protocols.
pub const fn composite(high: u32, low: u32) -> u64 {
    ((high as u64) << 32) | low as u64
}
