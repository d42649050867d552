//! Which ABIs are refused, and in which words.

use antelope::abi::{Abi, Serializer};
use serde_json::json;

use super::{refusal, serializer};

#[test]
fn versions() {
    for version in ["eosio::abi/1.0", "eosio::abi/1.1", "eosio::abi/1.99"] {
        Serializer::new(&Abi { version: version.into(), ..Abi::default() }).unwrap();
    }
    for version in ["", "eosio::abi/2.0", "eosio::abi/1", "1.1"] {
        let abi = Abi { version: version.into(), ..Abi::default() };
        let expected = (3_015_016, "ABI has an unsupported version".to_owned());
        assert_eq!(refusal(Serializer::new(&abi)), expected, "{version}");
    }
}

#[test]
fn bad_definitions() {
    let alias = |name: &str, target: &str| json!({"new_type_name": name, "type": target});
    let action = |name: &str, type_name: &str| json!({"name": name, "type": type_name});
    let empty = |name: &str, base: &str| json!({"name": name, "base": base, "fields": []});
    let one = |type_name: &str| json!({"name": "s", "fields": [{"name": "f", "type": type_name}]});
    for (abi, code, message) in [
        (
            json!({"types": [alias("a", "name"), alias("a", "name")]}),
            3_015_005,
            "type already exists",
        ),
        (json!({"types": [alias("name", "uint64")]}), 3_015_005, "type already exists"),
        (
            json!({"types": [alias("a", "b"), alias("b", "a")]}),
            3_015_012,
            "Circular reference in type a",
        ),
        (json!({"types": [alias("a", "a")]}), 3_015_012, "Circular reference in type a"),
        (
            json!({"types": [alias("a", "a[]")]}),
            3_015_011,
            "recursive definition, max_recursion_depth 32 ",
        ),
        (json!({"types": [alias("a", "b")]}), 3_015_004, "b"),
        (
            json!({"structs": [empty("s", ""), empty("s", "")]}),
            3_015_006,
            "duplicate struct definition detected",
        ),
        (json!({"structs": [empty("s", "t")]}), 3_015_004, "Unknown struct t"),
        (
            json!({"structs": [empty("t", "s"), empty("s", "t")]}),
            3_015_012,
            "Circular reference in struct s",
        ),
        // A node takes off one suffix.
        (json!({"structs": [one("uint64?[]")]}), 3_015_004, "uint64?[]"),
        (json!({"structs": [one("uint64$$")]}), 3_015_004, "uint64$$"),
        (json!({"structs": [one("")]}), 3_015_004, ""),
        (json!({"actions": [action("x", "y")]}), 3_015_004, "y"),
        (
            json!({"actions": [action("x", "name"), action("x", "name")]}),
            3_015_007,
            "duplicate action definition detected",
        ),
        (
            json!({"tables": [action("x", "name"), action("x", "name")]}),
            3_015_008,
            "duplicate table definition detected",
        ),
        (
            json!({"error_messages": [{"error_code": 1, "error_msg": "a"}, {"error_code": 1, "error_msg": "b"}]}),
            3_015_009,
            "duplicate error message definition detected",
        ),
        (
            json!({"variants": [{"name": "v", "types": []}, {"name": "v", "types": []}]}),
            3_015_015,
            "duplicate variant definition detected",
        ),
        (
            json!({"action_results": [{"name": "x", "result_type": "name"}, {"name": "x", "result_type": "name"}]}),
            3_015_017,
            "duplicate action results definition detected",
        ),
        (json!({"variants": [{"name": "v", "types": ["w"]}]}), 3_015_004, "w"),
        (json!({"action_results": [{"name": "x", "result_type": "w"}]}), 3_015_004, "w"),
        (json!({"tables": [action("x", "w")]}), 3_015_004, "w"),
    ] {
        assert_eq!(refusal(serializer(abi.clone())), (code, message.to_owned()), "{abi}");
    }
}

#[test]
fn good_definitions() {
    let abi = json!({
        "types": [
            {"new_type_name": "B_vector_uint64_E", "type": "uint64[]"},
            {"new_type_name": "maybe_many", "type": "B_vector_uint64_E?"},
        ],
        "structs": [
            {"name": "node", "fields": [{"name": "value", "type": "maybe_many"}, {"name": "next", "type": "node?"}]},
            {"name": "leaf", "base": "node", "fields": [{"name": "extra", "type": "uint8?$"}]},
        ],
        "actions": [{"name": "grow", "type": "leaf"}],
        "tables": [{"name": "nodes", "type": "node"}],
        "action_results": [{"name": "grow", "result_type": "uint64"}],
        "error_messages": [{"error_code": 7, "error_msg": "no more"}],
    });
    let serializer = serializer(abi).unwrap();
    let grow = antelope::name!("grow");
    assert_eq!(serializer.action_type(grow), Some("leaf"));
    assert_eq!(serializer.table_type(antelope::name!("nodes")), Some("node"));
    assert_eq!(serializer.result_type(grow), Some("uint64"));
    assert_eq!(serializer.error_message(7), Some("no more"));
    assert_eq!(serializer.action_type(antelope::name!("nodes")), None);
    let refused = refusal(serializer.decode_action(antelope::name!("shrink"), &[]));
    assert_eq!(refused, (3_050_000, "unknown action shrink".to_owned()));
}
