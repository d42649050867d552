//! Generated scripts on both chains.

use conformance::generate::Subject;

use crate::written::comparison;

/// For each subject; `scripts/conformance` compares more.
const STEPS: usize = 400;

#[test]
fn generated_scripts_have_the_same_answers() {
    let Some(mut comparison) = comparison() else { return };
    for subject in Subject::ALL {
        let search = comparison.search(subject, STEPS, 100, 1).unwrap();
        if let Some(finding) = search.finding {
            let differences: Vec<_> = finding.differences.iter().map(ToString::to_string).collect();
            panic!("the chains differ under {}\n{}", finding.script, differences.join("\n"));
        }
        assert!(search.succeeded * 5 > search.steps, "{subject:?}: only {}", search.succeeded);
    }
}
