//! The commands, a file each: arguments in, output and exit code out.

pub mod abi;
pub mod account;
pub mod batch;
pub mod campaign;
pub mod code;
pub mod completions;
pub mod demo;
pub mod deploy;
pub mod doctor;
pub mod ipfs;
pub mod migrate;
pub mod network;
pub mod pay;
pub mod quali;
pub mod relay;
pub mod results;
pub mod up;
pub mod work;

mod requester;
mod summary;
mod user;
