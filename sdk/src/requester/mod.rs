//! Putting work on the network, and getting its results back.
//!
//! A [`CampaignSource`] and a [`TaskList`] are read from files and checked. A [`Requester`] plans what is to be done with
//! them, which costs nothing and tells the price, and then does it; reviews results; and ends the campaign. [`Progress`]
//! and [`Results`] are read by anybody, and [`agreement`] says what answers are worth. What is a task's data and who may
//! do it is said in files of the user, what it costs and who is next by the contract.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use antelope::name;
//! use sdk::{
//!     Client, LocalSigner,
//!     content::FolderStore,
//!     document::Schema,
//!     network::Network,
//!     requester::{CampaignSource, Owner, Requester, Results, TaskList},
//! };
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::http("http://127.0.0.1:8888")?;
//! let signer: LocalSigner = "PVT_K1_…".parse()?;
//! let (network, store) = (Network::default(), FolderStore::open("documents")?);
//! let owner = Owner::account(name!("requester"), &signer);
//! let requester = Requester::new(&client, &network, &store, owner);
//!
//! let source = CampaignSource::load(Path::new("my-campaign"))?;
//! let campaign = requester.make_campaign(&requester.plan_campaign(&source).await?).await?;
//!
//! let schema = source.document.input_schema.as_ref().map(Schema::new).transpose()?;
//! let tasks = TaskList::load(Path::new("tasks.csv"), schema.as_ref())?;
//! let plan = requester.plan_batch(campaign.id, &tasks, 3).await?;
//! println!("costs {}", plan.quote.total);
//! requester.publish(&plan).await?;
//! # Ok(())
//! # }
//! ```

pub mod agreement;
mod batch;
mod campaign;
mod closing;
mod error;
mod export;
mod owner;
mod progress;
mod provenance;
mod quote;
mod results;
mod review;
mod source;
mod transaction;

pub use batch::{BatchPlan, NewBatch};
pub use campaign::{CampaignPlan, NewCampaign};
pub use closing::{Closing, Remainder};
pub use error::{Error, Result};
pub use owner::Owner;
pub use progress::{BatchProgress, Progress};
pub use quote::Quote;
pub use results::{Agreement, Answer, ResultReader, ResultRow, Results, TaskAgreement};
pub use source::{CampaignSource, Problem, Reward, SourceError, TaskFile, TaskList, Terms};

use crate::{
    client::Client,
    content::{Layout, Store},
    contracts::{ForceContract, VaccountContract},
    network::Network,
};

/// Somebody who puts work on a network.
#[derive(Clone, Debug)]
pub struct Requester<'a> {
    client: Client,
    network: Network,
    force: ForceContract,
    vaccount: VaccountContract,
    store: &'a dyn Store,
    owner: Owner<'a>,
    layout: Layout,
    /// Whether nothing is to be done in earnest.
    is_trial: bool,
}

impl<'a> Requester<'a> {
    /// The requester `owner` on a network, whose documents go to `store`.
    pub fn new(client: &Client, network: &Network, store: &'a dyn Store, owner: Owner<'a>) -> Self {
        Self {
            client: client.clone(),
            network: network.clone(),
            force: network.force(client),
            vaccount: network.vaccount(client),
            store,
            owner,
            layout: Layout::V0,
            is_trial: false,
        }
    }

    /// The same, who only tries: nothing is uploaded, and the chain says what a transaction would do, where its node
    /// offers that ([`Client::simulate`]).
    #[must_use]
    pub fn trial(self) -> Self {
        Self { is_trial: true, ..self }
    }

    /// The same, whose documents of campaigns and batches have another layout than `ipfs add` gives them by default, and
    /// with it another CID.
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// Who it is.
    pub const fn owner(&self) -> &Owner<'a> {
        &self.owner
    }
}
