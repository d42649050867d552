//! As little of an HTTP client as the tests need, and a node to ask.

use antelope::{BlockTimestamp, TimePoint};
use chain::{
    Chain, Config,
    devnet::Devnet,
    node::{Mining, Node},
    server::{Options, Server},
};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A new chain without anything on it.
pub(crate) fn devnet() -> Devnet {
    Devnet::new(Node::new(Chain::new(Config::default()), Mining::Instant))
}

pub(crate) async fn start() -> Server {
    Server::start(devnet(), Options::default()).await.unwrap()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Value,
}

/// Sends a request over a connection of its own; nothing when the server goes away meanwhile.
pub(crate) async fn request(address: SocketAddr, line: &str, body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let head = format!(
        "{line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    // A server may answer, and close, before it has read everything.
    let _ = stream.write_all(body).await;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    Some(Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head: head.to_lowercase(),
        body: serde_json::from_str(body).ok()?,
    })
}

pub(crate) async fn post(address: SocketAddr, path: &str, body: Value) -> Answer {
    let line = format!("POST {path}");
    request(address, &line, body.to_string().as_bytes()).await.expect("the server answers")
}

/// Has something cheated that has to succeed.
pub(crate) async fn cheat(address: SocketAddr, name: &str, body: Value) -> Value {
    let answer = post(address, &format!("/v1/devnet/{name}"), body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

pub(crate) async fn info(address: SocketAddr) -> Value {
    let answer = request(address, "GET /v1/chain/get_info", b"").await.unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// A transaction that does nothing, unlike those of other numbers.
pub(crate) fn transaction(number: u32) -> Value {
    let action = json!({
        "account": "eosio",
        "name": "any",
        "authorization": [{ "actor": "eosio", "permission": "active" }],
        "data": format!("{number:08x}"),
    });
    json!({ "actions": [action] })
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub(crate) struct Hand(Arc<AtomicI64>);

impl Hand {
    pub(crate) fn at(time: BlockTimestamp) -> Self {
        Self(Arc::new(AtomicI64::new(TimePoint::from(time).0)))
    }

    pub(crate) fn forward(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds * 1000, Ordering::SeqCst);
    }

    pub(crate) fn clock(&self) -> chain::server::Clock {
        let hand = self.clone();
        Arc::new(move || TimePoint(hand.0.load(Ordering::SeqCst)))
    }
}
