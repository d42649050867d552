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

pub mod authority;
mod chain;
mod config;
mod error;
mod trace;

pub mod feature;
mod host;
pub mod native;
mod ram;
pub mod state;
mod transaction;
mod unpack;
mod vm;

pub mod crypto;
pub mod numeric;
pub mod wasm;

pub use authority::Provided;
pub use chain::{Chain, Snapshot};
pub use config::Config;
pub use error::{Error, Exception, exception};
pub use trace::{ActionTrace, Failure, Receipt, Trace};
