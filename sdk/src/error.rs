//! The one error of this crate, and what can be asked of it.
//!
//! What a contract's errors are is said by its own enum, through
//! [`ContractError`]; this module only finds the text.

use std::{borrow::Cow, fmt};

use antelope::{Name, error::ContractError};
use serde::Deserialize;

use crate::transport::TransportError;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request did not succeed.
///
/// Opaque, since most callers ask one question: was it the contract ([`contract_error`](Self::contract_error)), the
/// chain ([`chain_error`](Self::chain_error)), or the way to it ([`is_transport`](Self::is_transport),
/// [`is_http_status`](Self::is_http_status))?
#[derive(Clone)]
pub struct Error(Box<Kind>);

#[derive(Clone, Debug)]
enum Kind {
    Transport(TransportError),
    Status {
        status: u16,
        body: String,
    },
    Chain(ChainError),
    Decode(String),
    Signing(String),
    #[cfg(feature = "nodeos")]
    Nodeos(String),
}

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
    const ASSERTION: u64 = 3_050_003;
    const ASSERTION_CODE: u64 = 3_050_004;
    const DUPLICATE: u64 = 3_040_008;
    const EXPIRED: u64 = 3_040_005;
    const UNKNOWN_ACCOUNT: u64 = 3_060_002;
    const UNSATISFIED_AUTHORITY: u64 = 3_090_003;
    const MISSING_AUTHORITY: u64 = 3_090_004;

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

    fn detail_after(&self, prefix: &str) -> Option<&str> {
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

impl Error {
    /// Bytes or JSON from the node are not what `what` should be.
    pub(crate) fn decode(what: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self(Box::new(Kind::Decode(format!("{what}: {cause}"))))
    }

    /// A signer could not sign. For implementations of [`Signer`](crate::Signer).
    pub fn signing(cause: impl fmt::Display) -> Self {
        Self(Box::new(Kind::Signing(cause.to_string())))
    }

    /// The local node could not be started, or has ended.
    #[cfg(feature = "nodeos")]
    pub(crate) fn nodeos(cause: impl fmt::Display) -> Self {
        Self(Box::new(Kind::Nodeos(cause.to_string())))
    }

    /// An answer with a status that is not a success.
    pub(crate) fn from_answer(status: u16, body: &[u8]) -> Self {
        /// As much of a foreign body (a proxy's page, for instance) as helps to recognize it.
        const EXCERPT_BYTES: usize = 200;
        Self(Box::new(match ChainError::from_body(status, body) {
            Some(error) => Kind::Chain(error),
            None => {
                let excerpt = body.get(..EXCERPT_BYTES).unwrap_or(body);
                Kind::Status { status, body: String::from_utf8_lossy(excerpt).into_owned() }
            }
        }))
    }

    /// Whether no answer came: the node was not reached, or the connection broke.
    pub fn is_transport(&self) -> bool {
        matches!(*self.0, Kind::Transport(_))
    }

    /// Whether no answer came in time. A transaction may have been executed all the same.
    pub fn is_timeout(&self) -> bool {
        matches!(&*self.0, Kind::Transport(error) if error.is_timeout())
    }

    /// Whether an answer came that is not from the chain: a proxy's, for instance. Another node may do better.
    pub fn is_http_status(&self) -> bool {
        matches!(*self.0, Kind::Status { .. })
    }

    /// Whether an answer, or a row in it, could not be decoded.
    pub fn is_decode(&self) -> bool {
        matches!(*self.0, Kind::Decode(_))
    }

    /// Whether a signer could not sign, or a private key could not be read.
    pub fn is_signing(&self) -> bool {
        matches!(*self.0, Kind::Signing(_))
    }

    /// Whether the local node could not be started, or has ended.
    #[cfg(feature = "nodeos")]
    pub fn is_nodeos(&self) -> bool {
        matches!(*self.0, Kind::Nodeos(_))
    }

    /// Whether the chain knows this transaction already: it has been accepted before.
    pub fn is_duplicate(&self) -> bool {
        self.is_code(ChainError::DUPLICATE)
    }

    /// Whether the transaction came after its expiration.
    pub fn is_expired(&self) -> bool {
        self.is_code(ChainError::EXPIRED)
    }

    /// Whether a read named an account that does not exist.
    pub fn is_unknown_account(&self) -> bool {
        self.is_code(ChainError::UNKNOWN_ACCOUNT)
    }

    /// The status of the answer, if there was one and it was not a success or carried a failed transaction.
    pub fn http_status(&self) -> Option<u16> {
        match &*self.0 {
            Kind::Status { status, .. } => Some(*status),
            Kind::Chain(error) => Some(error.http_status),
            _ => None,
        }
    }

    /// The chain's verdict, if it was the chain that refused.
    pub fn chain_error(&self) -> Option<&ChainError> {
        match &*self.0 {
            Kind::Chain(error) => Some(error),
            _ => None,
        }
    }

    /// The text with which a contract has failed.
    pub fn assertion_message(&self) -> Option<&str> {
        let error = self.chain_error().filter(|error| error.code == ChainError::ASSERTION)?;
        error.detail_after("assertion failure with message: ")
    }

    /// The number with which a contract has failed, if it used numbers.
    pub fn assertion_code(&self) -> Option<u64> {
        let error = self.chain_error().filter(|error| error.code == ChainError::ASSERTION_CODE)?;
        error.detail_after("assertion failure with error code: ")?.parse().ok()
    }

    /// The contract's own error, if it failed with one of these.
    pub fn contract_error<E: ContractError>(&self) -> Option<E> {
        E::from_message(self.assertion_message()?)
    }

    /// The account whose authority is missing: the contract demanded it, or its signature is not there.
    pub fn missing_authority(&self) -> Option<Name> {
        let error = self.chain_error()?;
        match error.code {
            ChainError::MISSING_AUTHORITY => {
                let level = error.detail_after("missing authority of ")?;
                // `alice`, or `alice/active` when a certain permission was demanded.
                level.split('/').next()?.trim().parse().ok()
            }
            ChainError::UNSATISFIED_AUTHORITY => {
                let level = error.detail_after("transaction declares authority '")?;
                let declared: DeclaredAuthority =
                    serde_json::from_str(level.split('\'').next()?).ok()?;
                Some(declared.actor)
            }
            _ => None,
        }
    }

    fn is_code(&self, code: u64) -> bool {
        self.chain_error().is_some_and(|error| error.code == code)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self(Box::new(Kind::Transport(error)))
    }
}

impl From<ChainError> for Error {
    fn from(error: ChainError) -> Self {
        Self(Box::new(Kind::Chain(error)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Transport(error) => write!(f, "no answer from the node: {error}"),
            Kind::Status { status, body } => write!(f, "http status {status}: {body}"),
            Kind::Chain(error) => error.fmt(f),
            Kind::Decode(message) => write!(f, "cannot decode {message}"),
            Kind::Signing(message) => write!(f, "cannot sign: {message}"),
            #[cfg(feature = "nodeos")]
            Kind::Nodeos(message) => write!(f, "nodeos: {message}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

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

#[derive(Deserialize)]
struct DeclaredAuthority {
    actor: Name,
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
