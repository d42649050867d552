//! Secondary keys, of all five types by the same code.
//!
//! An entry is stored, changed and removed apart from its row; that both agree is the contract's business.

use antelope::Name;

use super::{
    Call, fuel,
    span::{read, span, write},
};
use crate::{
    Error,
    error::{ensure, exception},
    ram,
    state::{Float64, Float128, Index, IndexEntry, Key256, SecondaryKey, State, TableId, TableKey},
    transaction::{Context, IteratorCache, Iterators, Place},
};

/// A type of secondary keys as contracts hold it.
pub(super) trait HostKey: SecondaryKey {
    /// What an entry costs, in bytes of RAM.
    const RAM: i64;

    fn index(state: &mut State) -> &mut Index<Self>;
    fn iterators(iterators: &mut Iterators) -> &mut IteratorCache;
    /// Reads a key; `words` counts the words of those that have more than one.
    fn read(memory: &[u8], pointer: u32, words: u32) -> Result<Self, Error>;
    fn write(self, memory: &mut [u8], pointer: u32) -> Result<(), Error>;

    /// Fails when the key is none.
    fn check(self) -> Result<(), Error> {
        Ok(())
    }
}

macro_rules! host_key {
    ($key:ty, $bytes:literal, $field:ident, $read:expr, $write:expr $(, $check:item)?) => {
        impl HostKey for $key {
            const RAM: i64 = ram::secondary($bytes);

            fn index(state: &mut State) -> &mut Index<Self> {
                &mut state.$field
            }

            fn iterators(iterators: &mut Iterators) -> &mut IteratorCache {
                &mut iterators.$field
            }

            fn read(memory: &[u8], pointer: u32, words: u32) -> Result<Self, Error> {
                let read: fn(&[u8], u32, u32) -> Result<Self, Error> = $read;
                read(memory, pointer, words)
            }

            fn write(self, memory: &mut [u8], pointer: u32) -> Result<(), Error> {
                let write: fn(Self, &mut [u8], u32) -> Result<(), Error> = $write;
                write(self, memory, pointer)
            }

            $($check)?
        }
    };
}

host_key!(
    u64,
    8,
    idx64,
    |memory, pointer, _| Ok(Self::from_le_bytes(read(memory, pointer)?)),
    |key, memory, pointer| write(memory, pointer, key.to_le_bytes())
);
host_key!(
    u128,
    16,
    idx128,
    |memory, pointer, _| Ok(Self::from_le_bytes(read(memory, pointer)?)),
    |key, memory, pointer| write(memory, pointer, key.to_le_bytes())
);
host_key!(
    Float64,
    8,
    idx_double,
    |memory, pointer, _| Ok(Self(u64::from_le_bytes(read(memory, pointer)?))),
    |key, memory, pointer| write(memory, pointer, key.0.to_le_bytes()),
    fn check(self) -> Result<(), Error> {
        check_number(self.is_nan())
    }
);
host_key!(
    Float128,
    16,
    idx_long_double,
    |memory, pointer, _| Ok(Self(u128::from_le_bytes(read(memory, pointer)?))),
    |key, memory, pointer| write(memory, pointer, key.0.to_le_bytes()),
    fn check(self) -> Result<(), Error> {
        check_number(self.is_nan())
    }
);
host_key!(Key256, 32, idx256, read_words, |key, memory, pointer| {
    write(memory, pointer, key.upper.to_le_bytes())?;
    write(memory, pointer + 16, key.lower.to_le_bytes())
});

fn check_number(is_nan: bool) -> Result<(), Error> {
    ensure!(!is_nan, TRANSACTION, "NaN is not an allowed value for a secondary key");
    Ok(())
}

