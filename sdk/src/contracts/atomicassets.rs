//! AtomicAssets: the NFTs that qualify workers.

use antelope::Name;
use protocol::atomicassets::{Asset, Config};

use super::handle;
use crate::{error::Result, table::Rows};

handle! {
    /// The AtomicAssets contract.
    pub struct AtomicAssetsContract
}

impl AtomicAssetsContract {
    /// The contract's counters and the format of collections; `None` before its `init`.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn config(&self) -> Result<Option<Config>> {
        let mut rows = self.contract().rows::<Config>(self.account()).await?;
        Ok(rows.pop())
    }

    /// An asset of `owner`.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn asset(&self, owner: Name, id: u64) -> Result<Option<Asset>> {
        self.contract().row(owner, id).await
    }

    /// The assets of `owner`, in the order of their ids.
    pub fn assets(&self, owner: Name) -> Rows<'_, Asset, u64> {
        self.contract().rows(owner)
    }
}
