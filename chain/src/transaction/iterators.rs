//! The iterators that a contract holds: numbers for rows, and for the ends of tables.
//!
//! An iterator lives as long as its action and the notifications of it. Ends are numbered from -2 down in the order in
//! which tables are first touched, rows from 0 up; -1 is no table.

use std::collections::BTreeMap;

use crate::{
    Error,
    error::ensure,
    state::{TableId, TableKey},
};

/// The iterators of an action: those of rows, and of each kind of secondary key.
#[derive(Debug, Default)]
pub(crate) struct Iterators {
    pub(crate) rows: IteratorCache,
    pub(crate) idx64: IteratorCache,
    pub(crate) idx128: IteratorCache,
    pub(crate) idx256: IteratorCache,
    pub(crate) idx_double: IteratorCache,
    pub(crate) idx_long_double: IteratorCache,
}

/// A row, or the secondary key of a row.
pub(crate) type Place = (TableId, u64);

/// The iterators of one kind.
#[derive(Debug, Default)]
pub(crate) struct IteratorCache {
    ends: Vec<TableId>,
    tables: BTreeMap<TableId, (TableKey, i32)>,
    places: Vec<Option<Place>>,
    numbers: BTreeMap<Place, i32>,
}

impl IteratorCache {
    /// The end of a table.
    pub(crate) fn end(&mut self, key: TableKey, table: TableId) -> i32 {
        let (_, end) = *self.tables.entry(table).or_insert_with(|| {
            self.ends.push(table);
            // Fuel keeps a contract from holding 2^31 iterators.
            (key, -1 - i32::try_from(self.ends.len()).unwrap_or(i32::MAX - 1))
        });
        end
    }

    /// The table of an iterator's place.
    pub(crate) fn table(&self, table: TableId) -> Result<(TableKey, i32), Error> {
        let found = self.tables.get(&table);
        ensure!(
            found.is_some(),
            TABLE_NOT_IN_CACHE,
            "an invariant was broken, table should be in cache"
        );
        Ok(found.copied().unwrap_or_default())
    }

    /// The table whose end the iterator is.
    pub(crate) fn table_of_end(&self, iterator: i32) -> Result<TableId, Error> {
        let table = usize::try_from(-2 - i64::from(iterator)).ok();
        let table = table.and_then(|index| self.ends.get(index));
        ensure!(table.is_some(), INVALID_TABLE_ITERATOR, "not a valid end iterator");
        Ok(table.copied().unwrap_or_default())
    }

    /// The iterator of a place.
    pub(crate) fn add(&mut self, place: Place) -> i32 {
        *self.numbers.entry(place).or_insert_with(|| {
            self.places.push(Some(place));
            i32::try_from(self.places.len() - 1).unwrap_or(i32::MAX)
        })
    }

    /// The place of an iterator.
    pub(crate) fn get(&self, iterator: i32) -> Result<Place, Error> {
        ensure!(iterator != -1, INVALID_TABLE_ITERATOR, "invalid iterator");
        ensure!(iterator >= 0, TABLE_OPERATION_NOT_PERMITTED, "dereference of end iterator");
        let place = usize::try_from(iterator).ok().and_then(|index| self.places.get(index));
        ensure!(place.is_some(), INVALID_TABLE_ITERATOR, "iterator out of range");
        let place = place.copied().flatten();
        ensure!(place.is_some(), TABLE_OPERATION_NOT_PERMITTED, "dereference of deleted object");
        Ok(place.unwrap_or_default())
    }

    /// Forgets the place of an iterator.
    pub(crate) fn remove(&mut self, iterator: i32) {
        let place = usize::try_from(iterator).ok().and_then(|index| self.places.get_mut(index));
        if let Some(place) = place.and_then(Option::take) {
            self.numbers.remove(&place);
        }
    }
}
