//! The chain as its users see it: accounts, code, transactions, time, snapshots.
//!
//! That it agrees with a node is shown elsewhere, by playing the same scripts to both.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{Name, PackedAction, PermissionLevel, name};
use chain::{Chain, Config, exception};

/// A contract that stores a row of eight bytes: table and scope 1, key from the first argument.
const STORE: &str = r#"(module
    (import "env" "db_store_i64" (func $store (param i64 i64 i64 i64 i32 i32) (result i32)))
    (import "env" "read_action_data" (func $read (param i32 i32) (result i32)))
    (import "env" "eosio_assert" (func $assert (param i32 i32)))
    (memory 1)
    (data (i32.const 64) "key is zero\00")
    (func (export "apply") (param $receiver i64) (param i64 i64)
        (drop (call $read (i32.const 0) (i32.const 8)))
        (call $assert (i64.ne (i64.load (i32.const 0)) (i64.const 0)) (i32.const 64))
        (drop (call $store (i64.const 1) (i64.const 1) (local.get $receiver)
            (i64.load (i32.const 0)) (i32.const 0) (i32.const 8)))))"#;

const STORER: Name = name!("storer");

fn chain_with(code: &str) -> Chain {
    let mut chain = Chain::new(Config::default());
    chain.create_account(STORER).unwrap();
    chain.deploy(STORER, &wat::parse_str(code).unwrap(), &[]).unwrap();
    chain
}

fn action(data: &[u8]) -> Vec<PackedAction> {
    vec![PackedAction {
        account: STORER,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(STORER)],
        data: data.to_vec(),
    }]
}

fn keys(chain: &Chain) -> Vec<u64> {
    chain.raw_rows(STORER, Name(1), Name(1)).map(|(key, _)| key).collect()
}

#[test]
fn a_row_costs_its_bytes_and_its_table() {
    let mut chain = chain_with(STORE);
    let trace = chain.push(action(&7u64.to_le_bytes())).unwrap();
    assert_eq!(trace.actions[0].ram_deltas, [(STORER, 112 + 112 + 8)]);
    let trace = chain.push(action(&8u64.to_le_bytes())).unwrap();
    assert_eq!(trace.actions[0].ram_deltas, [(STORER, 112 + 8)]);
    assert_eq!(keys(&chain), [7, 8]);
}

#[test]
fn nothing_remains_of_a_transaction_that_fails() {
    let mut chain = chain_with(STORE);
    let before = chain.dump();
    let mut actions = action(&7u64.to_le_bytes());
    actions.extend(action(&[0; 8]));
    let failure = chain.push(actions).unwrap_err();
    assert_eq!(failure.error.message(), "assertion failure with message: key is zero");
    assert_eq!(failure.error.exception(), exception::EOSIO_ASSERT_MESSAGE);
    assert_eq!(failure.trace.actions.len(), 2, "the trace tells how far it came");
    assert!(failure.trace.actions[0].receipt.is_some());
    assert!(failure.trace.actions[1].error.is_some());
    assert_eq!(chain.dump(), before);
}

#[test]
fn ram_is_limited_at_the_end() {
    let mut chain = chain_with(STORE);
    let usage = chain.account(STORER).unwrap().ram_usage;
    chain.set_ram_quota(STORER, i64::try_from(usage).unwrap() + 231);
    let failure = chain.push(action(&7u64.to_le_bytes())).unwrap_err();
    assert_eq!(
        failure.error.message(),
        format!(
            "account storer has insufficient ram; needs {} bytes has {} bytes",
            usage + 232,
            usage + 231
        )
    );
    chain.set_ram_quota(STORER, i64::try_from(usage).unwrap() + 232);
    chain.push(action(&7u64.to_le_bytes())).unwrap();
}

#[test]
fn a_copy_goes_its_own_way_and_a_snapshot_comes_back() {
    let mut chain = chain_with(STORE);
    chain.push(action(&1u64.to_le_bytes())).unwrap();
    let snapshot = chain.snapshot();
    let mut copy = chain.clone();
    copy.push(action(&2u64.to_le_bytes())).unwrap();
    assert_eq!((keys(&chain), keys(&copy)), (vec![1], vec![1, 2]));
    chain.push(action(&3u64.to_le_bytes())).unwrap();
    chain.produce_block();
    chain.revert(&snapshot);
    assert_eq!(keys(&chain), [1]);
    assert_eq!(chain.head().number, 1);
}

