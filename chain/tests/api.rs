//! The HTTP interface without a socket: whatever comes, an answer goes back, and pages lead through a whole table.
//!
//! That the answers are nodeos' own is checked by the twins of the crate `conformance`.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{
    Name, PackedAction, PermissionLevel,
    abi::{Abi, AbiAction, AbiField, AbiStruct, AbiTable},
    name, pack,
};
use chain::{
    Chain, Config, api,
    node::{Mining, Node},
};
use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;
use serde_json::{Value, json};

const LEDGER: Name = name!("ledger");

/// Stores its data as a row with a secondary key: primary key u64, secondary key u64.
const MODULE: &str = r#"(module
  (import "env" "read_action_data" (func $read (param i32 i32) (result i32)))
  (import "env" "db_store_i64" (func $store (param i64 i64 i64 i64 i32 i32) (result i32)))
  (import "env" "db_idx64_store" (func $index (param i64 i64 i64 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
    (drop (call $read (i32.const 0) (i32.const 16)))
    (drop (call $store (local.get $receiver) (local.get $action) (local.get $receiver)
      (i64.load (i32.const 0)) (i32.const 0) (i32.const 16)))
    (drop (call $index (local.get $receiver) (local.get $action) (local.get $receiver)
      (i64.load (i32.const 0)) (i32.const 8)))))"#;

/// A node with a table `rows` of `ledger` whose rows have these primary and secondary keys.
fn node(rows: &[(u64, u64)]) -> Node {
    let mut chain = Chain::new(Config::default());
    chain.create_account(LEDGER).unwrap();
    let field = |name: &str| AbiField { name: name.to_owned(), type_name: "uint64".to_owned() };
    let abi = Abi {
        version: "eosio::abi/1.1".to_owned(),
        structs: vec![AbiStruct {
            name: "row".to_owned(),
            base: String::new(),
            fields: vec![field("id"), field("key")],
        }],
        actions: vec![AbiAction {
            name: name!("rows"),
            type_name: "row".to_owned(),
            ..AbiAction::default()
        }],
        tables: vec![AbiTable {
            name: name!("rows"),
            index_type: "i64".to_owned(),
            type_name: "row".to_owned(),
            ..AbiTable::default()
        }],
        ..Abi::default()
    };
    chain.deploy(LEDGER, &wat::parse_str(MODULE).unwrap(), &pack(&abi)).unwrap();
    let mut node = Node::new(chain, Mining::Instant);
    for row in rows {
        let action = PackedAction {
            account: LEDGER,
            name: name!("rows"),
            authorization: vec![PermissionLevel::active(LEDGER)],
            data: pack(row),
        };
        node.push(vec![action]).unwrap();
    }
    node
}

/// Asks, and checks that the answer is one: a status that nodeos has, and JSON.
#[track_caller]
fn ask(node: &mut Node, path: &str, body: &[u8]) -> (u16, Value) {
    let answer = api::answer(node, path, body);
    let known = [200, 202, 400, 401, 404, 409, 500];
    assert!(known.contains(&answer.status), "status {} of {path}", answer.status);
    let value: Value = serde_json::from_slice(&answer.body).unwrap();
    if answer.status >= 400 {
        assert_eq!(value["code"], answer.status);
        assert!(value["error"]["details"][0]["message"].is_string());
    }
    (answer.status, value)
}

fn paths() -> Vec<String> {
    let (_, value) = ask(&mut node(&[]), "/v1/node/get_supported_apis", b"");
    let paths = value["apis"].as_array().unwrap();
    paths.iter().map(|path| path.as_str().unwrap().to_owned()).collect()
}

/// All rows of a table, page by page.
fn walk(node: &mut Node, query: &Value) -> Vec<u64> {
    let mut query = query.clone();
    let mut ids = Vec::new();
    loop {
        let (status, page) = ask(node, "/v1/chain/get_table_rows", query.to_string().as_bytes());
        assert_eq!(status, 200, "{page}");
        let rows = page["rows"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| row["id"].as_u64().unwrap()));
        if page["more"] == false {
            return ids;
        }
        let bound = if query["reverse"] == true { "upper_bound" } else { "lower_bound" };
        query[bound] = page["next_key"].clone();
    }
}

