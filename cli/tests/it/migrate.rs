//! Migration from V1: rehearsed, interrupted, finished, repeated.

use std::fs;

use sdk::signer::DEVELOPMENT_KEY;
use serde_json::Value;

use super::{complaint, force, printed};

/// What a node that has V1 prints of its tables: one qualification of an account, of a key holder, and of nobody.
const EXPORT: &str = r#"{
    "quali": [{"id": 3, "content": {"field_0": 0, "field_1": "Qm3"}, "account_id": 1}],
    "userquali": [
        {"account_id": 1, "quali_id": 3, "value": "90"},
        {"account_id": 2, "quali_id": 3},
        {"account_id": 4, "quali_id": 3}
    ],
    "account": [
        {"id": 1, "nonce": 0, "address": ["name", "eosio"],
         "balance": {"quantity": "1.0000 EFX", "contract": "effecttokens"}},
        {"id": 2, "nonce": 7, "address": ["address", "0707070707070707070707070707070707070707"],
         "balance": {"quantity": "1.0000 EFX", "contract": "effecttokens"}}
    ]
}"#;

#[test]
fn a_migration_is_rehearsed_interrupted_finished_and_repeated() {
    let home = tempfile::tempdir().unwrap();
    let export = home.path().join("export.json");
    fs::write(&export, EXPORT).unwrap();
    let migrate = |options: &[&str]| {
        let mut arguments = vec!["migrate", "--json", "--network", "embedded", "--as", "eosio"];
        arguments.extend(["--collection", "forcequalis1", "--export", export.to_str().unwrap()]);
        arguments.extend(options);
        let mut program = force(&arguments);
        program.env("FORCE_KEY", DEVELOPMENT_KEY).env("FORCE_DATA", home.path());
        program.current_dir(home.path()).output().unwrap()
    };
    let steps = |options: &[&str]| {
        let report: Value = serde_json::from_str(&printed(&migrate(options))).unwrap();
        let problems = report["problems"].as_array().unwrap();
        assert_eq!(problems, &["virtual account 4 is not among the accounts"]);
        (report["steps"].as_array().unwrap().len(), report["left"].as_u64().unwrap())
    };

    assert_eq!(steps(&["--dry-run"]), (7, 7));
    // Collection and accounts; what is in the collection comes after it.
    assert_eq!(steps(&["--at-most", "1"]), (3, 4));
    assert_eq!(steps(&["--dry-run"]), (4, 4));
    assert_eq!(steps(&[]), (4, 0));
    assert_eq!(steps(&[]), (0, 0));

    fs::write(&export, "{}").unwrap();
    let refused = migrate(&[]);
    assert!(!refused.status.success());
    assert!(complaint(&refused).contains("table quali: is missing"), "{}", complaint(&refused));
}
