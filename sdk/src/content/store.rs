//! What a place for blocks is.

use std::{fmt, sync::Arc};

use cid::Cid;

use super::{
    Error, Limits, address,
    file::{Assembly, File},
};
use crate::future::{BoxFuture, Shared};

/// A place for blocks: a folder, memory, a node or a gateway of IPFS.
///
/// What has to be there moves bytes and need not look into them. Callers use [`add`](super::add) and
/// [`read`](super::read), which hash what goes in and verify what comes out.
pub trait Store: Shared + fmt::Debug {
    /// Keeps a block under its CID. One that is there already stays.
    ///
    /// # Errors
    /// When the store fails.
    fn put<'a>(&'a self, cid: &'a Cid, block: &'a [u8]) -> BoxFuture<'a, Result<(), Error>>;

    /// The bytes that the store has for a CID, if it has any. They are not verified.
    ///
    /// # Errors
    /// When the store fails.
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>>;

    /// A whole file, verified. By default its blocks are got one after another.
    ///
    /// # Errors
    /// When the store does not have it or fails, its bytes are others than those of the CID, it exceeds the limits, or
    /// the CID is of a kind that is not read here.
    fn fetch<'a>(&'a self, root: &'a Cid, limits: Limits) -> BoxFuture<'a, Result<File, Error>> {
        Box::pin(fetch_blocks(self, root, limits))
    }

    /// Keeps the file of a CID, whose blocks are all there, until further notice. Most stores never forget anything.
    ///
    /// # Errors
    /// When the store fails.
    fn pin<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<(), Error>> {
        let _ = root;
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A file of a store, block by block.
async fn fetch_blocks<S: Store + ?Sized>(
    store: &S,
    root: &Cid,
    limits: Limits,
) -> Result<File, Error> {
    let mut assembly = Assembly::new(root, limits)?;
    while let Some(cid) = assembly.wanted() {
        let block = store.get(&cid).await?.ok_or(Error::NotFound(cid))?;
        assembly.add(block)?;
    }
    assembly.finish()
}

/// The block of a store, verified; `None` where it does not have the right one.
pub(super) async fn get_verified(store: &dyn Store, cid: &Cid) -> Result<Option<Vec<u8>>, Error> {
    let block = store.get(cid).await?;
    Ok(block.filter(|block| address::verify(cid, block).is_ok()))
}

impl<S: Store + ?Sized> Store for Arc<S> {
    fn put<'a>(&'a self, cid: &'a Cid, block: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        (**self).put(cid, block)
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        (**self).get(cid)
    }

    fn fetch<'a>(&'a self, root: &'a Cid, limits: Limits) -> BoxFuture<'a, Result<File, Error>> {
        (**self).fetch(root, limits)
    }

    fn pin<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<(), Error>> {
        (**self).pin(root)
    }
}
