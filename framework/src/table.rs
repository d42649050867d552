//! Tables: reading any contract's rows, writing one's own.
//!
//! A row and its index entries are always written together. The order of rows is [`cursor`](crate::cursor)'s
//! business, that of entries [`index`](crate::index)'s.

use core::{
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use antelope::{
    Name, Reader, Unpack,
    table::{Index, Row},
};

use crate::{
    Payer,
    buffer::Buffer,
    check::fail_with,
    cursor::Cursor,
    fault::Reading,
    host,
    index::{IndexView, Indices, SecondaryKey},
};

/// A table of any contract, for reading.
#[derive(Debug)]
pub struct View<R> {
    code: u64,
    scope: u64,
    row: PhantomData<fn() -> R>,
}

impl<R> Clone for View<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for View<R> {}

impl<R: Row> View<R> {
    /// The table of the contract `code` in `scope`.
    pub fn of(code: Name, scope: impl Into<u64>) -> Self {
        const { assert!(R::TABLE.0 & 0xf == 0, "a table's name has at most twelve characters") };
        Self { code: code.0, scope: scope.into(), row: PhantomData }
    }

    /// The row with this key.
    pub fn get(self, primary: u64) -> Option<R> {
        let iterator = self.find(primary);
        (iterator >= 0).then(|| read(iterator))
    }

    /// Whether there is a row with this key.
    pub fn contains(self, primary: u64) -> bool {
        self.find(primary) >= 0
    }

    /// The row with the smallest key.
    pub fn first(self) -> Option<R> {
        self.rows().next()
    }

    /// The row with the largest key.
    pub fn last(self) -> Option<R> {
        self.end().backwards().next()
    }

    /// All rows, from the first.
    pub fn rows(self) -> Cursor<R> {
        self.lower_bound(0)
    }

    /// The first row whose key is at least `primary`.
    pub fn lower_bound(self, primary: u64) -> Cursor<R> {
        // SAFETY: no pointers.
        let at = unsafe { host::db_lowerbound_i64(self.code, self.scope, R::TABLE.0, primary) };
        Cursor::new(self.scope, at)
    }

    /// The first row whose key is above `primary`.
    pub fn upper_bound(self, primary: u64) -> Cursor<R> {
        // SAFETY: no pointers.
        let at = unsafe { host::db_upperbound_i64(self.code, self.scope, R::TABLE.0, primary) };
        Cursor::new(self.scope, at)
    }

    /// The place after the last row.
    pub fn end(self) -> Cursor<R> {
        // SAFETY: no pointers.
        let at = unsafe { host::db_end_i64(self.code, self.scope, R::TABLE.0) };
        Cursor::new(self.scope, at)
    }

    /// One of the table's secondary indices.
    pub const fn index<I: Index<Row = R, Key: SecondaryKey>>(self) -> IndexView<I> {
        IndexView::new(self.code, self.scope)
    }

    pub(crate) fn entry_of(self, primary: u64) -> Option<Entry<R>>
    where
        R::Indices: Indices<R>,
    {
        let iterator = self.find(primary);
        (iterator >= 0).then(|| Entry::read(self.scope, iterator))
    }

    fn find(self, primary: u64) -> i32 {
        // SAFETY: no pointers.
        unsafe { host::db_find_i64(self.code, self.scope, R::TABLE.0, primary) }
    }
}

/// A table of this contract, for reading and writing.
///
/// Reading is a [`View`]'s.
#[derive(Debug)]
pub struct Table<R>(View<R>);

impl<R> Clone for Table<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Table<R> {}

impl<R> Deref for Table<R> {
    type Target = View<R>;

    fn deref(&self) -> &View<R> {
        &self.0
    }
}

impl<R: Row> Table<R>
where
    R::Indices: Indices<R>,
{
    /// This contract's table in `scope`.
    pub fn of_self(scope: impl Into<u64>) -> Self {
        Self(View::of(crate::current_receiver(), scope))
    }

    /// The row with this key, for changing.
    pub fn entry(self, primary: u64) -> Option<Entry<R>> {
        self.0.entry_of(primary)
    }

    /// Adds a row with its index entries. Fails when there is one with its key.
    ///
    /// # RAM
    /// `payer` pays for the row and for each entry.
    pub fn insert(self, row: &R, payer: Payer) {
        let (scope, primary) = (self.0.scope, row.primary_key());
        store(scope, R::TABLE.0, primary, payer.of_new(), &antelope::pack(row));
        R::Indices::change(scope, primary, payer, &R::Indices::none(), &R::Indices::keys(row));
    }
}

impl<R: Row<Indices = ()>> Table<R> {
    /// Writes a row, whether or not there is one with its key.
    ///
    /// # RAM
    /// `payer` pays for it from now on.
    pub fn put(self, row: &R, payer: Payer) {
        let (primary, bytes) = (row.primary_key(), antelope::pack(row));
        match self.find(primary) {
            iterator @ 0.. => update(iterator, payer.of_old(), &bytes),
            _ => store(self.0.scope, R::TABLE.0, primary, payer.of_new(), &bytes),
        }
    }
}

/// A row of this contract, for changing: change it through the reference, then [`save`](Self::save) it.
#[must_use = "changes are lost without `save`"]
pub struct Entry<R: Row>
where
    R::Indices: Indices<R>,
{
    scope: u64,
    iterator: i32,
    primary: u64,
    row: R,
    /// The keys under which its index entries stand.
    keys: <R::Indices as Indices<R>>::Keys,
}

impl<R: Row> Entry<R>
where
    R::Indices: Indices<R>,
{
    pub(crate) fn read(scope: u64, iterator: i32) -> Self {
        let row: R = read(iterator);
        let (primary, keys) = (row.primary_key(), R::Indices::keys(&row));
        Self { scope, iterator, primary, row, keys }
    }

    /// Writes the row, and those index entries whose keys have changed.
    ///
    /// Fails when the row's own key has changed.
    ///
    /// # RAM
    /// [`Payer`] says who pays from now on.
    pub fn save(&mut self, payer: Payer) {
        if self.row.primary_key() != self.primary {
            fail_with("primary key of a row must not change");
        }
        update(self.iterator, payer.of_old(), &antelope::pack(&self.row));
        let keys = R::Indices::keys(&self.row);
        R::Indices::change(self.scope, self.primary, payer, &self.keys, &keys);
        self.keys = keys;
    }

    /// Changes the row and writes it.
    pub fn update<T>(&mut self, payer: Payer, change: impl FnOnce(&mut R) -> T) -> T {
        let result = change(&mut self.row);
        self.save(payer);
        result
    }

    /// Removes the row and its index entries. Gives the row.
    pub fn erase(self) -> R {
        // SAFETY: no pointers.
        unsafe { host::db_remove_i64(self.iterator) };
        let none = R::Indices::none();
        R::Indices::change(self.scope, self.primary, Payer::Same, &self.keys, &none);
        self.row
    }

    /// The row, with whatever was changed and not saved.
    pub fn into_row(self) -> R {
        self.row
    }
}

impl<R: Row> Deref for Entry<R>
where
    R::Indices: Indices<R>,
{
    type Target = R;

    fn deref(&self) -> &R {
        &self.row
    }
}

impl<R: Row> DerefMut for Entry<R>
where
    R::Indices: Indices<R>,
{
    fn deref_mut(&mut self) -> &mut R {
        &mut self.row
    }
}

impl<R: Row + fmt::Debug> fmt::Debug for Entry<R>
where
    R::Indices: Indices<R>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.row).finish()
    }
}

/// The row at an iterator. Bytes behind it are left alone, so that tables may grow fields.
pub(crate) fn read<R: Unpack>(iterator: i32) -> R {
    let mut buffer = Buffer::new();
    let row = R::unpack(&mut Reader::new(fetch(iterator, &mut buffer)));
    Reading::ROW.end(row)
}

fn fetch(iterator: i32, buffer: &mut Buffer) -> &[u8] {
    Reading::ROW.begin();
    // SAFETY: the chain writes to `data..data + len` only, and gives the number of bytes that it has written, or the
    // row's size for a length of 0.
    unsafe { buffer.fill(|data, len| host::db_get_i64(iterator, data, len)) }
}

fn store(scope: u64, table: u64, primary: u64, payer: u64, bytes: &[u8]) {
    // SAFETY: pointer and length are those of a slice.
    unsafe { host::db_store_i64(scope, table, payer, primary, bytes.as_ptr(), bytes.len() as u32) };
}

fn update(iterator: i32, payer: u64, bytes: &[u8]) {
    // SAFETY: pointer and length are those of a slice.
    unsafe { host::db_update_i64(iterator, payer, bytes.as_ptr(), bytes.len() as u32) };
}
