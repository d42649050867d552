//! Actions: what a transaction asks contracts to do.
//!
//! Which actions there are is each protocol's business.

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use crate::{Describe, Name, Pack, Unpack, name::ParseNameError};

/// The arguments of an action, with the action's name.
pub trait Action: Pack {
    /// The action's name, as dispatch and ABI know it.
    const NAME: Name;
}

/// An account and one of its permissions (`alice@active`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack, Describe,
)]
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

impl fmt::Display for PermissionLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.actor, self.permission)
    }
}

impl FromStr for PermissionLevel {
    type Err = ParsePermissionLevelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (actor, permission) =
            text.split_once('@').ok_or(ParsePermissionLevelError::MissingAt)?;
        let name = |text: &str| text.parse().map_err(ParsePermissionLevelError::BadName);
        Ok(Self { actor: name(actor)?, permission: name(permission)? })
    }
}

/// Why a text is not a permission level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParsePermissionLevelError {
    /// No `@` between account and permission.
    MissingAt,
    /// One of the two is not a name.
    BadName(ParseNameError),
}

impl fmt::Display for ParsePermissionLevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingAt => f.write_str("permission is not of the form alice@active"),
            Self::BadName(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ParsePermissionLevelError {}

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
