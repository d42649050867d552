//! What happened, for programs: a JSON object a line.

use antelope::{Checksum256, Name, PermissionLevel};
use chain::{ActionTrace, Chain, Error, Trace, node::Event};
use serde::Serialize;
use serde_json::Value;

use super::decoder::Decoder;

/// What happened.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(crate) enum Record {
    /// A transaction was executed.
    Transaction(Transaction),
    /// A transaction failed; its actions are those that it came to.
    Failure {
        /// Why.
        error: Reason,
        #[serde(flatten)]
        transaction: Transaction,
    },
    /// A block that holds transactions was made.
    Block { number: u32, id: Checksum256, time: String, transactions: usize },
}

/// A transaction, or what it came to.
#[derive(Debug, Serialize)]
pub(crate) struct Transaction {
    pub(crate) id: Checksum256,
    /// The block that it is in.
    pub(crate) block_num: u32,
    pub(crate) block_time: String,
    /// CPU, in microseconds as reckoned from fuel.
    pub(crate) cpu_usage_us: u64,
    /// NET, in bytes.
    pub(crate) net_usage: u64,
    /// What its contracts executed.
    pub(crate) fuel: u64,
    pub(crate) actions: Vec<Action>,
}

/// What an action did in one receiver.
#[derive(Debug, Serialize)]
pub(crate) struct Action {
    pub(crate) ordinal: u32,
    /// The ordinal of the action that sent it, or that it is a notification of; 0 for none.
    pub(crate) creator: u32,
    pub(crate) receiver: Name,
    pub(crate) account: Name,
    pub(crate) name: Name,
    pub(crate) authorization: Vec<PermissionLevel>,
    /// As the contract's ABI tells it, or in hexadecimal.
    pub(crate) data: Value,
    pub(crate) console: String,
    pub(crate) ram_deltas: Vec<RamDelta>,
    pub(crate) fuel: u64,
    pub(crate) host_calls: u64,
    /// Whether it ran to its end; not every action of a failed transaction was begun.
    pub(crate) executed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Reason>,
}

/// RAM that was taken or given back, in bytes.
#[derive(Debug, Serialize)]
pub(crate) struct RamDelta {
    pub(crate) account: Name,
    pub(crate) delta: i64,
}

/// Why something failed, in a node's words.
#[derive(Debug, Serialize)]
pub(crate) struct Reason {
    pub(crate) code: u32,
    pub(crate) name: &'static str,
    pub(crate) message: String,
}

impl Record {
    /// What is told of an event; nothing of an empty block.
    pub(crate) fn new(event: &Event, chain: &Chain, decoder: &mut Decoder) -> Option<Self> {
        Some(match event {
            Event::Executed(trace) => Self::Transaction(Transaction::new(trace, chain, decoder)),
            Event::Failed(failure) => Self::Failure {
                error: Reason::from(&failure.error),
                transaction: Transaction::new(&failure.trace, chain, decoder),
            },
            Event::Block(record) if record.transactions.is_empty() => return None,
            Event::Block(record) => Self::Block {
                number: record.block.number,
                id: record.block.id,
                time: record.block.time.to_string(),
                transactions: record.transactions.len(),
            },
        })
    }
}

impl Transaction {
    fn new(trace: &Trace, chain: &Chain, decoder: &mut Decoder) -> Self {
        Self {
            id: trace.id,
            block_num: trace.block_number,
            block_time: trace.block_time.to_string(),
            cpu_usage_us: trace.cpu_usage,
            net_usage: trace.net_usage,
            fuel: trace.fuel,
            actions: (trace.actions.iter())
                .map(|action| Action::new(action, chain, decoder))
                .collect(),
        }
    }
}

impl Action {
    fn new(trace: &ActionTrace, chain: &Chain, decoder: &mut Decoder) -> Self {
        let action = &trace.action;
        let data = decoder.data(chain, action);
        let hexadecimal = || {
            let digits = action.data.iter().map(|byte| format!("{byte:02x}"));
            Value::String(digits.collect())
        };
        Self {
            ordinal: trace.ordinal,
            creator: trace.creator,
            receiver: trace.receiver,
            account: action.account,
            name: action.name,
            authorization: action.authorization.clone(),
            data: data.unwrap_or_else(hexadecimal),
            console: trace.console.clone(),
            ram_deltas: (trace.ram_deltas.iter())
                .map(|(account, delta)| RamDelta { account: *account, delta: *delta })
                .collect(),
            fuel: trace.fuel,
            host_calls: trace.host_calls.total(),
            executed: trace.receipt.is_some(),
            error: trace.error.as_ref().map(Reason::from),
        }
    }
}

impl From<&Error> for Reason {
    fn from(error: &Error) -> Self {
        let exception = error.exception();
        Self { code: exception.code, name: exception.name, message: error.message().to_owned() }
    }
}
