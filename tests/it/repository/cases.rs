//! Every known defect of the published contracts, and every behaviour that their own tests name, has a scenario here.

use std::{collections::BTreeSet, fs, path::Path};

use super::root;

/// The letter of a list, and its numbers: `D`, defects of the contracts; `F` and `X`, behaviours of the tasks contract,
/// and those its tests left out; `V`, of the contract of virtual accounts. A scenario is named after its case: `d07_…`.
const LISTS: [(char, &[std::ops::RangeInclusive<u32>]); 4] =
    [('d', &[1..=33, 40..=53]), ('f', &[1..=32]), ('v', &[1..=11]), ('x', &[1..=19])];

/// The names of all tests in a folder.
fn tests_in(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            tests_in(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("source is text");
            let mut lines = text.lines().map(str::trim);
            while lines.any(|line| line.starts_with("#[tokio::test") || line == "#[test]") {
                let head = lines.find_map(|line| line.split_once("fn "));
                let name = head.and_then(|(_, rest)| rest.split_once('('));
                names.extend(name.map(|(name, _)| name.to_owned()));
            }
        }
    }
}

#[test]
fn every_numbered_case_has_a_scenario() {
    let mut names = BTreeSet::new();
    tests_in(&root().join("tests/it"), &mut names);
    assert!(names.contains("every_numbered_case_has_a_scenario"), "tests are found");
    let mut missing = Vec::new();
    for (letter, ranges) in LISTS {
        for number in ranges.iter().cloned().flatten() {
            let case = format!("{letter}{number:02}_");
            if !names.iter().any(|name| name.starts_with(&case)) {
                missing.push(case);
            }
        }
    }
    assert!(missing.is_empty(), "no test is named after {missing:?}");
}
