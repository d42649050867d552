//! The ABI: how a contract's actions and tables are named and shaped, for everyone who is not the contract.
//!
//! [`Abi`] is the model, packed as `setabi` takes it and, with the feature `serde`, in JSON as tools exchange
//! it. `Describe` and `AbiBuilder` (feature `abi`) make one from Rust types; `Serializer` (both features) converts by one
//! that is known only at run time.

mod model;

#[cfg(feature = "serde")]
mod json;

#[cfg(feature = "abi")]
mod builder;
#[cfg(feature = "abi")]
mod describe;

#[cfg(all(feature = "abi", feature = "serde"))]
pub mod serializer;

pub use model::{
    Abi, AbiAction, AbiActionResult, AbiErrorMessage, AbiField, AbiRicardianClause, AbiStruct,
    AbiTable, AbiTypeAlias, AbiVariant,
};

#[cfg(feature = "abi")]
pub use builder::AbiBuilder;
#[cfg(feature = "abi")]
pub use describe::Describe;

#[cfg(all(feature = "abi", feature = "serde"))]
pub use serializer::{AbiError, AbiException, Serializer};
