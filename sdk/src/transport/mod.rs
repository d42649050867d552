//! How requests reach a node: a path and JSON bytes out, a status and bytes back.
//!
//! A transport knows nothing of chains. It does not judge the status, retry, or read the body; that is the
//! [`Client`](crate::Client)'s work.

#[cfg(feature = "embedded")]
mod embedded;
#[cfg(feature = "http")]
mod http;
mod mock;

use std::fmt;

#[cfg(feature = "embedded")]
pub use embedded::Embedded;
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

/// An answer of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON unless something between here and the node has answered.
    pub body: Vec<u8>,
}

/// No answer came from the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    message: String,
    timeout: bool,
}

impl TransportError {
    /// The node could not be reached, or the connection broke.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), timeout: false }
    }

    /// The node did not answer in time. The request may have had its effect.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self { message: message.into(), timeout: true }
    }

    /// Whether time ran out.
    pub const fn is_timeout(&self) -> bool {
        self.timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}
