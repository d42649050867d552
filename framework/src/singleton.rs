//! A table of one row, such as a contract's settings.

use antelope::table::Row;

use crate::{Entry, Payer, Table};

/// A table that holds one row at most: the one whose key is the table's name, as CDT's `singleton` has it.
///
/// The row's `primary_key` must give that name.
#[derive(Debug)]
pub struct Singleton<R>(Table<R>);

impl<R: Row<Indices = ()>> Singleton<R> {
    /// This contract's row in `scope`.
    pub fn of_self(scope: impl Into<u64>) -> Self {
        Self(Table::of_self(scope))
    }

    /// The row, if it is there.
    pub fn get(&self) -> Option<R> {
        self.0.get(R::TABLE.0)
    }

    /// The row for changing, if it is there.
    pub fn entry(&self) -> Option<Entry<R>> {
        self.0.entry(R::TABLE.0)
    }

    /// Writes the row, whether or not there is one.
    ///
    /// # RAM
    /// `payer` pays for it from now on.
    pub fn set(&self, row: &R, payer: Payer) {
        self.0.put(row, payer);
    }
}
