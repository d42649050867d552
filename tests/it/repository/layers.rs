//! Which crate may depend on which. An edge that is not in the table fails the build.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

use super::root;

/// The allowed edges, as `ARCHITECTURE.md` has them. Edges of development are edges, too.
const ALLOWED: &[(&str, &[&str])] = &[
    ("antelope", &["antelope-derive"]),
    ("antelope-derive", &[]),
    ("protocol", &["antelope"]),
    ("framework", &["antelope"]),
    ("force", CONTRACT),
    ("vaccount", CONTRACT),
    ("token", CONTRACT),
    ("atomicassets", CONTRACT),
    ("chain", &["antelope"]),
    ("sdk", &["antelope", "protocol", "chain", "sdk"]),
    ("cli", &["antelope", "sdk", "chain", "protocol", "digits"]),
    ("conformance", &["antelope", "chain", "sdk"]),
    ("digits", &[]),
];

const CONTRACT: &[&str] = &["antelope", "framework", "protocol"];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

/// Crates of ours by name, with the crates of ours that each depends on.
fn edges() -> BTreeMap<String, Vec<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("there are packages");
    let name = |package: &Value| package["name"].as_str().expect("has a name").to_owned();
    let ours: Vec<String> = packages.iter().map(name).collect();
    let dependencies = |package: &Value| {
        let all = package["dependencies"].as_array().expect("has dependencies").iter().map(name);
        all.filter(|dependency| ours.contains(dependency)).collect()
    };
    packages.iter().map(|package| (name(package), dependencies(package))).collect()
}

#[test]
fn no_crate_depends_on_one_that_it_must_not_know() {
    let edges = edges();
    assert!(edges.len() > ALLOWED.len(), "cargo lists the whole workspace");
    for (from, to) in edges {
        if from == "tests" {
            continue;
        }
        let allowed = ALLOWED.iter().find(|(name, _)| *name == from);
        let (_, allowed) =
            allowed.unwrap_or_else(|| panic!("{from} has no row in the table of layers"));
        for dependency in to {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{from} must not depend on {dependency}"
            );
        }
    }
}

/// Whoever builds a wallet brings no chain along.
#[test]
fn the_client_does_without_the_chain() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("there are packages");
    let sdk = packages.iter().find(|package| package["name"] == "sdk").expect("sdk is there");
    let dependencies = sdk["dependencies"].as_array().expect("has dependencies");
    let chain = dependencies.iter().find(|dependency| dependency["name"] == "chain");
    assert_eq!(chain.expect("sdk knows the chain")["optional"], true);
    let default = sdk["features"]["default"].as_array().expect("has default features");
    assert!(!default.contains(&"embedded".into()), "{default:?}");
}

/// What is read by whoever audits a contract.
#[test]
fn contracts_depend_on_nothing_from_outside() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "-e", "normal,no-proc-macro", "--prefix", "none", "-f", "{p}"])
        .args(["-p", "force", "-p", "vaccount", "-p", "token", "-p", "atomicassets"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    assert!(tree.contains("framework"), "{tree}");
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let name = line.split(' ').next().expect("a line has a name");
        let ours = ALLOWED.iter().any(|(known, _)| *known == name);
        assert!(ours, "a contract depends on {name}");
    }
}
