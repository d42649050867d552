//! A journal that ends with its process: for tests, and for work that may be done again.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Journal, Record};
use crate::future::BoxFuture;

/// Records in memory. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal {
    records: Arc<Mutex<Vec<Record>>>,
}

impl MemoryJournal {
    fn lock(&self) -> MutexGuard<'_, Vec<Record>> {
        // A panic of another thread leaves whole records.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Journal for MemoryJournal {
    fn read(&self) -> BoxFuture<'_, io::Result<Vec<Record>>> {
        let records = self.lock().clone();
        Box::pin(std::future::ready(Ok(records)))
    }

    fn append<'a>(&'a self, record: &'a Record) -> BoxFuture<'a, io::Result<()>> {
        self.lock().push(record.clone());
        Box::pin(std::future::ready(Ok(())))
    }

    fn replace<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, io::Result<()>> {
        *self.lock() = records.to_vec();
        Box::pin(std::future::ready(Ok(())))
    }
}
