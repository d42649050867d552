//! Work: tasks found, reserved, answered and handed in, and what they earn cashed.
//!
//! A [`Worker`] is a user with everything that it takes to work. Each step can be taken by itself; [`Worker::run`] takes
//! them all, with a function from task to answer, and starts again after a crash where it was. Which task comes next is
//! the contract's business, what an answer is that of the function.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use antelope::name;
//! use sdk::{
//!     Client, LocalSigner, clock::System, content::FolderStore, network::Network,
//!     worker::{FileJournal, Identity, Options, Task, Worker},
//! };
//! use serde_json::{Value, json};
//!
//! async fn answer(task: Task) -> Result<Value, String> {
//!     let image = task.data["image"].as_str().ok_or("the task has no image")?;
//!     Ok(json!({ "answer": image.len() }))
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let key: LocalSigner = "PVT_K1_…".parse()?;
//! let worker = Worker::new(
//!     Client::http("http://127.0.0.1:8888")?,
//!     &Network::default(),
//!     Identity::account(name!("alice"), Arc::new(key)),
//!     Arc::new(FolderStore::open("documents")?),
//!     Arc::new(System),
//! )
//! .with_journal(Arc::new(FileJournal::open("alice.journal")?))
//! .await?;
//! worker.open_account(Network::default().tokens[0]).await?;
//! let report = worker.run(answer, Options { max_tasks: Some(10), ..Options::default() }).await?;
//! println!("{} results", report.submitted);
//! # Ok(())
//! # }
//! ```

mod error;
mod event;
mod identity;
mod task;

mod opening;
mod qualification;

pub mod journal;
mod ledger;
mod unfinished;

mod payment;
mod reservation;
mod resume;
mod sending;
mod standby;
mod submission;

mod run;
mod stop;

pub use error::Error;
pub use event::{Event, Observer};
pub use identity::Identity;
pub use journal::{FileJournal, Journal, MemoryJournal};
pub use opening::{Opening, Prospect};
pub use payment::{Earned, Withdrawal};
pub use qualification::Holdings;
pub use run::{Options, Report, WhenIdle};
pub use stop::{Stop, Urgency};
pub use submission::Submitted;
pub use task::{Outcome, Task, TaskId};

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use antelope::{ExtendedSymbol, Name};
use protocol::{force::batch::Batch, vaccount::actions::Open};

use crate::{
    client::Client,
    clock::Clock,
    content::Store,
    contracts::{ForceContract, VaccountContract},
    document::{BatchDocument, CampaignDocument},
    network::Network,
};
use ledger::Ledger;

/// A user who works, with everything that it takes.
pub struct Worker {
    force: ForceContract,
    vaccount: VaccountContract,
    identity: Identity,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ledger: Ledger,
    observer: Option<Box<dyn Observer>>,
    known: Mutex<Known>,
}

/// What never changes and need not be asked for twice.
#[derive(Debug, Default)]
struct Known {
    accounts: BTreeMap<ExtendedSymbol, u32>,
    /// Batches with their documents, by key. Their lines and indices are fixed when they are published.
    batches: BTreeMap<u64, Arc<(Batch, BatchDocument)>>,
    /// The documents of campaigns, by their addresses.
    campaigns: BTreeMap<String, Option<Arc<CampaignDocument>>>,
}

/// How many documents of batches are kept, so that memory stays bounded.
const MAX_KNOWN: usize = 64;

impl Worker {
    /// A worker of a network. Documents are read from `store` and results written to it; `clock` is what waiting is
    /// measured by. What is begun is remembered in memory only; see [`with_journal`](Self::with_journal).
    pub fn new(
        client: Client,
        network: &Network,
        identity: Identity,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            force: network.force(&client),
            vaccount: network.vaccount(&client),
            identity,
            store,
            clock,
            ledger: Ledger::in_memory(),
            observer: None,
            known: Mutex::default(),
        }
    }

    /// The same worker, who remembers what is begun in a journal, and knows what was begun before.
    ///
    /// # Errors
    /// When the journal cannot be read, or is of another chain or contract; when the node does not answer.
    pub async fn with_journal(self, journal: Arc<dyn Journal>) -> Result<Self, Error> {
        let chain_id = self.client().get_info().await?.chain_id;
        let ledger = Ledger::open(journal, chain_id, self.force.account()).await?;
        Ok(Self { ledger, ..self })
    }

    /// The same worker, who tells `observer` what happens.
    #[must_use]
    pub fn observed_by(self, observer: impl Observer + 'static) -> Self {
        Self { observer: Some(Box::new(observer)), ..self }
    }

    /// Who works.
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The tasks contract.
    pub const fn force(&self) -> &ForceContract {
        &self.force
    }

    /// The client of the chain.
    pub const fn client(&self) -> &Client {
        self.force.contract().client()
    }

    /// The worker's virtual account for a token; `None` when there is none.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn account_id(&self, token: ExtendedSymbol) -> Result<Option<u32>, Error> {
        if let Some(id) = self.known().accounts.get(&token) {
            return Ok(Some(*id));
        }
        let row = self.vaccount.account_of(self.identity.user(), token).await?;
        Ok(row.map(|row| {
            self.known().accounts.insert(token, row.id);
            row.id
        }))
    }

    /// Opens a virtual account for a token, unless there is one. Gives its id.
    ///
    /// # RAM
    /// [`Identity::payer`].
    ///
    /// # Errors
    /// When the chain refuses, or the node does not answer.
    pub async fn open_account(&self, token: ExtendedSymbol) -> Result<u32, Error> {
        if let Some(id) = self.account_id(token).await? {
            return Ok(id);
        }
        let payer = self.identity.payer();
        let open = Open { acc: self.identity.user(), symbol: token, payer };
        self.act(vec![self.vaccount.action(payer, &open)]).await?;
        self.account_id(token).await?.ok_or(Error::NoAccount(token))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A panic of another thread leaves whole entries.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, event: &Event) {
        if let Some(observer) = &self.observer {
            observer.notice(event);
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let force: Name = self.force.account();
        f.debug_struct("Worker")
            .field("force", &force)
            .field("identity", &self.identity)
            .field("ledger", &self.ledger)
            .finish_non_exhaustive()
    }
}
