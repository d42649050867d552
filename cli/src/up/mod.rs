//! A chain for development: what is on it when it begins, and what is said of what happens there.
//!
//! Serving it is left to [`chain::server`], when it ends to the command.

pub(crate) mod account;
pub(crate) mod beginning;
pub(crate) mod clock;
pub(crate) mod decoder;
pub(crate) mod fork;
pub(crate) mod log;
pub(crate) mod record;
