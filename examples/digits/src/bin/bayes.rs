//! The worker that asks each pixel by itself. Serves tasks line by line; see `digits::program`.

use std::process::ExitCode;

fn main() -> ExitCode {
    digits::program::run(&digits::Worker::bayes())
}
