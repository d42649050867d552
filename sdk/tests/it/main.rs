//! The client on prepared answers, on a chain inside this process, and on a real node. `scripts/setup` installs it.
#![allow(clippy::unwrap_used, reason = "the helpers of tests may, like the tests")]

mod answers;
mod devnet;
mod fork;
mod node;
mod nodeos;
mod tables;
mod tokens;
