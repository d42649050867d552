//! Values by hand: where the rules of a node surprise, and where an error says that it is.

use antelope::abi::Serializer;
use serde_json::{Value, json};

use super::{refusal, serializer};

fn shop() -> Serializer {
    serializer(json!({
        "structs": [
            {"name": "line", "fields": [
                {"name": "what", "type": "string"},
                {"name": "price", "type": "asset"},
            ]},
            {"name": "order", "fields": [
                {"name": "buyer", "type": "name"},
                {"name": "lines", "type": "line[]"},
                {"name": "pay_by", "type": "payment"},
                {"name": "note", "type": "string?"},
                {"name": "gift", "type": "bool$"},
            ]},
            {"name": "urgent", "base": "order", "fields": [{"name": "until", "type": "time_point_sec"}]},
            {"name": "empty", "fields": []},
        ],
        "variants": [{"name": "payment", "types": ["name", "uint64", "line"]}],
    }))
    .unwrap()
}

fn order() -> Value {
    json!({
        "buyer": "alice",
        "lines": [{"what": "tea", "price": "1.50 EUR"}, {"what": "jam", "price": "2.25 EUR"}],
        "pay_by": ["uint64", "18446744073709551615"],
        "note": null,
        "gift": 1,
    })
}

#[test]
fn fields_come_in_the_order_of_the_abi() {
    let shop = shop();
    let mut shuffled = json!({"more": "is passed over"});
    for name in ["gift", "note", "lines", "pay_by", "buyer"] {
        shuffled[name] = order()[name].clone();
    }
    let bytes = shop.encode("order", &shuffled).unwrap();
    let decoded = shop.decode("order", &bytes).unwrap();
    assert_eq!(decoded.to_string(), order().to_string());
    // Fields in order, without their names.
    let tuple: Value = order().as_object().unwrap().values().cloned().collect();
    assert_eq!(shop.encode("order", &tuple).unwrap(), bytes);
    // What is left over is passed over.
    let longer = [bytes.as_slice(), &[1, 2, 3]].concat();
    assert_eq!(shop.decode("order", &longer).unwrap(), decoded);
}

#[test]
fn optionals_and_extensions_may_be_left_out() {
    let shop = shop();
    let mut short = order();
    short.as_object_mut().unwrap().remove("note");
    short.as_object_mut().unwrap().remove("gift");
    let bytes = shop.encode("order", &short).unwrap();
    let decoded = shop.decode("order", &bytes).unwrap();
    assert_eq!(decoded["note"], Value::Null);
    assert_eq!(decoded.get("gift"), None);
    // Only at the end of everything.
    let (code, message) = refusal(shop.encode("order[]", &json!([short])));
    let expected = "Missing field 'gift' in input object while processing struct 'order'";
    assert_eq!((code, message.as_str()), (3_015_014, expected));
}

#[test]
fn a_base_comes_first() {
    let shop = shop();
    let mut urgent = order();
    urgent["until"] = json!("2026-11-21T12:00:00");
    let bytes = shop.encode("urgent", &urgent).unwrap();
    assert_eq!(shop.decode("urgent", &bytes).unwrap().to_string(), urgent.to_string());
    let (code, message) = refusal(shop.encode("urgent", &json!([1, 2])));
    assert_eq!(code, 3_015_004);
    assert!(message.starts_with("Using input array to specify the fields of the derived struct"));
}

#[test]
fn numbers_as_a_node_prints_and_takes_them() {
    let shop = shop();
    for (type_name, value, printed) in [
        ("uint8", json!(300), json!(44)),
        ("uint8", json!(-1), json!(255)),
        ("uint8[4]", json!(7), json!(7)),
        ("bool", json!(true), json!(1)),
        ("uint64", json!("4294967296"), json!("4294967296")),
        ("uint64", json!(4_294_967_295u32), json!(4_294_967_295u32)),
        ("int64", json!("-4294967296"), json!("-4294967296")),
        ("int64", json!("-4294967295"), json!(-4_294_967_295i64)),
        ("uint128", json!(7), json!("7")),
        ("int128", json!(-7), json!("-7")),
        ("float64", json!(0.1), json!("0.10000000000000001")),
        ("float32", json!("0.1"), json!("0.10000000149011612")),
        ("float64", json!("-inf"), json!("-inf")),
        ("varint32", json!(-1), json!(-1)),
        ("string", json!(1.5), json!("1.50000000000000000")),
        ("symbol", json!("4,"), json!("4,")),
        ("checksum160", json!("ab"), json!("ab00000000000000000000000000000000000000")),
        ("extended_asset", json!(["1 A", "b"]), json!({"quantity": "1 A", "contract": "b"})),
        (
            "block_timestamp_type",
            json!("2000-01-01T00:00:00.999"),
            json!("2000-01-01T00:00:00.500"),
        ),
    ] {
        let bytes = shop.encode(type_name, &value).unwrap();
        assert_eq!(shop.decode(type_name, &bytes).unwrap(), printed, "{value} as {type_name}");
    }
    for (type_name, value) in [
        ("int128", json!(7)),
        ("uint64", json!("1.5")),
        ("uint64", json!(1e20)),
        ("bool", json!("true")),
        ("name", json!(7)),
        ("bytes", json!("abc")),
        ("uint8[]", json!("0102")),
    ] {
        let error = shop.encode(type_name, &value).unwrap_err();
        assert!(!error.exception().is_of_chain(), "{value} as {type_name}: {error}");
    }
}

#[test]
fn bytes_of_an_unknown_type_are_taken_as_they_are() {
    let shop = shop();
    let long = "ab".repeat(300);
    assert_eq!(shop.encode("mystery", &json!(long)).unwrap(), vec![0xab; 300]);
    assert!(shop.encode("mystery", &json!("")).unwrap().is_empty());
    let unknown = (3_015_004, "Unknown type mystery".to_owned());
    assert_eq!(refusal(shop.decode("mystery", &[1])), unknown);
}

#[test]
fn an_error_says_what_and_where() {
    let shop = shop();
    let mut order = order();
    order["lines"][1]["price"] = json!("2.25 eur");
    let error = shop.encode("order", &order).unwrap_err();
    assert_eq!(error.exception().name(), "symbol_type_exception");
    assert_eq!(error.message(), "invalid character in symbol name");
    assert_eq!(error.path(), "order.lines[1].price");
    assert_eq!(error.to_string(), "invalid character in symbol name (at order.lines[1].price)");

    order["lines"][1] = json!({"what": "jam"});
    let error = shop.encode("order", &order).unwrap_err();
    let short = "Missing field 'price' in input object while processing struct 'line'";
    let long = "Missing field 'price' in input object while processing struct 'order.lines[1]'";
    assert_eq!((error.message(), error.detail()), (short, long));
    assert_eq!(error.to_string(), long);

    let error = shop.decode("payment", &[2, 3, b'j']).unwrap_err();
    let long =
        "Unable to unpack built-in type 'string' while processing 'payment.<variant(2)=line>.what'";
    assert_eq!(error.detail(), long);
    assert_eq!(error.exception().code(), 3_015_013);
    let nothing = "Unable to unpack 'empty' from stream".to_owned();
    assert_eq!(refusal(shop.decode("empty", &[])), (3_015_013, nothing));
}
