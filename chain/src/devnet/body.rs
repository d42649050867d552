//! The bodies of requests to cheat.
//!
//! They are read strictly: a field that nobody knows is a mistake, and the answer says which.

use antelope::{Checksum256, Name, json::integer};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Error, error::exception, node::HISTORY};

/// Reads a body; nothing at all is an object without fields.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| invalid(error.to_string()))
}

/// What is asked for makes no sense.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(exception::INVALID_HTTP_REQUEST, message.into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mine {
    #[serde(default = "one")]
    pub(super) blocks: u32,
}

fn one() -> u32 {
    1
}

impl Mine {
    /// As many blocks as are remembered, so that a request takes a bounded time.
    pub(super) fn check(&self) -> Result<(), Error> {
        match usize::try_from(self.blocks) {
            Ok(1..=HISTORY) => Ok(()),
            _ => Err(invalid(format!("blocks is {}, not between 1 and {HISTORY}", self.blocks))),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Warp {
    pub(super) seconds: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetMining {
    pub(super) mode: Mode,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Instant,
    Interval,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revert {
    pub(super) snapshot: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Impersonate {
    pub(super) actions: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetRow {
    pub(super) code: Name,
    pub(super) scope: Name,
    pub(super) table: Name,
    #[serde(with = "integer")]
    pub(super) primary_key: u64,
    pub(super) payer: Name,
    pub(super) row: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveRow {
    pub(super) code: Name,
    pub(super) scope: Name,
    pub(super) table: Name,
    #[serde(with = "integer")]
    pub(super) primary_key: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetSecondary {
    pub(super) code: Name,
    pub(super) scope: Name,
    pub(super) table: Name,
    /// As in `get_table_rows`: 2 is the first.
    pub(super) index_position: u8,
    #[serde(with = "integer")]
    pub(super) primary_key: u64,
    pub(super) payer: Name,
    pub(super) key: Key,
}

/// A secondary key, by the name that `get_table_rows` has for its type.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Key {
    I64(#[serde(with = "integer")] u64),
    I128(#[serde(with = "integer")] u128),
    Sha256(Checksum256),
    Float64(f64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetCode {
    pub(super) account: Name,
    /// In base64.
    pub(super) wasm: String,
    /// Packed, in base64.
    #[serde(default)]
    pub(super) abi: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetRamQuota {
    pub(super) account: Name,
    #[serde(with = "integer")]
    pub(super) bytes: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPrivileged {
    pub(super) account: Name,
    pub(super) privileged: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Load {
    pub(super) node: String,
}
