//! The commands, a file each: arguments in, output and exit code out.

pub mod demo;
pub mod deploy;
pub mod up;

mod summary;
