//! What a transaction did: its costs, and a trace of each action.

use antelope::{Checksum256, Name, PackedAction, PermissionLevel, TimePoint, Unpack};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::{
    client::Inclusion,
    error::{ChainError, Error, Result, TraceException},
};

/// A transaction that has been executed. It is not irreversible yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// The transaction's id.
    pub id: Checksum256,
    /// The block it was executed for.
    pub block_num: u32,
    /// The time of that block.
    pub block_time: TimePoint,
    /// Billed CPU, in microseconds.
    pub cpu_usage_us: u32,
    /// Billed NET, in bytes.
    pub net_usage_bytes: u64,
    /// How long it took, in microseconds; 0 when that is not known.
    pub elapsed_us: i64,
    /// Every action that ran, in order: those of the transaction, notifications and inline actions. Empty when the node's
    /// answer was lost and the transaction was found in its block instead, which does not tell.
    pub actions: Vec<ActionTrace>,
}

/// One run of one contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ActionTrace {
    /// Its place in the order of creation, from 1.
    #[serde(rename = "action_ordinal", default)]
    pub ordinal: u32,
    /// The ordinal of the action that sent it; 0 for the transaction itself.
    #[serde(rename = "creator_action_ordinal", default)]
    pub creator_ordinal: u32,
    /// The contract that ran: the action's own, or one that was notified.
    pub receiver: Name,
    /// The action.
    #[serde(rename = "act", deserialize_with = "action")]
    pub action: PackedAction,
    /// How long it took, in microseconds.
    #[serde(rename = "elapsed", with = "antelope::json::integer")]
    pub elapsed_us: i64,
    /// What it printed; empty unless the node shows it.
    #[serde(default)]
    pub console: String,
    /// By how much it changed the RAM of accounts.
    #[serde(rename = "account_ram_deltas", default)]
    pub ram_deltas: Vec<RamDelta>,
    /// What it returned, packed; empty for nothing.
    #[serde(rename = "return_value_hex_data", default, with = "antelope::json::hex")]
    pub return_value: Vec<u8>,
}

/// A change of the RAM that an account pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct RamDelta {
    /// Who pays.
    pub account: Name,
    /// Bytes; negative when RAM came back.
    #[serde(with = "antelope::json::integer")]
    pub delta: i64,
}

impl Receipt {
    /// What the first action returned.
    ///
    /// # Errors
    /// When the bytes are not a `T`; nothing at all is one only of types without bytes.
    pub fn return_value<T: Unpack>(&self) -> Result<T> {
        let bytes = self.actions.first().map_or(&[][..], |action| &action.return_value);
        antelope::unpack(bytes).map_err(|cause| Error::decode("return value", cause))
    }

    /// By how much the transaction as a whole changed the RAM that `account` pays for, in bytes.
    pub fn ram_delta(&self, account: Name) -> i64 {
        let deltas = self.actions.iter().flat_map(|action| &action.ram_deltas);
        deltas
            .filter(|delta| delta.account == account)
            .fold(0, |sum, delta| sum.saturating_add(delta.delta))
    }

    /// The receipt of a transaction that was found in a block.
    pub(crate) const fn from_inclusion(id: Checksum256, inclusion: &Inclusion) -> Self {
        Self {
            id,
            block_num: inclusion.block_num,
            block_time: inclusion.block_time,
            cpu_usage_us: inclusion.cpu_usage_us,
            net_usage_bytes: inclusion.net_usage_bytes,
            elapsed_us: 0,
            actions: Vec::new(),
        }
    }

    /// The receipt in the answer to a sent transaction.
    ///
    /// A node may accept a transaction and answer with the trace of its failure; that is an error here.
    pub(crate) fn from_answer(http_status: u16, body: &[u8]) -> Result<Self> {
        let Answer { processed } =
            serde_json::from_slice(body).map_err(|cause| Error::decode("transaction", cause))?;
        if let Some(except) = processed.except {
            return Err(ChainError::from_trace(http_status, except).into());
        }
        // Without an exception the receipt is there.
        let TransactionReceipt { cpu_usage_us, net_usage_words } = processed
            .receipt
            .ok_or_else(|| Error::decode("transaction", "neither receipt nor exception"))?;
        Ok(Self {
            id: processed.id,
            block_num: processed.block_num,
            block_time: processed.block_time,
            cpu_usage_us,
            net_usage_bytes: u64::from(net_usage_words) * 8,
            elapsed_us: processed.elapsed,
            actions: processed.action_traces,
        })
    }
}

#[derive(Deserialize)]
struct Answer {
    processed: Processed,
}

#[derive(Deserialize)]
struct Processed {
    id: Checksum256,
    block_num: u32,
    block_time: TimePoint,
    receipt: Option<TransactionReceipt>,
    #[serde(with = "antelope::json::integer")]
    elapsed: i64,
    action_traces: Vec<ActionTrace>,
    except: Option<TraceException>,
}

#[derive(Deserialize)]
struct TransactionReceipt {
    cpu_usage_us: u32,
    net_usage_words: u32,
}

/// An action in a trace: `data` is an object where the node knows the ABI, with the bytes in `hex_data` beside it.
fn action<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PackedAction, D::Error> {
    #[derive(Deserialize)]
    struct TracedAction {
        account: Name,
        name: Name,
        authorization: Vec<PermissionLevel>,
        #[serde(default)]
        data: Value,
        hex_data: Option<String>,
    }

    let TracedAction { account, name, authorization, data, hex_data } =
        TracedAction::deserialize(deserializer)?;
    let data = hex_data.as_deref().or(data.as_str()).unwrap_or_default();
    let data = hex::decode(data).map_err(serde::de::Error::custom)?;
    Ok(PackedAction { account, name, authorization, data })
}
