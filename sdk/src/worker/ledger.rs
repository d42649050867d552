//! The journal together with what follows from it.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use antelope::{Checksum256, Name};

use super::{
    Error, TaskId,
    journal::{Journal, MemoryJournal, Record},
    unfinished::{Progress, Unfinished},
};

/// The journal of a worker, open.
pub(super) struct Ledger {
    journal: Arc<dyn Journal>,
    unfinished: Mutex<Unfinished>,
}

impl Ledger {
    /// A journal for this process only.
    pub(super) fn in_memory() -> Self {
        let journal = Arc::new(MemoryJournal::default());
        Self { journal, unfinished: Mutex::default() }
    }

    /// Reads a journal, and leaves in it what is not finished.
    pub(super) async fn open(
        journal: Arc<dyn Journal>,
        chain_id: Checksum256,
        contract: Name,
    ) -> Result<Self, Error> {
        let opened = Record::Opened { chain_id, contract };
        let records = journal.read().await.map_err(Error::Journal)?;
        if let Some(first) = records.first().filter(|first| **first != opened) {
            return Err(Error::OtherJournal { found: owner(first), wanted: owner(&opened) });
        }
        let unfinished = Unfinished::of(&records);
        let mut left = vec![opened];
        left.extend(unfinished.records());
        if left != records {
            journal.replace(&left).await.map_err(Error::Journal)?;
        }
        Ok(Self { journal, unfinished: Mutex::new(unfinished) })
    }

    pub(super) async fn record(&self, record: Record) -> Result<(), Error> {
        self.journal.append(&record).await.map_err(Error::Journal)?;
        self.lock().apply(&record);
        Ok(())
    }

    pub(super) fn unfinished(&self) -> Unfinished {
        self.lock().clone()
    }

    pub(super) fn progress(&self, task: &TaskId) -> Progress {
        self.lock().tasks.get(task).cloned().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Unfinished> {
        // A panic of another thread leaves it as it was after a whole record.
        self.unfinished.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose journal begins like this.
fn owner(first: &Record) -> String {
    match first {
        Record::Opened { chain_id, contract } => format!("{contract} on the chain {chain_id}"),
        _ => "nobody".to_owned(),
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("unfinished", &self.unfinished()).finish_non_exhaustive()
    }
}
