//! The tasks contract: campaigns, batches, reservations, submissions and payments.
//!
//! One file a noun with its row, its limits and its rules; [`actions`] lists what can be asked of the contract,
//! [`error`] how it refuses.

pub mod actions;
pub mod error;
pub mod settings;

pub mod campaign;
pub mod filter;
pub mod qualification;

pub mod batch;
pub mod escrow;
pub mod places;

pub mod dispatch;
pub mod reservation;
pub mod standby;

pub mod nonce;
pub mod payment;
pub mod submission;

pub mod policy;
pub mod rejection;
pub mod review;
pub mod settlement;

#[cfg(feature = "abi")]
mod abi;

#[cfg(feature = "abi")]
pub use abi::abi;
pub use error::Error;
