//! Secondary keys and their order.
//!
//! Floats are ordered as numbers: both zeros are the same key. NaN is kept out by whoever writes.

use std::{cmp::Ordering, ops::RangeInclusive};

use antelope::{Name, Pack, Reader, Unpack, UnpackError};

use super::{Map, TableId};

/// The entries of one kind of secondary key, of all tables.
#[derive(Clone, Debug, Default)]
pub struct Index<K: Ord> {
    by_primary: Map<(TableId, u64), IndexEntry<K>>,
    by_secondary: Map<(TableId, K, u64), ()>,
}

/// The secondary key of a row.
#[derive(Clone, Copy, Debug)]
pub struct IndexEntry<K> {
    /// The key.
    pub key: K,
    /// Who pays for it.
    pub payer: Name,
}

/// 256 bits as two words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Pack, Unpack)]
pub struct Key256 {
    /// The upper word, which comes first in the contract's memory.
    pub upper: u128,
    /// The lower word.
    pub lower: u128,
}

/// A 64-bit float by its bits, ordered as the number. Never NaN.
#[derive(Clone, Copy, Debug, Default, Pack, Unpack)]
pub struct Float64(pub u64);

/// A 128-bit float by its bits, ordered as the number. Never NaN.
#[derive(Clone, Copy, Debug, Default, Pack, Unpack)]
pub struct Float128(pub u128);

macro_rules! float_order {
    ($($float:ident: $bits:ty, $signed:ty, $infinity:expr;)*) => {$(
        impl $float {
            /// Whether it is no number.
            pub const fn is_nan(self) -> bool {
                self.0 & !(1 << (<$bits>::BITS - 1)) > $infinity
            }

            /// An integer with the same order: the bits of a float are sign and magnitude.
            const fn rank(self) -> $signed {
                let magnitude = (self.0 & !(1 << (<$bits>::BITS - 1))).cast_signed();
                if self.0.cast_signed() < 0 { -magnitude } else { magnitude }
            }
        }

        impl Ord for $float {
            fn cmp(&self, other: &Self) -> Ordering {
                self.rank().cmp(&other.rank())
            }
        }

        impl PartialOrd for $float {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialEq for $float {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other) == Ordering::Equal
            }
        }

        impl Eq for $float {}
    )*};
}

float_order! {
    Float64: u64, i64, 0x7ff << 52;
    Float128: u128, i128, 0x7fff << 112;
}

/// A type of secondary keys.
pub trait SecondaryKey: Copy + Ord {
    /// The least key.
    const MIN: Self;
    /// The greatest key.
    const MAX: Self;
}

impl SecondaryKey for u64 {
    const MIN: Self = 0;
    const MAX: Self = Self::MAX;
}

impl SecondaryKey for u128 {
    const MIN: Self = 0;
    const MAX: Self = Self::MAX;
}

impl SecondaryKey for Key256 {
    const MIN: Self = Self { upper: 0, lower: 0 };
    const MAX: Self = Self { upper: u128::MAX, lower: u128::MAX };
}

impl SecondaryKey for Float64 {
    const MIN: Self = Self(0xfff << 52);
    const MAX: Self = Self(0x7ff << 52);
}

impl SecondaryKey for Float128 {
    const MIN: Self = Self(0xffff << 112);
    const MAX: Self = Self(0x7fff << 112);
}

impl<K: SecondaryKey> Index<K> {
    /// The entry of a row.
    pub fn get(&self, table: TableId, primary: u64) -> Option<&IndexEntry<K>> {
        self.by_primary.get(&(table, primary))
    }

    /// Sets the entry of a row.
    pub fn insert(&mut self, table: TableId, primary: u64, entry: IndexEntry<K>) {
        self.remove(table, primary);
        self.by_secondary.insert((table, entry.key, primary), ());
        self.by_primary.insert((table, primary), entry);
    }

    /// Removes the entry of a row.
    pub fn remove(&mut self, table: TableId, primary: u64) {
        if let Some(key) = self.get(table, primary).map(|entry| entry.key) {
            self.by_primary.remove(&(table, primary));
            self.by_secondary.remove(&(table, key, primary));
        }
    }

    /// The first entry at or after a key and a row.
    pub fn at_or_after(&self, table: TableId, key: K, primary: u64) -> Option<(K, u64)> {
        let mut rest = self.by_secondary.range((table, key, primary)..=(table, K::MAX, u64::MAX));
        rest.next().map(|((_, key, primary), ())| (*key, *primary))
    }

    /// The first entry after a key and a row.
    pub fn after(&self, table: TableId, key: K, primary: u64) -> Option<(K, u64)> {
        match primary.checked_add(1) {
            Some(next) => self.at_or_after(table, key, next),
            None => {
                let from = (table, key, primary);
                let mut rest = self.by_secondary.range(from..=(table, K::MAX, u64::MAX));
                rest.find(|(at, ())| **at != from).map(|((_, key, primary), ())| (*key, *primary))
            }
        }
    }

    /// The last entry before a key and a row.
    pub fn before(&self, table: TableId, key: K, primary: u64) -> Option<(K, u64)> {
        let mut rest = self.by_secondary.range((table, K::MIN, 0)..(table, key, primary));
        rest.next_back().map(|((_, key, primary), ())| (*key, *primary))
    }

    /// The last entry of a table.
    pub fn last(&self, table: TableId) -> Option<(K, u64)> {
        let mut all = self.by_secondary.range((table, K::MIN, 0)..=(table, K::MAX, u64::MAX));
        all.next_back().map(|((_, key, primary), ())| (*key, *primary))
    }

    /// The keys of a table from one to another, both included, each with its row, in order of the keys.
    pub fn range(
        &self,
        table: TableId,
        keys: RangeInclusive<K>,
    ) -> impl DoubleEndedIterator<Item = (K, u64)> {
        let (low, high) = keys.into_inner();
        let range = self.by_secondary.range((table, low, 0)..=(table, high, u64::MAX));
        range.map(|((_, key, primary), ())| (*key, *primary))
    }

    /// The first entry of a row at or after `primary`, by the rows' keys.
    pub fn from_primary(&self, table: TableId, primary: u64) -> Option<(u64, &IndexEntry<K>)> {
        let mut rest = self.by_primary.range((table, primary)..=(table, u64::MAX));
        rest.next().map(|((_, primary), entry)| (*primary, entry))
    }

    /// All entries of a table, by their rows' keys.
    pub fn entries(&self, table: TableId) -> impl Iterator<Item = (u64, &IndexEntry<K>)> {
        let all = self.by_primary.range((table, 0)..=(table, u64::MAX));
        all.map(|((_, primary), entry)| (*primary, entry))
    }
}

impl<K: Pack> Pack for IndexEntry<K> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.key.pack(out);
        self.payer.pack(out);
    }
}

impl<K: Unpack> Unpack for IndexEntry<K> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(Self { key: K::unpack(input)?, payer: Name::unpack(input)? })
    }
}

impl<K: SecondaryKey + Pack> Pack for Index<K> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.by_primary.pack(out);
    }
}

impl<K: SecondaryKey + Unpack> Unpack for Index<K> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let by_primary = Map::<(TableId, u64), IndexEntry<K>>::unpack(input)?;
        let mut index = Self { by_primary: Map::default(), by_secondary: Map::default() };
        for ((table, primary), entry) in by_primary.iter() {
            // A float that is no number lies outside.
            if !(K::MIN..=K::MAX).contains(&entry.key) {
                return Err(UnpackError::unknown_variant());
            }
            index.insert(*table, *primary, *entry);
        }
        Ok(index)
    }
}
