//! The chain's own actions on accounts, keys and code, and the authorities they take.
//!
//! Every Antelope chain has these in the account `eosio`, whatever contract runs there. What a network adds (buying
//! RAM, voting) is left to its system contract.

use antelope::{Action, Name, Pack, PackedAction, PermissionLevel, PublicKey, Unpack, name};
use serde::{Deserialize, Serialize};

/// The account in which these actions are.
pub const SYSTEM: Name = name!("eosio");

/// What satisfies a permission: keys and other permissions whose weights reach a threshold.
///
/// Invariant of the chain: keys and accounts are in ascending order without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Serialize, Deserialize)]
pub struct Authority {
    /// The sum of weights that is needed.
    pub threshold: u32,
    /// Keys that may sign.
    #[serde(default)]
    pub keys: Vec<KeyWeight>,
    /// Permissions that stand for a signature, such as `contract@eosio.code`.
    #[serde(default)]
    pub accounts: Vec<PermissionLevelWeight>,
    /// Delays that count as weight.
    #[serde(default)]
    pub waits: Vec<WaitWeight>,
}

/// A key and what its signature weighs.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Serialize, Deserialize)]
pub struct KeyWeight {
    /// The key.
    pub key: PublicKey,
    /// Its weight.
    pub weight: u16,
}

/// A permission and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Serialize, Deserialize)]
pub struct PermissionLevelWeight {
    /// The permission.
    pub permission: PermissionLevel,
    /// Its weight.
    pub weight: u16,
}

/// A delay and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Serialize, Deserialize)]
pub struct WaitWeight {
    /// The delay, in seconds.
    pub wait_sec: u32,
    /// Its weight.
    pub weight: u16,
}

impl Authority {
    /// One key alone.
    pub fn key(key: PublicKey) -> Self {
        Self { threshold: 1, keys: vec![KeyWeight { key, weight: 1 }], ..Self::default() }
    }

    /// This authority, or `permission` alone. Unchanged when the permission is in it already.
    pub fn or_permission(mut self, permission: PermissionLevel) -> Self {
        let weight = u16::try_from(self.threshold).unwrap_or(u16::MAX);
        if let Err(place) =
            self.accounts.binary_search_by_key(&permission, |account| account.permission)
        {
            self.accounts.insert(place, PermissionLevelWeight { permission, weight });
        }
        self
    }
}

/// Creates an account. RAM: the creator.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Action, Serialize, Deserialize)]
#[abi(name = "newaccount")]
pub struct NewAccount {
    /// Who creates it; authorizes this.
    pub creator: Name,
    /// The new account.
    pub name: Name,
    /// Who may change everything.
    pub owner: Authority,
    /// Who may act.
    pub active: Authority,
}

/// Sets or changes a permission. RAM: the account.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Action, Serialize, Deserialize)]
#[abi(name = "updateauth")]
pub struct UpdateAuth {
    /// The account; authorizes this by the permission or one above it.
    pub account: Name,
    /// The permission to set.
    pub permission: Name,
    /// The permission above it; empty for `owner`.
    pub parent: Name,
    /// Who satisfies it from now on.
    pub auth: Authority,
}

/// Removes a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Action, Serialize, Deserialize)]
#[abi(name = "deleteauth")]
pub struct DeleteAuth {
    /// The account; authorizes this.
    pub account: Name,
    /// The permission to remove.
    pub permission: Name,
}

/// Lets a permission authorize an action of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Action, Serialize, Deserialize)]
#[abi(name = "linkauth")]
pub struct LinkAuth {
    /// The account; authorizes this.
    pub account: Name,
    /// The contract.
    pub code: Name,
    /// The action; empty for all actions of the contract.
    pub action: Name,
    /// The permission that is enough for it.
    pub requirement: Name,
}

/// Takes back a [`LinkAuth`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Action, Serialize, Deserialize)]
#[abi(name = "unlinkauth")]
pub struct UnlinkAuth {
    /// The account; authorizes this.
    pub account: Name,
    /// The contract.
    pub code: Name,
    /// The action; empty for all actions of the contract.
    pub action: Name,
}

/// Sets the code of an account. RAM: the account, ten bytes for each byte of code.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Action)]
#[abi(name = "setcode")]
pub struct SetCode {
    /// The account; authorizes this.
    pub account: Name,
    /// 0: WebAssembly.
    pub vm_type: u8,
    /// 0.
    pub vm_version: u8,
    /// The module; empty removes the code.
    pub code: Vec<u8>,
}

/// Sets the ABI of an account. RAM: the account.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Action)]
#[abi(name = "setabi")]
pub struct SetAbi {
    /// The account; authorizes this.
    pub account: Name,
    /// The packed ABI; empty removes it. The chain does not check it.
    pub abi: Vec<u8>,
}

/// `action` of the system, authorized by the `active` permission of `actor`.
pub fn system_action<A: Action>(actor: Name, action: &A) -> PackedAction {
    PackedAction::new(SYSTEM, vec![PermissionLevel::active(actor)], action)
}
