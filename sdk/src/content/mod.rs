//! Documents by the hash of their bytes: campaigns, batches and results, as IPFS addresses them.
//!
//! Where blocks are kept is a [`Store`]'s business, and no store is trusted: [`read`] gives a document only after its
//! bytes have been hashed here. What a document means is left to its reader.
//!
//! A document is one block of UnixFS, as `ipfs add` makes it by default: its CID is of version 0, and the contract
//! takes the 34 bytes of its multihash. Files of several blocks are refused.
//!
//! ```
//! use sdk::content::{self, MemoryStore};
//!
//! # async fn run() -> Result<(), content::Error> {
//! let store = MemoryStore::default();
//! let cid = content::add(&store, b"hello world\n").await?;
//! assert_eq!(cid.to_string(), "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o");
//! assert_eq!(content::read(&store, &cid).await?, b"hello world\n");
//! # Ok(())
//! # }
//! ```

mod address;
mod error;
mod store;

mod folder;
mod memory;

mod unixfs;

#[cfg(test)]
mod tests;

pub use address::{cid_of_block, cid_of_multihash, multihash_of};
pub use cid::Cid;
pub use error::Error;
pub use folder::FolderStore;
pub use memory::MemoryStore;
pub use store::Store;

/// The longest document, in bytes: what `ipfs add` puts in one block.
pub const MAX_DOCUMENT: usize = 256 * 1024;

/// The CID of a document, without storing it.
///
/// # Errors
/// When it is longer than [`MAX_DOCUMENT`].
pub fn cid_of(document: &[u8]) -> Result<Cid, Error> {
    Ok(cid_of_block(&block_of(document)?))
}

/// Stores a document, and gives its CID.
///
/// # Errors
/// When it is longer than [`MAX_DOCUMENT`], or the store fails.
pub async fn add(store: &dyn Store, document: &[u8]) -> Result<Cid, Error> {
    let block = block_of(document)?;
    let cid = cid_of_block(&block);
    store.put(&cid, &block).await?;
    Ok(cid)
}

/// The document of a CID, verified.
///
/// # Errors
/// When the store does not have it or fails, its bytes are others than those of the CID, or the CID is of a kind that
/// is not read here: anything but sha2-256, of a raw block or a file of one block.
pub async fn read(store: &dyn Store, cid: &Cid) -> Result<Vec<u8>, Error> {
    let kind = address::kind_of(cid)?;
    let block = store.get(cid).await?.ok_or(Error::NotFound(*cid))?;
    address::verify(cid, &block)?;
    match kind {
        address::Kind::Raw => Ok(block),
        address::Kind::File => {
            unixfs::decode(&block).map_err(|cause| Error::not_a_file(cid, cause))
        }
    }
}

fn block_of(document: &[u8]) -> Result<Vec<u8>, Error> {
    if document.len() > MAX_DOCUMENT {
        return Err(Error::TooLong(document.len()));
    }
    Ok(unixfs::encode(document))
}
