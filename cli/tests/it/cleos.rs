//! The node's own client against `force up`.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Output, Stdio},
    time::Duration,
};

use sdk::nodeos::Installation;
use serde_json::Value;

use super::{contracts, up::Up};

/// cleos with a keosd of its own. Dropping it ends that.
struct Cleos {
    installation: Installation,
    keosd: Child,
    wallet_url: String,
    url: String,
    /// Where the keys are, until the end.
    _folder: tempfile::TempDir,
}

impl Cleos {
    fn start(installation: Installation, url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // It cannot say at which port it listens: one that was free just now is taken.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut keosd = installation
            .keosd()
            .args(["--http-server-address", &address, "--http-validate-host=false"])
            .args(["--unlock-timeout", "99999"])
            .args(["--config-dir", path(folder.path())])
            .args(["--data-dir", path(folder.path())])
            .args(["--wallet-dir", path(folder.path())])
            .args(["--unix-socket-path", path(&folder.path().join("keosd.sock"))])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It says when it listens; what it says later has to go somewhere.
        let mut log = BufReader::new(keosd.stderr.take().unwrap());
        let (sender, ready) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            while log.read_line(&mut line).is_ok_and(|length| length > 0) {
                // Nobody waits any more after the first time.
                let _ = line.contains("start listening").then(|| sender.send(()));
                line.clear();
            }
        });
        let wallet_url = format!("http://{address}");
        let cleos = Self { installation, keosd, wallet_url, url: url.to_owned(), _folder: folder };
        ready.recv_timeout(Duration::from_secs(10)).expect("keosd listens");
        let password = cleos._folder.path().join("password");
        cleos.done(&["wallet", "create", "--file", path(&password)]);
        cleos
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.installation.cleos();
        command.args(["--no-auto-keosd", "--wallet-url", &self.wallet_url, "-u", &self.url]);
        command.args(arguments).output().unwrap()
    }

    /// What it prints, after it has succeeded.
    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }
}

impl Drop for Cleos {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.keosd.kill();
        let _ = self.keosd.wait();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn cleos_finds_what_it_expects() {
    let Some(installation) = Installation::find().unwrap() else {
        eprintln!("skipped: nodeos is not installed; scripts/setup installs it");
        return;
    };
    let up = Up::start(&["--quiet"]);
    let cleos = Cleos::start(installation, up.url());
    for account in ["eosio", "alice"] {
        cleos.done(&["wallet", "import", "--private-key", up.key(account)]);
    }
    let accounts = up.ready["accounts"].as_array().unwrap();
    let alice = accounts.iter().find(|account| account["name"] == "alice").unwrap();
    let key = alice["public_key"].as_str().unwrap();

    // An account, and a contract on it.
    cleos.done(&["create", "account", "eosio", "cleos", key]);
    let account = cleos.json(&["get", "account", "cleos", "-j"]);
    assert_eq!(account["account_name"], "cleos");
    let folder = deployable("token");
    cleos.done(&["set", "contract", "cleos", path(folder.path()), "token.wasm", "token.abi"]);
    let code = cleos.done(&["get", "code", "cleos"]);
    let token = cleos.done(&["get", "code", "token"]);
    assert_eq!(code, token);

    // Tokens.
    let push =
        |action, data: &str| cleos.done(&["push", "action", "cleos", action, data, "-p", "cleos"]);
    push("create", r#"["cleos", "1000.00 CLE"]"#);
    push("issue", r#"["cleos", "1000.00 CLE", ""]"#);
    push("transfer", r#"["cleos", "bob", "12.34 CLE", "from cleos"]"#);
    assert_eq!(cleos.done(&["get", "currency", "balance", "cleos", "bob"]).trim(), "12.34 CLE");
    let table = cleos.json(&["get", "table", "cleos", "bob", "accounts"]);
    assert_eq!(table["rows"][0]["balance"], "12.34 CLE");
    let scopes = cleos.json(&["get", "scope", "cleos", "-t", "accounts"]);
    let scopes: Vec<_> =
        scopes["rows"].as_array().unwrap().iter().map(|row| &row["scope"]).collect();
    assert_eq!(scopes, ["bob", "cleos"]);
    let block = cleos.json(&["get", "block", "1"]);
    assert_eq!(block["block_num"], 1);

    // Refusals, with the exit codes of cleos.
    let too_much = r#"["cleos", "bob", "5000.00 CLE", ""]"#;
    let output = cleos.run(&["push", "action", "cleos", "transfer", too_much, "-p", "cleos"]);
    assert_eq!(output.status.code(), Some(19), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("overdrawn balance"), "{}", text(&output.stderr));
    let bad = tempfile::tempdir().unwrap();
    std::fs::write(bad.path().join("bad.wasm"), b"\0asm\x01\0\0\0").unwrap();
    std::fs::copy(folder.path().join("token.abi"), bad.path().join("bad.abi")).unwrap();
    let output = cleos.run(&["set", "contract", "cleos", path(bad.path()), "bad.wasm", "bad.abi"]);
    assert_eq!(output.status.code(), Some(51), "{}", text(&output.stderr));
    let output = cleos.run(&["get", "account", "nobody"]);
    assert!(text(&output.stderr).contains("unknown key"), "{}", text(&output.stderr));
}

/// A folder with a contract's code and ABI, as cleos wants them.
fn deployable(contract: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (wasm, abi) = (format!("{contract}.wasm"), format!("{contract}.abi"));
    std::fs::copy(contracts().join(&wasm), folder.path().join(wasm)).unwrap();
    let abis = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../abi");
    std::fs::copy(abis.join(&abi), folder.path().join(abi)).unwrap();
    folder
}
