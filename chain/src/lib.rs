//! An Antelope chain inside the process.
//!
//! It runs the same compiled wasm that is deployed, starts at once, needs nothing installed, and agrees with a node in
//! what can be observed: results, messages, RAM, traces. It knows nothing of our contracts, and nothing of HTTP.
//!
//! ```
//! use antelope::name;
//! use chain::{Chain, Config};
//!
//! let mut chain = Chain::new(Config::default());
//! let trace = chain.create_account(name!("alice"))?;
//! assert_eq!(trace.actions[0].ram_deltas, [(name!("alice"), 2724)]);
//! # Ok::<(), Box<chain::Failure>>(())
//! ```
//!
//! # Where it differs from a node
//!
//! - CPU is reckoned from fuel, not from a clock, so that it is the same everywhere: see
//!   [`Config::fuel_per_microsecond`]. NET is a node's to the byte, and so is the arithmetic of what accounts and blocks
//!   may use. Limits that each node sets for itself are not there: greylists, times shorter than the chain's.
//! - Nothing is ever deferred, whether the features that switch that off are active or not: `send_deferred` checks its
//!   arguments and does nothing, and a transaction with a delay runs at once, or is refused where a node refuses it.
//! - A schedule of producers that is proposed holds at once, and its first one makes all blocks.
//! - Contracts may import functions that came with a protocol feature before it is active, and an action that a contract
//!   sends to itself needs authority as if `RESTRICT_ACTION_TO_SELF` were active.
//! - `memory.grow` with a negative number gives -1. A node takes that many pages away.
//! - A function of the chain can be called where functions of a contract are 251 deep. A node counts it too.

pub mod wasm;

#[cfg(feature = "vm")]
pub mod authority;
#[cfg(feature = "vm")]
mod calls;
#[cfg(feature = "vm")]
mod chain;
#[cfg(feature = "vm")]
mod config;
#[cfg(feature = "vm")]
mod error;
#[cfg(feature = "vm")]
mod pending;
#[cfg(feature = "vm")]
mod trace;

#[cfg(feature = "vm")]
pub mod feature;
#[cfg(feature = "vm")]
mod host;
#[cfg(feature = "vm")]
pub mod native;
#[cfg(feature = "vm")]
mod ram;
#[cfg(feature = "vm")]
pub mod state;
#[cfg(feature = "vm")]
mod transaction;
#[cfg(feature = "vm")]
mod unpack;
#[cfg(feature = "vm")]
mod vm;

#[cfg(feature = "vm")]
pub mod crypto;
#[cfg(feature = "vm")]
pub mod numeric;

#[cfg(feature = "vm")]
pub mod node;
#[cfg(feature = "vm")]
pub mod report;

#[cfg(feature = "api")]
pub mod api;
#[cfg(feature = "api")]
pub mod devnet;
#[cfg(feature = "server")]
pub mod server;

#[cfg(feature = "vm")]
pub use authority::Provided;
#[cfg(feature = "vm")]
pub use calls::HostCalls;
#[cfg(feature = "vm")]
pub use chain::{AnyKey, Chain, Indices, Snapshot, index_table};
#[cfg(feature = "vm")]
pub use config::Config;
#[cfg(feature = "vm")]
pub use error::{Error, Exception, exception};
#[cfg(feature = "vm")]
pub use trace::{ActionTrace, Failure, Receipt, Trace};
