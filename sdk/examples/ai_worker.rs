//! Lets a model do tasks: the campaign's instructions and a task are its prompt, its reply is the answer.
//!
//! Whichever model it is stands behind [`Model`]. Here it is [`Parrot`], which runs anywhere and knows nothing; for a
//! real one, implement the trait over its interface.
//!
//! ```sh
//! force up &
//! cargo run -p sdk --example ai_worker
//! ```
//!
//! The variables `FORCE_URL`, `FORCE_ACCOUNT`, `FORCE_KEY` and `FORCE_IPFS` are those of the example `worker`.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::{env, error::Error, sync::Arc, time::Duration};

use sdk::{
    Client, LocalSigner,
    clock::System,
    content::FolderStore,
    future::{BoxFuture, Shared},
    network::Network,
    worker::{FileJournal, Identity, Options, Outcome, Report, Task, WhenIdle, Worker},
};
use serde_json::Value;

/// A model that continues texts.
pub(crate) trait Model: Shared {
    /// The model's reply to a prompt.
    fn reply<'a>(&'a self, prompt: &'a str) -> BoxFuture<'a, Result<String, String>>;
}

/// A model that replies with the task itself: enough to see everything else work.
#[derive(Debug)]
pub(crate) struct Parrot;

impl Model for Parrot {
    fn reply<'a>(&'a self, prompt: &'a str) -> BoxFuture<'a, Result<String, String>> {
        let task = prompt.lines().last().unwrap_or_default();
        Box::pin(std::future::ready(Ok(format!("Here you are:\n{{\"answer\": {task}}}"))))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let or = |variable: &str, default: &str| env::var(variable).unwrap_or(default.to_owned());
    let account = or("FORCE_ACCOUNT", "carol");
    let signer: LocalSigner = env::var("FORCE_KEY").map_err(|_| "FORCE_KEY: no key")?.parse()?;
    let identity = Identity::account(account.parse()?, Arc::new(signer));
    let client = Client::http(&or("FORCE_URL", "http://127.0.0.1:8888"))?;
    let store = Arc::new(FolderStore::open(or("FORCE_IPFS", "documents"))?);
    let worker = Worker::new(client, &Network::default(), identity, store, Arc::new(System));
    // What a model has answered costs money: it is not asked again after a crash.
    let journal = Arc::new(FileJournal::open(format!("{account}.journal"))?);
    let worker = worker.with_journal(journal).await?;
    worker.open_account(Network::default().tokens[0]).await?;
    // Waits for tasks, before whoever comes later; end it with Ctrl-C.
    let report = work(&worker, &Parrot, WhenIdle::StandBy).await?;
    println!("{} results", report.submitted);
    Ok(())
}

/// Lets a model do tasks.
pub(crate) async fn work(
    worker: &Worker,
    model: &dyn Model,
    when_idle: WhenIdle,
) -> Result<Report, Box<dyn Error>> {
    // A model that takes longer has lost its way.
    let time_limit = Some(Duration::from_secs(300));
    let options = Options { jobs: 4, when_idle, time_limit, ..Options::default() };
    Ok(worker.run(|task| answer(model, task), options).await?)
}

async fn answer(model: &dyn Model, task: Task) -> Outcome {
    let instructions = match &task.campaign {
        Some(campaign) => campaign.instructions.as_str(),
        // Without instructions a model would only guess.
        None => return Outcome::Skip,
    };
    let prompt = format!(
        "{instructions}\n\nReply with one JSON document and nothing else. This is the task:\n{}",
        task.data
    );
    let reply = model.reply(&prompt).await;
    reply.and_then(|reply| json_in(&reply).ok_or(format!("no JSON in the reply: {reply}"))).into()
}

/// The JSON object in a reply: models like to say something before and after.
fn json_in(reply: &str) -> Option<Value> {
    let (start, end) = (reply.find('{')?, reply.rfind('}')?);
    serde_json::from_str(reply.get(start..=end)?).ok()
}
