//! A node of IPFS that sends what the fuzzer makes.

use std::{
    future::{Future, ready},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use sdk::{
    content::{
        self, Cid, Error, KuboStore,
        http::{Body, HttpClient, HttpError, Request, Response},
    },
    future::BoxFuture,
};

/// A document and its CID, by Kubo: ten blocks of a hundred bytes below one more.
#[derive(Debug)]
pub struct Example {
    /// The CID.
    pub root: Cid,
    /// The bytes.
    pub document: Vec<u8>,
}

/// What `ipfs add --cid-version=1 --chunker=size-100` has made of it.
///
/// # Panics
/// When the text is no CID, which is a fault of this.
pub fn example() -> Example {
    let root = "bafybeiejbiyf3ebs7zjjo3qkbomaasaosrqyxsvnoutwl66z3jzlss72em".parse();
    let document = (0..1_000u32).map(|place| (place / 7) as u8).collect();
    Example { root: root.expect("it is a cid"), document }
}

/// One answer, in pieces.
#[derive(Debug)]
pub struct Answers(Mutex<Vec<Vec<u8>>>);

impl Answers {
    /// The answer of these pieces.
    pub fn new(mut pieces: Vec<Vec<u8>>) -> Self {
        pieces.reverse();
        Self(Mutex::new(pieces))
    }
}

impl HttpClient for Answers {
    fn send<'a>(&'a self, _: Request) -> BoxFuture<'a, Result<Response, HttpError>> {
        let pieces = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let body = Box::new(Pieces(pieces));
        Box::pin(ready(Ok(Response { status: 200, content_type: None, body })))
    }
}

struct Pieces(Vec<Vec<u8>>);

impl Body for Pieces {
    fn chunk<'a>(&'a mut self) -> BoxFuture<'a, Result<Option<Vec<u8>>, HttpError>> {
        Box::pin(ready(Ok(self.0.pop())))
    }
}

/// Reads a document from a node that gives this answer.
///
/// # Errors
/// When the answer is not a CAR of it.
pub fn read(answers: Answers, root: &Cid) -> Result<Vec<u8>, Error> {
    let store = KuboStore::new("http://127.0.0.1", Arc::new(answers));
    wait(content::read(&store, root))
}

/// What a future gives that waits for nothing.
///
/// # Panics
/// When it waits.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}
