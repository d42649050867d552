//! The client of an Antelope chain and of the contracts of Effect Network.
//!
//! A [`Client`] talks to a node through a [`Transport`](transport::Transport), lets a [`Signer`] sign, and gives
//! [typed rows](table) and [receipts](Receipt) back. Whatever fails is one [`Error`] with questions to ask.
//!
//! ```no_run
//! use antelope::{PackedAction, PermissionLevel, name};
//! use sdk::{Client, LocalSigner, system::{LinkAuth, system_action}};
//!
//! # async fn run(action: LinkAuth) -> sdk::Result<()> {
//! let client = Client::http("http://127.0.0.1:8888")?;
//! let signer: LocalSigner = "PVT_K1_…".parse()?;
//! let receipt = client.push(&signer, &[system_action(name!("alice"), &action)]).await?;
//! println!("{} cost {} µs", receipt.id, receipt.cpu_usage_us);
//! # Ok(())
//! # }
//! ```
//!
//! No parser and no decoder here panics, whatever a node answers.
//!
//! Features: `http` (on by default), the transport over HTTP; `embedded`, a chain inside this process, and `nodeos`, a
//! real node on this machine, for tests.

pub mod future;
pub mod signer;
pub mod transport;

mod account;
mod client;
mod error;
mod info;
mod receipt;

pub mod content;
pub mod contracts;
pub mod deploy;
pub mod fork;
pub mod network;
pub mod system;
pub mod table;

#[cfg(feature = "embedded")]
pub mod devnet;
#[cfg(feature = "nodeos")]
pub mod nodeos;

pub use account::{Account, Permission, ResourceLimit};
pub use client::Client;
pub use contracts::Contract;
#[cfg(feature = "embedded")]
pub use devnet::Devnet;
pub use error::{ChainError, Error, Result};
pub use info::Info;
#[cfg(feature = "nodeos")]
pub use nodeos::Nodeos;
pub use receipt::{ActionTrace, RamDelta, Receipt};
pub use signer::{LocalSigner, Signer};
