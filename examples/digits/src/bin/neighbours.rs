//! The most careful worker: nearest neighbours. Serves tasks line by line; see `digits::program`.

use std::process::ExitCode;

fn main() -> ExitCode {
    digits::program::run(&digits::Worker::neighbours())
}
