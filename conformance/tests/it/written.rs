//! Hand-written scripts on both chains.

use conformance::{Comparison, Oracle, golden, limits};

/// Nothing where nodeos is not installed.
pub(crate) fn comparison() -> Option<Comparison> {
    match Oracle::find().unwrap() {
        Some(oracle) => Some(Comparison::with(oracle).unwrap()),
        None => {
            eprintln!("nodeos is not installed: nothing is compared with it (see scripts/setup)");
            None
        }
    }
}

#[test]
fn written_scripts_have_the_same_answers() {
    let Some(mut comparison) = comparison() else { return };
    for (name, script) in golden::scripts().unwrap() {
        let differences = comparison.differences(&script).unwrap();
        assert!(differences.is_empty(), "{name}: {}", differences[0]);
    }
}

#[test]
fn malformed_modules_are_refused_by_both() {
    let Some(oracle) = Oracle::find().unwrap() else { return };
    let mut oracle = oracle;
    let script = limits::malformed();
    let wordless = |mut recording: conformance::recording::Recording| {
        for outcome in recording.steps.iter_mut().flatten() {
            let errors = outcome.actions.iter_mut().map(|action| &mut action.error);
            for error in errors.chain([&mut outcome.error]).flatten() {
                error.message.clear();
            }
        }
        recording
    };
    let expected = wordless(oracle.run(&script).unwrap());
    let actual = wordless(conformance::Embedded::new().unwrap().run(&script).unwrap());
    assert_eq!(expected, actual);
}
