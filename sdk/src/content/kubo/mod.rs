//! A node of Kubo, over its RPC: adding, pinning and reading.
//!
//! It is trusted to keep what it is given, and nothing else: CIDs are computed here and compared with its own, and what
//! comes back is verified. Starting a node is left to the module `kubo` of the crate.

mod multipart;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use cid::Cid;
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Error, File, Layout, Limits, Store,
    address::{self, Kind},
    car::CarReader,
    cid_with,
    http::{HttpClient, Request, Response},
};
use crate::future::BoxFuture;
use multipart::Multipart;

/// The most that is read of an answer that is no content, in bytes.
const MAX_ANSWER: usize = 1 << 20;

/// How long Kubo may look for a block that it does not have. It looks for ever else, when it is online.
const SEARCH: &str = "30s";

/// A node of Kubo.
#[derive(Clone, Debug)]
pub struct KuboStore {
    http: Arc<dyn HttpClient>,
    /// Without a slash at the end.
    url: String,
}

/// What a node of Kubo says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Version {
    /// Its version, `0.42.0`.
    pub version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Failure {
    message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutBlock {
    key: String,
    size: Size,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Added {
    hash: String,
}

/// A number of bytes: some implementations write it as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Size {
    Number(u64),
    Text(String),
}

impl KuboStore {
    /// The node whose RPC is at `url` (`http://127.0.0.1:5001`). Whoever reaches that, controls the node.
    pub fn new(url: &str, http: Arc<dyn HttpClient>) -> Self {
        Self { http, url: url.trim_end_matches('/').to_owned() }
    }

    /// Where its RPC is, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Which version it is; that it answers.
    ///
    /// # Errors
    /// When it does not answer as it should.
    pub async fn version(&self) -> Result<Version, Error> {
        self.call("version", None).await
    }

    /// Lets the node lay out a whole document and pin it, in one request; and compares its CID with ours.
    ///
    /// # Errors
    /// When the node fails or calls it otherwise, or the document does not fit into the layout.
    pub async fn add(&self, document: &[u8], layout: Layout) -> Result<Cid, Error> {
        let cid = cid_with(document, layout)?;
        let options = match layout {
            Layout::V0 => "cid-version=0&raw-leaves=false",
            Layout::V1 => "cid-version=1&raw-leaves=true",
            Layout::OneBlock => {
                self.put_block(&cid, document).await?;
                self.pin_tree(&cid).await?;
                return Ok(cid);
            }
        };
        // All of it said: the node's configuration may have other defaults.
        let call = format!(
            "add?{options}&chunker=size-262144&hash=sha2-256&inline=false&trickle=false&\
             wrap-with-directory=false&pin=true&progress=false&quieter=true&cid-base=base32"
        );
        let added: Added = self.call(&call, Some(document)).await?;
        is_called(&cid, &added.hash)?;
        Ok(cid)
    }

    /// Whether the node keeps the file of a CID until further notice.
    ///
    /// # Errors
    /// When the node fails.
    pub async fn is_pinned(&self, root: &Cid) -> Result<bool, Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Pins {
            keys: std::collections::BTreeMap<String, serde::de::IgnoredAny>,
        }
        let call = format!("pin/ls?arg={root}&type=recursive&cid-base=base32");
        match self.call::<Pins>(&call, None).await {
            Ok(pins) => Ok(pins.keys.keys().any(|key| is_called(root, key).is_ok())),
            Err(Error::Remote(reason)) if reason.contains("is not pinned") => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Lets the node forget the file of a CID, at its leisure. One that is not pinned is left as it is.
    ///
    /// # Errors
    /// When the node fails.
    pub async fn unpin(&self, root: &Cid) -> Result<(), Error> {
        let call = format!("pin/rm?arg={root}&recursive=true");
        match self.call::<serde::de::IgnoredAny>(&call, None).await {
            Err(Error::Remote(reason)) if !reason.contains("not pinned") => {
                Err(Error::Remote(reason))
            }
            _ => Ok(()),
        }
    }

    async fn put_block(&self, cid: &Cid, block: &[u8]) -> Result<(), Error> {
        let codec = match address::kind_of(cid)? {
            Kind::Raw => "raw",
            Kind::Node => "dag-pb",
        };
        let call = format!(
            "block/put?cid-codec={codec}&mhtype=sha2-256&mhlen=32&pin=false&cid-base=base32&\
             allow-big-block=true"
        );
        let put: PutBlock = self.call(&call, Some(block)).await?;
        is_called(cid, &put.key)?;
        let size = match put.size {
            Size::Number(size) => Some(size),
            Size::Text(size) => size.parse().ok(),
        };
        if size == Some(block.len() as u64) { Ok(()) } else { Err(Error::Mismatch(*cid)) }
    }

    async fn pin_tree(&self, root: &Cid) -> Result<(), Error> {
        let call = format!("pin/add?arg={root}&recursive=true&progress=false");
        self.call::<serde::de::IgnoredAny>(&call, None).await.map(drop)
    }

    async fn get_block(&self, cid: &Cid) -> Result<Option<Vec<u8>>, Error> {
        address::kind_of(cid)?;
        let call = format!("block/get?arg={cid}&timeout={SEARCH}");
        let Some(mut response) = found(self.send(&call, None).await)? else { return Ok(None) };
        let block = response.read(Limits::default().block_bytes).await.map_err(broken)?;
        block.map(Some).ok_or(Error::Mismatch(*cid))
    }

    async fn get_file(&self, root: &Cid, limits: Limits) -> Result<File, Error> {
        let mut car = CarReader::new(root, limits)?;
        let call = format!("dag/export?arg={root}&progress=false&timeout={SEARCH}");
        let response = found(self.send(&call, None).await)?;
        let mut response = response.ok_or(Error::NotFound(*root))?;
        while let Some(chunk) = response.body.chunk().await.map_err(broken)? {
            car.push(&chunk)?;
        }
        car.finish()
    }

    /// Calls a command, and reads its answer in JSON.
    async fn call<T: DeserializeOwned>(&self, call: &str, body: Option<&[u8]>) -> Result<T, Error> {
        let mut response = self.send(call, body).await?;
        let answer = response.read(MAX_ANSWER).await.map_err(broken)?;
        let answer = answer.ok_or_else(|| wrong(call, "too long an answer"))?;
        // Commands that tell their progress answer with several documents: the last one is the result.
        let mut last = None;
        for document in serde_json::Deserializer::from_slice(&answer).into_iter() {
            last = Some(document.map_err(|error| wrong(call, &error))?);
        }
        last.ok_or_else(|| wrong(call, "an empty answer"))
    }

    /// Calls a command, which has succeeded so far.
    async fn send(&self, call: &str, body: Option<&[u8]>) -> Result<Response, Error> {
        let mut request = Request::post(format!("{}/api/v0/{call}", self.url));
        if let Some(body) = body {
            let Multipart { content_type, body } = Multipart::of(body);
            request.content_type = Some(content_type);
            request.body = body;
        }
        let mut response = self.http.send(request).await.map_err(broken)?;
        if response.status == 200 {
            return Ok(response);
        }
        let answer = response.read(MAX_ANSWER).await.map_err(broken)?.unwrap_or_default();
        let reason = match serde_json::from_slice::<Failure>(&answer) {
            Ok(failure) => failure.message,
            // Not its own words: something between here and there has answered.
            Err(_) => format!("status {}", response.status),
        };
        Err(wrong(call, &reason))
    }
}

impl Store for KuboStore {
    fn put<'a>(&'a self, cid: &'a Cid, block: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.put_block(cid, block))
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        Box::pin(self.get_block(cid))
    }

    /// The file as one CAR.
    fn fetch<'a>(&'a self, root: &'a Cid, limits: Limits) -> BoxFuture<'a, Result<File, Error>> {
        Box::pin(self.get_file(root, limits))
    }

    fn pin<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.pin_tree(root))
    }
}

/// What was found; `None` when the node says that it does not have it.
fn found(answer: Result<Response, Error>) -> Result<Option<Response>, Error> {
    match answer {
        Ok(response) => Ok(Some(response)),
        Err(Error::Remote(reason)) if is_absence(&reason) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the words of a failure say that a block is not there: offline, or not found in time.
fn is_absence(reason: &str) -> bool {
    ["not found", "could not find", "context deadline exceeded"]
        .iter()
        .any(|words| reason.contains(words))
}

/// Checks that a node calls by its own name what is this CID.
fn is_called(cid: &Cid, name: &str) -> Result<(), Error> {
    let other = address::parse_cid(name)?;
    if address::is_same(cid, &other) { Ok(()) } else { Err(Error::OtherCid(*cid, name.into())) }
}

fn broken(error: super::http::HttpError) -> Error {
    Error::Remote(format!("ipfs node: {error}"))
}

fn wrong(call: &str, reason: &(impl std::fmt::Display + ?Sized)) -> Error {
    let command = call.split('?').next().unwrap_or_default();
    Error::Remote(format!("ipfs node: {command}: {reason}"))
}
