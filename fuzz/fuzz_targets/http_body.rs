//! Any request to a node: an answer in JSON, soon, and never a panic.
//!
//! The input is the path, a line break, and the body.
#![no_main]

use std::sync::LazyLock;

use chain::{
    devnet::Devnet,
    node::{Mining, Node},
};
use fuzz::prepared;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

static DEVNET: LazyLock<Devnet> =
    LazyLock::new(|| Devnet::new(Node::new(prepared(), Mining::Instant)));

fuzz_target!(|input: &[u8]| {
    let Some(end) = input.iter().position(|byte| *byte == b'\n') else { return };
    let Ok(path) = std::str::from_utf8(&input[..end]) else { return };
    let mut devnet = DEVNET.clone();
    let answer = devnet.answer(path, &input[end + 1..]);
    assert!((200..600).contains(&answer.status), "status {}", answer.status);
    if !answer.body.is_empty() {
        serde_json::from_slice::<Value>(&answer.body).expect("an answer is JSON");
    }
    // What it did, the node survives.
    let info = devnet.answer("/v1/chain/get_info", b"");
    assert_eq!(info.status, 200);
});
