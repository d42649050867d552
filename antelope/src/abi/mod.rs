//! The ABI: how a contract's actions and tables are named and shaped, for everyone who is not the contract.
//!
//! [`Abi`] is the model, packed as `setabi` takes it and, with the feature `serde`, in JSON as tools exchange
//! it. `Describe` and `AbiBuilder` (feature `abi`) make one from Rust types. Decoding by an ABI that is known only at run
//! time is left to others.

mod model;

#[cfg(feature = "serde")]
mod json;

#[cfg(feature = "abi")]
mod builder;
#[cfg(feature = "abi")]
mod describe;

pub use model::{
    Abi, AbiAction, AbiActionResult, AbiErrorMessage, AbiField, AbiRicardianClause, AbiStruct,
    AbiTable, AbiTypeAlias, AbiVariant,
};

#[cfg(feature = "abi")]
pub use builder::AbiBuilder;
#[cfg(feature = "abi")]
pub use describe::Describe;
