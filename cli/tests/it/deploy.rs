//! Deployments: rehearsed, done, repeated, refused.

use std::{collections::BTreeSet, fs, path::Path, process::Output};

use antelope::{Name, PermissionLevel, name};
use sdk::{Nodeos, Signer, signer::DEVELOPMENT_KEY, system::SYSTEM};
use serde_json::{Value, json};

use super::{complaint, contracts, force, printed};

/// The options of a network that is made from nothing.
const FROM_NOTHING: [&str; 9] = [
    "deploy",
    "--creator",
    "eosio",
    "--test-token",
    "1000.0000 EFX",
    "--issuer",
    "treasury",
    "--atomicassets",
    "--json",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_is_rehearsed_done_and_repeated() {
    let node = Nodeos::start().await.unwrap();
    let url = node.url();
    let key = tempfile::NamedTempFile::new().unwrap();
    fs::write(key.path(), DEVELOPMENT_KEY).unwrap();
    let run = |options: &[&str]| {
        let mut arguments = FROM_NOTHING.to_vec();
        arguments.extend(["--url", &url, "--key-file", key.path().to_str().unwrap()]);
        arguments.extend(options);
        force(&arguments).env("FORCE_CREATOR_KEY", DEVELOPMENT_KEY).output().unwrap()
    };
    let steps = |options: &[&str]| {
        let report: Value = serde_json::from_str(&printed(&run(options))).unwrap();
        let steps = report["steps"].as_array().unwrap();
        let text = |step: &Value, field: &str| step[field].as_str().unwrap().to_owned();
        let names: Vec<_> = steps.iter().map(|step| text(step, "what")).collect();
        let outcomes: BTreeSet<_> = steps.iter().map(|step| text(step, "outcome")).collect();
        (names, Vec::from_iter(outcomes), report["changed"].as_bool().unwrap())
    };

    let before = node.client().get_info().await.unwrap().head_block_num;
    let (rehearsed, outcomes, changed) = steps(&["--dry-run"]);
    assert_eq!((outcomes, changed), (vec!["to do".to_owned()], true));
    assert!(node.client().get_account(antelope::name!("force")).await.is_err(), "only looked");
    assert!(before > 0);

    let (done, outcomes, changed) = steps(&[]);
    assert_eq!(done, rehearsed);
    assert_eq!((outcomes, changed), (vec!["done".to_owned()], true));

    for options in [&["--dry-run"][..], &[], &["--overwrite"]] {
        let (names, outcomes, changed) = steps(options);
        assert_eq!(names, done);
        assert_eq!((outcomes, changed), (vec!["skipped".to_owned()], false), "{options:?}");
    }

    // Settings that somebody has changed since are not changed back.
    let (_, outcomes, _) = steps(&["--payout-delay", "60"]);
    assert_eq!(outcomes, ["kept", "skipped"]);

    // The token's account has other code than the one that is to be put there.
    let refused = run(&["--force", "token"]);
    assert!(!refused.status.success());
    assert!(
        complaint(&refused).contains("account token has other code"),
        "{}",
        complaint(&refused)
    );
    node.stop().await.unwrap();
}

#[test]
fn a_deployment_without_a_key_says_where_to_put_one() {
    let output = force(&["deploy"]).output().unwrap();
    assert!(!output.status.success());
    assert!(complaint(&output).contains("FORCE_KEY"), "{}", complaint(&output));
}

#[test]
fn a_node_that_does_not_answer_is_an_error() {
    // Nobody listens on the port for discarding.
    let output = force(&["deploy", "--url", "http://127.0.0.1:9"])
        .env("FORCE_KEY", DEVELOPMENT_KEY)
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(complaint(&output).contains("no answer from the node"), "{}", complaint(&output));
}

/// An account of a local node with so much RAM and no limit of other resources, as on networks that sell RAM.
async fn limit(node: &Nodeos, account: Name, ram_bytes: i64) {
    let arguments = json!({
        "account": account.to_string(), "ram_bytes": ram_bytes, "net_weight": -1, "cpu_weight": -1,
    });
    let authority = vec![PermissionLevel::active(SYSTEM)];
    let action = (node.client())
        .action_by_name(SYSTEM, name!("setalimits"), authority, &arguments)
        .await
        .unwrap();
    node.client().push(node.signer(), &[action]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ram_is_counted_first_and_code_can_be_put_back() {
    let node = Nodeos::start().await.unwrap();
    let (url, data) = (node.url(), tempfile::tempdir().unwrap());
    let key = tempfile::NamedTempFile::new().unwrap();
    fs::write(key.path(), DEVELOPMENT_KEY).unwrap();
    let run = |arguments: &[&str]| {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--url", &url, "--key-file", key.path().to_str().unwrap(), "--json"]);
        let mut command = force(&arguments);
        command.env("FORCE_CREATOR_KEY", DEVELOPMENT_KEY).env("FORCE_DATA", data.path());
        command.output().unwrap()
    };
    let json = |output: &Output| serde_json::from_str::<Value>(&printed(output)).unwrap();
    let mut deploy = FROM_NOTHING[..FROM_NOTHING.len() - 1].to_vec();
    for account in [name!("force"), name!("vaccount")] {
        let key = node.signer().public_key();
        node.client().create_account(node.signer(), SYSTEM, account, &key).await.unwrap();
        limit(&node, account, 10_000).await;
    }

    let refused = run(&deploy);
    assert!(complaint(&refused).contains("bytes of RAM more"), "{}", complaint(&refused));
    deploy.push("--dry-run");
    let needs = json(&run(&deploy))["ram"].as_array().unwrap().clone();
    deploy.pop();
    let mut limited = 0;
    for need in needs.iter().filter(|need| need["missing"].as_i64().unwrap() > 0) {
        let account: Name = need["account"].as_str().unwrap().parse().unwrap();
        limit(&node, account, 10_000 + need["missing"].as_i64().unwrap()).await;
        limited += 1;
    }
    assert_eq!(limited, 2, "{needs:?}");
    // What was counted is enough, and not much too much.
    printed(&run(&deploy));
    for account in [name!("force"), name!("vaccount")] {
        let account = node.client().get_account(account).await.unwrap();
        let left = account.ram_quota - account.ram_usage;
        assert!((0..4_000).contains(&left), "{}: {left}", account.name);
    }
    assert_eq!(json(&run(&["code", "check"]))[0]["same"], true);

    // Other code, which does not know the tables; then what was there before.
    let before = node.client().get_code_hash(name!("force")).await.unwrap();
    let other = data.path().join("other.wasm");
    fs::copy(contracts().join("token.wasm"), &other).unwrap();
    let abi = serde_json::to_vec(&protocol::token::abi()).unwrap();
    fs::write(other.with_extension("abi"), abi).unwrap();
    let set = |file: &Path, option: Option<&'static str>| {
        let mut arguments = vec!["code", "set", file.to_str().unwrap(), "--as", "force"];
        arguments.extend(option);
        run(&arguments)
    };
    let refused = set(&other, None);
    assert!(complaint(&refused).contains("table campaign: is gone"), "{}", complaint(&refused));
    let replaced = printed(&set(&other, Some("--allow-incompatible")));
    assert_ne!(node.client().get_code_hash(name!("force")).await.unwrap(), before);
    assert!(!run(&["code", "check"]).status.success());
    let kept =
        data.path().join("backup/local").join(format!("force-{}.wasm", &before.to_string()[..8]));
    assert!(replaced.contains(kept.to_str().unwrap()), "{replaced}");
    printed(&set(&kept, Some("--allow-incompatible")));
    assert_eq!(node.client().get_code_hash(name!("force")).await.unwrap(), before);
    assert!(run(&["code", "check"]).status.success());
    node.stop().await.unwrap();
}
