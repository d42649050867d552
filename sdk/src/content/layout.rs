//! From a document to its blocks, as Kubo lays them out.
//!
//! Chunks of 256 KiB are leaves; nodes over them have 174 links each, level by level, until one is left. Storing the
//! blocks is left to [`add`](super::add).

use cid::Cid;

use super::{
    Error,
    address::{self, DAG_PB, RAW},
    dag_pb::{self, Link},
    unixfs,
};

/// The bytes of a chunk.
const CHUNK: usize = 256 * 1024;
/// The links of a node.
const LINKS: usize = 174;

/// How a document becomes blocks, and with it which CID it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// CIDs of version 0, leaves in dag-pb: what `ipfs add` does by default, and what results have to be.
    #[default]
    V0,
    /// CIDs of version 1, raw leaves: what `ipfs add --cid-version=1 --chunker=size-262144` does.
    V1,
    /// One raw block of the document itself, up to [`MAX_ONE_BLOCK`] bytes.
    OneBlock,
}

/// The longest document of one raw block, in bytes: what every node of IPFS passes on.
pub const MAX_ONE_BLOCK: usize = 1 << 20;

/// The blocks of a document, one after another; the last one is the root.
pub(super) struct Blocks<'a> {
    document: &'a [u8],
    layout: Layout,
    /// Where the next chunk begins; `None` when all leaves are made.
    chunk: Option<usize>,
    /// What the next nodes will link to.
    below: std::vec::IntoIter<Part>,
    /// What has been made of the present level.
    level: Vec<Part>,
}

/// A part of the file that has its block.
struct Part {
    link: Link,
    size: u64,
}

impl<'a> Blocks<'a> {
    /// # Errors
    /// When the document does not fit into the one block it is to be.
    pub(super) fn of(document: &'a [u8], layout: Layout) -> Result<Self, Error> {
        if layout == Layout::OneBlock && document.len() > MAX_ONE_BLOCK {
            return Err(Error::TooLong { bytes: document.len(), limit: MAX_ONE_BLOCK });
        }
        let (below, level) = (Vec::new().into_iter(), Vec::new());
        Ok(Self { document, layout, chunk: Some(0), below, level })
    }

    fn leaf(&mut self, start: usize) -> (Cid, Vec<u8>) {
        let rest = self.document.get(start..).unwrap_or_default();
        let longest = if self.layout == Layout::OneBlock { MAX_ONE_BLOCK } else { CHUNK };
        let chunk = rest.get(..longest).unwrap_or(rest);
        // An empty document has a leaf, too.
        self.chunk = (rest.len() > longest).then_some(start.saturating_add(longest));
        match self.layout {
            Layout::V0 => {
                let block = dag_pb::encode([].iter(), &unixfs::encode_leaf(chunk));
                self.made(address::cid_of_block(&block), block, 0, chunk.len() as u64)
            }
            Layout::V1 | Layout::OneBlock => {
                self.made(address::cid_v1(RAW, chunk), chunk.to_vec(), 0, chunk.len() as u64)
            }
        }
    }

    /// The next node over the level below; `None` when nothing is left there.
    fn node(&mut self) -> Option<(Cid, Vec<u8>)> {
        let parts: Vec<Part> = self.below.by_ref().take(LINKS).collect();
        if parts.is_empty() {
            return None;
        }
        let data = unixfs::encode_parent(parts.iter().map(|part| part.size));
        let block = dag_pb::encode(parts.iter().map(|part| &part.link), &data);
        let sum = |of: fn(&Part) -> u64| parts.iter().map(of).fold(0, u64::saturating_add);
        let (below, size) = (sum(|part| part.link.total_size), sum(|part| part.size));
        let cid = match self.layout {
            Layout::V0 => address::cid_of_block(&block),
            Layout::V1 | Layout::OneBlock => address::cid_v1(DAG_PB, &block),
        };
        Some(self.made(cid, block, below, size))
    }

    fn made(&mut self, cid: Cid, block: Vec<u8>, below: u64, size: u64) -> (Cid, Vec<u8>) {
        let total_size = below.saturating_add(block.len() as u64);
        self.level.push(Part { link: Link { cid, total_size }, size });
        (cid, block)
    }
}

impl Iterator for Blocks<'_> {
    type Item = (Cid, Vec<u8>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(start) = self.chunk {
            return Some(self.leaf(start));
        }
        if let Some(node) = self.node() {
            return Some(node);
        }
        // A level is done. Over a single part there is none.
        if self.level.len() <= 1 {
            return None;
        }
        self.below = std::mem::take(&mut self.level).into_iter();
        self.node()
    }
}
