//! What a place for blocks is.

use cid::Cid;

use super::Error;
use crate::future::{BoxFuture, Shared};

/// A place for blocks: a folder, memory, a node or a gateway of IPFS.
///
/// It moves bytes and need not look into them. Callers use [`add`](super::add) and [`read`](super::read), which hash
/// what goes in and verify what comes out.
pub trait Store: Shared {
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
}
