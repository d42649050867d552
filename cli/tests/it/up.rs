//! The chain for development as a program sees it: what it says, what it keeps, what it forks, and how it ends.

use std::{
    io::{BufRead, BufReader, Lines, Read},
    path::Path,
    process::{Child, ChildStdout, Stdio},
};

use antelope::{Asset, Name, name};
use protocol::token::actions::Transfer;
use rustix::process::{Pid, Signal, kill_process};
use sdk::{Client, LocalSigner, Receipt, network::Network};
use serde_json::{Value, json};

use super::{complaint, contracts, force};

/// A running `force up`. Dropping it kills it.
pub(crate) struct Up {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// What it said first.
    pub(crate) ready: Value,
}

impl Up {
    /// At a free port.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = force(&["up", "--listen", "127.0.0.1:0", "--json"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(first) = lines.next() else {
            let mut complaint = String::new();
            child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
            panic!("it did not start: {complaint}");
        };
        let ready = serde_json::from_str(&first.unwrap()).unwrap();
        Self { child, lines, ready }
    }

    pub(crate) fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    pub(crate) fn client(&self) -> Client {
        Client::http(self.url()).unwrap()
    }

    /// The private key of an account.
    pub(crate) fn key(&self, name: &str) -> &str {
        let accounts = self.ready["accounts"].as_array().unwrap();
        let account = accounts.iter().find(|account| account["name"] == name);
        let key = account.map_or(&self.ready["development_key"], |found| &found["private_key"]);
        key.as_str().unwrap()
    }

    fn signer(&self, name: &str) -> LocalSigner {
        self.key(name).parse().unwrap()
    }

    /// Lets an account pay another.
    async fn pay(&self, from: Name, to: Name, quantity: &str) -> sdk::Result<Receipt> {
        let network = Network::default();
        let quantity: Asset = quantity.parse().unwrap();
        let transfer = Transfer { from, to, quantity, memo: "pay".to_owned() };
        let token = network.token(&self.client(), network.tokens[0]);
        token.transfer(&self.signer(&from.to_string()), &transfer).await
    }

    async fn balance(&self, owner: Name) -> String {
        let network = Network::default();
        let token = network.token(&self.client(), network.tokens[0]);
        let balance = token.balance(owner, network.tokens[0].sym.code()).await.unwrap();
        balance.unwrap().balance.to_string()
    }

    /// What it says next.
    fn next(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Asks it to end; gives what it said until then, and its exit code.
    fn end(mut self, signal: Signal) -> (Vec<Value>, Option<i32>) {
        self.signal(signal);
        let lines = self.lines.by_ref().map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let lines = lines.collect();
        (lines, self.child.wait().unwrap().code())
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ALICE: Name = name!("alice");
const BOB: Name = name!("bob");

#[tokio::test]
async fn contracts_are_deployed_and_accounts_can_pay() {
    let mut up = Up::start(&[]);
    let client = up.client();
    for account in ["force", "vaccount", "token", "atomicassets"] {
        let hash = client.get_code_hash(account.parse().unwrap()).await.unwrap();
        assert_ne!(hash, Default::default(), "{account}");
    }
    assert_eq!(up.balance(ALICE).await, "1000000.0000 EFX");
    let receipt = up.pay(ALICE, BOB, "1.5000 EFX").await.unwrap();
    assert_eq!(up.balance(BOB).await, "1000001.5000 EFX");

    // What happened is told: the transfer, and whom it notified.
    let told = up.next();
    assert_eq!((&told["event"], &told["id"]), (&json!("transaction"), &json!(receipt.id)));
    let actions = told["actions"].as_array().unwrap();
    let receivers: Vec<_> = actions.iter().map(|action| &action["receiver"]).collect();
    assert_eq!(receivers, ["token", "alice", "bob"]);
    assert_eq!(actions[0]["data"]["quantity"], "1.5000 EFX");
    assert_eq!(actions[2]["creator"], 1);
    assert_eq!(up.next()["event"], "block");

    let error = up.pay(ALICE, BOB, "1000000000.0000 EFX").await.unwrap_err();
    assert!(error.to_string().contains("overdrawn balance"), "{error}");
    let told = up.next();
    assert_eq!(told["event"], "failure");
    let message = told["error"]["message"].as_str().unwrap();
    assert!(message.contains("overdrawn balance"), "{message}");

    let (rest, code) = up.end(Signal::TERM);
    assert_eq!((rest, code), (Vec::new(), Some(0)));
}

#[tokio::test]
async fn time_is_that_outside() {
    let up = Up::start(&["--quiet"]);
    let info = up.client().get_info().await.unwrap();
    let now = std::process::Command::new("date").args(["-u", "+%s"]).output().unwrap();
    let now: i64 = String::from_utf8(now.stdout).unwrap().trim().parse().unwrap();
    let head = info.head_block_time.0 / 1_000_000;
    assert!((now - 5..=now + 1).contains(&head), "{head} is not near {now}");
    up.pay(ALICE, BOB, "1.0000 EFX").await.unwrap();
    // Quiet is quiet, and an interruption is an end like any other.
    assert_eq!(up.end(Signal::INT), (Vec::new(), Some(0)));
}

#[tokio::test]
async fn a_state_file_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    let arguments = ["--state", state.to_str().unwrap()];
    let up = Up::start(&arguments);
    let chain_id = up.ready["chain_id"].clone();
    for _ in 0..5 {
        up.pay(ALICE, BOB, "1.0000 EFX").await.unwrap();
    }
    // As `kill -9` does.
    drop(up);
    let up = Up::start(&arguments);
    assert_eq!(up.ready["chain_id"], chain_id);
    assert_eq!(up.balance(BOB).await, "1000005.0000 EFX");
    let second = force(&["up", "--listen", "127.0.0.1:0"]).args(arguments).output().unwrap();
    assert!(complaint(&second).contains("another process has it open"), "{}", complaint(&second));
    assert_eq!(up.end(Signal::TERM).1, Some(0));
}

#[tokio::test]
async fn an_account_of_another_chain_is_forked() {
    let origin = Up::start(&["--quiet"]);
    origin.pay(ALICE, BOB, "7.0000 EFX").await.unwrap();
    let fork = Up::start(&["--fork", origin.url(), "--account", "token"]);
    assert_eq!(fork.ready.get("gaps"), None);
    assert_eq!(fork.balance(BOB).await, "1000007.0000 EFX");
    // An account that pays for a row is there, without code; no other is.
    let hash = fork.client().get_code_hash(name!("force")).await.unwrap();
    assert_eq!(hash, Default::default());
    let error = fork.client().get_code_hash(name!("atomicassets")).await.unwrap_err();
    assert!(error.is_unknown_account(), "{error}");
    // What happens there happens there.
    fork.pay(BOB, ALICE, "7.0000 EFX").await.unwrap();
    assert_eq!(fork.balance(BOB).await, "1000000.0000 EFX");
    assert_eq!(origin.balance(BOB).await, "1000007.0000 EFX");
}

#[test]
fn what_is_missing_is_named() {
    let nowhere = tempfile::tempdir().unwrap();
    let output = force(&["up", "--listen", "127.0.0.1:0"])
        .env("FORCE_CONTRACTS", nowhere.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let message = complaint(&output);
    assert!(message.contains("scripts/build-contracts"), "{message}");
    assert!(contracts().is_dir());

    let up = Up::start(&["--quiet"]);
    let address = up.url().trim_start_matches("http://").to_owned();
    let output = force(&["up", "--listen", &address]).output().unwrap();
    assert!(complaint(&output).contains(&format!("cannot serve at {address}")));

    let text = nowhere.path().join("text");
    std::fs::write(&text, "no state").unwrap();
    let output = force(&["up", "--state", path(&text)]).output().unwrap();
    assert!(complaint(&output).contains("state file "), "{}", complaint(&output));

    let dead = ["up", "--fork", "http://127.0.0.1:9", "--account", "token"];
    let output = force(&dead).output().unwrap();
    assert!(complaint(&output).contains("account token"), "{}", complaint(&output));
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
