//! The embedded chain against nodeos, or against what nodeos answered.
#![allow(clippy::unwrap_used, reason = "in tests a failed step is a failed test")]

mod generated;
mod goldens;
mod system;
mod written;
