//! The standard token interface of Antelope (`eosio.token`): actions, rows and errors.

pub mod actions;
pub mod error;
pub mod tables;

#[cfg(feature = "abi")]
mod abi;

#[cfg(feature = "abi")]
pub use abi::abi;
pub use error::Error;
