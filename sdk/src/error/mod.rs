//! The one error of this crate, and what can be asked of it.
//!
//! What a contract's errors are is said by its own enum, through
//! [`ContractError`]; this module only finds the text.

mod advice;
mod chain;
mod shortage;

use std::fmt;

use antelope::{Name, error::ContractError};
use serde::Deserialize;

use crate::transport::TransportError;
pub use chain::ChainError;
pub(crate) use chain::TraceException;
pub use shortage::{Resource, Shortage};

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request did not succeed.
///
/// Opaque, since most callers ask one question: was it
/// - a contract: [`contract_error`](Self::contract_error), [`assertion_message`](Self::assertion_message);
/// - the chain: [`chain_error`](Self::chain_error), [`missing_authority`](Self::missing_authority),
///   [`shortage`](Self::shortage) of a resource;
/// - the way to it: [`is_transport`](Self::is_transport), [`is_http_status`](Self::is_http_status);
/// - what came back: [`is_decode`](Self::is_decode);
/// - a signer: [`is_signing`](Self::is_signing)?
///
/// Of a transaction, there is one more: may it be executed all the same ([`is_undecided`](Self::is_undecided))? What a
/// person can do about it says [`advice`](Self::advice).
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: Kind,
    /// Whether the transaction in question may be executed all the same.
    is_undecided: bool,
    /// Who pays for the CPU and NET of the transaction in question.
    payer: Option<Name>,
}

#[derive(Clone, Debug)]
enum Kind {
    Transport(TransportError),
    Status {
        status: u16,
        body: String,
    },
    Chain(ChainError),
    /// A transaction has expired and is in no block.
    Dropped {
        refusal: Option<ChainError>,
    },
    Decode(String),
    Signing(String),
    #[cfg(feature = "nodeos")]
    Nodeos(String),
}

impl Error {
    fn of(kind: Kind) -> Self {
        Self(Box::new(Inner { kind, is_undecided: false, payer: None }))
    }

    /// Bytes or JSON from the node are not what `what` should be.
    pub(crate) fn decode(what: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self::of(Kind::Decode(format!("{what}: {cause}")))
    }

    /// A signer could not sign. For implementations of [`Signer`](crate::Signer).
    pub fn signing(cause: impl fmt::Display) -> Self {
        Self::of(Kind::Signing(cause.to_string()))
    }

    /// The local node could not be started, or has ended.
    #[cfg(feature = "nodeos")]
    pub(crate) fn nodeos(cause: impl fmt::Display) -> Self {
        Self::of(Kind::Nodeos(cause.to_string()))
    }

    /// A transaction has expired and is in no block that could still be undone. With the last refusal, if there was one.
    pub(crate) fn dropped(refusal: Option<Self>) -> Self {
        let refusal = refusal.and_then(|refusal| match refusal.0.kind {
            Kind::Chain(error) => Some(error),
            _ => None,
        });
        Self::of(Kind::Dropped { refusal })
    }

    /// The same error, of a transaction that may be executed all the same.
    pub(crate) fn undecided(mut self) -> Self {
        self.0.is_undecided = true;
        self
    }

    /// The same error, of a transaction for which `payer` pays.
    pub(crate) fn paid_by(mut self, payer: Option<Name>) -> Self {
        self.0.payer = payer;
        self
    }

    /// An answer with a status that is not a success.
    pub(crate) fn from_answer(status: u16, body: &[u8]) -> Self {
        /// As much of a foreign body (a proxy's page, for instance) as helps to recognize it.
        const EXCERPT_BYTES: usize = 200;
        Self::of(match ChainError::from_body(status, body) {
            Some(error) => Kind::Chain(error),
            None => {
                let excerpt = body.get(..EXCERPT_BYTES).unwrap_or(body);
                Kind::Status { status, body: String::from_utf8_lossy(excerpt).into_owned() }
            }
        })
    }

