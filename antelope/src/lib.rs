//! The words of an Antelope chain: names, assets, keys, actions, transactions, their packed bytes and
//! the ABI model.
//!
//! Everything here is a value: no I/O, no clock, no randomness, and nothing about any one contract.
//! Parsers return errors and never panic, since the same code runs in contracts, servers and browsers.
//!
//! The crate is `no_std` with `alloc`. Features:
//!
//! * `text`: `Display` and `FromStr` of keys and signatures, transaction ids (base58 and digests).
//! * `serde`: the JSON forms that nodeos writes, and the JSON form of an ABI. Implies `text`.
//! * `abi`: the ABI description of a type, [`abi::Describe`]. Host only.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;
// The derives name this crate by its own name, also from inside.
extern crate self as antelope;

pub mod pack;
pub mod varint;

pub mod asset;
#[cfg(feature = "text")]
pub mod base58;
pub mod checksum;
pub mod key;
pub mod name;
pub mod symbol;
pub mod time;

pub mod action;
pub mod error;
pub mod table;
pub mod transaction;

pub mod abi;
#[cfg(feature = "serde")]
pub mod json;
pub mod host;

#[doc(hidden)]
pub mod __alloc {
    pub use alloc::{string, vec};
}

pub use action::{Action, PackedAction, PermissionLevel};
pub use antelope_derive::{Action, Describe, Pack, Unpack};
pub use asset::{Asset, ExtendedAsset};
pub use checksum::{Checksum160, Checksum256, Checksum512};
pub use error::ContractError;
pub use key::{PublicKey, Signature};
pub use name::Name;
pub use pack::{Extension, Pack, Reader, Unpack, UnpackError, pack, unpack};
pub use symbol::{ExtendedSymbol, Symbol, SymbolCode};
pub use time::{BlockTimestamp, TimePoint, TimePointSec};
pub use transaction::{PackedTransaction, SignedTransaction, Transaction};
pub use varint::VarUint32;
