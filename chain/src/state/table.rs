//! Tables and rows.
//!
//! Secondary keys are in [`secondary`](super::secondary); the rules of writing in [`host`](crate::host).

use antelope::{Name, Pack, Unpack};

use super::Bytes;

/// Names a table: whose it is, which scope, which table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Pack, Unpack)]
pub struct TableKey {
    /// The contract.
    pub code: Name,
    /// The scope.
    pub scope: Name,
    /// The table's name.
    pub table: Name,
}

/// Names a table while it exists; a table that is made again has another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Pack, Unpack)]
pub struct TableId(pub u64);

/// A table: it exists while it has rows or secondary keys.
#[derive(Clone, Copy, Debug, Pack, Unpack)]
pub struct Table {
    /// Its id.
    pub id: TableId,
    /// Who pays for the table itself.
    pub payer: Name,
    /// Rows and secondary keys in it.
    pub count: u32,
}

/// A row.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct Row {
    /// Who pays for it.
    pub payer: Name,
    /// Its bytes.
    pub value: Bytes,
}
