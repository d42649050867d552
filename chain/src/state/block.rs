//! Blocks, as far as contracts and references to them see.
//!
//! Which transactions a block held is remembered by who asks for it, not here.

use antelope::{BlockTimestamp, Checksum256, Pack, TimePoint, Unpack};
use sha2::{Digest, Sha256};

/// A block that was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Block {
    /// Its number; the first is 1.
    pub number: u32,
    /// When it was made.
    pub time: BlockTimestamp,
    /// Its id, which begins with its number.
    pub id: Checksum256,
}

impl Block {
    /// The block after `previous` at `time`, holding transactions of which `digest` is a digest.
    pub(crate) fn after(previous: &Self, time: BlockTimestamp, digest: Checksum256) -> Self {
        let number = previous.number + 1;
        let hash = Sha256::new()
            .chain_update(previous.id.0)
            .chain_update(time.0.to_le_bytes())
            .chain_update(digest.0);
        let mut id = Checksum256(hash.finalize().into());
        if let Some(start) = id.0.first_chunk_mut::<4>() {
            *start = number.to_be_bytes();
        }
        Self { number, time, id }
    }

    /// When it was made.
    pub fn time_point(&self) -> TimePoint {
        self.time.into()
    }

    /// The part of the id that transactions refer to.
    pub fn reference_prefix(id: &Checksum256) -> u32 {
        let [.., a, b, c, d] = *id.0.first_chunk::<12>().expect("an id has 32 bytes");
        u32::from_le_bytes([a, b, c, d])
    }
}
