//! What nodeos says of a transaction: a trace, or the exception that kept it from having one.
//!
//! Its messages are templates with data, which are put together here.

use antelope::{Checksum256, Name};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use crate::recording::{ActionOutcome, Outcome, ReceiptOutcome, Refusal};

/// What nodeos says of a transaction.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Answer {
    Trace(Trace),
    Exception(Exception),
}

#[derive(Deserialize)]
pub(super) struct Trace {
    net_usage: u64,
    action_traces: Vec<ActionTrace>,
    #[serde(default)]
    except: Option<Exception>,
}

#[derive(Deserialize)]
struct ActionTrace {
    action_ordinal: u32,
    creator_action_ordinal: u32,
    closest_unnotified_ancestor_action_ordinal: u32,
    receipt: Option<Receipt>,
    receiver: Name,
    act: Act,
    console: String,
    account_ram_deltas: Vec<RamDelta>,
    #[serde(default)]
    return_value: String,
    #[serde(default)]
    except: Option<Exception>,
    #[serde(default, deserialize_with = "optional_integer")]
    error_code: Option<u64>,
}

#[derive(Deserialize)]
struct Act {
    account: Name,
    name: Name,
}

#[derive(Deserialize)]
struct RamDelta {
    account: Name,
    #[serde(with = "antelope::json::integer")]
    delta: i64,
}

#[derive(Deserialize)]
struct Receipt {
    #[serde(with = "antelope::json::integer")]
    global_sequence: u64,
    #[serde(with = "antelope::json::integer")]
    recv_sequence: u64,
    auth_sequence: Vec<(Name, Value)>,
    code_sequence: u64,
    abi_sequence: u64,
    act_digest: Checksum256,
}

#[derive(Deserialize)]
pub(super) struct Exception {
    code: i64,
    name: String,
    stack: Vec<Layer>,
}

#[derive(Deserialize)]
struct Layer {
    format: String,
    data: Value,
}

impl Answer {
    pub(super) fn outcome(self) -> Result<Outcome, String> {
        match self {
            Self::Exception(exception) => {
                Ok(Outcome { error: Some(exception.refusal()), ..Outcome::default() })
            }
            Self::Trace(Trace { net_usage, action_traces, except }) => Ok(Outcome {
                error: except.map(|exception| exception.refusal()),
                net: net_usage,
                actions: action_traces.into_iter().map(action).collect::<Result<_, _>>()?,
            }),
        }
    }
}

fn action(trace: ActionTrace) -> Result<ActionOutcome, String> {
    let receipt = trace.receipt.map(receipt).transpose()?;
    Ok(ActionOutcome {
        ordinals: [
            trace.action_ordinal,
            trace.creator_action_ordinal,
            trace.closest_unnotified_ancestor_action_ordinal,
        ],
        receiver: trace.receiver,
        account: trace.act.account,
        name: trace.act.name,
        console: trace.console,
        ram_deltas: trace.account_ram_deltas.iter().map(|one| (one.account, one.delta)).collect(),
        return_value: trace.return_value,
        receipt,
        error: trace.except.map(|exception| exception.refusal()),
        error_code: trace.error_code,
    })
}

fn receipt(receipt: Receipt) -> Result<ReceiptOutcome, String> {
    let auth = receipt.auth_sequence.into_iter().map(|(name, sequence)| {
        let sequence = integer(&sequence).ok_or("a sequence that is no number")?;
        Ok((name, sequence))
    });
    Ok(ReceiptOutcome {
        global: receipt.global_sequence,
        recv: receipt.recv_sequence,
        auth: auth.collect::<Result<_, String>>()?,
        code: receipt.code_sequence,
        abi: receipt.abi_sequence,
        digest: receipt.act_digest,
    })
}

impl Exception {
    /// Of its stack the first entry, which says what is wrong; the others say who passed it on.
    fn refusal(&self) -> Refusal {
        let message = self.stack.first().map(Layer::message).unwrap_or_default();
        Refusal::new(self.code, &self.name, &message)
    }
}

impl Layer {
    /// The template with its data.
    fn message(&self) -> String {
        let none = Map::new();
        let data = self.data.as_object().unwrap_or(&none);
        let mut message = String::new();
        let mut rest = self.format.as_str();
        while let Some(start) = rest.find("${") {
            let (before, after) = rest.split_at(start);
            message.push_str(before);
            let Some(end) = after.find('}') else { break };
            let (placeholder, tail) = after.split_at(end + 1);
            match placeholder.get(2..end).and_then(|name| data.get(name)) {
                Some(Value::String(text)) => message.push_str(text),
                Some(value) => message.push_str(&value.to_string()),
                None => message.push_str(placeholder),
            }
            rest = tail;
        }
        message.push_str(rest);
        message
    }
}

/// nodeos writes large integers as text.
fn integer(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    match Option::<Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(value) => {
            integer(&value).map(Some).ok_or_else(|| de::Error::custom("no unsigned integer"))
        }
    }
}
