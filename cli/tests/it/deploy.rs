//! Deployments: rehearsed, done, repeated, refused.

use std::{collections::BTreeSet, fs};

use sdk::{Nodeos, signer::DEVELOPMENT_KEY};
use serde_json::Value;

use super::{complaint, force, printed};

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
