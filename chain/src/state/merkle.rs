//! The Merkle root of a list of digests, as a block's header has it.
//!
//! The list itself is not kept: only the roots of its complete parts, one for each bit of its length.

use antelope::{Checksum256, Pack, Unpack};
use sha2::{Digest, Sha256};

/// A list of digests, as far as its root needs it. At most 64 digests whatever its length.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub(crate) struct Merkle {
    /// The root of the complete part of 2^i digests, where the length has such a part.
    parts: Vec<Option<Checksum256>>,
}

impl Merkle {
    /// Adds a digest to the end of the list.
    pub(crate) fn push(&mut self, digest: Checksum256) {
        let mut carry = digest;
        for part in &mut self.parts {
            match part.take() {
                Some(left) => carry = join(&left, &carry),
                None => {
                    *part = Some(carry);
                    return;
                }
            }
        }
        self.parts.push(Some(carry));
    }

    /// The root: on each level the last digest stands twice where their number is odd. All zeros of no digests.
    pub(crate) fn root(&self) -> Checksum256 {
        let mut carry: Option<Checksum256> = None;
        let highest = self.parts.len().saturating_sub(1);
        for (level, part) in self.parts.iter().enumerate() {
            carry = match (part, carry) {
                (Some(left), Some(right)) => Some(join(left, &right)),
                // The only one of its level, and nothing above: the root.
                (Some(last), None) if level == highest => Some(*last),
                (Some(last), None) => Some(join(last, last)),
                (None, Some(last)) => Some(join(&last, &last)),
                (None, None) => None,
            };
        }
        carry.unwrap_or_default()
    }
}

/// The digest of two: the first bit of each tells its side.
fn join(left: &Checksum256, right: &Checksum256) -> Checksum256 {
    let (mut left, mut right) = (left.0, right.0);
    left[0] &= 0x7f;
    right[0] |= 0x80;
    Checksum256(Sha256::new().chain_update(left).chain_update(right).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The root as it is defined: level by level, the last one doubled where their number is odd.
    fn by_levels(mut level: Vec<Checksum256>) -> Checksum256 {
        while level.len() > 1 {
            if level.len() % 2 == 1 {
                level.extend(level.last().copied());
            }
            level = level.chunks(2).map(|pair| join(&pair[0], &pair[1])).collect();
        }
        level.first().copied().unwrap_or_default()
    }

    #[test]
    fn the_root_is_that_of_the_whole_list() {
        let digest = |i: u32| Checksum256(Sha256::digest(i.to_le_bytes()).into());
        let mut merkle = Merkle::default();
        for length in 0..130 {
            assert_eq!(merkle.root(), by_levels((0..length).map(digest).collect()), "{length}");
            merkle.push(digest(length));
        }
    }
}
