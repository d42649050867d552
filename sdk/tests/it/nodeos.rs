//! The node itself: loopback only, gone when it should be, loud when it dies.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::IpAddr,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use antelope::name;
use sdk::nodeos::{Installation, Nodeos, NodeosConfig};

/// A booted node. Where nodeos is not installed the error says how to.
async fn start() -> Nodeos {
    Nodeos::start().await.unwrap()
}

fn is_running(pid: u32) -> bool {
    // After the command's name in parentheses comes the state; Z has ended and waits to be asked for its status.
    let stat = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat"));
    stat.is_ok_and(|stat| !stat.rsplit(')').next().unwrap().trim_start().starts_with('Z'))
}

#[tokio::test]
async fn node_boots_listens_on_loopback_only_and_leaves_nothing() {
    let node = start().await;
    let sockets = node.listening().unwrap();
    assert_eq!(sockets.len(), 1);
    assert!(sockets.iter().all(|address| address.ip().is_loopback()), "{sockets:?}");
    assert!(matches!(sockets[0].ip(), IpAddr::V4(_)));

    let info = node.client().get_info().await.unwrap();
    node.wait_blocks(1).await.unwrap();
    assert!(node.client().get_info().await.unwrap().head_block_num > info.head_block_num);

    let (pid, folder) = (node.process_id(), node.folder().to_owned());
    assert!(is_running(pid) && folder.exists());
    node.stop().await.unwrap();
    assert!(!is_running(pid) && !folder.exists());
}

#[tokio::test]
async fn dropped_node_ends_though_a_client_is_left() {
    let node = start().await;
    let (client, pid) = (node.client().clone(), node.process_id());
    drop(node);
    assert!(!is_running(pid));
    let error = client.get_info().await.unwrap_err();
    assert!(error.is_transport(), "{error}");
    assert!(error.to_string().contains("nodeos has ended (signal 9)"), "{error}");
}

#[tokio::test]
async fn node_that_cannot_start_shows_its_log() {
    let installation = Installation::require().unwrap();
    let config = NodeosConfig { arguments: vec!["--no-such-option".to_owned()] };
    let error = Nodeos::launch(installation, config).await.unwrap_err();
    assert!(error.is_nodeos());
    assert!(error.to_string().contains("no-such-option"), "{error}");
}

#[tokio::test]
async fn limits_of_the_chain_can_be_set() {
    let node = start().await;
    let mut config = node.chain_config().await.unwrap();
    config.min_transaction_cpu_usage = 1;
    node.set_chain_config(config).await.unwrap();
    assert_eq!(node.chain_config().await.unwrap(), config);

    let key = sdk::Signer::public_key(node.signer());
    let receipt = node.create_account(name!("alice"), &key).await.unwrap();
    assert!(receipt.cpu_usage_us >= 1);
}

/// This test runs itself once more: the copy starts a node, is killed, and cannot clean up.
#[tokio::test]
async fn node_ends_with_a_killed_parent() {
    const COPY: &str = "FORCE_TEST_HOLDS_A_NODE";
    let installation = Installation::require().unwrap();
    if env::var_os(COPY).is_some() {
        let node = Nodeos::launch(installation, NodeosConfig::default()).await.unwrap();
        eprintln!("holding {} {}", node.process_id(), node.folder().display());
        std::future::pending::<()>().await;
    }
    let mut copy = Command::new(env::current_exe().unwrap())
        .args(["--exact", "nodeos::node_ends_with_a_killed_parent", "--nocapture"])
        .env(COPY, "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(copy.stderr.take().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.starts_with("holding ")).unwrap();
    let (pid, folder) = line.trim_start_matches("holding ").split_once(' ').unwrap();
    let (pid, folder) = (pid.parse().unwrap(), Path::new(folder));
    assert!(is_running(pid) && folder.exists());

    copy.kill().unwrap();
    copy.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while is_running(pid) || folder.exists() {
        assert!(Instant::now() < deadline, "still there: process {pid} or {}", folder.display());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
