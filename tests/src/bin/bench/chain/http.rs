//! Nodes behind HTTP, the embedded one and a real one, at the same requests.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use antelope::{SignedTransaction, TimePoint};
use chain::{
    Chain, Config,
    devnet::Devnet,
    node::{Mining, Node},
    server::{Options, Server},
};
use sdk::{
    Client, Nodeos, Signer,
    nodeos::{Installation, NodeosConfig},
    system::SYSTEM,
};
use tokio::task::JoinSet;

use super::{Rate, Size, job::Job, memory};
use crate::Result;

/// How a node did.
pub(super) struct Figures {
    /// From its start to its first answer.
    pub(super) ready: Duration,
    /// Each transfer after the answer to the one before.
    pub(super) one_by_one: Rate,
    /// Eight requests under way at any time.
    pub(super) eight: Rate,
    memory: Option<u64>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:>4}{} {:>16}", self.one_by_one, "", self.eight, Size(self.memory))
    }
}

/// The embedded chain, served from a thread of this process, with blocks by the clock as the real one has them.
pub(super) async fn embedded(job: &Job, count: u32) -> Result<Figures> {
    let begin = Instant::now();
    let mut node = Node::new(Chain::new(Config::default()), Mining::Interval);
    // The chain begins years ago, as every new one.
    node.tick(now());
    let options = Options {
        clock: Some(Arc::new(now)),
        block_time: Some(Duration::from_millis(500)),
        ..Options::default()
    };
    let server = Server::start(Devnet::new(node), options).await?;
    Client::http(&server.url())?.get_info().await?;
    let ready = begin.elapsed();
    let (one_by_one, eight) = play(job, &server.url(), count).await?;
    let memory = memory::of_this_process();
    server.stop().await?;
    Ok(Figures { ready, one_by_one, eight, memory })
}

/// nodeos, with its protocol features.
pub(super) async fn nodeos(job: &Job, installation: Installation, count: u32) -> Result<Figures> {
    let begin = Instant::now();
    let node = Nodeos::launch(installation, NodeosConfig::default()).await?;
    let ready = begin.elapsed();
    node.boot().await?;
    let (one_by_one, eight) = play(job, &node.url(), count).await?;
    let memory = memory::of(node.process_id());
    node.stop().await?;
    Ok(Figures { ready, one_by_one, eight, memory })
}

/// Prepares the token and sends the transfers, which were signed before.
async fn play(job: &Job, url: &str, count: u32) -> Result<(Rate, Rate)> {
    let client = Client::http(url)?;
    let signer = &job.signer;
    for account in Job::accounts() {
        client.create_account(signer, SYSTEM, account, &signer.public_key()).await?;
    }
    client.deploy(signer, Job::CONTRACT, &job.contract.code, &job.contract.abi).await?;
    client.push(signer, &Job::beginning()).await?;

    let transfers = signed(job, &client, 0..count).await?;
    let begin = Instant::now();
    for transfer in &transfers {
        client.send(transfer).await?;
    }
    let one_by_one = Rate { count, time: begin.elapsed() };

    let transfers = signed(job, &client, count..2 * count).await?;
    let begin = Instant::now();
    let mut under_way = JoinSet::new();
    for transfer in transfers {
        if under_way.len() == 8 {
            under_way.join_next().await.ok_or("there are eight")???;
        }
        let client = client.clone();
        under_way.spawn(async move { client.send(&transfer).await.map(drop) });
    }
    while let Some(sent) = under_way.join_next().await {
        sent??;
    }
    Ok((one_by_one, Rate { count, time: begin.elapsed() }))
}

async fn signed(
    job: &Job,
    client: &Client,
    numbers: std::ops::Range<u32>,
) -> Result<Vec<SignedTransaction>> {
    let info = client.get_info().await?;
    let mut transfers = Vec::new();
    for number in numbers {
        let transaction = client.transaction_at(&info, &[Job::transfer(number)]);
        transfers.push(client.sign(&info.chain_id, &[&job.signer], transaction).await?);
    }
    Ok(transfers)
}

#[allow(clippy::disallowed_methods, reason = "the clock of a node has to come from somewhere")]
fn now() -> TimePoint {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    TimePoint(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
}
