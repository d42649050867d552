//! Recordings: what a chain answered to a script, without what may differ between two right chains.
//!
//! Left out are elapsed time and CPU, which no two runs share, and ids of transactions, which follow from the chain's
//! own. Everything else is kept, down to the bytes and payers of rows.

use antelope::{Checksum256, Name};
use serde::{Deserialize, Serialize};

/// What a chain answered to a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// For each of the script's steps what came of it; nothing for steps about time.
    pub steps: Vec<Option<Outcome>>,
    /// The id of the last block, which ends with the script. It is a digest of all receipts.
    pub head: Checksum256,
    /// What the chain remembered then: a line for each account, permission, link, table, row and secondary key.
    pub state: Vec<String>,
}

/// What came of a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Refusal>,
    /// NET, in bytes.
    pub net: u64,
    /// The actions in the order in which they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionOutcome>,
}

/// What an action did in one receiver.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionOutcome {
    /// Its place in the trace, that of its creator, and that of its closest ancestor that is no notification.
    pub ordinals: [u32; 3],
    /// The account whose code ran.
    pub receiver: Name,
    /// The contract.
    pub account: Name,
    /// The action.
    pub name: Name,
    /// What the contract printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub console: String,
    /// RAM: what changed for whom, in bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ram_deltas: Vec<(Name, i64)>,
    /// What it returned, in hexadecimal.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub return_value: String,
    /// The receipt of an action that ran to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptOutcome>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Refusal>,
    /// The number that goes with the failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<u64>,
}

/// The receipt of an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptOutcome {
    /// How many actions had run on the chain.
    pub global: u64,
    /// How many actions the receiver had received.
    pub recv: u64,
    /// How many actions each authorizer had authorized.
    pub auth: Vec<(Name, u64)>,
    /// How often the contract's code had changed.
    pub code: u64,
    /// How often the contract's ABI had changed.
    pub abi: u64,
    /// The digest of the action and what it returned.
    pub digest: Checksum256,
}

/// Why a chain refused something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The number of its kind.
    pub code: i64,
    /// The name of its kind.
    pub name: String,
    /// What exactly is wrong.
    pub message: String,
}

impl Refusal {
    /// A refusal whose message is freed of what may differ.
    pub fn new(code: i64, name: &str, message: &str) -> Self {
        Self { code, name: name.to_owned(), message: mask(message) }
    }
}

/// Takes the ids of transactions and measured times out of a message.
fn mask(message: &str) -> String {
    let mut masked = String::with_capacity(message.len());
    let mut rest = message;
    // The words after which such things stand.
    while let Some((before, after)) = split_after(rest, &["transaction ", "for too long "]) {
        masked.push_str(before);
        let varies = |c: char| c.is_ascii_hexdigit();
        let length = after.find(|c| !varies(c)).unwrap_or(after.len());
        let (value, tail) = after.split_at(length);
        let is_id = value.len() == 64;
        let is_time = before.ends_with("for too long ") && tail.starts_with("us");
        masked.push_str(if is_id || is_time { "…" } else { value });
        rest = tail;
    }
    masked.push_str(rest);
    masked
}

/// Splits behind the first of some words.
fn split_after<'a>(text: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    let ends = words.iter().filter_map(|word| text.find(word).map(|place| place + word.len()));
    ends.min().map(|place| text.split_at(place))
}
