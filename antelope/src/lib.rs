//! The words of an Antelope chain: names, assets, keys, actions, transactions, their packed bytes and
//! the ABI model.
//!
//! Everything here is a value: no I/O, no clock, no randomness, and nothing about any one contract.
//! Parsers return errors and never panic, since the same code runs in contracts, servers and browsers.
//!
//! # Packing
//!
//! A type of a contract is a struct or an enum that derives [`Pack`] and [`Unpack`]; an action moreover has a name.
//!
//! ```
//! use antelope::{Action, Asset, Name, Pack, PackedAction, PermissionLevel, Unpack, name};
//!
//! #[derive(Debug, PartialEq, Pack, Unpack, Action)]
//! #[abi(name = "transfer")]
//! struct Transfer {
//!     from: Name,
//!     to: Name,
//!     quantity: Asset,
//!     memo: String,
//! }
//!
//! let transfer = Transfer {
//!     from: name!("alice"),
//!     to: name!("bob"),
//!     quantity: "1.0000 EOS".parse()?,
//!     memo: String::new(),
//! };
//! let bytes = antelope::pack(&transfer);
//! assert_eq!(bytes.len(), 8 + 8 + 16 + 1);
//! assert_eq!(antelope::unpack::<Transfer>(&bytes)?, transfer);
//!
//! let alice = PermissionLevel::active(name!("alice"));
//! let action = PackedAction::new(name!("eosio.token"), vec![alice], &transfer);
//! assert_eq!((action.name, action.data), (name!("transfer"), bytes));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Describing
//!
//! With the feature `abi` the same types say how they appear in an ABI.
//!
//! ```
//! # #[cfg(all(feature = "abi", feature = "serde"))] {
//! use antelope::{Action, Describe, Name, Pack, abi::AbiBuilder};
//!
//! #[derive(Pack, Describe, Action)]
//! #[abi(name = "rate")]
//! struct Rate {
//!     who: Name,
//!     stars: Option<Vec<u16>>,
//! }
//!
//! let abi = AbiBuilder::new().action::<Rate>().build();
//! assert_eq!(abi.structs[0].fields[1].type_name, "B_vector_uint16_E?");
//! assert!(abi.to_json_pretty().contains(r#""new_type_name": "B_vector_uint16_E""#));
//! # }
//! ```
//!
//! # Features
//!
//! The crate is `no_std` with `alloc`. By default it has what contracts need. Beyond that:
//!
//! * `text`: `Display` and `FromStr` of keys and signatures, ids and signing digests of transactions.
//! * `serde`: the JSON forms that nodeos writes, and the JSON form of an ABI. Implies `text`.
//! * `abi`: the ABI description of a type, [`abi`]. Host only.
#![no_std]
#![cfg_attr(
    all(target_arch = "wasm32", target_os = "none"),
    allow(unreachable_code, reason = "in a contract an `UnpackError` has no values")
)]

extern crate alloc;
#[cfg(test)]
extern crate std;
// The derives name this crate by its own name, also from inside.
extern crate self as antelope;

pub mod pack;
mod unpack_error;
pub mod varint;

pub mod asset;
#[cfg(feature = "text")]
pub mod base58;
pub mod checksum;
pub mod crypto;
pub mod key;
pub mod name;
pub mod symbol;
pub mod time;

pub mod action;
pub mod error;
pub mod table;
pub mod transaction;

pub mod abi;
pub mod host;
#[cfg(feature = "serde")]
pub mod json;

#[doc(hidden)]
pub mod __alloc {
    pub use alloc::{string, vec};
}

pub use action::{Action, PackedAction, PermissionLevel};
pub use antelope_derive::{Action, Describe, Pack, Unpack};
pub use asset::{Asset, ExtendedAsset};
pub use checksum::{Checksum160, Checksum256, Checksum512};
pub use crypto::Crypto;
pub use error::ContractError;
pub use key::{PublicKey, Signature};
pub use name::Name;
pub use pack::{Extension, Pack, Reader, Unpack, UnpackError, pack, unpack};
pub use symbol::{ExtendedSymbol, Symbol, SymbolCode};
pub use time::{BlockTimestamp, TimePoint, TimePointSec};
pub use transaction::{PackedTransaction, SignedTransaction, Transaction};
pub use varint::VarUint32;
