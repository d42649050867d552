//! The state file: nothing that was told is lost, however the process ends.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use antelope::Checksum256;
use chain::{
    Config,
    devnet::Devnet,
    node::Node,
    server::{Options, Server, Store},
};
use serde_json::json;

use crate::client::{Hand, cheat, devnet, info, request, transaction};

/// Says to [`child`] that it is one, and where its state is.
const STATE: &str = "CHAIN_TEST_STATE";

/// Few inputs between checkpoints, so that both happen all the time.
fn open(path: &Path) -> Store {
    Store::open(path).unwrap().with_inputs(7)
}

fn restore(path: &Path) -> Option<Node> {
    open(path).restore(Config::default()).unwrap()
}

async fn serve(path: &Path, options: Options) -> Server {
    let store = open(path);
    let kept = store.restore(Config::default()).unwrap();
    let devnet = kept.map_or_else(devnet, Devnet::new);
    Server::start(devnet, Options { store: Some(store), ..options }).await.unwrap()
}

#[tokio::test]
async fn a_node_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let hand = Hand::at(devnet().node().head().time);
    for round in 0..5 {
        let options = Options { clock: Some(hand.clock()), ..Options::default() };
        let server = serve(&path, options).await;
        for number in 0..4 {
            hand.forward(700);
            cheat(server.address(), "impersonate", transaction(round * 10 + number)).await;
        }
        cheat(server.address(), "warp", json!({ "seconds": 60 })).await;
        hand.forward(700);
        info(server.address()).await;
        let before = server.devnet().node().dump();
        // Even rounds end as they should, odd ones do not.
        if round % 2 == 0 {
            server.stop().await.unwrap();
        } else {
            drop(server);
            wait_until_free(&path).await;
        }
        assert_eq!(restore(&path).unwrap().dump(), before, "round {round}");
    }
}

/// Waits until a server that was dropped has let go of its file.
async fn wait_until_free(path: &Path) {
    for _ in 0..1000 {
        if Store::open(path).is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the file is still in use");
}

#[tokio::test]
async fn reverting_and_loading_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let server = serve(&path, Options::default()).await;
    let address = server.address();
    cheat(address, "impersonate", transaction(1)).await;
    let snapshot = cheat(address, "snapshot", json!({})).await;
    cheat(address, "impersonate", transaction(2)).await;
    cheat(address, "revert", snapshot).await;
    cheat(address, "impersonate", transaction(3)).await;
    let before = server.devnet().node().dump();
    server.stop().await.unwrap();
    assert_eq!(restore(&path).unwrap().dump(), before);
}

#[tokio::test]
async fn a_file_has_one_user_and_one_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let server = serve(&path, Options::default()).await;
    let message = Store::open(&path).unwrap_err().to_string();
    assert!(message.contains("another process"), "{message}");
    server.stop().await.unwrap();
    let text = folder.path().join("text");
    std::fs::write(&text, "not a database, but long enough to be taken for one".repeat(100))
        .unwrap();
    assert!(Store::open(&text).is_err());
}

/// Not a test of its own: what [`everything_told_survives_a_kill`] starts.
#[tokio::test]
async fn child() {
    let Some(path) = env::var_os(STATE) else { return };
    let server = serve(Path::new(&path), Options::default()).await;
    // A line of its own, after what the test runner writes.
    let address = format!("\naddress {}\n", server.address());
    std::io::Write::write_all(&mut std::io::stdout(), address.as_bytes()).unwrap();
    std::future::pending::<()>().await;
}

fn start_child(path: &Path) -> (Child, std::net::SocketAddr) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "state::child", "--nocapture", "--test-threads=1"])
        .env(STATE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| Some(line.unwrap().strip_prefix("address ")?.to_owned()));
    (child, address.unwrap().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_told_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let mut told: Vec<Checksum256> = Vec::new();
    for (round, kill_after) in [0, 1, 5, 13, 40, 7, 29].into_iter().enumerate() {
        let (mut child, address) = start_child(&path);
        // Four clients at once: some are always in the middle of something when the end comes.
        let (sender, mut answers) = tokio::sync::mpsc::unbounded_channel();
        for client in 0..4 {
            let sender = sender.clone();
            tokio::spawn(async move {
                for number in 0..10_000 {
                    let number = (round as u32 * 4 + client) * 10_000 + number;
                    let body = transaction(number).to_string();
                    let line = "POST /v1/devnet/impersonate";
                    let Some(answer) = request(address, line, body.as_bytes()).await else {
                        return;
                    };
                    assert_eq!(answer.status, 200, "{answer:?}");
                    let id = answer.body["transaction_id"].as_str().unwrap().parse().unwrap();
                    if sender.send(id).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for _ in 0..kill_after {
            told.push(answers.recv().await.unwrap());
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What was answered before the end came, but not yet read.
        while let Some(id) = answers.recv().await {
            told.push(id);
        }
        let Some(node) = restore(&path) else {
            assert!(told.is_empty());
            continue;
        };
        for id in &told {
            assert!(node.transaction(id).is_some(), "{id} is lost after round {round}");
        }
        // What is there is whole.
        assert!(
            node.transaction(told.last().unwrap_or(&Checksum256::default())).is_some()
                || told.is_empty()
        );
    }
    assert!(told.len() >= 95);
}
