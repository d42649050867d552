//! Types of secondary keys, each with its ten host functions.
//!
//! Nothing here knows rows or indices: a table is three numbers.

use antelope::{
    Checksum256,
    table::{Float64Bits, IndexKey},
};

use crate::host;

/// A type of secondary keys that the chain has an index for. Iterators below zero are ends.
#[doc(hidden)]
pub trait SecondaryKey: IndexKey {
    /// Adds an entry.
    fn store(self, scope: u64, table: u64, payer: u64, primary: u64);
    /// Replaces the key of an entry.
    fn update(self, iterator: i32, payer: u64);
    /// Removes an entry.
    fn remove(iterator: i32);
    /// The entry of a row.
    fn find_primary(code: u64, scope: u64, table: u64, primary: u64) -> i32;
    /// The first entry with this key, and its row.
    fn find(self, code: u64, scope: u64, table: u64) -> (i32, u64);
    /// The first entry at or above this key, and its row.
    fn lower_bound(self, code: u64, scope: u64, table: u64) -> (i32, u64);
    /// The first entry above this key, and its row.
    fn upper_bound(self, code: u64, scope: u64, table: u64) -> (i32, u64);
    /// The end.
    fn end(code: u64, scope: u64, table: u64) -> i32;
    /// The entry after, and its row.
    fn next(iterator: i32) -> (i32, u64);
    /// The entry before, and its row.
    fn previous(iterator: i32) -> (i32, u64);
}

macro_rules! secondary_keys {
    ($($key:ty as $word:ty, $to_words:expr, $($words:literal,)? {
        $store:ident $update:ident $remove:ident $find_primary:ident $find:ident
        $lower_bound:ident $upper_bound:ident $end:ident $next:ident $previous:ident
    })*) => {$(
        // In all of these the pointers are those of local variables of the size that the chain reads or writes.
        impl SecondaryKey for $key {
            fn store(self, scope: u64, table: u64, payer: u64, primary: u64) {
                let key: $word = $to_words(self);
                // SAFETY: the pointer is that of a local variable of the key's size.
                unsafe { host::$store(scope, table, payer, primary, (&raw const key).cast() $(, $words)?) };
            }

            fn update(self, iterator: i32, payer: u64) {
                let key: $word = $to_words(self);
                // SAFETY: the pointer is that of a local variable of the key's size.
                unsafe { host::$update(iterator, payer, (&raw const key).cast() $(, $words)?) };
            }

            fn remove(iterator: i32) {
                // SAFETY: no pointers.
                unsafe { host::$remove(iterator) };
            }

            fn find_primary(code: u64, scope: u64, table: u64, primary: u64) -> i32 {
                let mut key: $word = Default::default();
                // SAFETY: the pointer is that of a local variable of the key's size.
                unsafe { host::$find_primary(code, scope, table, (&raw mut key).cast(), $($words,)? primary) }
            }

            fn find(self, code: u64, scope: u64, table: u64) -> (i32, u64) {
                let key: $word = $to_words(self);
                // SAFETY: the pointers are those of local variables of the keys' sizes.
                with_primary(|primary| unsafe {
                    host::$find(code, scope, table, (&raw const key).cast(), $($words,)? primary)
                })
            }

            fn lower_bound(self, code: u64, scope: u64, table: u64) -> (i32, u64) {
                let mut key: $word = $to_words(self);
                // SAFETY: the pointers are those of local variables of the keys' sizes.
                with_primary(|primary| unsafe {
                    host::$lower_bound(code, scope, table, (&raw mut key).cast(), $($words,)? primary)
                })
            }

            fn upper_bound(self, code: u64, scope: u64, table: u64) -> (i32, u64) {
                let mut key: $word = $to_words(self);
                // SAFETY: the pointers are those of local variables of the keys' sizes.
                with_primary(|primary| unsafe {
                    host::$upper_bound(code, scope, table, (&raw mut key).cast(), $($words,)? primary)
                })
            }

            fn end(code: u64, scope: u64, table: u64) -> i32 {
                // SAFETY: no pointers.
                unsafe { host::$end(code, scope, table) }
            }

            fn next(iterator: i32) -> (i32, u64) {
                // SAFETY: the pointer is that of a local variable.
                with_primary(|primary| unsafe { host::$next(iterator, primary) })
            }

            fn previous(iterator: i32) -> (i32, u64) {
                // SAFETY: the pointer is that of a local variable.
                with_primary(|primary| unsafe { host::$previous(iterator, primary) })
            }
        }
    )*};
}

/// The iterator that `find` gives, and the primary key that it writes.
#[inline]
fn with_primary(find: impl FnOnce(*mut u64) -> i32) -> (i32, u64) {
    let mut primary = 0;
    let iterator = find(&raw mut primary);
    (iterator, primary)
}

/// The chain orders a digest by its bytes and takes it as two numbers, the upper half first: each half backwards.
fn halves(digest: Checksum256) -> [u8; 32] {
    core::array::from_fn(|at| digest.0[at ^ 15])
}

secondary_keys! {
    u64 as u64, core::convert::identity, {
        db_idx64_store db_idx64_update db_idx64_remove db_idx64_find_primary db_idx64_find_secondary
        db_idx64_lowerbound db_idx64_upperbound db_idx64_end db_idx64_next db_idx64_previous
    }
    u128 as u128, core::convert::identity, {
        db_idx128_store db_idx128_update db_idx128_remove db_idx128_find_primary db_idx128_find_secondary
        db_idx128_lowerbound db_idx128_upperbound db_idx128_end db_idx128_next db_idx128_previous
    }
    Checksum256 as [u8; 32], halves, 2, {
        db_idx256_store db_idx256_update db_idx256_remove db_idx256_find_primary db_idx256_find_secondary
        db_idx256_lowerbound db_idx256_upperbound db_idx256_end db_idx256_next db_idx256_previous
    }
    Float64Bits as u64, |key: Float64Bits| key.0, {
        db_idx_double_store db_idx_double_update db_idx_double_remove db_idx_double_find_primary
        db_idx_double_find_secondary db_idx_double_lowerbound db_idx_double_upperbound db_idx_double_end
        db_idx_double_next db_idx_double_previous
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_becomes_two_big_endian_numbers() {
        let digest = Checksum256(core::array::from_fn(|at| at as u8));
        let bytes = halves(digest);
        let (halves, _) = bytes.as_chunks::<16>();
        let numbers: [u128; 2] = core::array::from_fn(|half| u128::from_le_bytes(halves[half]));
        assert_eq!(numbers[0], 0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f);
        assert_eq!(numbers[1], 0x1011_1213_1415_1617_1819_1a1b_1c1d_1e1f);
    }
}
