//! What a chain makes of a contract's code.
//!
//! [`wasm`] refuses what a node would refuse, in the node's words and before anything is deployed. Nothing here knows
//! our contracts.

pub mod crypto;
pub mod numeric;
pub mod wasm;
