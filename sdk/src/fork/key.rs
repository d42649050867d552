//! Keys of indices, as far as a node's answers tell them exactly.
//!
//! Each kind of key has ranks: bytes with the order of the keys, in which a key can be searched bit by bit.

use antelope::{Checksum256, table::Float64Bits};

use crate::table::BoundKey;

/// A secondary key.
///
/// 128-bit floats are missing: nodeos rounds them to 64 bits when it tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// 64 bits.
    Number(u64),
    /// 128 bits.
    Wide(u128),
    /// 256 bits, as nodeos writes them: the first byte is the most significant.
    Digest(Checksum256),
    /// A 64-bit float.
    Float(Float64Bits),
}

/// Bytes that are ordered as keys are. Keys of fewer bits use the first ones.
pub(super) type Rank = [u8; 32];

/// A rank with a bit set, counted from the most significant.
pub(super) fn with_bit(mut rank: Rank, bit: usize) -> Rank {
    if let Some(byte) = rank.get_mut(bit / 8) {
        *byte |= 0x80 >> (bit % 8);
    }
    rank
}

/// A key that can be told and searched.
pub(super) trait Ranked: BoundKey + PartialEq + 'static {
    /// How many bits of a rank it uses.
    const BITS: usize;

    /// The key of a rank, if there is one.
    fn of_rank(rank: Rank) -> Option<Self>;

    /// The key in a `next_key`.
    fn read(text: &str) -> Option<Self>;

    fn key(self) -> Key;
}

fn head<const N: usize>(rank: &Rank) -> [u8; N] {
    *rank.first_chunk().expect("no key has more bytes than a rank")
}

impl Ranked for u64 {
    const BITS: usize = 64;

    fn of_rank(rank: Rank) -> Option<Self> {
        Some(Self::from_be_bytes(head(&rank)))
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn key(self) -> Key {
        Key::Number(self)
    }
}

impl Ranked for u128 {
    const BITS: usize = 128;

    fn of_rank(rank: Rank) -> Option<Self> {
        Some(Self::from_be_bytes(head(&rank)))
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn key(self) -> Key {
        Key::Wide(self)
    }
}

impl Ranked for Checksum256 {
    const BITS: usize = 256;

    fn of_rank(rank: Rank) -> Option<Self> {
        Some(Self(rank))
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn key(self) -> Key {
        Key::Digest(self)
    }
}

impl Ranked for Float64Bits {
    const BITS: usize = 64;

    /// Negative floats have all bits turned, others the sign.
    fn of_rank(rank: Rank) -> Option<Self> {
        const SIGN: u64 = 1 << 63;
        let rank = u64::from_be_bytes(head(&rank));
        let bits = if rank & SIGN == 0 { !rank } else { rank ^ SIGN };
        f64::from_bits(bits).is_finite().then_some(Self(bits))
    }

    fn read(text: &str) -> Option<Self> {
        let float: f64 = text.parse().ok()?;
        float.is_finite().then_some(Self(float.to_bits()))
    }

    fn key(self) -> Key {
        Key::Float(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn floats_are_ordered_as_their_ranks(left: u64, right: u64) {
            let key = |rank: u64| {
                let mut bytes = Rank::default();
                bytes[..8].copy_from_slice(&rank.to_be_bytes());
                Float64Bits::of_rank(bytes).map(|key| f64::from_bits(key.0))
            };
            if let (Some(low), Some(high)) = (key(left.min(right)), key(left.max(right))) {
                prop_assert!(low <= high);
            }
        }
    }

    #[test]
    fn bits_are_set_from_the_most_significant() {
        assert_eq!(u64::of_rank(with_bit(Rank::default(), 0)), Some(1 << 63));
        assert_eq!(u128::of_rank(with_bit(Rank::default(), 127)), Some(1));
        assert_eq!(with_bit(Rank::default(), 256), Rank::default());
    }
}
