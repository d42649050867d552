//! The embedded chain's HTTP answers, compared with those of nodeos: recorded ones, and where it is installed its own.
//!
//! `cargo run -p conformance --bin twins -- record` records them anew.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use conformance::twin::{self, MaskedAnswer, node::TwinNode, scene};

/// What a node answers to all files, each with its name. Every file continues where the one before ended.
fn answers(node: impl Future<Output = TwinNode>) -> Vec<(String, Vec<MaskedAnswer>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let node = node.await;
        scene::set(&node).await.unwrap();
        let mut answers = Vec::new();
        for name in twin::names().unwrap() {
            let found = twin::ask(&node, &twin::load(&name).unwrap()).await.unwrap();
            answers.push((name, found));
        }
        answers
    })
}

#[track_caller]
fn assert_as_recorded(answers: Vec<(String, Vec<MaskedAnswer>)>) {
    let mut report = String::new();
    for (name, found) in answers {
        let (twins, recorded) = (twin::load(&name).unwrap(), twin::recorded(&name).unwrap());
        assert_eq!(recorded.len(), found.len(), "{name} was recorded before it was changed");
        for (place, (expected, found)) in recorded.iter().zip(&found).enumerate() {
            for difference in twin::differences(expected, found) {
                let exchange = serde_json::to_string(&twins.exchanges[place]).unwrap();
                report += &format!("{name} {place} {exchange}\n    {difference}\n");
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn embedded_chain_answers_as_nodeos_did() {
    assert_as_recorded(answers(async { TwinNode::embedded() }));
}

#[test]
fn nodeos_answers_as_it_did() {
    assert_as_recorded(answers(async { TwinNode::nodeos().await.unwrap() }));
}
