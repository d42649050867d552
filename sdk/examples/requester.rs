//! Puts work on a network: a campaign, and a batch of tasks.
//!
//! ```sh
//! force up &
//! cargo run -p sdk --features requester --example requester -- my-campaign tasks.csv
//! ```
//!
//! `my-campaign` is a folder with a `campaign.md`, or such a file; tasks are a table, JSON, or a folder of files. The
//! variables `FORCE_URL`, `FORCE_ACCOUNT`, `FORCE_KEY` and `FORCE_IPFS` name the node, who pays and with which key, and
//! the folder for documents.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::{env, error::Error, path::Path};

use antelope::Name;
use sdk::{
    Client, LocalSigner, Signer,
    content::{FolderStore, Store},
    document::Schema,
    network::Network,
    requester::{CampaignSource, NewBatch, Owner, Progress, Requester, TaskList},
};

/// Who each task is done by, when the campaign does not say.
const REPETITIONS: u32 = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [campaign, tasks] = arguments.as_slice() else {
        return Err("usage: requester CAMPAIGN TASKS".into());
    };
    let or = |variable: &str, default: &str| env::var(variable).unwrap_or(default.to_owned());
    let client = Client::http(&or("FORCE_URL", "http://127.0.0.1:8888"))?;
    let account: Name = or("FORCE_ACCOUNT", "alice").parse()?;
    let signer: LocalSigner = env::var("FORCE_KEY").map_err(|_| "FORCE_KEY: no key")?.parse()?;
    let store = FolderStore::open(or("FORCE_IPFS", "documents"))?;
    let network = Network::default();
    let (campaign, tasks) = (Path::new(campaign), Path::new(tasks));
    publish(&client, &network, &store, account, &signer, campaign, tasks).await?;
    Ok(())
}

/// Makes the campaign, publishes the tasks in it, and says what that costs.
pub(crate) async fn publish(
    client: &Client,
    network: &Network,
    store: &dyn Store,
    account: Name,
    signer: &dyn Signer,
    campaign: &Path,
    tasks: &Path,
) -> Result<NewBatch, Box<dyn Error>> {
    // Everything is read and checked before anything is done.
    let source = CampaignSource::load(campaign)?;
    let schema = source.document.input_schema.as_ref().map(Schema::new).transpose()?;
    let tasks = TaskList::load(tasks, schema.as_ref())?;

    let requester = Requester::new(client, network, store, Owner::account(account, signer));
    let campaign = requester.make_campaign(&requester.plan_campaign(&source).await?).await?;
    println!("campaign {}: {}", campaign.id, campaign.cid);

    let repetitions = source.terms.repetitions.unwrap_or(REPETITIONS);
    let plan = requester.plan_batch(campaign.id, &tasks, repetitions).await?;
    let quote = plan.quote;
    println!("{} tasks for {repetitions} workers each, {} a result", quote.tasks, quote.reward);
    println!(
        "costs {}, of which {} are fees; you have {}",
        quote.total, quote.fees, plan.available
    );
    let batch = requester.publish(&plan).await?;
    println!("batch {}: {}, transaction {}", batch.batch_idx, batch.cid, batch.receipt.id);

    let progress = Progress::read(&network.force(client), campaign.id).await?;
    println!("{} of {} results are in", progress.results(), progress.wanted());
    Ok(batch)
}
