//! Blocks in memory, for tests and short-lived programs.

use std::{
    collections::BTreeMap,
    future::ready,
    sync::{Mutex, MutexGuard, PoisonError},
};

use cid::Cid;

use super::{Error, Store};
use crate::future::BoxFuture;

/// Blocks in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    blocks: Mutex<BTreeMap<Cid, Vec<u8>>>,
}

impl MemoryStore {
    fn blocks(&self) -> MutexGuard<'_, BTreeMap<Cid, Vec<u8>>> {
        // No step of a change can be interrupted half-way.
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn put<'a>(&'a self, cid: &'a Cid, block: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        self.blocks().entry(*cid).or_insert_with(|| block.to_vec());
        Box::pin(ready(Ok(())))
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        let block = self.blocks().get(cid).cloned();
        Box::pin(ready(Ok(block)))
    }
}
