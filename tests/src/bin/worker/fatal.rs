//! A transport, a store and a journal at which the process dies.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use rustix::process::{Signal, getpid, kill_process};
use sdk::{
    content::{self, Cid, FolderStore, Store},
    future::BoxFuture,
    transport::{Http, Response, Transport, TransportError},
    worker::{FileJournal, Journal, journal::Record},
};

/// Where the process dies.
#[derive(Clone, Debug)]
pub(crate) struct Fate(Arc<(String, AtomicU32)>);

impl Fate {
    /// At `point`, when it comes there for the `count`-th time.
    pub(crate) fn new(point: &str, count: u32) -> Self {
        Self(Arc::new((point.to_owned(), AtomicU32::new(count))))
    }

    /// Comes to a point.
    pub(crate) fn reach(&self, point: &str) {
        let (fatal, left) = &*self.0;
        if fatal == point && left.fetch_sub(1, Ordering::Relaxed) == 1 {
            kill_process(getpid(), Signal::KILL).unwrap();
        }
    }
}

/// Something, and the fate of whoever uses it.
#[derive(Debug)]
pub(crate) struct Fatal<T>(pub(crate) T, pub(crate) Fate);

impl Transport for Fatal<Http> {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let sends = path.contains("send_transaction");
            if sends {
                self.1.reach("before send");
            }
            let answer = self.0.post(path, body).await;
            if sends {
                self.1.reach("after send");
            }
            answer
        })
    }
}

impl Store for Fatal<FolderStore> {
    fn put<'a>(
        &'a self,
        cid: &'a Cid,
        block: &'a [u8],
    ) -> BoxFuture<'a, Result<(), content::Error>> {
        self.1.reach("before put");
        self.0.put(cid, block)
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, content::Error>> {
        self.0.get(cid)
    }

    fn pin<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<(), content::Error>> {
        Box::pin(async {
            let pinned = self.0.pin(root).await;
            self.1.reach("after pin");
            pinned
        })
    }
}

impl Journal for Fatal<FileJournal> {
    fn read(&self) -> BoxFuture<'_, io::Result<Vec<Record>>> {
        self.0.read()
    }

    fn append<'a>(&'a self, record: &'a Record) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(async move {
            let name = serde_json::to_value(record)?["record"].as_str().unwrap().to_owned();
            self.1.reach(&format!("before {name}"));
            self.0.append(record).await?;
            self.1.reach(&format!("after {name}"));
            Ok(())
        })
    }

    fn replace<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, io::Result<()>> {
        self.0.replace(records)
    }
}
