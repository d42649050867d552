//! The demo from end to end, as a program sees it.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::Stdio,
};

use serde_json::Value;

use super::{complaint, force, printed};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The report of ten tasks with two results each.
fn report(options: &[&str]) -> Value {
    let demo = [&["demo", "--tasks", "10", "--repetitions", "2", "--json"], options].concat();
    serde_json::from_str(&printed(&force(&demo).output().unwrap())).unwrap()
}

#[test]
fn every_token_and_byte_is_accounted_for() {
    let report = report(&[]);
    assert_eq!(report["node"], "embedded");
    is_accounted_for(&report);
}

/// The same at the end, whoever keeps the rules. What a race decides is left out: who gets which task, and with it who
/// is how often right and the most RAM at one time.
#[test]
fn figures_are_those_of_a_real_node() {
    let [embedded, nodeos] = ["embedded", "nodeos"].map(|node| {
        let mut report = report(&["--node", node]);
        assert_eq!(report["node"], node);
        is_accounted_for(&report);
        for ram in report["ram"].as_array_mut().unwrap() {
            ram["peak"].take();
        }
        for action in report["actions"].as_array_mut().unwrap() {
            action["cpu_us_median"].take();
            action["wall_ms_median"].take();
        }
        report
    });
    for figures in ["money", "ram", "actions"] {
        assert_eq!(embedded[figures], nodeos[figures], "{figures}");
    }
}

fn is_accounted_for(report: &Value) {
    assert_eq!(report["work"]["submissions"], 20);
    let workers = report["accuracy"]["workers"].as_array().unwrap();
    assert_eq!(workers.len(), 5);
    let by_workers: u64 = workers.iter().map(|w| w["submissions"].as_u64().unwrap()).sum();
    assert_eq!(by_workers, 20);

    // One token a result, a tenth of it as fee, twenty tokens too much.
    let money = &report["money"];
    for (name, amount) in [
        ("paid_in", "42.0000 EFX"),
        ("paid", "20.0000 EFX"),
        ("fee", "2.0000 EFX"),
        ("refunded", "20.0000 EFX"),
        ("remaining", "0.0000 EFX"),
        ("unexplained", "0.0000 EFX"),
    ] {
        assert_eq!(text(&money[name]), amount, "{name}");
    }

    for ram in report["ram"].as_array().unwrap() {
        assert_eq!(ram["before"], ram["after"], "{ram}");
        let is_used = ["requester", "workers"].contains(&text(&ram["party"]));
        let grew = ram["peak"].as_i64() > ram["before"].as_i64();
        assert_eq!(grew, is_used, "{ram}");
    }

    let actions = report["actions"].as_array().unwrap();
    for (name, count) in
        [("force::reservetask", 20), ("force::submittask", 20), ("token::transfer", 1)]
    {
        let action = actions.iter().find(|action| action["action"] == name).unwrap();
        assert_eq!(action["count"], count, "{name}");
        assert!(action["cpu_us_median"].as_u64() > Some(0), "{action}");
    }
}

#[test]
fn an_interrupted_demo_leaves_nothing() {
    let mut demo = force(&["demo", "--node", "nodeos"])
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stderr.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    let node = next();
    let process = node.rsplit(' ').next().unwrap().to_owned();
    assert!(Path::new("/proc").join(&process).exists(), "{node}");

    let id = rustix::process::Pid::from_raw(demo.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    let status = demo.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(!Path::new("/proc").join(&process).exists(), "the node has ended");
    let rest: Vec<_> = lines.map_while(Result::ok).collect();
    assert!(rest.last().is_some_and(|line| line.starts_with("interrupted")), "{rest:?}");
    let mut result = String::new();
    demo.stdout.unwrap().read_to_string(&mut result).unwrap();
    assert_eq!(result, "", "there is no report");
}

#[test]
fn contracts_that_are_not_built_are_named() {
    let output = force(&["demo", "--contracts", "no/such/folder"]).output().unwrap();
    assert!(!output.status.success());
    let message = complaint(&output);
    assert!(message.contains("no/such/folder/force.wasm"), "{message}");
    assert!(message.contains("scripts/build-contracts"), "{message}");
}

/// Wherever documents are, they have the same CIDs; and the same comes of it.
#[test]
fn documents_in_a_real_node_of_ipfs_have_the_same_cids() {
    if sdk::kubo::Kubo::find().is_none() {
        eprintln!("skipped, for there is no kubo: the demo with it; scripts/setup kubo builds it");
        return;
    }
    let [embedded, kubo] = ["embedded", "kubo"].map(|place| {
        let report = report(&["--ipfs", place]);
        is_accounted_for(&report);
        report["documents"].clone()
    });
    assert_eq!(embedded, kubo);
    for document in ["campaign", "batch"] {
        assert!(text(&kubo[document]).starts_with("bafkrei"), "{kubo}");
    }
}

#[test]
fn a_node_of_ipfs_that_is_not_there_is_named() {
    let output = force(&["demo", "--ipfs", "http://127.0.0.1:1"]).output().unwrap();
    assert!(!output.status.success());
    let message = complaint(&output);
    assert!(message.contains("http://127.0.0.1:1"), "{message}");
    let output = force(&["demo", "--ipfs", "nowhere"]).output().unwrap();
    assert!(complaint(&output).contains("neither embedded, nor kubo, nor a url"));
}
