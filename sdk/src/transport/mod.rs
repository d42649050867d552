//! How requests reach a node: a path and JSON bytes out, a status and bytes back.
//!
//! A way to one node knows nothing of chains. It does not judge the status, retry, or read the body; what an answer
//! means is the [`Client`](crate::Client)'s work. Several nodes of one chain, of which some may fail, are one way to it:
//! [`Endpoints`].

#[cfg(feature = "embedded")]
mod embedded;
mod endpoints;
#[cfg(feature = "http")]
pub(crate) mod http;
mod mock;

use std::{fmt, time::Duration};

#[cfg(feature = "embedded")]
pub use embedded::Embedded;
pub use endpoints::{Endpoints, EndpointsConfig, Health, Standing};
#[cfg(feature = "http")]
pub use http::{Http, HttpConfig};
pub use mock::{Mock, Request};

use crate::future::{BoxFuture, Shared};

/// A way to one node.
pub trait Transport: Shared {
    /// Posts the JSON `body` to `path` (`/v1/chain/get_info`) and waits for the answer, whatever its status.
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        (**self).post(path, body)
    }
}

/// An answer of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON unless something between here and the node has answered.
    pub body: Vec<u8>,
    /// How long the node asks to be left alone (`Retry-After` in seconds).
    pub retry_after: Option<Duration>,
    /// Whether the same request was tried before and may have had its effect, though no answer came.
    pub is_repeated: bool,
}

impl Response {
    /// An answer to the first try.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, body: body.into(), ..Self::default() }
    }
}

/// No answer came from the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    message: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unreachable,
    Broken,
    Timeout,
}

impl TransportError {
    /// The connection broke. The request may have had its effect.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), kind: Kind::Broken }
    }

    /// The node was not reached. The request has had no effect.
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self { message: message.into(), kind: Kind::Unreachable }
    }

    /// The node did not answer in time. The request may have had its effect.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self { message: message.into(), kind: Kind::Timeout }
    }

    /// Whether time ran out.
    pub const fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::Timeout)
    }

    /// Whether the request may have reached the node.
    pub const fn may_have_arrived(&self) -> bool {
        !matches!(self.kind, Kind::Unreachable)
    }

    /// The same failure, of the endpoint named.
    fn of(self, endpoint: &str) -> Self {
        Self { message: format!("{endpoint}: {}", self.message), ..self }
    }

    /// The same failure, after a try that may have arrived.
    fn repeated(self) -> Self {
        match self.kind {
            Kind::Unreachable => Self { kind: Kind::Broken, ..self },
            _ => self,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}
