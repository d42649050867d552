//! HTTP to a node, with `reqwest`. Needs a running tokio runtime.

use std::{fmt, net::IpAddr, time::Duration};

use super::{Response, Transport, TransportError};
use crate::future::BoxFuture;

/// The limits of an HTTP transport.
#[derive(Clone, Copy, Debug)]
pub struct HttpConfig {
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long a request may take as a whole.
    pub request_timeout: Duration,
    /// The largest answer that is read, in bytes.
    pub max_response_bytes: usize,
}

impl Default for HttpConfig {
    /// 5 s to connect, 30 s for a request, 64 MiB for an answer.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(30),
            max_response_bytes: 64 << 20,
        }
    }
}

/// A node at a URL.
#[derive(Clone, Debug)]
pub struct Http {
    http: reqwest::Client,
    url: String,
    max_response_bytes: usize,
}

impl Http {
    /// The node at `url` (`https://host` or `http://127.0.0.1:8888`), with the default limits.
    ///
    /// # Errors
    /// When the URL is not one of http or https, or TLS cannot be set up.
    pub fn new(url: &str) -> Result<Self, TransportError> {
        Self::with_config(url, HttpConfig::default())
    }

    /// The node at `url` with other limits.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_config(url: &str, config: HttpConfig) -> Result<Self, TransportError> {
        let parsed: reqwest::Url = url
            .parse()
            .map_err(|error| TransportError::new(format!("bad url {url:?}: {error}")))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(TransportError::new(format!("bad url {url:?}: not http or https")));
        }
        // The provider is one for the whole process: a refusal only says that the program has chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder();
        if is_loopback(&parsed) {
            // A proxy in the environment has another loopback.
            builder = builder.no_proxy();
        }
        let http = builder
            .connect_timeout(config.connect_timeout)
            .timeout(config.request_timeout)
            // A node does not redirect; following one would send the transaction to whoever is named there.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| TransportError::new(chain_of_causes(&error)))?;
        Ok(Self {
            http,
            url: url.trim_end_matches('/').to_owned(),
            max_response_bytes: config.max_response_bytes,
        })
    }

    /// The URL of the node, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    async fn send(&self, path: &str, body: Vec<u8>) -> Result<Response, TransportError> {
        let request = self.http.post(format!("{}{path}", self.url));
        let mut response = request
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .map_err(|error| self.failure(&error))?;
        let status = response.status().as_u16();
        // In seconds; what is written as a date is rare, and waiting for a time of another clock would be a guess.
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failure(&error))? {
            if body.len() + chunk.len() > self.max_response_bytes {
                let limit = self.max_response_bytes;
                return Err(TransportError::new(format!("answer exceeds {limit} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { retry_after, ..Response::new(status, body) })
    }

    fn failure(&self, error: &reqwest::Error) -> TransportError {
        let message = chain_of_causes(error);
        // A connection that was not made in time is both.
        if error.is_timeout() && !error.is_connect() {
            TransportError::timeout(message)
        } else if error.is_connect() {
            TransportError::unreachable(message)
        } else {
            TransportError::new(message)
        }
    }
}

impl Transport for Http {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(self.send(path, body))
    }
}

impl fmt::Display for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

pub(crate) fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An error with what caused it: the reason why a connection failed is two levels below "error sending request".
pub(crate) fn chain_of_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
