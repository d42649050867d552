//! Places in a table, and walking from there.
//!
//! Rows are read when they are asked for, one at a time, so a rule that stops early stops reading. Cursors are got
//! from a [`View`](crate::View).

use core::marker::PhantomData;

use antelope::table::Row;

use crate::{Entry, host, index::Indices, table};

/// A walk through the rows of a table in the order of their keys, up or down.
///
/// The cursor stands on the next row already when it gives one: the row it gave may be changed or erased. Erasing the
/// row after it makes the next step fail.
#[derive(Debug)]
pub struct Cursor<R> {
    scope: u64,
    /// The iterator of the next row; none is below zero.
    at: i32,
    /// The iterator of the row to stop before.
    stop: i32,
    backwards: bool,
    row: PhantomData<fn() -> R>,
}

impl<R: Row> Cursor<R> {
    pub(crate) const fn new(scope: u64, at: i32) -> Self {
        Self { scope, at, stop: -1, backwards: false, row: PhantomData }
    }

    /// The rows before this place, the last one first.
    ///
    /// From `upper_bound(key)` these are the rows up to and with `key`, from `end()` all rows.
    #[must_use]
    pub fn backwards(self) -> Self {
        Self { at: previous(self.at), stop: -1, backwards: true, ..self }
    }

    /// Stops before the row at which `end` stands. For a walk forwards.
    #[must_use]
    pub fn until(self, end: &Self) -> Self {
        Self { stop: end.at, ..self }
    }

    /// The same walk, giving rows that can be changed and erased. For the contract's own tables.
    pub fn entries(mut self) -> impl Iterator<Item = Entry<R>>
    where
        R::Indices: Indices<R>,
    {
        let scope = self.scope;
        core::iter::from_fn(move || self.step().map(|iterator| Entry::read(scope, iterator)))
    }

    fn step(&mut self) -> Option<i32> {
        let at = self.at;
        if at < 0 || at == self.stop {
            return None;
        }
        self.at = if self.backwards { previous(at) } else { next(at) };
        Some(at)
    }
}

impl<R: Row> Iterator for Cursor<R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        self.step().map(table::read)
    }
}

/// The row after; below zero when there is none.
fn next(iterator: i32) -> i32 {
    let mut primary = 0;
    // SAFETY: the pointer is that of a local variable.
    unsafe { host::db_next_i64(iterator, &raw mut primary) }
}

/// The row before, also from an end; below zero when there is none.
fn previous(iterator: i32) -> i32 {
    if iterator == -1 {
        // There is no such table, and no row before its end.
        return -1;
    }
    let mut primary = 0;
    // SAFETY: the pointer is that of a local variable.
    unsafe { host::db_previous_i64(iterator, &raw mut primary) }
}