fn read_words(memory: &[u8], pointer: u32, words: u32) -> Result<Key256, Error> {
    let bytes = words.checked_mul(16).ok_or_else(super::span::access_violation)?;
    span(memory, pointer, bytes)?;
    ensure!(
        words == 2,
        DB_API,
        "invalid size of secondary key array for idx256: given {words} bytes but expected 2 bytes"
    );
    let [upper, lower] = [read(memory, pointer)?, read(memory, pointer + 16)?];
    Ok(Key256 { upper: u128::from_le_bytes(upper), lower: u128::from_le_bytes(lower) })
}

impl Context {
    fn cache<K: HostKey>(&mut self) -> &mut IteratorCache {
        K::iterators(&mut self.action.iterators)
    }

    fn store_entry<K: HostKey>(
        &mut self,
        key: TableKey,
        payer: Name,
        id: u64,
        secondary: K,
    ) -> Result<i32, Error> {
        ensure!(
            !payer.is_empty(),
            INVALID_TABLE_PAYER,
            "must specify a valid account to pay for new record"
        );
        let table = self.find_or_create_table(key, payer)?;
        let index = K::index(&mut self.state);
        if index.get(table, id).is_some() {
            return Err(Error::not_unique());
        }
        index.insert(table, id, IndexEntry { key: secondary, payer });
        self.count_up(key);
        self.bill(payer, K::RAM)?;
        let cache = self.cache::<K>();
        cache.end(key, table);
        Ok(cache.add((table, id)))
    }

    fn entry<K: HostKey>(&mut self, place: Place) -> Result<IndexEntry<K>, Error> {
        K::index(&mut self.state).get(place.0, place.1).copied().ok_or_else(|| {
            Error::new(exception::TABLE_OPERATION_NOT_PERMITTED, "dereference of deleted object")
        })
    }

    /// The entry of an iterator, in a table of the running contract.
    fn own_entry<K: HostKey>(
        &mut self,
        iterator: i32,
    ) -> Result<(TableKey, Place, IndexEntry<K>), Error> {
        let place = self.cache::<K>().get(iterator)?;
        let (key, _) = self.cache::<K>().table(place.0)?;
        ensure!(key.code == self.action.receiver, TABLE_ACCESS_VIOLATION, "db access violation");
        Ok((key, place, self.entry(place)?))
    }

    fn update_entry<K: HostKey>(
        &mut self,
        iterator: i32,
        payer: Name,
        secondary: K,
    ) -> Result<(), Error> {
        let (_, (table, id), entry) = self.own_entry::<K>(iterator)?;
        let payer = if payer.is_empty() { entry.payer } else { payer };
        if payer != entry.payer {
            self.bill(entry.payer, -K::RAM)?;
            self.bill(payer, K::RAM)?;
        }
        K::index(&mut self.state).insert(table, id, IndexEntry { key: secondary, payer });
        Ok(())
    }

    fn remove_entry<K: HostKey>(&mut self, iterator: i32) -> Result<(), Error> {
        let (key, (table, id), entry) = self.own_entry::<K>(iterator)?;
        self.bill(entry.payer, -K::RAM)?;
        K::index(&mut self.state).remove(table, id);
        self.count_down(key)?;
        self.cache::<K>().remove(iterator);
        Ok(())
    }
}

/// Where a search begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// At the key itself.
    Lower,
    /// After the key.
    Upper,
    /// At the key, and nowhere else.
    Equal,
}

