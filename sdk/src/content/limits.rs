//! How much of a file is read at most: what is fetched has been made by strangers.

/// How much of a file is read at most. The first excess ends the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of the file; and those of all its blocks, which are a few more.
    pub bytes: usize,
    /// The blocks of the file. One that occurs several times counts as often.
    pub blocks: usize,
    /// The links between the first block and the last.
    pub depth: usize,
    /// The bytes of a block.
    pub block_bytes: usize,
}

impl Default for Limits {
    /// 64 MiB in 4,096 blocks of up to 2 MiB, which is what nodes of IPFS send each other, 16 deep.
    fn default() -> Self {
        Self { bytes: 64 << 20, blocks: 4_096, depth: 16, block_bytes: 2 << 20 }
    }
}
