//! A file that has been put together from verified blocks.
//!
//! Where the blocks come from is left to who adds them: a store, block by block, or a [`car`](super::car).

use std::collections::BTreeMap;

use cid::Cid;

use super::{
    Error, Limits,
    address::{self, Kind},
    unixfs,
};

/// The bytes of a file and its blocks, which are those of its CID: there is no other way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    root: Cid,
    bytes: Vec<u8>,
    blocks: BTreeMap<Cid, Vec<u8>>,
}

impl File {
    /// The CID of the file.
    pub const fn cid(&self) -> &Cid {
        &self.root
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of the file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Its blocks, each once, in no order. Those that are inside CIDs are not among them.
    pub fn blocks(&self) -> impl Iterator<Item = (&Cid, &[u8])> {
        self.blocks.iter().map(|(cid, block)| (cid, block.as_slice()))
    }
}

/// A file that is being put together, from its beginning to its end.
#[derive(Debug)]
pub(super) struct Assembly {
    limits: Limits,
    file: File,
    /// What is still to be read, the next at the end. The last one's block is not there yet.
    pending: Vec<Expected>,
    /// How many blocks have been asked for, with repetitions.
    blocks: usize,
    /// The bytes of the blocks that are there.
    block_bytes: usize,
}

/// A block that is to be read.
#[derive(Debug)]
struct Expected {
    cid: Cid,
    /// How many bytes of the file it is said to have, with all below.
    size: Option<u64>,
    depth: usize,
}

impl Assembly {
    /// The beginning of the file of `root`.
    ///
    /// # Errors
    /// When the CID is of a kind that is not read here, or holds in itself what is no file.
    pub(super) fn new(root: &Cid, limits: Limits) -> Result<Self, Error> {
        let file = File { root: *root, bytes: Vec::new(), blocks: BTreeMap::new() };
        let pending = vec![Expected { cid: *root, size: None, depth: 0 }];
        let mut assembly = Self { limits, file, pending, blocks: 1, block_bytes: 0 };
        address::kind_of(root)?;
        assembly.settle()?;
        Ok(assembly)
    }

    /// The CID of the block that has to be [added](Self::add) next; `None` when the file is complete.
    pub(super) fn wanted(&self) -> Option<Cid> {
        self.pending.last().map(|expected| expected.cid)
    }

    /// A block that is there already.
    pub(super) fn known(&self, cid: &Cid) -> Option<&[u8]> {
        self.file.blocks.get(cid).map(Vec::as_slice)
    }

    /// Adds the block that is [wanted](Self::wanted).
    ///
    /// # Errors
    /// When it is another one or no part of the file, or a limit is exceeded.
    pub(super) fn add(&mut self, block: Vec<u8>) -> Result<(), Error> {
        let Some(expected) = self.pending.pop() else { return Ok(()) };
        address::verify(&expected.cid, &block)?;
        if block.len() > self.limits.block_bytes {
            return Err(self.exceeds("bytes in a block"));
        }
        self.block_bytes = self.block_bytes.saturating_add(block.len());
        if self.block_bytes > self.limits.bytes {
            return Err(self.exceeds("bytes"));
        }
        let cid = expected.cid;
        self.read(&expected, &block)?;
        self.file.blocks.insert(cid, block);
        self.settle()
    }

    /// The file, when it is complete.
    ///
    /// # Errors
    /// When a block is missing.
    pub(super) fn finish(self) -> Result<File, Error> {
        match self.wanted() {
            None => Ok(self.file),
            Some(missing) => Err(Error::NotFound(missing)),
        }
    }

    /// Reads what is to be read next and is there already, so that what is wanted is not.
    fn settle(&mut self) -> Result<(), Error> {
        while let Some(expected) = self.pending.pop() {
            if let Some(block) = address::inline_block(&expected.cid) {
                let block = block.to_vec();
                self.read(&expected, &block)?;
            } else if let Some(block) = self.file.blocks.remove(&expected.cid) {
                self.read(&expected, &block)?;
                self.file.blocks.insert(expected.cid, block);
            } else {
                self.pending.push(expected);
                break;
            }
        }
        Ok(())
    }

    /// Appends the block's bytes to the file, and lets what it links to be read next.
    fn read(&mut self, expected: &Expected, block: &[u8]) -> Result<(), Error> {
        let no_file = |reason| Error::NotAFile(expected.cid, reason);
        match address::kind_of(&expected.cid)? {
            Kind::Raw => {
                if expected.size.is_some_and(|size| size != block.len() as u64) {
                    return Err(no_file("its size is not that of the link"));
                }
                self.append(block)
            }
            Kind::Node => {
                let part = unixfs::decode(block, self.limits.blocks).map_err(no_file)?;
                if expected.size.is_some_and(|size| size != part.size) {
                    return Err(no_file("its size is not that of the link"));
                }
                // What is said to be too long need not be fetched to know it.
                let rest = self.limits.bytes.saturating_sub(self.file.bytes.len());
                if part.size > rest as u64 {
                    return Err(self.exceeds("bytes"));
                }
                self.append(part.data)?;
                self.follow(&part.children, expected.depth)
            }
        }
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.file.bytes.len().saturating_add(bytes.len()) > self.limits.bytes {
            return Err(self.exceeds("bytes"));
        }
        self.file.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn follow(&mut self, children: &[(Cid, u64)], depth: usize) -> Result<(), Error> {
        if children.is_empty() {
            return Ok(());
        }
        let depth = depth.saturating_add(1);
        if depth > self.limits.depth {
            return Err(self.exceeds("levels"));
        }
        self.blocks = self.blocks.saturating_add(children.len());
        if self.blocks > self.limits.blocks {
            return Err(self.exceeds("blocks"));
        }
        for (cid, size) in children.iter().rev() {
            address::kind_of(cid)?;
            self.pending.push(Expected { cid: *cid, size: Some(*size), depth });
        }
        Ok(())
    }

    const fn exceeds(&self, what: &'static str) -> Error {
        Error::LimitExceeded(self.file.root, what)
    }
}
