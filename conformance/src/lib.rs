//! Checks that a chain does what nodeos does.
//!
//! A [script] says what is done to a chain, in terms of neither implementation. Two drivers run it: [`Embedded`] on the chain of this
//! repository, [`Oracle`] on nodeos. Each gives a [recording], and the [differences](difference) between two recordings are what is wrong. To
//! check another chain, write a third driver.

mod comparison;
pub mod difference;
mod embedded;
pub mod generate;
pub mod golden;
pub mod limits;
mod oracle;
pub mod probe;
pub mod recording;
pub mod script;
pub mod stage;
mod state;
pub mod twin;
pub mod world;

pub use comparison::{Comparison, Finding, Search};
pub use embedded::Embedded;
pub use oracle::Oracle;
