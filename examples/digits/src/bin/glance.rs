//! The hasty worker, which looks at the upper half only. Serves tasks line by line; see `digits::program`.

use std::process::ExitCode;

fn main() -> ExitCode {
    digits::program::run(&digits::Worker::glance())
}
