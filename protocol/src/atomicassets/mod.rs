//! The part of the AtomicAssets standard that qualifications need.

pub mod tables;

pub use tables::Asset;

/// The account that the official contract has on every public network.
pub const CONTRACT: antelope::Name = antelope::name!("atomicassets");