#[test]
fn pages_lead_through_a_whole_table() {
    let rows: Vec<_> = (0..50).map(|row| (row, (row * 31) % 50)).collect();
    let mut node = node(&rows);
    let query =
        json!({ "code": "ledger", "scope": "ledger", "table": "rows", "json": true, "limit": 7 });
    let ids: Vec<u64> = (0..50).collect();
    assert_eq!(walk(&mut node, &query), ids);

    let mut by_key = rows.clone();
    by_key.sort_by_key(|(_, key)| *key);
    let by_key: Vec<u64> = by_key.into_iter().map(|(id, _)| id).collect();
    let mut secondary = query.clone();
    (secondary["index_position"], secondary["key_type"]) = ("2".into(), "i64".into());
    assert_eq!(walk(&mut node, &secondary), by_key);

    let mut reverse = secondary.clone();
    reverse["reverse"] = true.into();
    assert_eq!(walk(&mut node, &reverse), by_key.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn one_answer_holds_a_thousand_rows_at_most() {
    let rows: Vec<_> = (0..1001).map(|row| (row, row)).collect();
    let query = json!({ "code": "ledger", "scope": "ledger", "table": "rows", "limit": u32::MAX });
    let (_, page) = ask(&mut node(&rows), "/v1/chain/get_table_rows", query.to_string().as_bytes());
    assert_eq!(page["rows"].as_array().unwrap().len(), 1000);
    assert_eq!(page["next_key"], "1000");
}

#[test]
fn compressed_transaction_does_not_unfold_without_end() {
    let bomb = compress_to_vec_zlib(&vec![0; 64 << 20], 9);
    let digits: String = bomb.iter().map(|byte| format!("{byte:02x}")).collect();
    let body = json!({ "signatures": [], "compression": "zlib", "packed_trx": digits });
    let (status, value) =
        ask(&mut node(&[]), "/v1/chain/send_transaction", body.to_string().as_bytes());
    assert_eq!((status, value["error"]["code"].as_u64()), (500, Some(3_040_001)));
}

#[test]
fn nesting_without_end_is_no_json() {
    for open in ["[", "{\"a\":", "[[[[{\"a\":"] {
        let body = open.repeat(1 << 20);
        for path in paths() {
            let (status, _) = ask(&mut node(&[]), &path, body.as_bytes());
            assert!(status == 400, "{path} answers {status}");
        }
    }
}

/// A value as it may stand in a request, now and then a fitting one.
fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just("ledger"),
        Just("eosio"),
        Just("rows"),
        Just(""),
        Just("0"),
        Just("1"),
        Just("-1"),
        Just("i64"),
        Just("sha256"),
        Just("18446744073709551615"),
        Just("0x1fff"),
        Just("1e400"),
        Just("nan"),
        Just("00ff"),
        Just("none"),
        Just("zlib"),
        Just("4,EOS"),
        Just("EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV"),
        Just("SIG_K1_111111111111111111111111111111111111111111111111111111111111111116uk5ne"),
        Just("2018-06-03T12:00:00"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0u64..20).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        "[0-9a-f]{0,80}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((field(), inner), 0..10)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// A name of a field that some endpoint asks for.
fn field() -> impl Strategy<Value = String> {
    const FIELDS: &str = "account_name abi_hash code_as_wasm code scope table lower_bound \
        upper_bound limit key_type index_position encode_type reverse show_payer json account \
        symbol block_num_or_id block_num include_extensions keys accounts actor permission id \
        transaction available_keys signatures compression packed_trx packed_context_free_data \
        context_free_data expiration ref_block_num ref_block_prefix delay_sec actions name data \
        hex_data authorization context_free_actions transaction_extensions return_failure_trace \
        retry_trx retry_trx_num_blocks search_by_block_num expected_core_symbol";
    let fields: Vec<_> = FIELDS.split_whitespace().map(str::to_owned).collect();
    prop::sample::select(fields)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_answered(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut node = node(&[(1, 2)]);
        for path in paths() {
            ask(&mut node, &path, &body);
        }
    }

    #[test]
    fn any_json_is_answered(
        fields in prop::collection::vec((field(), value()), 0..14),
        list in prop::collection::vec(value(), 0..4),
    ) {
        let mut node = node(&[(1, 2), (3, 2)]);
        let body = Value::Object(fields.into_iter().collect());
        for path in paths() {
            ask(&mut node, &path, body.to_string().as_bytes());
            ask(&mut node, &path, Value::from(list.clone()).to_string().as_bytes());
        }
    }

    #[test]
    fn any_query_of_rows_is_answered(
        position in prop_oneof!["[0-9]{1,2}", Just("second".to_owned()), "[a-z]{0,5}"],
        key_type in prop::sample::select(
            vec!["", "i64", "name", "i128", "i256", "float64", "float128", "sha256", "ripemd160"],
        ),
        encode_type in prop::sample::select(vec!["dec", "hex", ""]),
        (lower_bound, upper_bound) in (value(), value()),
        (limit, reverse, json) in (0u32..5, any::<bool>(), any::<bool>()),
    ) {
        let mut node = node(&[(1, 2), (3, 2), (u64::MAX, 0)]);
        let query = json!({
            "code": "ledger",
            "scope": "ledger",
            "table": "rows",
            "index_position": position,
            "key_type": key_type,
            "encode_type": encode_type,
            "lower_bound": lower_bound,
            "upper_bound": upper_bound,
            "limit": limit,
            "reverse": reverse,
            "json": json,
        });
        ask(&mut node, "/v1/chain/get_table_rows", query.to_string().as_bytes());
    }

    #[test]
    fn any_packed_transaction_is_answered(
        packed in prop::collection::vec(any::<u8>(), 0..120),
        (zlib, compress) in (any::<bool>(), any::<bool>()),
    ) {
        let bytes = if compress { compress_to_vec_zlib(&packed, 1) } else { packed };
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let transaction = json!({
            "signatures": [],
            "compression": if zlib { "zlib" } else { "none" },
            "packed_trx": digits,
        });
        let mut node = node(&[]);
        for path in ["send_transaction", "push_transaction"] {
            ask(&mut node, &format!("/v1/chain/{path}"), transaction.to_string().as_bytes());
        }
        let body = json!({ "transaction": transaction });
        for path in ["send_transaction2", "compute_transaction", "send_read_only_transaction"] {
            ask(&mut node, &format!("/v1/chain/{path}"), body.to_string().as_bytes());
        }
    }
}