impl Call<'_> {
    fn search<K: HostKey>(
        &mut self,
        table: (u64, u64, u64),
        (pointer, words): (u32, u32),
        primary: u32,
        bound: Bound,
    ) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        let key = K::read(self.memory, pointer, words)?;
        read::<8>(self.memory, primary)?;
        key.check()?;
        let Some((table_key, table)) = self.context.find_table(table.0, table.1, table.2) else {
            return Ok(-1);
        };
        let end = self.context.cache::<K>().end(table_key, table);
        let index = K::index(&mut self.context.state);
        let found = match bound {
            Bound::Upper => index.after(table, key, u64::MAX),
            Bound::Lower => index.at_or_after(table, key, 0),
            Bound::Equal => index.at_or_after(table, key, 0).filter(|(found, _)| *found == key),
        };
        let Some((found, id)) = found else { return Ok(end) };
        if bound != Bound::Equal {
            // A key of type float may be the other zero: what is stored counts.
            let stored = index.get(table, id).map_or(found, |entry| entry.key);
            stored.write(self.memory, pointer)?;
        }
        self.entry_iterator::<K>(table, id, primary)
    }

    fn find_entry<K: HostKey>(
        &mut self,
        table: (u64, u64, u64),
        (pointer, words): (u32, u32),
        id: u64,
    ) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        K::read(self.memory, pointer, words)?;
        let Some((table_key, table)) = self.context.find_table(table.0, table.1, table.2) else {
            return Ok(-1);
        };
        let end = self.context.cache::<K>().end(table_key, table);
        let found = K::index(&mut self.context.state).get(table, id).map(|entry| entry.key);
        let Some(key) = found else { return Ok(end) };
        key.write(self.memory, pointer)?;
        Ok(self.context.cache::<K>().add((table, id)))
    }

    fn end_entry<K: HostKey>(&mut self, code: u64, scope: u64, table: u64) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        let found = self.context.find_table(code, scope, table);
        Ok(found.map_or(-1, |(key, table)| self.context.cache::<K>().end(key, table)))
    }

    fn next_entry<K: HostKey>(&mut self, iterator: i32, primary: u32) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        read::<8>(self.memory, primary)?;
        if iterator < -1 {
            return Ok(-1);
        }
        let (table, id) = self.context.cache::<K>().get(iterator)?;
        let key = self.context.entry::<K>((table, id))?.key;
        match K::index(&mut self.context.state).after(table, key, id) {
            Some((_, id)) => self.entry_iterator::<K>(table, id, primary),
            None => Ok(self.context.cache::<K>().table(table)?.1),
        }
    }

    fn previous_entry<K: HostKey>(&mut self, iterator: i32, primary: u32) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        read::<8>(self.memory, primary)?;
        let (table, found) = if iterator < -1 {
            let table = self.context.cache::<K>().table_of_end(iterator)?;
            (table, K::index(&mut self.context.state).last(table))
        } else {
            let (table, id) = self.context.cache::<K>().get(iterator)?;
            let key = self.context.entry::<K>((table, id))?.key;
            (table, K::index(&mut self.context.state).before(table, key, id))
        };
        match found {
            Some((_, id)) => self.entry_iterator::<K>(table, id, primary),
            None => Ok(-1),
        }
    }

    fn entry_iterator<K: HostKey>(
        &mut self,
        table: TableId,
        id: u64,
        primary: u32,
    ) -> Result<i32, Error> {
        write(self.memory, primary, id.to_le_bytes())?;
        Ok(self.context.cache::<K>().add((table, id)))
    }

    fn store_key<K: HostKey>(
        &mut self,
        (scope, table): (u64, u64),
        payer: u64,
        id: u64,
        (pointer, words): (u32, u32),
    ) -> Result<i32, Error> {
        self.context.charge(fuel::WRITE)?;
        let key = K::read(self.memory, pointer, words)?;
        key.check()?;
        let code = self.context.action.receiver;
        let table = TableKey { code, scope: Name(scope), table: Name(table) };
        self.context.store_entry(table, Name(payer), id, key)
    }

    fn update_key<K: HostKey>(
        &mut self,
        iterator: i32,
        payer: u64,
        (pointer, words): (u32, u32),
    ) -> Result<(), Error> {
        self.context.charge(fuel::WRITE)?;
        let key = K::read(self.memory, pointer, words)?;
        key.check()?;
        self.context.update_entry(iterator, Name(payer), key)
    }
}

