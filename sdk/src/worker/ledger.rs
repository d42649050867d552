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
    /// Its first record.
    opened: Option<Record>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    unfinished: Unfinished,
    /// How many records were added since it was as short as can be.
    added: usize,
}

/// From how many records on a journal is worth shortening.
const MANY: usize = 1000;

impl Ledger {
    /// A journal for this process only.
    pub(super) fn in_memory() -> Self {
        let journal = Arc::new(MemoryJournal::default());
        Self { journal, opened: None, state: Mutex::default() }
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
        let state = Mutex::new(State { unfinished, added: MANY });
        let ledger = Self { journal, opened: Some(opened), state };
        ledger.shorten().await?;
        Ok(ledger)
    }

    /// Leaves in the journal what is not finished, once it has become long. Not while records are added.
    pub(super) async fn shorten(&self) -> Result<(), Error> {
        let mut records = Vec::from_iter(self.opened.clone());
        {
            let mut state = self.lock();
            if state.added < MANY {
                return Ok(());
            }
            state.added = 0;
            records.extend(state.unfinished.records());
        }
        self.journal.replace(&records).await.map_err(Error::Journal)
    }

    pub(super) async fn record(&self, record: Record) -> Result<(), Error> {
        self.journal.append(&record).await.map_err(Error::Journal)?;
        let mut state = self.lock();
        state.unfinished.apply(&record);
        state.added = state.added.saturating_add(1);
        Ok(())
    }

    pub(super) fn unfinished(&self) -> Unfinished {
        self.lock().unfinished.clone()
    }

    pub(super) fn progress(&self, task: &TaskId) -> Progress {
        self.lock().unfinished.tasks.get(task).cloned().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of another thread leaves it as it was after a whole record.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
