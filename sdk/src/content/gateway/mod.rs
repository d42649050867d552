//! Gateways of IPFS: strangers that are asked over HTTP, and believed nothing.
//!
//! One is asked first; the next one when it has not answered after a while, or has answered wrongly. Whoever first sends
//! what hashes to the CID wins. What gateways have to offer is the [trustless gateway] interface: blocks, and files as
//! CARs.
//!
//! [trustless gateway]: https://specs.ipfs.tech/http-gateways/trustless-gateway/

mod health;
mod race;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use cid::Cid;

pub use health::Health;

use super::{
    Error, File, Limits, Store,
    address::{self, Kind},
    car::CarReader,
    file::Assembly,
    http::{HttpClient, Request, Response},
};
use crate::{
    clock::{Clock, timeout},
    future::BoxFuture,
};
use race::{Attempt, Outcome};

/// How patient a [`GatewayStore`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// After how long without the whole answer the next gateway is asked as well.
    pub next_after: Duration,
    /// How long a gateway may send nothing.
    pub stall: Duration,
    /// How long everything may take.
    pub deadline: Duration,
}

impl Default for Patience {
    /// 2 s until the next one is asked, 10 s without a byte, 60 s for everything.
    fn default() -> Self {
        Self {
            next_after: Duration::from_secs(2),
            stall: Duration::from_secs(10),
            deadline: Duration::from_secs(60),
        }
    }
}

/// Several gateways, of which one that has the bytes and answers is enough. It can only be read.
pub struct GatewayStore {
    gateways: Vec<Gateway>,
    http: Arc<dyn HttpClient>,
    clock: Arc<dyn Clock>,
    patience: Patience,
}

/// A gateway, and what is remembered of it.
struct Gateway {
    url: String,
    health: Mutex<Health>,
}

impl GatewayStore {
    /// The gateways at these URLs (`https://host`), in the order in which they are asked.
    pub fn new(
        urls: impl IntoIterator<Item = impl Into<String>>,
        http: Arc<dyn HttpClient>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let gateway = |url: String| Gateway {
            url: url.trim_end_matches('/').to_owned(),
            health: Mutex::default(),
        };
        let gateways = urls.into_iter().map(|url| gateway(url.into())).collect();
        Self { gateways, http, clock, patience: Patience::default() }
    }

    /// The same gateways with another patience.
    #[must_use]
    pub const fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// What is remembered of each gateway, by its URL.
    pub fn health(&self) -> Vec<(&str, Health)> {
        self.gateways.iter().map(|gateway| (gateway.url.as_str(), gateway.lock().clone())).collect()
    }

    /// Ways to a block, one for each gateway that may be asked.
    fn blocks<'a>(&'a self, cid: &'a Cid, limit: usize) -> Vec<Attempt<'a, Vec<u8>>> {
        let answer = |gateway| -> BoxFuture<'a, _> { Box::pin(self.block(gateway, cid, limit)) };
        self.open().map(|gateway| Attempt { gateway, answer: answer(gateway) }).collect()
    }

    /// Ways to a file, one for each gateway that may be asked.
    fn files<'a>(&'a self, root: &'a Cid, limits: Limits) -> Vec<Attempt<'a, File>> {
        let answer = |gateway| -> BoxFuture<'a, _> { Box::pin(self.file(gateway, root, limits)) };
        self.open().map(|gateway| Attempt { gateway, answer: answer(gateway) }).collect()
    }

    /// The gateways that may be asked now.
    fn open(&self) -> impl Iterator<Item = &Gateway> {
        let now = self.clock.now();
        self.gateways.iter().filter(move |gateway| gateway.lock().is_open(now))
    }

    /// Asks a gateway for a block.
    async fn block(&self, gateway: &Gateway, cid: &Cid, limit: usize) -> Outcome<Vec<u8>> {
        let url = format!("{}/ipfs/{cid}?format=raw", gateway.url);
        let mut response = match self.ask(url, "application/vnd.ipld.raw").await {
            Ok(response) => response,
            Err(outcome) => return outcome,
        };
        let content_type = response.content_type.take();
        let mut block = Vec::new();
        loop {
            match self.chunk(&mut response).await {
                Err(reason) => return Outcome::Failed(reason),
                Ok(None) => break,
                Ok(Some(chunk)) if block.len().saturating_add(chunk.len()) > limit => {
                    return Outcome::Lied("it sends too much".into());
                }
                Ok(Some(chunk)) => block.extend_from_slice(&chunk),
            }
        }
        match address::verify(cid, &block) {
            Ok(()) => Outcome::Found(block),
            Err(error) => Outcome::Lied(described(&error, content_type.as_deref())),
        }
    }

