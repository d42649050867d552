//! Secondary indices: finding rows by other keys than their own, and keeping the entries in step with the rows.
//!
//! What the key of a row is, [`antelope::table::Index`] says. Entries are written by [`table`](crate::table) alone.

use core::marker::PhantomData;

use antelope::{
    Name,
    table::{Index, Row},
};

use crate::{Entry, Payer, View, check::fail_with};

mod key;

pub use key::SecondaryKey;

/// One secondary index of a table, for reading.
#[derive(Debug)]
pub struct IndexView<I> {
    code: u64,
    scope: u64,
    index: PhantomData<fn() -> I>,
}

impl<I: Index> Clone for IndexView<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: Index> Copy for IndexView<I> {}

impl<I: Index<Key: SecondaryKey>> IndexView<I> {
    pub(crate) const fn new(code: u64, scope: u64) -> Self {
        Self { code, scope, index: PhantomData }
    }

    /// The primary key of the first row with this key.
    pub fn find(self, key: I::Key) -> Option<u64> {
        let (iterator, primary) = key.find(self.code, self.scope, table_of::<I>());
        (iterator >= 0).then_some(primary)
    }

    /// The first entry whose key is at least `key`.
    pub fn lower_bound(self, key: I::Key) -> IndexCursor<I> {
        self.cursor(key.lower_bound(self.code, self.scope, table_of::<I>()))
    }

    /// The first entry whose key is above `key`.
    pub fn upper_bound(self, key: I::Key) -> IndexCursor<I> {
        self.cursor(key.upper_bound(self.code, self.scope, table_of::<I>()))
    }

    /// The place after the last entry.
    pub fn end(self) -> IndexCursor<I> {
        self.cursor((I::Key::end(self.code, self.scope, table_of::<I>()), 0))
    }

    /// The entries with this very key, in the order of their primary keys.
    pub fn equal(self, key: I::Key) -> IndexCursor<I> {
        self.lower_bound(key).until(&self.upper_bound(key))
    }

    const fn cursor(self, (at, primary): (i32, u64)) -> IndexCursor<I> {
        IndexCursor { view: self, at, primary, stop: -1, backwards: false }
    }
}

/// A walk through the entries of an index in the order of keys, then primary keys, up or down; gives primary keys.
///
/// The cursor stands on the next entry already when it gives one: the row it gave may be changed or erased. Erasing
/// the row after it, or taking that out of the index, makes the next step fail.
#[derive(Debug)]
pub struct IndexCursor<I> {
    view: IndexView<I>,
    /// The iterator of the next entry; none is below zero.
    at: i32,
    /// The primary key of the next entry.
    primary: u64,
    /// The iterator of the entry to stop before.
    stop: i32,
    backwards: bool,
}

impl<I: Index<Key: SecondaryKey>> IndexCursor<I> {
    /// The entries before this place, the last one first.
    #[must_use]
    pub fn backwards(self) -> Self {
        let (at, primary) = previous::<I::Key>(self.at);
        Self { at, primary, stop: -1, backwards: true, ..self }
    }

    /// Stops before the entry at which `end` stands. For a walk forwards.
    #[must_use]
    pub const fn until(mut self, end: &Self) -> Self {
        self.stop = end.at;
        self
    }

    /// The same walk, giving rows.
    pub fn rows(self) -> impl Iterator<Item = I::Row> {
        let table = View::<I::Row>::of(Name(self.view.code), self.view.scope);
        self.map(move |primary| table.get(primary).unwrap_or_else(|| stray_entry()))
    }

    /// The same walk, giving rows that can be changed and erased. For the contract's own tables.
    pub fn entries(self) -> impl Iterator<Item = Entry<I::Row>>
    where
        <I::Row as Row>::Indices: Indices<I::Row>,
    {
        let table = View::<I::Row>::of(Name(self.view.code), self.view.scope);
        self.map(move |primary| table.entry_of(primary).unwrap_or_else(|| stray_entry()))
    }
}

impl<I: Index<Key: SecondaryKey>> Iterator for IndexCursor<I> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let (at, primary) = (self.at, self.primary);
        if at < 0 || at == self.stop {
            return None;
        }
        (self.at, self.primary) =
            if self.backwards { previous::<I::Key>(at) } else { I::Key::next(at) };
        Some(primary)
    }
}

fn previous<K: SecondaryKey>(iterator: i32) -> (i32, u64) {
    // Before the end of a table that does not exist there is nothing; the chain refuses the question.
    if iterator == -1 { (-1, 0) } else { K::previous(iterator) }
}

/// Only another contract's table can be so: this framework writes rows and entries together.
#[cold]
fn stray_entry() -> ! {
    fail_with("index entry has no row")
}

/// The name of the table that holds the entries of an index: the row's table, with the index's number in the low bits.
const fn table_of<I: Index>() -> u64 {
    const {
        assert!(I::POSITION >= 2 && I::POSITION <= 17, "index positions run from 2 to 17");
        I::Row::TABLE.0 & !0xf | (I::POSITION - 2) as u64
    }
}

/// The secondary indices of a table: a tuple of none to four [`Index`] types.
pub trait Indices<R> {
    /// The keys of a row, one for each index.
    type Keys;

    /// The keys of `row`.
    fn keys(row: &R) -> Self::Keys;

    /// Brings the entries of the row `primary` from the keys of one state to those of another.
    #[doc(hidden)]
    fn change(scope: u64, primary: u64, payer: Payer, before: &Self::Keys, after: &Self::Keys);

    /// No entries: the keys before a row is inserted, and after it is erased.
    #[doc(hidden)]
    fn none() -> Self::Keys;
}

impl<R> Indices<R> for () {
    type Keys = ();

    fn keys(_: &R) -> Self::Keys {}

    fn change(_: u64, _: u64, _: Payer, (): &(), (): &()) {}

    fn none() -> Self::Keys {}
}

macro_rules! indices {
    ($(($($index:ident . $at:tt),+)),* $(,)?) => {$(
        impl<R: Row, $($index: Index<Row = R, Key: SecondaryKey>),+> Indices<R> for ($($index,)+) {
            type Keys = ($(Option<$index::Key>,)+);

            fn keys(row: &R) -> Self::Keys {
                ($($index::key(row),)+)
            }

            fn change(scope: u64, primary: u64, payer: Payer, before: &Self::Keys, after: &Self::Keys) {
                $(change(scope, table_of::<$index>(), primary, payer, before.$at, after.$at);)+
            }

            fn none() -> Self::Keys {
                ($(None::<$index::Key>,)+)
            }
        }
    )*};
}

indices!((A.0), (A.0, B.1), (A.0, B.1, C.2), (A.0, B.1, C.2, D.3));

/// Adds, changes or removes the entry of a row in one index, whichever its keys ask for.
#[inline(never)]
fn change<K: SecondaryKey>(
    scope: u64,
    table: u64,
    primary: u64,
    payer: Payer,
    before: Option<K>,
    after: Option<K>,
) {
    if before == after {
        return;
    }
    if before.is_none() {
        if let Some(key) = after {
            key.store(scope, table, payer.of_new(), primary);
        }
        return;
    }
    let code = crate::current_receiver().0;
    let iterator = K::find_primary(code, scope, table, primary);
    match after {
        Some(key) => key.update(iterator, payer.of_old()),
        None => K::remove(iterator),
    }
}
