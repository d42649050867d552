//! `force completions`: what a shell needs to complete commands.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Args as Group, CommandFactory};
use clap_complete::Shell;

use crate::args::Args;

/// The arguments of `force completions`.
#[derive(Clone, Copy, Debug, Group)]
pub struct CompletionsArgs {
    /// For which shell.
    pub shell: Shell,
}

/// Prints the shell's script.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(args: CompletionsArgs) -> io::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "force", &mut script);
    io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
