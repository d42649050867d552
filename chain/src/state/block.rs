//! Blocks: their headers, as far as a chain with one producer fills them in, and their ids.
//!
//! Which transactions a block held is remembered by [`node`](crate::node), not here.

use antelope::{BlockTimestamp, Checksum256, Name, Pack, TimePoint, Unpack};
use sha2::{Digest, Sha256};

use crate::feature::Features;

/// A block that was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Block {
    /// Its number; the first is 1.
    pub number: u32,
    /// Its id: its number, and the rest of the digest of its header.
    pub id: Checksum256,
    /// When it was made.
    pub time: BlockTimestamp,
    /// Who made it.
    pub producer: Name,
    /// The id of the block before.
    pub previous: Checksum256,
    /// The root of the digests of its transactions.
    pub transaction_mroot: Checksum256,
    /// The root of the digests of its actions' receipts.
    pub action_mroot: Checksum256,
    /// The number of the schedule of producers.
    pub schedule_version: u32,
    /// The protocol features that became active with it.
    pub activated: Features,
}

/// The kind of header extension that lists activated protocol features.
const PROTOCOL_FEATURE_ACTIVATION: u16 = 0;

impl Block {
    /// Gives the block its number and its id, which follow from all the rest.
    pub(crate) fn sealed(self) -> Self {
        let number = Self::number_of(&self.previous) + 1;
        let mut id = Checksum256(Sha256::digest(self.header()).into());
        if let Some(start) = id.0.first_chunk_mut::<4>() {
            *start = number.to_be_bytes();
        }
        Self { number, id, ..self }
    }

    /// The packed header (`block_header`), whose digest the id begins with.
    pub fn header(&self) -> Vec<u8> {
        // The first block confirms itself; on a chain with one producer no other has anything to confirm.
        let (confirmed, no_schedule) = (u16::from(self.previous == Checksum256::default()), false);
        let mut bytes = antelope::pack(&(self.time, self.producer, confirmed, self.previous));
        (self.transaction_mroot, self.action_mroot).pack(&mut bytes);
        (self.schedule_version, no_schedule, self.header_extensions()).pack(&mut bytes);
        bytes
    }

    /// The header's extensions, each with its kind.
    pub fn header_extensions(&self) -> Vec<(u16, Vec<u8>)> {
        let digests: Vec<_> = self.activated.iter().map(|feature| feature.digest()).collect();
        if digests.is_empty() {
            return Vec::new();
        }
        vec![(PROTOCOL_FEATURE_ACTIVATION, antelope::pack(&digests))]
    }

    /// When it was made.
    pub fn time_point(&self) -> TimePoint {
        self.time.into()
    }

    /// The part of an id that transactions refer to.
    pub fn reference_prefix(id: &Checksum256) -> u32 {
        let [.., a, b, c, d] = *id.0.first_chunk::<12>().expect("an id has 32 bytes");
        u32::from_le_bytes([a, b, c, d])
    }

    /// The number that an id begins with.
    pub fn number_of(id: &Checksum256) -> u32 {
        u32::from_be_bytes(*id.0.first_chunk().expect("an id has 32 bytes"))
    }
}
