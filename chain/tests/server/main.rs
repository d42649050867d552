//! The server: HTTP as nodeos has it, cheats, the clock, and a state file that survives everything.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

mod client;
mod devnet;
mod http;
mod state;
