//! Any bytes as a transaction: of one that fails nothing remains, and none takes more than its fuel.
//!
//! The first byte says how the others arrive: over HTTP, plain or compressed, or as a transaction that everybody who is
//! named in it has authorized.
#![no_main]

use std::sync::LazyLock;

use antelope::{SignedTransaction, Transaction};
use chain::{
    Chain, api,
    node::{Mining, Node},
};
use fuzz::{hex, prepared};
use libfuzzer_sys::fuzz_target;

static CHAIN: LazyLock<Chain> = LazyLock::new(prepared);

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else { return };
    match kind % 4 {
        0 => over_http(bytes, "none", "send_transaction"),
        1 => over_http(bytes, "zlib", "push_transaction"),
        2 => over_http(bytes, "none", "compute_transaction"),
        _ => authorized(bytes),
    }
});

fn over_http(bytes: &[u8], compression: &str, path: &str) {
    let mut node = Node::new(CHAIN.clone(), Mining::Interval);
    let before = node.chain().dump();
    let transaction = format!(
        "{{\"signatures\":[],\"compression\":\"{compression}\",\"packed_context_free_data\":\"\",\"packed_trx\":\"{}\"}}",
        hex(bytes)
    );
    let body = match path {
        "compute_transaction" => format!("{{\"transaction\":{transaction}}}"),
        _ => transaction,
    };
    let answer = api::answer(&mut node, &format!("/v1/chain/{path}"), body.as_bytes());
    // Nobody has signed, so nothing may happen, except for what needs no authority.
    if answer.status != 202 {
        assert!(node.chain().dump() == before, "something remains of what failed");
    }
}

fn authorized(bytes: &[u8]) {
    let Ok(transaction) = antelope::unpack::<Transaction>(bytes) else { return };
    let mut chain = CHAIN.clone();
    let before = chain.dump();
    let signed = SignedTransaction { transaction, ..SignedTransaction::default() };
    let limit = u64::from(chain.state().settings.parameters.max_transaction_cpu_usage);
    match chain.push_unsigned(signed) {
        Ok(trace) => assert!(trace.cpu_usage <= limit, "it took {} us", trace.cpu_usage),
        Err(_) => assert!(chain.dump() == before, "something remains of what failed"),
    }
    chain.produce_block();
    let dumped = chain.dump();
    let loaded =
        Chain::load(chain.config().clone(), &dumped).expect("what was dumped can be loaded");
    assert!(loaded.dump() == dumped, "a chain that was loaded is another one");
}
