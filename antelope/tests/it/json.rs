//! JSON as nodeos and wallets write it.

use antelope::{
    Asset, ExtendedAsset, ExtendedSymbol, Name, PackedAction, PackedTransaction, PermissionLevel,
    Signature, SignedTransaction, TimePoint, Transaction, VarUint32,
    abi::Abi,
    name,
    transaction::{Compression, TransactionExtension},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, from_value, json, to_value};

fn transaction() -> Transaction {
    Transaction {
        expiration: "2026-11-21T12:00:00".parse().unwrap(),
        ref_block_num: 1,
        ref_block_prefix: 4_000_000_000,
        max_net_usage_words: VarUint32(3),
        actions: vec![PackedAction {
            account: name!("eosio.token"),
            name: name!("transfer"),
            authorization: vec![PermissionLevel::active(name!("alice"))],
            data: vec![0xc0, 0xff, 0xee],
        }],
        transaction_extensions: vec![TransactionExtension { kind: 7, data: vec![0xbe, 0xef] }],
        ..Transaction::default()
    }
}

fn transaction_json() -> Value {
    json!({
        "expiration": "2026-11-21T12:00:00",
        "ref_block_num": 1,
        "ref_block_prefix": 4_000_000_000u32,
        "max_net_usage_words": 3,
        "max_cpu_usage_ms": 0,
        "delay_sec": 0,
        "context_free_actions": [],
        "actions": [{
            "account": "eosio.token",
            "name": "transfer",
            "authorization": [{"actor": "alice", "permission": "active"}],
            "data": "c0ffee",
        }],
        "transaction_extensions": [[7, "beef"]],
    })
}

