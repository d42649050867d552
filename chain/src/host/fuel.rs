//! What the chain's work costs in fuel.
//!
//! A unit of fuel is an instruction of a contract, or about a nanosecond of the chain's work for it, so that the fuel of
//! a transaction bounds its time whatever it does: [`fuel_per_microsecond`](crate::Config::fuel_per_microsecond). Where
//! work grows with something, so does its price. Prices are taken before the work is done, in the code that does it.

/// Calling the chain at all.
pub(crate) const CALL: u64 = 100;
/// Looking for something in the state.
pub(crate) const LOOKUP: u64 = 300;
/// Changing something in the state.
pub(crate) const WRITE: u64 = 1_000;
/// Running an action in a receiver, beside its code.
pub(crate) const ACTION: u64 = 5_000;
/// Each 64 KiB of memory that a contract begins with or adds.
pub(crate) const PAGE: u64 = 16_384;
/// Weighing one key, account or delay of a permission.
pub(crate) const FACTOR: u64 = 200;
/// Recovering a key from a signature.
pub(crate) const RECOVERY: u64 = 150_000;
/// A byte of what is digested.
pub(crate) const DIGEST_BYTE: u64 = 4;
/// A byte of code that is set: it is checked, and compiled when it runs.
pub(crate) const CODE_BYTE: u64 = 60;

/// Moving so many bytes.
pub(crate) const fn bytes(len: usize) -> u64 {
    len as u64 / 8
}

/// Keeping so many bytes: a row, an inline action, console. What one transaction can keep stays small so.
pub(crate) const fn kept(len: usize) -> u64 {
    len as u64
}

/// Reading a list of keys, accounts or such of so many bytes, and looking each up.
pub(crate) const fn list(bytes: usize) -> u64 {
    bytes as u64 * LOOKUP / 16
}

/// Work that takes so much to begin with, and so much for each of `count`.
pub(crate) const fn list_of(count: u32, first: u64, each: u64) -> u64 {
    first + count as u64 * each
}
