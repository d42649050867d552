//! An ordered map that is copied at no cost and shares what did not change.
//!
//! A thin face of `rpds`, so that the state can be packed and no other crate shows in the interface.

use std::{fmt, ops::RangeBounds};

use antelope::{Pack, Reader, Unpack, UnpackError, VarUint32};
use rpds::RedBlackTreeMapSync;

/// An ordered map that is copied at no cost.
pub struct Map<K: Ord, V>(RedBlackTreeMapSync<K, V>);

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// The value of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    /// Whether there is a value of `key`.
    pub fn contains(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// The value of `key`, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    /// Sets the value of `key`.
    pub fn insert(&mut self, key: K, value: V) {
        self.0.insert_mut(key, value);
    }

    /// Removes the value of `key`; whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        self.0.remove_mut(key)
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        self.0.size()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter()
    }

    /// The keys and values of a range, from either end.
    pub fn range<R: RangeBounds<K>>(&self, range: R) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.0.range(range)
    }
}

impl<K: Ord, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Ord, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(RedBlackTreeMapSync::new_sync())
    }
}

impl<K: Ord + fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K: Ord + Pack, V: Pack> Pack for Map<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        // A chain in memory cannot hold 2^32 values.
        VarUint32(u32::try_from(self.0.size()).unwrap_or(u32::MAX)).pack(out);
        for (key, value) in self.0.iter() {
            key.pack(out);
            value.pack(out);
        }
    }
}

impl<K: Ord + Clone + Unpack, V: Clone + Unpack> Unpack for Map<K, V> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let VarUint32(count) = Unpack::unpack(input)?;
        let mut map = Self::default();
        for _ in 0..count {
            map.insert(K::unpack(input)?, V::unpack(input)?);
        }
        Ok(map)
    }
}
