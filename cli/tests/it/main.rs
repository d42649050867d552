//! The program `force` as it is run, on a real node where it needs one.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod cleos;
mod demo;
mod deploy;
mod migrate;
mod requester;
mod up;
mod wharfkit;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The program, told where the contracts are and no keys.
fn force(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_force"));
    command
        .args(arguments)
        .env("FORCE_CONTRACTS", contracts())
        .env_remove("FORCE_KEY")
        .env_remove("FORCE_CREATOR_KEY");
    command
}

/// Where `scripts/build-contracts` has put the contracts: beside the folder of this build.
fn contracts() -> PathBuf {
    let programs = Path::new(env!("CARGO_BIN_EXE_force")).parent().unwrap();
    programs.parent().unwrap().join("contracts")
}

/// What the program printed, after it has succeeded.
fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", complaint(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What the program complained of.
fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
