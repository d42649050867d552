//! The contract of virtual accounts: token balances of users, with or without an account of the chain.

pub mod account;
pub mod actions;
pub mod error;
pub mod settings;

#[cfg(feature = "abi")]
mod abi;

#[cfg(feature = "abi")]
pub use abi::abi;
pub use account::Account;
pub use error::Error;
pub use settings::Settings;