#[test]
fn words_are_text() {
    assert_eq!(to_value(name!("eosio.token")).unwrap(), json!("eosio.token"));
    assert_eq!(to_value(Name(0)).unwrap(), json!(""));
    let asset: Asset = "-0.0001 EOS".parse().unwrap();
    assert_eq!(to_value(asset).unwrap(), json!("-0.0001 EOS"));
    assert_eq!(to_value(TimePoint(500_000)).unwrap(), json!("1970-01-01T00:00:00.500"));
    for bad in [json!("Alice"), json!(7), json!(null), json!(["alice"])] {
        assert!(from_value::<Name>(bad.clone()).is_err(), "{bad}");
    }
    // The text may have escapes, which cannot be borrowed from the input.
    assert_eq!(serde_json::from_str::<Name>(r#""\u0061lice""#).unwrap(), name!("alice"));
}

#[test]
fn extended_words_are_objects() {
    let asset: ExtendedAsset = "1.0 PI@pi.token".parse().unwrap();
    assert_eq!(to_value(asset).unwrap(), json!({"quantity": "1.0 PI", "contract": "pi.token"}));
    let symbol: ExtendedSymbol = asset.token();
    assert_eq!(to_value(symbol).unwrap(), json!({"sym": "1,PI", "contract": "pi.token"}));
}

#[test]
fn transactions() {
    assert_eq!(to_value(transaction()).unwrap(), transaction_json());
    assert_eq!(from_value::<Transaction>(transaction_json()).unwrap(), transaction());
    // nodeos leaves absent what is empty in some answers, and wallets write extensions as objects.
    let mut json = transaction_json();
    json["transaction_extensions"] = json!([{"type": 7, "data": "BEEF"}]);
    json.as_object_mut().unwrap().remove("context_free_actions");
    json["id"] = json!("passed over");
    assert_eq!(from_value::<Transaction>(json).unwrap(), transaction());
}

#[test]
fn signed_transactions_are_flat() {
    let signed = SignedTransaction {
        transaction: transaction(),
        signatures: vec![Signature::K1([31; 65])],
        context_free_data: vec![vec![1, 2], vec![]],
    };
    let mut json = transaction_json();
    json["signatures"] = json!([signed.signatures[0].to_string()]);
    json["context_free_data"] = json!(["0102", ""]);
    assert_eq!(to_value(&signed).unwrap(), json);
    assert_eq!(from_value::<SignedTransaction>(json).unwrap(), signed);
}

#[test]
fn packed_transactions() {
    let signed = SignedTransaction { transaction: transaction(), ..SignedTransaction::default() };
    let packed = PackedTransaction::from(&signed);
    let json = json!({
        "signatures": [],
        "compression": "none",
        "packed_context_free_data": "",
        "packed_trx": "c087016b010000286bee030000000100a6823403ea3055000000572d3ccdcd01\
                       0000000000855c3400000000a8ed323203c0ffee01070002beef",
    });
    assert_eq!(to_value(&packed).unwrap(), json);
    for (word, compression) in [
        (json!("none"), Compression::None),
        (json!("zlib"), Compression::Zlib),
        (json!(0), Compression::None),
        (json!(1), Compression::Zlib),
    ] {
        let mut json = json.clone();
        json["compression"] = word;
        let read: PackedTransaction = from_value(json).unwrap();
        assert_eq!(read.compression, compression);
        assert_eq!(SignedTransaction::try_from(&read).is_ok(), compression == Compression::None);
    }
    for word in [json!(2), json!("gzip"), json!(null)] {
        let mut json = json.clone();
        json["compression"] = word;
        assert!(from_value::<PackedTransaction>(json).is_err());
    }
}

#[test]
fn bytes_are_hexadecimal() {
    let action = |data: &str| {
        from_value::<PackedAction>(
            json!({"account": "a", "name": "b", "authorization": [], "data": data}),
        )
    };
    assert!(action("").unwrap().data.is_empty());
    assert_eq!(action("00Ff").unwrap().data, [0, 255]);
    for bad in ["0", "0g", "zz", "0x00", "é"] {
        assert!(action(bad).is_err(), "{bad}");
    }
}

#[test]
fn large_integers_are_text() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Row {
        #[serde(with = "antelope::json::integer")]
        a: u64,
        #[serde(with = "antelope::json::integer")]
        b: i64,
        #[serde(with = "antelope::json::integer")]
        c: u128,
    }

    let row = Row { a: 4_294_967_296, b: -1, c: u128::MAX };
    let json = json!({
        "a": "4294967296",
        "b": -1,
        "c": "340282366920938463463374607431768211455",
    });
    assert_eq!(to_value(&row).unwrap(), json);
    assert_eq!(from_value::<Row>(json).unwrap(), row);
    let numbers = json!({"a": u64::MAX, "b": "-9223372036854775808", "c": 7});
    assert_eq!(from_value::<Row>(numbers).unwrap(), Row { a: u64::MAX, b: i64::MIN, c: 7 });
    for bad in [json!(-1), json!(1.5), json!("1.5"), json!("18446744073709551616"), json!(null)] {
        assert!(from_value::<Row>(json!({"a": bad, "b": 0, "c": 0})).is_err());
    }
}

#[test]
fn abi_files_of_other_tools() {
    let abi = Abi::from_json(
        r#"{
            "____comment": "This file was generated with eosio-abigen.",
            "version": "eosio::abi/1.1",
            "structs": [{"name": "noop", "fields": []}],
            "actions": [{"name": "noop", "type": "noop"}],
            "error_messages": [{"error_code": "5000000000", "error_msg": "bad"}]
        }"#,
    )
    .unwrap();
    assert_eq!(abi.actions[0].type_name, "noop");
    assert_eq!(abi.error_messages[0].error_code, 5_000_000_000);
    assert!(abi.variants.is_absent() && abi.action_results.is_absent());
    assert!(!abi.to_json_pretty().contains("variants"));
    for bad in ["", "[]x", "7", "{\"structs\": 7}", "{\"actions\": [{\"name\": \"UPPER\"}]}"] {
        assert!(Abi::from_json(bad).is_err(), "{bad}");
    }
}