    /// What a person can do about it, where there is something to say: a sentence in lower case without a full stop.
    pub fn advice(&self) -> Option<&'static str> {
        advice::of_kind(&self.0.kind)
    }

    /// Whether a transaction may have been executed, or may still be, though this error came: no answer to it came, or
    /// only from a second node. Sending the same again is safe, signing the same anew is not, until
    /// [`Client::wait`](crate::Client::wait) says so.
    pub fn is_undecided(&self) -> bool {
        self.0.is_undecided
    }

    /// Whether a transaction has expired and was surely not executed: it may be signed and sent anew.
    pub fn is_dropped(&self) -> bool {
        matches!(self.0.kind, Kind::Dropped { .. })
    }

    /// Whether the node does not offer what was asked for. Another one may.
    pub fn is_not_offered(&self) -> bool {
        self.http_status() == Some(404) || self.is_code(ChainError::NOT_ENABLED)
    }

    /// The resource that was not enough, if that is why the chain refused.
    pub fn shortage(&self) -> Option<Shortage> {
        Shortage::of(self.chain_error()?, self.0.payer)
    }

    /// Whether no answer came: the node was not reached, or the connection broke.
    pub fn is_transport(&self) -> bool {
        matches!(self.0.kind, Kind::Transport(_))
    }

    /// Whether no answer came in time. A transaction may have been executed all the same.
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(error) if error.is_timeout())
    }

    /// Whether an answer came that is not from the chain: a proxy's, for instance. Another node may do better.
    pub fn is_http_status(&self) -> bool {
        matches!(self.0.kind, Kind::Status { .. })
    }

    /// Whether an answer, or a row in it, could not be decoded.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// Whether the same request may succeed in a while: the way to the node failed, not the request.
    pub(crate) fn may_pass(&self) -> bool {
        self.is_transport() || self.is_http_status()
    }

    /// Whether a signer could not sign, or a private key could not be read.
    pub fn is_signing(&self) -> bool {
        matches!(self.0.kind, Kind::Signing(_))
    }

    /// Whether the local node could not be started, or has ended.
    #[cfg(feature = "nodeos")]
    pub fn is_nodeos(&self) -> bool {
        matches!(self.0.kind, Kind::Nodeos(_))
    }

    /// Whether the chain knows this transaction already: it has been accepted before.
    pub fn is_duplicate(&self) -> bool {
        self.is_code(ChainError::DUPLICATE)
    }

    /// Whether the transaction came after its expiration.
    pub fn is_expired(&self) -> bool {
        self.is_code(ChainError::EXPIRED)
    }

    /// Whether a read named a block that the node does not have, or not yet.
    pub fn is_unknown_block(&self) -> bool {
        self.is_code(ChainError::UNKNOWN_BLOCK)
    }

    /// Whether a read named an account that does not exist.
    pub fn is_unknown_account(&self) -> bool {
        self.is_code(ChainError::UNKNOWN_ACCOUNT)
    }

    /// The status of the answer, if there was one and it was not a success or carried a failed transaction.
    pub fn http_status(&self) -> Option<u16> {
        match &self.0.kind {
            Kind::Status { status, .. } => Some(*status),
            Kind::Chain(error) => Some(error.http_status),
            _ => None,
        }
    }

    /// The chain's verdict, if it was the chain that refused. Of a transaction that was dropped, why it was refused last.
    pub fn chain_error(&self) -> Option<&ChainError> {
        match &self.0.kind {
            Kind::Chain(error) | Kind::Dropped { refusal: Some(error) } => Some(error),
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
        Self::of(Kind::Transport(error))
    }
}

impl From<ChainError> for Error {
    fn from(error: ChainError) -> Self {
        Self::of(Kind::Chain(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Transport(error) => write!(f, "no answer from the node: {error}"),
            Kind::Status { status, body } => write!(f, "http status {status}: {body}"),
            Kind::Chain(error) => error.fmt(f),
            Kind::Dropped { refusal: None } => {
                f.write_str("the transaction has expired and was not executed")
            }
            Kind::Dropped { refusal: Some(error) } => {
                write!(f, "the transaction has expired and was not executed: {error}")
            }
            Kind::Decode(message) => write!(f, "cannot decode {message}"),
            Kind::Signing(message) => write!(f, "cannot sign: {message}"),
            #[cfg(feature = "nodeos")]
            Kind::Nodeos(message) => write!(f, "nodeos: {message}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)
    }
}

impl std::error::Error for Error {}

#[derive(Deserialize)]
struct DeclaredAuthority {
    actor: Name,
}
