//! People without an account of the chain at a terminal: a key in a file, and a relayer that serves them.

use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{complaint, force, printed, up::Up};

/// A running `force relay`. Dropping it kills it.
struct Relay {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    url: String,
}

impl Relay {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let url = ready["url"].as_str().unwrap().to_owned();
        Self { child, lines, url }
    }

    /// Asks it to end; gives the lines of its log, and its exit code.
    fn end(mut self) -> (Vec<Value>, Option<i32>) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        let lines = self.lines.by_ref().map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let lines = lines.collect();
        (lines, self.child.wait().unwrap().code())
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A key is made, rows are opened and tokens come in and go out, through a relayer that keeps a log.
#[test]
fn who_has_only_a_key_is_served_by_a_relayer() {
    let up = Up::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let in_folder = |name: &str| folder.path().join(name).display().to_string();
    let local = |arguments: &[&str]| {
        let mut command = force(arguments);
        command.args(["--url", up.url(), "--json"]).env("FORCE_DATA", folder.path());
        command
    };
    let json = |command: &mut Command| -> Value {
        serde_json::from_str(&printed(&command.output().unwrap())).unwrap()
    };

    let key = in_folder("key");
    let made = json(&mut local(&["account", "new-key", &key]));
    let address = made["address"].as_str().unwrap();
    let again = force(&["account", "new-key", &key]).output().unwrap();
    assert!(!again.status.success(), "no key is written over");
    assert!(complaint(&again).contains(&key));

    json(&mut local(&["account", "open", "--as", "erin"]));
    let fee = "0.1000 EFX@token";
    let unready =
        local(&["relay", "--listen", "127.0.0.1:0", "--as", "dave", "--fee", fee]).output();
    let complaint = complaint(&unready.unwrap());
    assert!(complaint.contains("dave has no virtual account"), "{complaint}");
    let relay = Relay::start(&mut local(&[
        "relay",
        "--listen",
        "127.0.0.1:0",
        "--as",
        "erin",
        "--fee",
        fee,
    ]));

    let holder = ["--relay", &relay.url, "--key-file", &key];
    let opened = json(local(&["account", "open"]).args(holder));
    assert_eq!(opened[0], "4,EFX@token");
    let shown = |who: &[&str]| json(local(&["account", "show"]).args(who))["tokens"][0].clone();
    let id = shown(&[address])["id"].to_string();
    json(&mut local(&["account", "deposit", "5.0000 EFX", "--to", &id, "--as", "alice"]));
    json(local(&["account", "withdraw", "2.0000 EFX", "--to", "alice"]).args(holder));
    assert_eq!(shown(&holder)["virtual_balance"], "2.9000 EFX");
    assert_eq!(shown(&["erin"])["virtual_balance"], "0.1000 EFX");

    let too_much = local(&["account", "transfer", "5.0000 EFX", "--to", "0"]).args(holder).output();
    let complaint = super::complaint(&too_much.unwrap());
    assert!(complaint.contains("not enough balance"), "{complaint}");

    let (log, code) = relay.end();
    assert_eq!(code, Some(0));
    let outcomes: Vec<_> = log.iter().map(|line| line["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["relayed", "relayed", "chain"]);
    assert_eq!(log[1]["user"], address);
}

/// Accounts of the chain are made, and act by themselves; nobody qualifies for what is not there.
#[test]
fn accounts_of_the_chain_act_by_themselves() {
    let up = Up::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let local = |arguments: &[&str]| {
        let mut command = force(arguments);
        command.args(["--url", up.url()]).env("FORCE_DATA", folder.path());
        command
    };
    let succeeds = |arguments: &[&str]| printed(&local(arguments).output().unwrap());
    let key = up.ready["accounts"][0]["public_key"].as_str().unwrap();
    let created = local(&["account", "create", "newcomer", "--key", key, "--as", "eosio"])
        .env("FORCE_KEY", up.key("eosio"))
        .output();
    assert!(printed(&created.unwrap()).starts_with("newcomer: "));

    succeeds(&["account", "open", "--as", "bob"]);
    assert!(succeeds(&["account", "open", "--as", "bob"]).contains("open already"));
    let tried = succeeds(&["account", "deposit", "1.0000 EFX", "--as", "bob", "--dry-run"]);
    assert!(tried.contains("1.0000 EFX@token to virtual account"), "{tried}");
    assert!(succeeds(&["account", "show", "bob"]).contains("0.0000 EFX"));
    assert!(succeeds(&["quali", "list", "bob"]).starts_with("bob"));
    for (arguments, reason) in [
        (["quali", "check", "7", "bob"].as_slice(), "there is no campaign 7"),
        (&["account", "show"], "who acts?"),
        (&["account", "deposit", "1.0000 NFX", "--as", "bob"], "no token 4,NFX"),
        (&["account", "show", "--relay", "http://127.0.0.1:1", "--as", "bob"], "cannot be used"),
        (&["account", "transfer", "1.0000 EFX", "--to", "0", "--as", "dave"], "force account open"),
        (&["relay", "--as", "bob", "--allow", "setchain"], "setchain cannot be relayed"),
    ] {
        let output = local(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(complaint(&output).contains(reason), "{}", complaint(&output));
    }
}
