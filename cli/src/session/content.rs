//! Where documents are: a folder, a Kubo node, or gateways behind a folder.

use std::{path::Path, sync::Arc};

use anyhow::Result;
use sdk::{
    clock::System,
    content::{CachedStore, FolderStore, GatewayStore, KuboStore, Store, http::Native},
};

use super::SessionArgs;
use crate::profile::{self, Profile};

/// The store of a session. Whatever comes from afar is kept in a folder, so that it is fetched once.
pub(super) fn store(args: &SessionArgs, profile: &Profile) -> Result<Arc<dyn Store>> {
    let folder = |path: &Path| anyhow::Ok(FolderStore::open(path)?);
    let kubo = |url: &str| anyhow::Ok(KuboStore::new(url, Arc::new(Native::new()?)));
    let kept = || folder(&profile::data_path().join("content"));
    match &args.ipfs {
        Some(place) if place.contains("://") => return Ok(Arc::new(kubo(place)?)),
        Some(place) => return Ok(Arc::new(folder(Path::new(place))?)),
        None => {}
    }
    let ipfs = &profile.ipfs;
    if let Some(url) = &ipfs.api {
        return Ok(Arc::new(CachedStore::new(kept()?, kubo(url)?)));
    }
    if let Some(path) = &ipfs.folder {
        return Ok(Arc::new(folder(path)?));
    }
    if ipfs.gateways.is_empty() {
        return Ok(Arc::new(kept()?));
    }
    let http = Arc::new(Native::new()?);
    let gateways = GatewayStore::new(&ipfs.gateways, http, Arc::new(System));
    Ok(Arc::new(CachedStore::new(kept()?, gateways)))
}
