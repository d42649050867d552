//! Effect Network's words: the rows, actions, errors and pure rules of each contract.
//!
//! A thing that contract and client share is defined here and nowhere else. From these types come the packed
//! bytes, the actions' names, the tables' keys and the ABIs. The rules take rows and time and give decisions; they
//! neither read nor write, so the contract, the client and the tests all call the same functions.
//! How a row is stored, and how bytes travel, is left to `framework` and `sdk`.
//!
//! Read [`force::dispatch`] first: it is the rule that the network is about.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod error;
pub mod float;
pub mod memo;
pub mod signed;
pub mod vaddress;

pub mod force;

pub mod vaccount;

pub mod token;

pub mod atomicassets;

pub mod v1;
