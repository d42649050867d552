//! The worker that compares with mean digits. Serves tasks line by line; see `digits::program`.

use std::process::ExitCode;

fn main() -> ExitCode {
    digits::program::run(&digits::Worker::centroid())
}
