//! Reads the results of a campaign into a table, and says how far workers agree.
//!
//! ```sh
//! cargo run -p sdk --features requester --example results -- CAMPAIGN results.csv [FIELD]
//! ```
//!
//! The variables `FORCE_URL` and `FORCE_IPFS` name the node and the folder with the documents. Reading needs no key.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::{env, error::Error, fs::File, path::Path};

use sdk::{
    Client,
    content::{FolderStore, Store},
    network::Network,
    requester::{ResultReader, Results},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let (campaign, table, field) = match arguments.as_slice() {
        [campaign, table] => (campaign, table, None),
        [campaign, table, field] => (campaign, table, Some(field.as_str())),
        _ => return Err("usage: results CAMPAIGN TABLE [FIELD]".into()),
    };
    let or = |variable: &str, default: &str| env::var(variable).unwrap_or(default.to_owned());
    let client = Client::http(&or("FORCE_URL", "http://127.0.0.1:8888"))?;
    let store = FolderStore::open(or("FORCE_IPFS", "documents"))?;
    let table = Path::new(table);
    read(&client, &Network::default(), &store, campaign.parse()?, table, field).await?;
    Ok(())
}

/// Writes the results of a campaign to `table`, and shows what most workers say in a field of their answers.
pub(crate) async fn read(
    client: &Client,
    network: &Network,
    store: &dyn Store,
    campaign: u32,
    table: &Path,
    field: Option<&str>,
) -> Result<Results, Box<dyn Error>> {
    let reader = ResultReader::new(client, network, store).with_transactions();
    let results = reader.read(campaign).await?;
    results.write_csv(File::create(table)?)?;

    let usable = results.rows.iter().filter(|row| row.counts()).count();
    println!("{} results, {usable} of them as asked for", results.rows.len());
    let agreement = results.agreement(field);
    for task in agreement.tasks {
        let answer = task.majority.answer.as_deref().unwrap_or("no majority");
        let (votes, voters) = (task.majority.votes, task.majority.voters);
        println!("task {}: {answer} ({votes} of {voters})", task.task_idx);
    }
    if let Some(kappa) = agreement.kappa.and_then(|figures| figures.kappa) {
        println!("Fleiss' kappa {kappa:.3}");
    }
    Ok(results)
}
