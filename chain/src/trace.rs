//! What happened: the trace of a transaction and of each action in it.
//!
//! Traces are only told; nothing in the chain reads them back.

use std::sync::Arc;

use antelope::{Checksum256, Name, PackedAction, TimePoint};

use crate::{Error, HostCalls};

/// What a transaction did, or how far it came.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The transaction's id.
    pub id: Checksum256,
    /// The number of the block that it is part of.
    pub block_number: u32,
    /// The time of that block.
    pub block_time: TimePoint,
    /// NET, in bytes.
    pub net_usage: u64,
    /// CPU, in microseconds as reckoned from fuel.
    pub cpu_usage: u64,
    /// Fuel: what the contracts executed.
    pub fuel: u64,
    /// The actions in the order in which they were asked for.
    pub actions: Vec<ActionTrace>,
}

impl Trace {
    /// NET in words of eight bytes, as receipts tell it.
    pub fn net_words(&self) -> u32 {
        u32::try_from(self.net_usage / 8).unwrap_or(u32::MAX)
    }

    /// CPU in microseconds, as receipts tell it.
    pub fn cpu_microseconds(&self) -> u32 {
        u32::try_from(self.cpu_usage).unwrap_or(u32::MAX)
    }
}

/// What an action did in one receiver.
#[derive(Clone, Debug)]
pub struct ActionTrace {
    /// Its place in the trace, from 1.
    pub ordinal: u32,
    /// The action that sent it; 0 when it stands in the transaction.
    pub creator: u32,
    /// The action that it was sent from or is a notification of; 0 when it stands in the transaction.
    pub closest_unnotified_ancestor: u32,
    /// The account whose code ran.
    pub receiver: Name,
    /// The action.
    pub action: Arc<PackedAction>,
    /// Whether it ran without access to state.
    pub context_free: bool,
    /// What the contract printed.
    pub console: String,
    /// RAM: what changed for whom, in bytes, by account.
    pub ram_deltas: Vec<(Name, i64)>,
    /// What it returned.
    pub return_value: Vec<u8>,
    /// The receipt of an action that ran to its end.
    pub receipt: Option<Receipt>,
    /// Fuel: what the contract executed.
    pub fuel: u64,
    /// What it called of the chain.
    pub host_calls: HostCalls,
    /// Why it failed.
    pub error: Option<Error>,
}

/// The receipt of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The account whose code ran.
    pub receiver: Name,
    /// The digest of the action and what it returned.
    pub action_digest: Checksum256,
    /// How many actions had run on the chain.
    pub global_sequence: u64,
    /// How many actions the receiver had received.
    pub recv_sequence: u64,
    /// How many actions each authorizer had authorized.
    pub auth_sequence: Vec<(Name, u64)>,
    /// How often the contract's code had changed.
    pub code_sequence: u32,
    /// How often the contract's ABI had changed.
    pub abi_sequence: u32,
}

/// A transaction failed; nothing of it remains but its trace.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Why.
    pub error: Error,
    /// How far it came.
    pub trace: Trace,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Failure {}
