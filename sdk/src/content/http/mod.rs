//! HTTP as the stores here use it: requests of bytes, answers in pieces that can be given up at any time.
//!
//! Natively it is [`Native`]; a browser brings its own [`HttpClient`]. What an answer means is left to the stores.

#[cfg(feature = "http")]
mod native;

use std::fmt;

#[cfg(feature = "http")]
pub use native::Native;

use crate::future::{BoxFuture, Shared};

/// A way to send requests over HTTP.
pub trait HttpClient: Shared + fmt::Debug {
    /// Sends a request, and waits for the head of the answer, whatever its status. Nothing is redirected.
    ///
    /// # Errors
    /// When no answer comes.
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, HttpError>>;
}

/// What is done at a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Getting what is there.
    Get,
    /// Sending something.
    Post,
}

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// Where, with everything behind the question mark.
    pub url: String,
    /// Which type of answer is wanted, if not any.
    pub accept: Option<&'static str>,
    /// The type of the body, if there is one.
    pub content_type: Option<String>,
    /// What is sent.
    pub body: Vec<u8>,
}

impl Request {
    /// A request to get what is at a URL.
    pub const fn get(url: String) -> Self {
        Self { method: Method::Get, url, accept: None, content_type: None, body: Vec::new() }
    }

    /// A request that sends nothing but its URL.
    pub const fn post(url: String) -> Self {
        Self { method: Method::Post, url, accept: None, content_type: None, body: Vec::new() }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// The head of an answer, and the way to its body.
pub struct Response {
    /// The status.
    pub status: u16,
    /// The type of the body, if the answer says it.
    pub content_type: Option<String>,
    /// The body.
    pub body: Box<dyn Body>,
}

impl Response {
    /// An answer whose body is there already.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type: None, body: Box::new(Whole(Some(body.into()))) }
    }

    /// The body, if it has at most so many bytes; `None` as soon as it has more.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn read(&mut self, limit: usize) -> Result<Option<Vec<u8>>, HttpError> {
        let mut body = Vec::new();
        while let Some(chunk) = self.body.chunk().await? {
            if body.len().saturating_add(chunk.len()) > limit {
                return Ok(None);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Some(body))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// The body of an answer, piece by piece. Dropping it ends the connection.
pub trait Body: Shared {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks before the end.
    fn chunk<'a>(&'a mut self) -> BoxFuture<'a, Result<Option<Vec<u8>>, HttpError>>;
}

/// A body of one piece.
struct Whole(Option<Vec<u8>>);

impl Body for Whole {
    fn chunk<'a>(&'a mut self) -> BoxFuture<'a, Result<Option<Vec<u8>>, HttpError>> {
        Box::pin(std::future::ready(Ok(self.0.take())))
    }
}

/// No answer came, or not all of it; and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError(pub String);

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for HttpError {}
