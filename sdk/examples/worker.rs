//! Does tasks that a network has to give out, and cashes what they earn.
//!
//! ```sh
//! force up &
//! cargo run -p sdk --example worker
//! ```
//!
//! The variables `FORCE_URL`, `FORCE_ACCOUNT`, `FORCE_KEY` and `FORCE_IPFS` name the node, who works and with which key,
//! and the folder for documents.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::{env, error::Error, sync::Arc};

use sdk::{
    Client, LocalSigner,
    clock::System,
    content::FolderStore,
    network::Network,
    worker::{Event, FileJournal, Identity, Options, Report, Task, WhenIdle, Worker},
};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let or = |variable: &str, default: &str| env::var(variable).unwrap_or(default.to_owned());
    let account = or("FORCE_ACCOUNT", "bob");
    let signer: LocalSigner = env::var("FORCE_KEY").map_err(|_| "FORCE_KEY: no key")?.parse()?;
    let identity = Identity::account(account.parse()?, Arc::new(signer));
    let client = Client::http(&or("FORCE_URL", "http://127.0.0.1:8888"))?;
    let store = Arc::new(FolderStore::open(or("FORCE_IPFS", "documents"))?);
    let worker = Worker::new(client, &Network::default(), identity, store, Arc::new(System));
    // Whatever happens to this program: the next run goes on where this one was.
    let journal = Arc::new(FileJournal::open(format!("{account}.journal"))?);
    work(worker.with_journal(journal).await?).await?;
    Ok(())
}

/// Does all tasks that there are.
pub(crate) async fn work(worker: Worker) -> Result<Report, Box<dyn Error>> {
    let worker = worker.observed_by(|event: &Event| {
        if let Event::Submitted { task, cid } = event {
            println!("{task}: {cid}");
        }
    });
    let token = Network::default().tokens[0];
    worker.open_account(token).await?;
    let options = Options { jobs: 2, when_idle: WhenIdle::Return, ..Options::default() };
    let report = worker.run(answer, options).await?;
    println!("{} results", report.submitted);
    for payment in worker.pay_out(token).await? {
        println!("cashed {}", payment.pending.quantity);
    }
    Ok(report)
}

/// Answers a task: here, with how many words its text has.
async fn answer(task: Task) -> Result<Value, String> {
    let text = task.data["text"].as_str().ok_or("the task has no text")?;
    Ok(json!({ "words": text.split_whitespace().count() }))
}