    /// Asks a gateway for a file.
    async fn file(&self, gateway: &Gateway, root: &Cid, limits: Limits) -> Outcome<File> {
        // Gateways of before 2025 read the order from the header alone.
        let url = format!(
            "{}/ipfs/{root}?format=car&dag-scope=all&car-version=1&car-order=dfs&car-dups=n",
            gateway.url
        );
        let accept = "application/vnd.ipld.car; version=1; order=dfs; dups=n";
        let mut response = match self.ask(url, accept).await {
            Ok(response) => response,
            Err(outcome) => return outcome,
        };
        let content_type = response.content_type.take();
        let lied = |error: &Error| match error {
            // Whoever sent it, the file is what it is.
            Error::LimitExceeded(..) | Error::NotAFile(..) | Error::UnsupportedCid(..) => None,
            error => Some(described(error, content_type.as_deref())),
        };
        let mut car = match CarReader::new(root, limits) {
            Ok(car) => car,
            Err(error) => return Outcome::Final(error),
        };
        loop {
            match self.chunk(&mut response).await {
                Err(reason) => return Outcome::Failed(reason),
                Ok(None) => break,
                Ok(Some(chunk)) => {
                    if let Err(error) = car.push(&chunk) {
                        return match lied(&error) {
                            Some(reason) => Outcome::Lied(reason),
                            None => Outcome::Final(error),
                        };
                    }
                }
            }
        }
        match car.finish() {
            Ok(file) => Outcome::Found(file),
            Err(Error::NotFound(_)) => Outcome::Missing,
            // A connection that ends early may be nobody's fault.
            Err(error) => Outcome::Failed(described(&error, content_type.as_deref())),
        }
    }

    /// Sends a request, and looks at the head of the answer.
    async fn ask<T>(&self, url: String, accept: &'static str) -> Result<Response, Outcome<T>> {
        let request = Request { accept: Some(accept), ..Request::get(url) };
        let answer = timeout(&*self.clock, self.patience.stall, self.http.send(request)).await;
        let response = match answer {
            None => return Err(Outcome::Failed("no answer in time".into())),
            Some(Err(error)) => return Err(Outcome::Failed(error.to_string())),
            Some(Ok(response)) => response,
        };
        match response.status {
            200 => Ok(response),
            404 | 410 => Err(Outcome::Missing),
            status => Err(Outcome::Failed(format!("status {status}"))),
        }
    }

    async fn chunk(&self, response: &mut Response) -> Result<Option<Vec<u8>>, String> {
        let chunk = timeout(&*self.clock, self.patience.stall, response.body.chunk()).await;
        chunk.ok_or("it stalls")?.map_err(|error| error.to_string())
    }
}

impl Store for GatewayStore {
    fn put<'a>(&'a self, _: &'a Cid, _: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::ready(Err(Error::ReadOnly)))
    }

    /// The block of a CID; verified, for else the gateway would not be known.
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        Box::pin(async move {
            address::kind_of(cid)?;
            let limit = Limits::default().block_bytes;
            self.race(self.blocks(cid, limit)).await
        })
    }

    fn fetch<'a>(&'a self, root: &'a Cid, limits: Limits) -> BoxFuture<'a, Result<File, Error>> {
        Box::pin(async move {
            let mut assembly = Assembly::new(root, limits)?;
            if assembly.wanted().is_none() {
                return assembly.finish();
            }
            let missing = || Error::NotFound(*root);
            match address::kind_of(root)? {
                Kind::Raw => {
                    let limit = limits.block_bytes.min(limits.bytes);
                    let block = self.race(self.blocks(root, limit)).await?;
                    assembly.add(block.ok_or_else(missing)?)?;
                    assembly.finish()
                }
                Kind::Node => self.race(self.files(root, limits)).await?.ok_or_else(missing),
            }
        })
    }
}

impl Gateway {
    fn lock(&self) -> MutexGuard<'_, Health> {
        // A panic of another thread leaves nothing half done in here.
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for GatewayStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewayStore")
            .field("gateways", &self.health())
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// What is wrong, and what the gateway said that it sent: a web page, most of the time.
fn described(error: &Error, content_type: Option<&str>) -> String {
    match content_type {
        Some(content_type) => format!("{error} (it sent {content_type})"),
        None => error.to_string(),
    }
}
