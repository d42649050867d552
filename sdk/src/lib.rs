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
//! Features: `http` (on by default), the transport over HTTP; `requester`, putting work on the network from files, and
//! with it `schema`, JSON Schema; `relay`, a relayer on a socket; for tests `embedded`, a chain inside this process,
//! `nodeos`, a real node on this machine, and `kubo`, a real node of IPFS.

pub mod clock;
pub mod future;
pub mod signer;
pub mod transport;

mod account;
mod client;
mod error;
mod info;
mod receipt;

pub mod accounts;
pub mod content;
pub mod contracts;
pub mod deploy;
pub mod document;
pub mod fork;
pub mod migration;
pub mod network;
pub mod relay;
#[cfg(feature = "requester")]
pub mod requester;
pub mod system;
pub mod table;
pub mod worker;

#[cfg(feature = "embedded")]
pub mod devnet;
#[cfg(feature = "kubo")]
pub mod kubo;
#[cfg(feature = "nodeos")]
pub mod nodeos;
#[cfg(any(feature = "nodeos", feature = "kubo"))]
mod process;

pub use account::{Account, Permission, ResourceLimit};
pub use client::{Client, Inclusion, Pending, Until};
pub use contracts::Contract;
#[cfg(feature = "embedded")]
pub use devnet::Devnet;
pub use error::{ChainError, Error, Resource, Result, Shortage};
pub use info::Info;
#[cfg(feature = "nodeos")]
pub use nodeos::Nodeos;
pub use receipt::{ActionTrace, RamDelta, Receipt};
pub use signer::{LocalSigner, Signer};
