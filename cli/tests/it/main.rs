//! The program `force` as it is run, on a real node where it needs one.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod cleos;
mod demo;
mod deploy;
mod migrate;
mod relay;
mod requester;
mod up;
mod wharfkit;
mod work;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// What a user may have set, which is not to matter here.
const SETTINGS: [&str; 9] = [
    "FORCE_KEY",
    "FORCE_CREATOR_KEY",
    "FORCE_NETWORK",
    "FORCE_URL",
    "FORCE_ACCOUNT",
    "FORCE_KEY_FILE",
    "FORCE_KEOSD",
    "FORCE_IPFS",
    "FORCE_RELAY",
];

/// The program, told where the contracts are and no keys.
fn force(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_force"));
    command
        .args(arguments)
        .env("FORCE_CONTRACTS", contracts())
        .env("FORCE_CONFIG", "there is no such file")
        .env("FORCE_DATA", env!("CARGO_TARGET_TMPDIR"));
    SETTINGS.iter().for_each(|variable| {
        command.env_remove(variable);
    });
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
