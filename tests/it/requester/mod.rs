//! Requesters with the SDK: from files to a published batch, and from results to a campaign that is gone.

mod closing;
mod examples;
mod faults;
mod key_holders;
mod publishing;
mod results;

use std::path::Path;

use antelope::{Asset, pack::Pair};
use protocol::{
    force::{
        actions::SubmitTask,
        batch::batch_key,
        submission::{DATA_IPFS, Submission},
    },
    token::actions::Transfer,
};
use sdk::{
    content::{self, MemoryStore, Store},
    requester::{CampaignSource, NewBatch, Owner, Requester, TaskList},
};
use serde_json::{Value, json};
use tests::{Actor, World, efx};

/// How long results may be reviewed, in seconds: long enough for what is done on a real chain, short enough to wait for.
const DELAY: u32 = 20;

/// How long a worker may hold a task, in seconds.
const TASK_TIME: u32 = 20;

const CAMPAIGN: &str = "\
---
title: Read a digit
reward: 1 EFX
task_time: 20s
input_schema: {type: object, required: [image], properties: {image: {type: string}}}
output_schema: {type: object, required: [digit], properties: {digit: {type: integer}}}
---
Which digit is on the picture?
";

/// A network whose results may be reviewed for a while, and a place for documents.
async fn world() -> (World, MemoryStore) {
    let world = World::with(|network| network.payout_delay_sec = DELAY).await;
    // From the first payment on, whoever has tokens pays for the row that says so; and whoever pays first, for that of
    // the contract, unless it is there.
    world.open_balances([world.force.account()]).await;
    let token = world.network.token(&world.client, world.token);
    let (from, to, memo) = (world.requester, world.rival, String::new());
    let first = Transfer { from, to, quantity: efx("1.0000"), memo };
    token.transfer(&world.signer, &first).await.unwrap();
    (world, MemoryStore::default())
}

fn requester<'a>(world: &'a World, store: &'a dyn Store) -> Requester<'a> {
    let owner = Owner::account(world.requester, &world.signer);
    Requester::new(&world.client, &world.network, store, owner)
}

fn campaign() -> CampaignSource {
    CampaignSource::from_markdown(Path::new("campaign.md"), CAMPAIGN).unwrap()
}

fn tasks(count: usize) -> TaskList {
    let task = |number| json!({"image": format!("{number}.png")});
    TaskList::new((0..count).map(task).collect(), None).unwrap()
}

/// A campaign with a batch of so many tasks, each for so many workers.
async fn published(requester: &Requester<'_>, tasks_: usize, repetitions: u32) -> NewBatch {
    let plan = requester.plan_campaign(&campaign()).await.unwrap();
    let campaign = requester.make_campaign(&plan).await.unwrap();
    let plan = requester.plan_batch(campaign.id, &tasks(tasks_), repetitions).await.unwrap();
    requester.publish(&plan).await.unwrap()
}

/// A worker reserves the next task and answers it.
async fn work(
    world: &World,
    store: &dyn Store,
    worker: Actor,
    campaign: u32,
    answer: &Value,
) -> Submission {
    let cid = content::add(store, answer.to_string().as_bytes()).await.unwrap();
    submit(world, worker, campaign, content::multihash_of(&cid)).await
}

/// A worker reserves the next task and hands in a document that may be anything.
async fn submit(world: &World, worker: Actor, campaign: u32, multihash: Vec<u8>) -> Submission {
    let task = world.reserve(worker, campaign).await.unwrap();
    let data = Pair { first: DATA_IPFS, second: multihash };
    let action = SubmitTask { data, ..world.submission(worker.id, task) };
    world.push(worker.name, &action).await.unwrap();
    let batch = batch_key(campaign, task.batch_idx);
    world.force.submission(batch, task.task_idx, worker.id).await.unwrap().unwrap()
}

/// What the requester has.
async fn fortune(world: &World) -> Asset {
    let token = world.network.token(&world.client, world.token);
    token.balance(world.requester, world.token.sym.code()).await.unwrap().unwrap().balance
}

/// The RAM that the requester pays for, in bytes.
async fn ram(world: &World) -> i64 {
    world.client.get_account(world.requester).await.unwrap().ram_usage
}