#[test]
fn a_dump_is_the_whole_chain() {
    let mut chain = chain_with(STORE);
    chain.push(action(&1u64.to_le_bytes())).unwrap();
    chain.produce_block();
    let mut loaded = Chain::load(Config::default(), &chain.dump()).unwrap();
    let traces = [&mut chain, &mut loaded].map(|chain| {
        let trace = chain.push(action(&2u64.to_le_bytes())).unwrap();
        (trace.id, trace.fuel, trace.actions[0].receipt.clone())
    });
    assert_eq!(traces[0], traces[1]);
    assert_eq!(chain.dump(), loaded.dump());
    let bytes = chain.dump();
    for len in (0..bytes.len()).step_by(97) {
        Chain::load(Config::default(), &bytes[..len]).unwrap_err();
    }
}

#[test]
fn the_same_input_gives_the_same_chain() {
    let play = || {
        let mut chain = chain_with(STORE);
        chain.push(action(&1u64.to_le_bytes())).unwrap();
        chain.advance(60);
        let trace = chain.push(action(&2u64.to_le_bytes())).unwrap();
        (trace.id, trace.fuel, chain.dump())
    };
    assert_eq!(play(), play());
}

#[test]
fn time_moves_when_it_is_told_to() {
    let mut chain = Chain::new(Config::default());
    let start = chain.now();
    chain.produce_block();
    assert_eq!(chain.now().0 - start.0, 500_000);
    chain.advance(3600);
    assert_eq!(chain.now().0 - start.0, 500_000 + 3_600_000_000);
    assert_eq!(chain.head().number, 3);
}

#[test]
fn hostile_code_ends_with_an_error() {
    let cases = [
        ("(func $f (call $f))", "(call $f)", "eos-vm system failure"),
        ("", "unreachable", "eos-vm system failure"),
        ("", "(drop (i32.load (i32.const 65536)))", "access violation"),
        ("", "(drop (i32.div_u (i32.const 1) (i32.const 0)))", "access violation"),
        ("(table 1 funcref)", "(call_indirect (i32.const 0))", "eos-vm system failure"),
    ];
    for (items, body, message) in cases {
        let code = format!(
            r#"(module (memory 1) {items} (func (export "apply") (param i64 i64 i64) {body}))"#
        );
        let failure = chain_with(&code).push(action(&[])).unwrap_err();
        assert_eq!(failure.error.message(), message, "{body}");
        assert_eq!(failure.error.exception(), exception::WASM_EXECUTION_ERROR, "{body}");
    }
}

#[test]
fn an_endless_loop_ends_when_the_fuel_does() {
    let config = Config { fuel_per_microsecond: 10, ..Config::default() };
    let mut chain = Chain::new(config);
    chain.create_account(STORER).unwrap();
    let hash = r#"(module (import "env" "sha256" (func $sha256 (param i32 i32 i32))) (memory 16)
        (func (export "apply") (param i64 i64 i64)
            (loop (call $sha256 (i32.const 0) (i32.const 1000000) (i32.const 8)) (br 0))))"#;
    let empty = r#"(module (func (export "apply") (param i64 i64 i64) (loop (br 0))))"#;
    for code in [hash, empty] {
        chain.deploy(STORER, &wat::parse_str(code).unwrap(), &[]).unwrap();
        let failure = chain.push(action(&[])).unwrap_err();
        assert_eq!(failure.error.exception(), exception::TX_CPU_USAGE_EXCEEDED);
        assert_eq!(failure.trace.fuel, 1_500_000);
    }
}

#[test]
fn code_that_a_node_refuses_is_refused() {
    let mut chain = Chain::new(Config::default());
    chain.create_account(STORER).unwrap();
    let code = wat::parse_str("(module (memory 1))").unwrap();
    let failure = chain.deploy(STORER, &code, &[]).unwrap_err();
    assert_eq!(failure.error.exception(), exception::WASM_SERIALIZATION_ERROR);
    assert_eq!(chain.account(STORER).unwrap().ram_usage, 2724);
}
