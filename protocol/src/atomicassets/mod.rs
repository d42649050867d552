//! The part of the AtomicAssets standard that qualifications need: rows, actions, errors, and ATOMICDATA.
//!
//! Names, types and order of fields are those of the published contract, so that it can stand in the place of ours.
//! Offers and the backing of assets with tokens are left out.
//!
//! Read [`atomicdata`] first: it is how attributes are stored.

pub mod atomicdata;
pub mod attribute;
mod base58;
pub mod raw;

pub mod asset;
pub mod collection;
pub mod config;
pub mod schema;
pub mod template;

pub mod actions;
pub mod error;

#[cfg(feature = "abi")]
mod abi;

#[cfg(feature = "abi")]
pub use abi::abi;
pub use asset::Asset;
pub use attribute::{AttributeMap, AttributeValue};
pub use collection::Collection;
pub use config::{Config, TokenConfigs};
pub use error::Error;
pub use schema::{FormatLine, Schema};
pub use template::Template;

/// The account that the official contract has on every public network.
pub const CONTRACT: antelope::Name = antelope::name!("atomicassets");
