//! HTTP with `reqwest`. Needs a running tokio runtime.

use std::time::Duration;

use super::{Body, HttpClient, HttpError, Method, Request, Response};
use crate::{
    future::BoxFuture,
    transport::http::{chain_of_causes, is_loopback},
};

/// How long to wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nothing may come while something is to come.
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// HTTP from this machine. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Native {
    http: reqwest::Client,
    /// For this machine: a proxy in the environment has another loopback.
    direct: reqwest::Client,
}

impl Native {
    /// A way to every host; through the proxy that the environment names, if it does.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, HttpError> {
        // The provider is one for the whole process: a refusal only says that the program has chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let build = |builder: reqwest::ClientBuilder| {
            builder
                .connect_timeout(CONNECT_TIMEOUT)
                .read_timeout(READ_TIMEOUT)
                // Whoever is trusted with a request decides where it goes: a gateway must not.
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .map_err(|error| HttpError(chain_of_causes(&error)))
        };
        let http = build(reqwest::Client::builder())?;
        Ok(Self { http, direct: build(reqwest::Client::builder().no_proxy())? })
    }

    async fn exchange(&self, request: Request) -> Result<Response, HttpError> {
        let Request { method, url, accept, content_type, body } = request;
        let url: reqwest::Url =
            url.parse().map_err(|error| HttpError(format!("bad url {url:?}: {error}")))?;
        let client = if is_loopback(&url) { &self.direct } else { &self.http };
        let mut builder = match method {
            Method::Get => client.get(url),
            Method::Post => client.post(url).body(body),
        };
        if let Some(accept) = accept {
            builder = builder.header("accept", accept);
        }
        if let Some(content_type) = content_type {
            builder = builder.header("content-type", content_type);
        }
        let response = builder.send().await.map_err(|error| HttpError(chain_of_causes(&error)))?;
        let content_type = response.headers().get("content-type");
        let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Response {
            status: response.status().as_u16(),
            content_type,
            body: Box::new(Stream(response)),
        })
    }
}

impl HttpClient for Native {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, HttpError>> {
        Box::pin(self.exchange(request))
    }
}

struct Stream(reqwest::Response);

impl Body for Stream {
    fn chunk<'a>(&'a mut self) -> BoxFuture<'a, Result<Option<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            let chunk = self.0.chunk().await;
            Ok(chunk.map_err(|error| HttpError(chain_of_causes(&error)))?.map(Vec::from))
        })
    }
}
