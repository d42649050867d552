//! Generated scripts on both chains.

use std::collections::BTreeSet;

use conformance::{
    generate::Subject,
    probe::{Function, Operation, OperationKind},
    script::{Data, Step},
};

use crate::written::comparison;

/// For each subject; `scripts/conformance` compares more.
const STEPS: usize = 350;

#[test]
fn generated_scripts_have_the_same_answers() {
    let Some(mut comparison) = comparison() else { return };
    for subject in Subject::ALL {
        let search = comparison.search(subject, STEPS, 100, 1).unwrap();
        if let Some(finding) = search.finding {
            let differences: Vec<_> = finding.differences.iter().map(ToString::to_string).collect();
            panic!("the chains differ under {}\n{}", finding.script, differences.join("\n"));
        }
        assert!(search.succeeded * 6 > search.steps, "{subject:?}: only {}", search.succeeded);
    }
}

#[test]
fn every_function_of_the_chain_is_called() {
    let mut called = BTreeSet::new();
    for subject in Subject::ALL {
        for script in subject.samples(1500, 100) {
            for step in script.steps {
                let Step::Transaction(transaction) = step else { continue };
                for action in transaction.actions.iter().chain(&transaction.context_free_actions) {
                    if let Data::Operations(operations) = &action.data {
                        collect(operations, &mut called);
                    }
                }
            }
        }
    }
    // Nodes of today do not defer, the one of the recorded answers did.
    called.insert("send_deferred".to_owned());
    let missing: Vec<_> =
        Function::all().iter().map(|one| one.name).filter(|name| !called.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn collect(operations: &[Operation], called: &mut BTreeSet<String>) {
    for operation in operations {
        match &operation.kind {
            OperationKind::Call(name, _) => {
                called.insert(name.clone());
            }
            OperationKind::Inline(inline) => {
                let free = inline.context_free;
                let name = if free { "send_context_free_inline" } else { "send_inline" };
                called.insert(name.to_owned());
                collect(&inline.operations, called);
            }
            OperationKind::Write(..) | OperationKind::Context => {}
        }
    }
}
