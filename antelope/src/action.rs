//! Actions: what a transaction asks contracts to do.

use alloc::vec::Vec;

use crate::{Describe, Name, Pack, Unpack};

/// The arguments of an action, with the action's name.
pub trait Action: Pack {
    /// The action's name, as dispatch and ABI know it.
    const NAME: Name;
}

/// An account and one of its permissions (`alice@active`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack, Describe)]
#[abi(name = "permission_level")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PermissionLevel {
    /// The account.
    pub actor: Name,
    /// The permission's name, such as `active`.
    pub permission: Name,
}

impl PermissionLevel {
    /// The account's `active` permission.
    pub const fn active(actor: Name) -> Self {
        Self { actor, permission: Name::constant("active") }
    }
}

/// An action with its arguments packed, ready for a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PackedAction {
    /// The contract.
    pub account: Name,
    /// The action's name.
    pub name: Name,
    /// Who authorizes it.
    pub authorization: Vec<PermissionLevel>,
    /// The packed arguments.
    #[cfg_attr(feature = "serde", serde(with = "crate::json::hex"))]
    pub data: Vec<u8>,
}

impl PackedAction {
    /// `action` of the contract `account`, authorized by `authorization`.
    pub fn new<A: Action>(account: Name, authorization: Vec<PermissionLevel>, action: &A) -> Self {
        Self { account, name: A::NAME, authorization, data: crate::pack(action) }
    }
}
