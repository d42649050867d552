//! The map in `ARCHITECTURE.md` is the top level of the repository, and the commands that the README shows exist.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, process::Command};

use super::root;

/// The folders at the top level that are in version control.
fn folders() -> BTreeSet<String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = String::from_utf8(output.stdout).expect("file names are UTF-8");
    let folder = |file: &str| file.split_once('/').map(|(folder, _)| folder.to_owned());
    files.lines().filter_map(folder).filter(|folder| !folder.starts_with('.')).collect()
}

#[test]
fn every_folder_is_in_the_map_and_every_folder_in_the_map_exists() {
    let text =
        fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let map = text.split("```text").nth(1).and_then(|rest| rest.split("```").next());
    let map = map.expect("ARCHITECTURE.md has a map");
    let mapped: BTreeSet<String> = map
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next()?.strip_suffix('/').map(str::to_owned))
        .collect();
    assert_eq!(mapped, folders());
}

#[test]
fn the_commands_that_the_readme_shows_exist() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md is there");
    let word = |c: char| !c.is_ascii_alphanumeric() && !"/-_".contains(c);
    let commands: BTreeSet<&str> =
        text.split(word).filter(|word| word.starts_with("scripts/") && word.len() > 8).collect();
    for needed in ["scripts/demo", "scripts/test"] {
        assert!(commands.contains(needed), "README.md shows {needed}");
    }
    for command in commands {
        let file = fs::metadata(root().join(command));
        let file = file.unwrap_or_else(|error| panic!("README.md names {command}: {error}"));
        assert!(file.permissions().mode() & 0o111 != 0, "{command} is not executable");
    }
}
