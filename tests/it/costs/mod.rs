//! What our contracts' actions cost, beside what they cost when `tests/costs.snap` was written.
//!
//! `UPDATE_COSTS=1 cargo test -p tests costs` writes it anew. Fuel counts the instructions of the compiled code, so that it is
//! one compiler's; everything else is the sources'.

mod play;

use std::{collections::BTreeSet, env, fmt::Write, fs, process::Command};

use tests::{World, artefacts};

use crate::repository::root;

const COMPILER: &str = "compiler: ";

#[tokio::test]
async fn actions_cost_what_they_did() {
    let world = World::metered().await;
    play::everything(&world).await;
    let costs = world.costs();
    world.finish().await;
    let played: BTreeSet<String> = costs.iter().map(|(handler, _)| handler.to_string()).collect();
    for (contract, abi) in
        [("force", protocol::force::abi()), ("vaccount", protocol::vaccount::abi())]
    {
        for action in &abi.actions {
            let action = format!("{contract}::{}", action.name);
            assert!(played.contains(&action), "{action} is not played");
        }
    }
    let now = snapshot(&costs.to_string());
    let path = root().join("tests/costs.snap");
    if env::var_os("UPDATE_COSTS").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    if compiler_of(&before) == compiler_of(&now) {
        assert_same(&before, &now);
    } else {
        // Not a failure: another compiler makes other code of the same source.
        eprintln!(
            "tests/costs.snap is of another compiler: fuel and code are not compared\n  then: {}\n  now:  {}",
            compiler_of(&before),
            compiler_of(&now)
        );
        assert_same(&without_code(&before), &without_code(&now));
    }
}

/// The report with what it depends on above it.
fn snapshot(report: &str) -> String {
    let compiler = Command::new("rustc").arg("--version").current_dir(root()).output();
    let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let artefacts = artefacts();
    let mut text = String::from(
        "# What the contracts' actions cost on the embedded chain, from the least to the most. Played by\n\
         # tests/it/costs.rs; UPDATE_COSTS=1 cargo test -p tests costs writes it anew.\n\
         # Fuel is instructions and the chain's work, RAM and NET are bytes; RAM is what all accounts together took.\n\n",
    );
    writeln!(text, "{COMPILER}{}", compiler.unwrap()).unwrap();
    for (name, artefact) in [
        ("force", &artefacts.force),
        ("vaccount", &artefacts.vaccount),
        ("token", &artefacts.token),
        ("atomicassets", &artefacts.atomicassets),
    ] {
        writeln!(text, "code: {name:13}{:>8} bytes {}", artefact.code.len(), artefact.code_hash())
            .unwrap();
    }
    write!(text, "\n{report}").unwrap();
    text
}

fn compiler_of(snapshot: &str) -> &str {
    snapshot.lines().find_map(|line| line.strip_prefix(COMPILER)).unwrap_or("none")
}

/// The lines without what follows from the compiled code: its hash and size, and fuel, the second of an action's five
/// numbers.
fn without_code(snapshot: &str) -> String {
    let lines =
        snapshot.lines().filter(|line| !line.starts_with("code: ") && !line.starts_with(COMPILER));
    let lines = lines.map(|line| {
        let mut columns: Vec<&str> = line.split_whitespace().collect();
        if line.contains("::") && columns.len() >= 6 {
            columns.remove(columns.len() - 4);
        }
        columns.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Fails with the lines that differ.
fn assert_same(before: &str, now: &str) {
    if before == now {
        return;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let mut differences = String::new();
    for line in old.iter().filter(|line| !new.contains(line)) {
        writeln!(differences, "- {line}").unwrap();
    }
    for line in new.iter().filter(|line| !old.contains(line)) {
        writeln!(differences, "+ {line}").unwrap();
    }
    panic!(
        "costs are not those of tests/costs.snap; UPDATE_COSTS=1 writes them anew:\n{differences}"
    );
}
