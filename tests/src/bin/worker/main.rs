//! A worker that is killed, as by `kill -9`, when it comes to a point that is named; for the tests of crashes.
//!
//! `worker URL FORCE ACCOUNT CAMPAIGN FOLDER POINT COUNT`: does the tasks of a campaign until there are none, with its
//! documents and its journal in the folder.
#![allow(clippy::unwrap_used, reason = "in tests a failed step is a failed test")]

mod fatal;

use std::{env, fs::OpenOptions, io::Write, sync::Arc};

use sdk::{
    Client, LocalSigner,
    clock::System,
    content::FolderStore,
    network::Network,
    signer::DEVELOPMENT_KEY,
    transport::Http,
    worker::{FileJournal, Identity, Options, Task, WhenIdle, Worker},
};
use serde_json::{Value, json};

use fatal::{Fatal, Fate};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, url, force, account, campaign, folder, point, count] = &arguments[..] else {
        panic!("worker URL FORCE ACCOUNT CAMPAIGN FOLDER POINT COUNT");
    };
    let fate = Fate::new(point, count.parse().unwrap());
    let suffix = force.split_once('.').unwrap().1;
    let network = Network {
        force: force.parse().unwrap(),
        vaccount: format!("vaccount.{suffix}").parse().unwrap(),
        ..Network::default()
    };
    let client = Client::new(Fatal(Http::new(url).unwrap(), fate.clone()));
    let signer: LocalSigner = DEVELOPMENT_KEY.parse().unwrap();
    let identity = Identity::account(account.parse().unwrap(), Arc::new(signer));
    let store = FolderStore::open(format!("{folder}/documents")).unwrap();
    let journal = FileJournal::open(format!("{folder}/journal-{campaign}")).unwrap();
    let store = Arc::new(Fatal(store, fate.clone()));
    let worker = Worker::new(client, &network, identity, store, Arc::new(System));
    let worker = worker.with_journal(Arc::new(Fatal(journal, fate.clone()))).await.unwrap();

    let calls = format!("{folder}/calls-{campaign}");
    let answer = async |task: Task| -> Value {
        let mut calls = OpenOptions::new().create(true).append(true).open(&calls).unwrap();
        writeln!(calls, "{}", task.id.task_idx).unwrap();
        fate.reach("in handler");
        json!({ "double": 2 * task.data["number"].as_u64().unwrap() })
    };
    let campaigns = vec![campaign.parse().unwrap()];
    let options = Options { campaigns, when_idle: WhenIdle::Return, ..Options::default() };
    worker.run(answer, options).await.unwrap();
}
