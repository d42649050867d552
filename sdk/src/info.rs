//! The state of a chain's head: what a transaction must refer to.

use antelope::{Checksum256, TimePoint, TimePointSec};
use serde::Deserialize;

/// Where a chain is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Info {
    /// Which chain it is.
    pub chain_id: Checksum256,
    /// The number of the newest block.
    pub head_block_num: u32,
    /// The id of the newest block.
    pub head_block_id: Checksum256,
    /// The time of the newest block.
    pub head_block_time: TimePoint,
    /// The number of the last block that no fork can remove.
    pub last_irreversible_block_num: u32,
    /// The id of the last block that no fork can remove.
    pub last_irreversible_block_id: Checksum256,
    /// The version of the node's software.
    #[serde(default)]
    pub server_version_string: String,
}

impl Info {
    /// What a transaction says of its reference block: the last irreversible one, which no fork removes.
    pub(crate) fn reference(&self) -> (u16, u32) {
        let [_, _, a, b, _, _, _, _, c, d, e, f, ..] = self.last_irreversible_block_id.0;
        // An id begins with the block's number, big-endian.
        (u16::from_be_bytes([a, b]), u32::from_le_bytes([c, d, e, f]))
    }

    /// The time `seconds` after the newest block; the clock of this machine has no say.
    pub(crate) fn expiration_after(&self, seconds: u32) -> TimePointSec {
        TimePointSec(TimePointSec::from(self.head_block_time).0.saturating_add(seconds))
    }
}
