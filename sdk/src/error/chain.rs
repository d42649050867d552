//! What a chain says when it refuses: an exception with its number, its name and its messages.
//!
//! What can be asked of it is [`Error`](super::Error)'s work.

use std::{borrow::Cow, fmt};

use serde::Deserialize;

/// What the chain itself has answered: a final verdict on the request, whatever the HTTP status.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChainError {
    /// The status of the answer; 202 when a transaction was accepted for execution and then failed.
    pub http_status: u16,
    /// The number of the exception, such as 3050003.
    pub code: u64,
    /// The name of the exception, such as `eosio_assert_message_exception`.
    pub name: String,
    /// What this exception means in general.
    pub what: String,
    /// What it was this time, the most specific first.
    pub details: Vec<String>,
}

impl ChainError {
    pub(crate) const ASSERTION: u64 = 3_050_003;
    pub(super) const ASSERTION_CODE: u64 = 3_050_004;
    pub(super) const EXPIRED: u64 = 3_040_005;
    pub(super) const EXPIRES_TOO_LATE: u64 = 3_040_006;
    pub(super) const UNKNOWN_REFERENCE: u64 = 3_040_007;
    pub(super) const DUPLICATE: u64 = 3_040_008;
    pub(super) const UNKNOWN_ACCOUNT: u64 = 3_060_002;
    pub(crate) const UNKNOWN_TABLE: u64 = 3_060_003;
    pub(super) const UNSATISFIED_AUTHORITY: u64 = 3_090_003;
    pub(super) const MISSING_AUTHORITY: u64 = 3_090_004;
    pub(super) const UNKNOWN_BLOCK: u64 = 3_100_002;
    pub(super) const NOT_ENABLED: u64 = 3_100_008;

    /// The error object in the body of an answer, if it is one.
    pub(crate) fn from_body(http_status: u16, body: &[u8]) -> Option<Self> {
        let ErrorBody { error } = serde_json::from_slice(body).ok()?;
        let details = error.details.into_iter().map(|detail| detail.message).collect();
        Some(Self { http_status, code: error.code, name: error.name, what: error.what, details })
    }

    /// The `except` of a transaction's trace.
    pub(crate) fn from_trace(http_status: u16, except: TraceException) -> Self {
        let details = except.stack.iter().map(TraceMessage::text).collect();
        Self { http_status, code: except.code, name: except.name, what: except.message, details }
    }

    pub(super) fn detail_after(&self, prefix: &str) -> Option<&str> {
        self.details.iter().find_map(|detail| detail.strip_prefix(prefix))
    }
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.details.first() {
            Some(detail) => write!(f, "{detail} ({} {})", self.code, self.name),
            None => write!(f, "{} ({} {})", self.what, self.code, self.name),
        }
    }
}

#[derive(Deserialize)]
struct ErrorBody {
    error: ErrorObject,
}

#[derive(Deserialize)]
struct ErrorObject {
    #[serde(with = "antelope::json::integer")]
    code: u64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    details: Vec<ErrorDetail>,
}

#[derive(Deserialize)]
struct ErrorDetail {
    message: String,
}

/// The exception in the trace of a failed transaction. Its messages are templates with their data beside them.
#[derive(Debug, Deserialize)]
pub(crate) struct TraceException {
    #[serde(with = "antelope::json::integer")]
    code: u64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    stack: Vec<TraceMessage>,
}

#[derive(Debug, Deserialize)]
struct TraceMessage {
    #[serde(default)]
    format: String,
    #[serde(default)]
    data: serde_json::Value,
}

impl TraceMessage {
    /// The template with each `${field}` replaced by the value of that name; one without a value stays as it is.
    fn text(&self) -> String {
        let mut text = String::with_capacity(self.format.len());
        let mut rest = self.format.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            text.push_str(before);
            let value = after.split_once('}').and_then(|(field, after)| {
                let value = self.data.get(field)?;
                let value = match value.as_str() {
                    Some(text) => Cow::Borrowed(text),
                    None => Cow::Owned(value.to_string()),
                };
                Some((value, after))
            });
            match value {
                Some((value, after)) => {
                    text.push_str(&value);
                    rest = after;
                }
                None => {
                    text.push_str("${");
                    rest = after;
                }
            }
        }
        text.push_str(rest);
        text
    }
}
