//! Where two recordings of a script differ, in words.
//!
//! Nothing is forgiven here: what may differ is not recorded.

use std::{collections::BTreeSet, fmt};

use crate::recording::{ActionOutcome, Outcome, Recording};

/// Something that one chain did and another did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The step, from 0; none when it is in the state at the end.
    pub step: Option<usize>,
    /// What it is about.
    pub what: String,
    /// What the first chain says.
    pub expected: String,
    /// What the second chain says.
    pub actual: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(step) => write!(f, "step {step}, ")?,
            None => f.write_str("in the end, ")?,
        }
        let Self { what, expected, actual, .. } = self;
        write!(f, "{what}:\n  expected {expected}\n  actual   {actual}")
    }
}

/// All differences, in order.
pub fn differences(expected: &Recording, actual: &Recording) -> Vec<Difference> {
    let mut found = Vec::new();
    let count = (expected.steps.len(), actual.steps.len());
    if count.0 != count.1 {
        found.push(difference(None, "number of steps", &count.0, &count.1));
    }
    for (step, (expected, actual)) in expected.steps.iter().zip(&actual.steps).enumerate() {
        match (expected, actual) {
            (Some(expected), Some(actual)) => outcomes(&mut found, step, expected, actual),
            (None, None) => {}
            _ => found.push(difference(Some(step), "outcome", expected, actual)),
        }
    }
    if expected.head != actual.head {
        found.push(difference(None, "id of the last block", &expected.head, &actual.head));
    }
    state(&mut found, expected, actual);
    found
}

fn outcomes(found: &mut Vec<Difference>, step: usize, expected: &Outcome, actual: &Outcome) {
    let mut compare = Comparison { found, step };
    compare.field("error", &expected.error, &actual.error);
    compare.field("NET", &expected.net, &actual.net);
    let count = (expected.actions.len(), actual.actions.len());
    compare.field("number of actions", &count.0, &count.1);
    for (expected, actual) in expected.actions.iter().zip(&actual.actions) {
        actions(&mut compare, expected, actual);
    }
}

fn actions(compare: &mut Comparison<'_>, expected: &ActionOutcome, actual: &ActionOutcome) {
    let ActionOutcome { ordinals: [place, ..], receiver, .. } = expected;
    let mut field = |name: &str, expected: &dyn fmt::Debug, actual: &dyn fmt::Debug| {
        compare.field(&format!("{name} of action {place} in {receiver}"), expected, actual);
    };
    field("ordinals", &expected.ordinals, &actual.ordinals);
    field("receiver", &expected.receiver, &actual.receiver);
    field("contract", &expected.account, &actual.account);
    field("name", &expected.name, &actual.name);
    field("console", &expected.console, &actual.console);
    field("RAM", &expected.ram_deltas, &actual.ram_deltas);
    field("return value", &expected.return_value, &actual.return_value);
    field("receipt", &expected.receipt, &actual.receipt);
    field("error", &expected.error, &actual.error);
    field("error code", &expected.error_code, &actual.error_code);
}

struct Comparison<'a> {
    found: &'a mut Vec<Difference>,
    step: usize,
}

impl Comparison<'_> {
    /// By the debug form, which shows everything.
    fn field<T: fmt::Debug + ?Sized>(&mut self, what: &str, expected: &T, actual: &T) {
        let difference = difference(Some(self.step), what, expected, actual);
        if difference.expected != difference.actual {
            self.found.push(difference);
        }
    }
}

fn state(found: &mut Vec<Difference>, expected: &Recording, actual: &Recording) {
    let expected: BTreeSet<_> = expected.state.iter().collect();
    let actual: BTreeSet<_> = actual.state.iter().collect();
    let name = |line: &str| line.split(": ").next().unwrap_or_default().to_owned();
    let mut names: Vec<_> = expected.symmetric_difference(&actual).map(|line| name(line)).collect();
    names.dedup();
    for what in names {
        let line = |lines: &BTreeSet<&String>| {
            let line = lines.iter().find(|line| name(line) == what);
            line.map_or_else(|| "nothing".to_owned(), |line| (*line).clone())
        };
        let (expected, actual) = (line(&expected), line(&actual));
        found.push(Difference { step: None, what, expected, actual });
    }
}

fn difference<T: fmt::Debug + ?Sized>(
    step: Option<usize>,
    what: &str,
    expected: &T,
    actual: &T,
) -> Difference {
    let (expected, actual) = (format!("{expected:?}"), format!("{actual:?}"));
    Difference { step, what: what.to_owned(), expected, actual }
}
