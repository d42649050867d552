//! The client on prepared answers, and on a real node. `scripts/setup` installs it.
#![allow(clippy::unwrap_used, reason = "the helpers of tests may, like the tests")]

mod answers;
mod nodeos;
mod tables;
mod tokens;
