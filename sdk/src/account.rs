//! An account as the chain describes it: resources and permissions.
//!
//! Balances are rows of token contracts; see [`Client::rows`](crate::Client::rows).

use antelope::{Asset, Name, TimePoint};
use serde::Deserialize;

use crate::system::Authority;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Account {
    /// Its name.
    #[serde(rename = "account_name")]
    pub name: Name,
    /// When it was created.
    pub created: TimePoint,
    /// Whether its contract may use the privileged functions of the chain.
    #[serde(default)]
    pub privileged: bool,
    /// Bytes of RAM it may use; -1 for no limit.
    #[serde(with = "antelope::json::integer")]
    pub ram_quota: i64,
    /// Bytes of RAM it uses.
    #[serde(with = "antelope::json::integer")]
    pub ram_usage: i64,
    /// NET, in bytes.
    pub net_limit: ResourceLimit,
    /// CPU, in microseconds.
    pub cpu_limit: ResourceLimit,
    /// Its permissions.
    pub permissions: Vec<Permission>,
    /// What it holds of the network's own token; absent where the network has none.
    #[serde(default)]
    pub core_liquid_balance: Option<Asset>,
}

/// A resource that is regained over a day. -1 everywhere for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct ResourceLimit {
    /// Used within the window.
    #[serde(with = "antelope::json::integer")]
    pub used: i64,
    /// Still available.
    #[serde(with = "antelope::json::integer")]
    pub available: i64,
    /// What would be available without use.
    #[serde(with = "antelope::json::integer")]
    pub max: i64,
}

/// A permission of an account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Permission {
    /// Its name.
    #[serde(rename = "perm_name")]
    pub name: Name,
    /// The permission above it; empty for `owner`.
    pub parent: Name,
    /// Who satisfies it.
    #[serde(rename = "required_auth")]
    pub authority: Authority,
}

impl Account {
    /// The permission of this name.
    pub fn permission(&self, name: Name) -> Option<&Permission> {
        self.permissions.iter().find(|permission| permission.name == name)
    }
}
