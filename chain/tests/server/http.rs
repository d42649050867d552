//! HTTP, the clock, and the end.

use std::time::Duration;

use antelope::BlockTimestamp;
use chain::{
    node::Event,
    server::{Options, Server},
};
use serde_json::json;
use tokio::{net::TcpStream, sync::mpsc};

use crate::client::{Hand, cheat, devnet, info, post, request, start, transaction};

#[tokio::test]
async fn methods_do_not_matter() {
    let server = start().await;
    let got = info(server.address()).await;
    let posted = post(server.address(), "/v1/chain/get_info", json!({})).await;
    assert_eq!(got, posted.body);
    assert_eq!(got["head_block_num"], 1);
    assert!(posted.head.contains("content-type: application/json"), "{}", posted.head);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn unknown_paths_are_answered_as_nodeos_does() {
    let server = start().await;
    for path in ["/", "/v1/chain/get_inf", "/v1/devnet/steal", "/v1/chain/get_info/"] {
        let answer = post(server.address(), path, json!({})).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.body["error"]["details"][0]["message"], "Unknown Endpoint");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn bodies_have_a_limit_which_cheats_have_not() {
    let options = Options { max_body: 1000, ..Options::default() };
    let server = Server::start(devnet(), options).await.unwrap();
    let long = vec![b' '; 1001];
    let answer = request(server.address(), "POST /v1/chain/get_info", &long).await.unwrap();
    assert_eq!(answer.status, 413);
    let answer = request(server.address(), "POST /v1/chain/get_info", &long[1..]).await.unwrap();
    assert_eq!(answer.status, 200);
    let answer = request(server.address(), "POST /v1/devnet/mine", &long).await.unwrap();
    assert_ne!(answer.status, 413);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn pages_may_ask_when_they_are_allowed_to() {
    let server = start().await;
    let answer = request(server.address(), "OPTIONS /v1/chain/get_info", b"").await.unwrap();
    assert!(!answer.head.contains("access-control"), "{}", answer.head);
    server.stop().await.unwrap();

    let allow_origin = Some("https://example.com".to_owned());
    let options = Options { allow_origin, ..Options::default() };
    let server = Server::start(devnet(), options).await.unwrap();
    for line in ["OPTIONS /v1/chain/get_info", "GET /v1/chain/get_info", "GET /nothing"] {
        let answer = request(server.address(), line, b"").await.unwrap();
        let head = answer.head;
        assert!(head.contains("access-control-allow-origin: https://example.com"), "{head}");
        assert!(head.contains("access-control-allow-headers: "), "{head}");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_head_is_as_fresh_as_the_clock() {
    let first = devnet().node().head().time;
    let hand = Hand::at(BlockTimestamp(first.0 + 100));
    let options = Options { clock: Some(hand.clock()), ..Options::default() };
    let server = Server::start(devnet(), options).await.unwrap();
    assert_eq!(info(server.address()).await["head_block_num"], 2);
    hand.forward(3_600_000);
    let after = info(server.address()).await;
    assert_eq!(after["head_block_num"], 3);
    let time = BlockTimestamp(first.0 + 100 + 7200);
    assert_eq!(after["head_block_time"], time.to_string());
    server.stop().await.unwrap();
}

#[tokio::test]
async fn blocks_are_paced_by_the_clock() {
    let hand = Hand::at(BlockTimestamp(devnet().node().head().time.0 + 100));
    let (observer, mut events) = mpsc::unbounded_channel();
    let options = Options {
        clock: Some(hand.clock()),
        block_time: Some(Duration::from_millis(1)),
        observer: Some(observer),
        ..Options::default()
    };
    let server = Server::start(devnet(), options).await.unwrap();
    cheat(server.address(), "impersonate", transaction(1)).await;
    hand.forward(10_000);
    loop {
        let event = events.recv().await.expect("the server is there");
        if matches!(event, Event::Block(record) if record.transactions.len() == 1) {
            break;
        }
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn what_happens_is_told_in_order() {
    let (observer, mut events) = mpsc::unbounded_channel();
    let options = Options { observer: Some(observer), ..Options::default() };
    let server = Server::start(devnet(), options).await.unwrap();
    for number in 0..20 {
        cheat(server.address(), "impersonate", transaction(number)).await;
    }
    for number in 2..22 {
        let Some(Event::Executed(trace)) = events.recv().await else { panic!("not executed") };
        let Some(Event::Block(record)) = events.recv().await else { panic!("not a block") };
        assert_eq!(record.transactions[0].id, trace.id);
        assert_eq!(record.block.number, number);
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn nobody_listens_after_the_end() {
    let server = start().await;
    let address = server.address();
    let idle = TcpStream::connect(address).await.unwrap();
    server.stop().await.unwrap();
    assert!(request(address, "GET /v1/chain/get_info", b"").await.is_none());
    drop(idle);
    // The address is free again.
    let options = Options { listen: address, ..Options::default() };
    let server = Server::start(devnet(), options).await.unwrap();
    server.stop().await.unwrap();
}
