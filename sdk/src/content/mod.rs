//! Documents by the hash of their bytes: campaigns, batches and results, as IPFS addresses them.
//!
//! Where blocks are kept is a [`Store`]'s business, and no store is trusted: [`read`] gives a document only after its
//! bytes have been hashed here. What a document means is left to its reader.
//!
//! | store | is |
//! |---|---|
//! | [`MemoryStore`], [`FolderStore`] | here; what the embedded network uses |
//! | [`KuboStore`] | a node of IPFS of one's own, over its RPC |
//! | [`GatewayStore`] | gateways of strangers, over HTTP; only for reading |
//! | [`CachedStore`] | one of the first before one of the others |
//!
//! All of them give a document the same CID, by its [`Layout`]: as `ipfs add` does by default, whose multihash of 34
//! bytes is what the contract takes for a result; with CIDs of version 1; or as one raw block, whose CID is the hash of
//! the document itself. Read are files of any layout, up to [`Limits`].
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
mod limits;
mod store;

mod cached;
mod folder;
mod gateway;
pub mod http;
mod kubo;
mod memory;

mod car;
mod dag_pb;
mod file;
mod layout;
mod protobuf;
mod unixfs;

#[cfg(test)]
mod tests;

pub use address::{cid_of_block, cid_of_multihash, multihash_of, parse_cid};
pub use cached::CachedStore;
pub use cid::Cid;
pub use error::Error;
pub use file::File;
pub use folder::FolderStore;
pub use gateway::{GatewayStore, Health, Patience};
pub use kubo::{KuboStore, Version};
pub use layout::{Layout, MAX_ONE_BLOCK};
pub use limits::Limits;
pub use memory::MemoryStore;
pub use store::Store;

/// The CID of a document in the default [layout](Layout::V0), without storing it.
pub fn cid_of(document: &[u8]) -> Cid {
    cid_with(document, Layout::V0).expect("this layout has no longest document")
}

/// The CID of a document in a layout, without storing it.
///
/// # Errors
/// When it does not fit into the layout.
pub fn cid_with(document: &[u8], layout: Layout) -> Result<Cid, Error> {
    let root = layout::Blocks::of(document, layout)?.last();
    Ok(root.expect("every document has a block").0)
}

/// Stores a document in the default [layout](Layout::V0) and pins it, and gives its CID.
///
/// # Errors
/// When the store fails.
pub async fn add(store: &dyn Store, document: &[u8]) -> Result<Cid, Error> {
    add_with(store, document, Layout::V0).await
}

/// Stores a document in a layout and pins it, and gives its CID.
///
/// # Errors
/// When it does not fit into the layout, or the store fails.
pub async fn add_with(store: &dyn Store, document: &[u8], layout: Layout) -> Result<Cid, Error> {
    let mut root = None;
    for (cid, block) in layout::Blocks::of(document, layout)? {
        store.put(&cid, &block).await?;
        root = Some(cid);
    }
    let root = root.expect("every document has a block");
    store.pin(&root).await?;
    Ok(root)
}

/// The document of a CID, verified, within the default [`Limits`].
///
/// # Errors
/// When the store does not have it or fails, its bytes are others than those of the CID, it exceeds the limits, or the
/// CID is of a kind that is not read here: anything but files and raw blocks, hashed by sha2-256 or inside their CID.
pub async fn read(store: &dyn Store, cid: &Cid) -> Result<Vec<u8>, Error> {
    read_with(store, cid, Limits::default()).await
}

/// The document of a CID, verified, within limits.
///
/// # Errors
/// As [`read`].
pub async fn read_with(store: &dyn Store, cid: &Cid, limits: Limits) -> Result<Vec<u8>, Error> {
    Ok(store.fetch(cid, limits).await?.into_bytes())
}
