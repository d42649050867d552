//! The worker that asks six questions. Serves tasks line by line; see `digits::program`.

use std::process::ExitCode;

fn main() -> ExitCode {
    digits::program::run(&digits::Worker::tree())
}
