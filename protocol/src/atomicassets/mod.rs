//! The part of the AtomicAssets standard that qualifications need.

pub mod tables;

pub use tables::Asset;
