//! What every contract that takes signatures can be asked.

use antelope::{Action, Checksum256, Describe, Pack, Unpack};

/// Tells the contract on which chain it is, which it cannot find out. Zero turns signatures off.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "setchain")]
pub struct SetChain {
    /// The chain's id.
    pub chain_id: Checksum256,
}
