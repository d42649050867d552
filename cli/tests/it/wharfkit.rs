//! A wallet's libraries against `force up`: what they do is in `tests/wharfkit/run.mjs`, what has to come of it here.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde_json::{Value, json};

use super::{contracts, up::Up};

#[test]
fn a_wallet_finds_what_it_expects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wharfkit");
    if !folder.join("node_modules").is_dir()
        || Command::new("node").arg("--version").output().is_err()
    {
        eprintln!("skipped: no Node.js, or not what scripts/setup installs for it");
        return;
    }
    let up = Up::start(&["--quiet"]);
    let keys = json!({ "eosio": up.key("eosio"), "alice": up.key("alice") });
    let output = Command::new("node")
        .arg(folder.join("run.mjs"))
        .arg(up.url())
        .arg(contracts())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../abi"))
        .arg(keys.to_string())
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{lines}{}", String::from_utf8_lossy(&output.stderr));
    let told: BTreeMap<String, Value> = lines
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            (line["step"].as_str().unwrap().to_owned(), line["result"].take())
        })
        .collect();

    for step in ["create", "deploy", "issue", "transfer"] {
        assert_eq!(told[step]["status"], "executed", "{step}");
    }
    assert_eq!(told["account"]["name"], "wharf");
    let alice = up.ready["accounts"].as_array().unwrap().iter().find(|a| a["name"] == "alice");
    assert_eq!(told["account"]["key"], alice.unwrap()["public_key"]);
    assert_eq!(told["abi"], json!(["close", "create", "issue", "open", "retire", "transfer"]));
    assert_eq!(told["rows"], json!([{ "balance": "1.2345 WHARF" }]));
    assert_eq!(told["typed"], json!([{ "units": 9_987_655, "symbol": "4,WHARF" }]));
    assert_eq!(told["balance"], json!(["1.2345 WHARF"]));
    assert_eq!(told["scopes"], json!(["bob", "wharf"]));
    let state = told["status"]["state"].as_str().unwrap();
    assert!(["LOCALLY_APPLIED", "IN_BLOCK", "IRREVERSIBLE"].contains(&state), "{state}");
    assert_eq!(told["block"], true);
    for (step, reason) in [
        ("overdrawn", "assertion failure with message: overdrawn balance"),
        ("forged", "transaction declares authority"),
        ("nobody", "Account Query Exception"),
    ] {
        let message = told[step]["message"].as_str().unwrap();
        assert!(message.starts_with(reason), "{step}: {message}");
    }
}