/// The ten functions of a type of keys. `words` is there where a key has more than one.
macro_rules! functions {
    ($key:ty, ($($words:ident)?): $store:ident $update:ident $remove:ident $find_secondary:ident $find_primary:ident
        $lowerbound:ident $upperbound:ident $end:ident $next:ident $previous:ident) => {
        #[allow(clippy::too_many_arguments, reason = "as contracts call them")]
        impl Call<'_> {
            pub(crate) fn $store(&mut self, scope: u64, table: u64, payer: u64, id: u64, key: u32 $(, $words: u32)?) -> Result<i32, Error> {
                self.store_key::<$key>((scope, table), payer, id, (key, functions!(@words $($words)?)))
            }

            pub(crate) fn $update(&mut self, iterator: i32, payer: u64, key: u32 $(, $words: u32)?) -> Result<(), Error> {
                self.update_key::<$key>(iterator, payer, (key, functions!(@words $($words)?)))
            }

            pub(crate) fn $remove(&mut self, iterator: i32) -> Result<(), Error> {
                self.context.charge(fuel::WRITE)?;
                self.context.remove_entry::<$key>(iterator)
            }

            pub(crate) fn $find_secondary(&mut self, code: u64, scope: u64, table: u64, key: u32, $($words: u32,)? primary: u32) -> Result<i32, Error> {
                self.search::<$key>((code, scope, table), (key, functions!(@words $($words)?)), primary, Bound::Equal)
            }

            pub(crate) fn $find_primary(&mut self, code: u64, scope: u64, table: u64, key: u32, $($words: u32,)? primary: u64) -> Result<i32, Error> {
                self.find_entry::<$key>((code, scope, table), (key, functions!(@words $($words)?)), primary)
            }

            pub(crate) fn $lowerbound(&mut self, code: u64, scope: u64, table: u64, key: u32, $($words: u32,)? primary: u32) -> Result<i32, Error> {
                self.search::<$key>((code, scope, table), (key, functions!(@words $($words)?)), primary, Bound::Lower)
            }

            pub(crate) fn $upperbound(&mut self, code: u64, scope: u64, table: u64, key: u32, $($words: u32,)? primary: u32) -> Result<i32, Error> {
                self.search::<$key>((code, scope, table), (key, functions!(@words $($words)?)), primary, Bound::Upper)
            }

            pub(crate) fn $end(&mut self, code: u64, scope: u64, table: u64) -> Result<i32, Error> {
                self.end_entry::<$key>(code, scope, table)
            }

            pub(crate) fn $next(&mut self, iterator: i32, primary: u32) -> Result<i32, Error> {
                self.next_entry::<$key>(iterator, primary)
            }

            pub(crate) fn $previous(&mut self, iterator: i32, primary: u32) -> Result<i32, Error> {
                self.previous_entry::<$key>(iterator, primary)
            }
        }
    };
    (@words) => { 1 };
    (@words $words:ident) => { $words };
}

functions!(u64, (): db_idx64_store db_idx64_update db_idx64_remove db_idx64_find_secondary db_idx64_find_primary db_idx64_lowerbound db_idx64_upperbound db_idx64_end db_idx64_next db_idx64_previous);
functions!(u128, (): db_idx128_store db_idx128_update db_idx128_remove db_idx128_find_secondary db_idx128_find_primary db_idx128_lowerbound db_idx128_upperbound db_idx128_end db_idx128_next db_idx128_previous);
functions!(Key256, (words): db_idx256_store db_idx256_update db_idx256_remove db_idx256_find_secondary db_idx256_find_primary db_idx256_lowerbound db_idx256_upperbound db_idx256_end db_idx256_next db_idx256_previous);
functions!(Float64, (): db_idx_double_store db_idx_double_update db_idx_double_remove db_idx_double_find_secondary db_idx_double_find_primary db_idx_double_lowerbound db_idx_double_upperbound db_idx_double_end db_idx_double_next db_idx_double_previous);
functions!(Float128, (): db_idx_long_double_store db_idx_long_double_update db_idx_long_double_remove db_idx_long_double_find_secondary db_idx_long_double_find_primary db_idx_long_double_lowerbound db_idx_long_double_upperbound db_idx_long_double_end db_idx_long_double_next db_idx_long_double_previous);
