//! The client on prepared answers, on a chain inside this process, and on a real node. `scripts/setup` installs it.
#![allow(clippy::unwrap_used, reason = "the helpers of tests may, like the tests")]

mod answers;
mod devnet;
mod endpoints;
mod faults;
mod fork;
mod gateways;
mod kubo;
mod node;
mod nodeos;
mod server;
mod signers;
mod tables;
mod tokens;
mod waiting;
