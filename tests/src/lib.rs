//! What scenarios stand on: a node, a network of their own on it, and the people who use it.
//!
//! Each scenario gets its own deployment of the network, so that ids count from zero, the books can be checked to the
//! last unit, and settings can be changed. Only the token contract and AtomicAssets are shared. What must hold is said
//! by the scenarios, in `it/`.
#![allow(clippy::unwrap_used, reason = "in tests a failed step is a failed test")]

mod clock;
mod costs;
mod node;
mod refusal;
mod snapshot;

pub mod assets;
pub mod hostile;
pub mod world;

mod books;
mod crowd;
pub mod key_holders;
mod verbs;
mod verbs_review;
mod verbs_standby;

pub use crowd::active;
pub use node::artefacts;
pub use refusal::{Missing, Refusal};
pub use snapshot::Snapshot;
pub use verbs::{exactly, result};
pub use world::{Actor, EFX, World, efx};

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[derive(Debug)]
pub struct Readme;
