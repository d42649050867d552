//! The command line `force`: a file a command in [`cmd`], over the SDK.
//!
//! What there is to ask for is said in [`args`], how it is shown in [`output`]. How bytes travel and what contracts
//! decide is left to `sdk` and `protocol`.

pub mod args;
pub mod cmd;
pub mod demo;
pub mod output;

mod key;
mod up;

use std::process::ExitCode;

use args::{Args, Command};
use output::Output;

/// Runs a command, and gives the code to exit with.
///
/// # Errors
/// When the command does not succeed; the message is for whoever typed it.
pub async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let output = Output::new(args.json);
    match args.command {
        Command::Deploy(args) => cmd::deploy::run(&args, &output).await,
        Command::Demo(args) => cmd::demo::run(&args, &output).await,
        Command::Up(up) => cmd::up::run(&up, args.json).await,
    }
}
