//! A local store before a remote one.

use cid::Cid;

use super::{Error, File, Limits, Store, address, store::get_verified};
use crate::future::BoxFuture;

/// A local store that keeps what a remote one gives, and what it is given.
///
/// Nothing goes into the local store before it is verified, and what comes out of it is verified again: others may write
/// there. A local block that is damaged is fetched anew.
#[derive(Clone, Debug)]
pub struct CachedStore<L, R> {
    local: L,
    remote: R,
}

impl<L: Store, R: Store> CachedStore<L, R> {
    /// A local store before a remote one.
    pub const fn new(local: L, remote: R) -> Self {
        Self { local, remote }
    }

    /// The local store.
    pub const fn local(&self) -> &L {
        &self.local
    }

    /// The remote store.
    pub const fn remote(&self) -> &R {
        &self.remote
    }
}

impl<L: Store, R: Store> Store for CachedStore<L, R> {
    /// To both, to the remote one first.
    fn put<'a>(&'a self, cid: &'a Cid, block: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            self.remote.put(cid, block).await?;
            self.local.put(cid, block).await
        })
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        Box::pin(async move {
            if let Some(block) = get_verified(&self.local, cid).await? {
                return Ok(Some(block));
            }
            let Some(block) = self.remote.get(cid).await? else { return Ok(None) };
            address::verify(cid, &block)?;
            self.local.put(cid, &block).await?;
            Ok(Some(block))
        })
    }

    fn fetch<'a>(&'a self, root: &'a Cid, limits: Limits) -> BoxFuture<'a, Result<File, Error>> {
        Box::pin(async move {
            match self.local.fetch(root, limits).await {
                Err(Error::NotFound(_) | Error::Mismatch(_)) => {}
                answer => return answer,
            }
            let file = self.remote.fetch(root, limits).await?;
            for (cid, block) in file.blocks() {
                self.local.put(cid, block).await?;
            }
            Ok(file)
        })
    }

    fn pin<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            self.remote.pin(root).await?;
            self.local.pin(root).await
        })
    }
}
