//! Accounts, their code and what they may use.
//!
//! Who may act for an account is told by its permissions.

use antelope::{Checksum256, Pack, TimePoint, Unpack};

use super::{Bytes, Usage};

/// An account.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct Account {
    /// When it was made.
    pub created: TimePoint,
    /// Whether it may call the chain's privileged functions.
    pub privileged: bool,
    /// The hash of its code; all zeros without code.
    pub code_hash: Checksum256,
    /// When its code last changed; the epoch when never.
    pub last_code_update: TimePoint,
    /// How often its code changed.
    pub code_sequence: u64,
    /// Its packed ABI; empty without one.
    pub abi: Bytes,
    /// How often its ABI changed.
    pub abi_sequence: u64,
    /// How many actions it received.
    pub recv_sequence: u64,
    /// How many actions it authorized.
    pub auth_sequence: u64,
    /// The RAM it pays for, in bytes.
    pub ram_usage: u64,
    /// The RAM it may pay for, in bytes; -1 without limit.
    pub ram_quota: i64,
    /// Its share of NET; -1 without limit.
    pub net_weight: i64,
    /// Its share of CPU; -1 without limit.
    pub cpu_weight: i64,
    /// The NET that it used.
    pub net_usage: Usage,
    /// The CPU that it used.
    pub cpu_usage: Usage,
}

impl Account {
    /// A new account without limits.
    pub(crate) fn new(created: TimePoint) -> Self {
        Self {
            created,
            privileged: false,
            code_hash: Checksum256::default(),
            last_code_update: TimePoint::default(),
            code_sequence: 0,
            abi: Bytes::default(),
            abi_sequence: 0,
            recv_sequence: 0,
            auth_sequence: 0,
            ram_usage: 0,
            ram_quota: -1,
            net_weight: -1,
            cpu_weight: -1,
            net_usage: Usage::default(),
            cpu_usage: Usage::default(),
        }
    }

    /// Whether it has code.
    pub fn has_code(&self) -> bool {
        self.code_hash != Checksum256::default()
    }
}

/// The code of one or more accounts.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct Code {
    /// The module, as it was set.
    pub wasm: Bytes,
    /// How many accounts run it.
    pub accounts: u64,
}
