//! What contract code is written against: tables and indices, authority, inline actions, time, digests, dispatch.
//!
//! A thin and safe face of the chain's host functions; nothing here knows any one contract. Rows, actions and errors
//! come from `protocol`, their bytes from `antelope`.
//!
//! Size is RAM (ten bytes billed for one of wasm) and time is CPU, so generic code is a thin skin over code that is
//! compiled once, nothing formats text, and an ordinary row or action is read with one call and without the heap.
//!
//! On other targets than wasm the host functions panic with their names: contracts type-check, lint and test their
//! pure parts anywhere, and run on a chain.
//!
//! # A contract
//! ```
//! use antelope::{Action, ContractError, Name, Pack, Unpack, name, table::Row};
//! use framework::{OrFail, Payer, Table, require_auth};
//!
//! #[derive(Pack, Unpack)]
//! struct Counter { owner: Name, count: u32 }
//!
//! impl Row for Counter {
//!     const TABLE: Name = name!("counter");
//!     type Indices = ();
//!     fn primary_key(&self) -> u64 { self.owner.0 }
//! }
//!
//! #[derive(Pack, Unpack)]
//! struct Count { owner: Name }
//!
//! impl Action for Count {
//!     const NAME: Name = name!("count");
//! }
//!
//! # #[derive(Clone, Copy)]
//! enum Error { Full }
//! # impl ContractError for Error {
//! #     fn message(self) -> &'static str { "counter is full" }
//! #     fn from_message(_: &str) -> Option<Self> { None }
//! # }
//!
//! fn count(Count { owner }: Count) -> Result<(), Error> {
//!     require_auth(owner);
//!
//!     let counters = Table::<Counter>::of_self(owner);
//!     match counters.entry(owner.0) {
//!         Some(mut counter) => {
//!             counter.count = counter.count.checked_add(1).ok_or(Error::Full)?;
//!             counter.save(Payer::Same);
//!         }
//!         None => counters.insert(&Counter { owner, count: 1 }, Payer::Account(owner)),
//!     }
//!     Ok(())
//! }
//!
//! framework::dispatch! {
//!     actions { Count => count }
//! }
//! ```
#![no_std]

extern crate alloc as rust_alloc;
// Off the chain `std` supplies the allocator and the panic handler that a contract's library needs.
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

#[cfg(target_arch = "wasm32")]
mod alloc;
mod buffer;
mod fault;
mod host;
#[cfg(target_arch = "wasm32")]
mod memory;

pub mod auth;
pub mod check;
pub mod crypto;
pub mod cursor;
pub mod dispatch;
pub mod index;
pub mod payer;
pub mod print;
pub mod send;
pub mod singleton;
pub mod table;
pub mod time;

pub use auth::{current_receiver, has_auth, is_account, require_auth, require_permission};
pub use check::{OrFail, OrFailWith, check, fail};
pub use dispatch::{Env, Return, action_data};
pub use payer::Payer;
pub use send::{notify, send};
pub use singleton::Singleton;
pub use table::{Entry, Table, View};
pub use time::{current_time, current_time_sec};
