//! A worker is killed at every point, and another one goes on with its journal: every task is done exactly once.

use std::{
    collections::BTreeMap, fs, os::unix::process::ExitStatusExt, path::Path, process::Command,
};

use chain::{
    devnet::Devnet,
    server::{Options, Server},
};
use protocol::force::batch::split_batch_key;
use sdk::{Client, content::FolderStore, document::ResultDocument};
use serde_json::json;
use tests::World;

use super::publish;

/// Where it is killed, when it comes there for the so-and-so-many-th time; and how often the task that it was at is
/// answered altogether. One answer means that what was computed before is not computed again.
const POINTS: [(&str, u32, usize); 18] = [
    ("before reserving", 1, 1),
    ("after reserving", 1, 1),
    ("before send", 1, 1),
    ("after send", 1, 1),
    ("before reserved", 1, 1),
    ("after reserved", 1, 1),
    ("in handler", 1, 2),
    ("in handler", 2, 2),
    ("before answered", 1, 2),
    ("after answered", 1, 1),
    ("before put", 1, 1),
    ("after pin", 1, 1),
    ("before submitting", 2, 1),
    ("after submitting", 1, 1),
    ("before send", 2, 1),
    ("after send", 2, 1),
    ("before over", 1, 1),
    ("after over", 2, 1),
];

const TASKS: u32 = 3;

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_anywhere_does_every_task_once() {
    let world = World::new().await;
    let Some(devnet) = world.devnet() else {
        // The rules of this chain are played here; the other node's are in the other scenarios.
        return world.finish().await;
    };
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path().join("documents")).unwrap();
    let mut batches = Vec::new();
    for _ in POINTS {
        let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
        let tasks: Vec<_> = (0..TASKS).map(|number| json!({ "number": number })).collect();
        batches.push(publish(&world, &store, campaign, 1, &tasks).await);
    }
    let node = devnet.node().clone();
    let server = Server::start(Devnet::new(node), Options::default()).await;
    let server = server.unwrap();
    let client = Client::http(&server.url()).unwrap();
    let force = world.network.force(&client);

    for ((point, count, most), batch) in POINTS.into_iter().zip(batches) {
        let what = format!("killed {point}, time {count}");
        let (campaign, batch_idx) = split_batch_key(batch);
        let run = async |point: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_worker"));
            command.args([&server.url(), &world.network.force.to_string()]);
            command.args([&world.alice.name.to_string(), &campaign.to_string()]);
            command.args([folder.path().as_os_str()]);
            command.args([point, &count.to_string()]);
            let status = tokio::task::spawn_blocking(move || command.status().unwrap());
            status.await.unwrap()
        };
        assert_eq!(run(point).await.signal(), Some(9), "{what}");
        assert!(run("nowhere").await.success(), "{what}");

        let rows = force.submissions(campaign, batch_idx).await.unwrap();
        assert_eq!(rows.len(), TASKS as usize, "{what}");
        for (row, number) in rows.iter().zip(0..) {
            assert_eq!((row.task_idx, row.account_id), (number, Some(world.alice.id)), "{what}");
            let document = ResultDocument::fetch(&store, &row.data).await.unwrap();
            assert_eq!(document.answer, json!({ "double": 2 * number }), "{what}");
        }
        assert_eq!(force.reservations(campaign).await.unwrap(), [], "{what}");
        let calls = calls(&folder.path().join(format!("calls-{campaign}")));
        assert_eq!(calls.len(), TASKS as usize, "{what}");
        assert_eq!(calls.values().max(), Some(&most), "{what}: {calls:?}");
        assert!(calls.values().sum::<usize>() <= TASKS as usize + 1, "{what}: {calls:?}");
    }
    server.stop().await.unwrap();
    world.finish().await;
}

/// How often each task was answered.
fn calls(path: &Path) -> BTreeMap<String, usize> {
    let mut calls = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        *calls.entry(line.to_owned()).or_default() += 1;
    }
    calls
}
