//! ABIs, bytes and JSON made to cost time, memory or stack.

use std::time::{Duration, Instant};

use antelope::{
    Extension,
    abi::{Abi, AbiField, AbiStruct, AbiTypeAlias, AbiVariant, Serializer},
};
use serde_json::{Value, json};

use super::refusal;

/// Generous, for a machine that has other work; without bounds each of these takes minutes or all memory.
const SOON: Duration = Duration::from_secs(10);

fn abi() -> Abi {
    Abi { version: "eosio::abi/1.2".into(), ..Abi::default() }
}

fn structure(name: String, base: String, fields: &[(&str, &str)]) -> AbiStruct {
    let fields = fields.iter().map(|(name, type_name)| AbiField {
        name: (*name).to_owned(),
        type_name: (*type_name).to_owned(),
    });
    AbiStruct { name, base, fields: fields.collect() }
}

#[test]
fn long_chains_of_definitions() {
    let begin = Instant::now();
    let count = 20_000;
    let structs = (0..count).map(|index| {
        let base = if index + 1 < count { format!("s{}", index + 1) } else { String::new() };
        structure(format!("s{index}"), base, &[("f", "uint8")])
    });
    let deep = Abi { structs: structs.collect(), ..abi() };
    let serializer = Serializer::new(&deep).unwrap();
    // As deep as the node goes, and no deeper.
    assert_eq!(refusal(serializer.decode("s0", &[0; 40])).0, 3_015_011);
    assert!(serializer.decode(&format!("s{}", count - 25), &[0; 40]).is_ok());
    assert_eq!(refusal(serializer.encode("s0", &json!({"f": 1}))).0, 3_015_011);

    let types = (0..count).map(|index| AbiTypeAlias {
        new_type_name: format!("t{index}"),
        target: format!("t{}", (index + 1) % count),
    });
    let circle = Abi { types: types.collect(), ..abi() };
    let error = refusal(Serializer::new(&circle));
    assert_eq!(error, (3_015_012, "Circular reference in type t0".into()));
    assert!(begin.elapsed() < SOON);
}

#[test]
fn values_that_nest_without_end() {
    let structs = vec![structure("s".into(), String::new(), &[("f", "s[]")])];
    let variants = vec![AbiVariant { name: "v".into(), types: vec!["v".into(), "uint8".into()] }];
    let abi = Abi { structs, variants: Extension(Some(variants)), ..abi() };
    let serializer = Serializer::new(&abi).unwrap();
    for type_name in ["s", "v"] {
        let bytes = if type_name == "s" { [1; 1000] } else { [0; 1000] };
        assert_eq!(refusal(serializer.decode(type_name, &bytes)).0, 3_015_011, "{type_name}");
    }
    let nested = (0..100).fold(json!({"f": []}), |inner, _| json!({"f": [inner]}));
    assert_eq!(refusal(serializer.encode("s", &nested)).0, 3_015_011);
    let nested = (0..100).fold(json!(["uint8", 1]), |inner, _| json!(["v", inner]));
    assert_eq!(refusal(serializer.encode("v", &nested)).0, 3_015_011);
}

#[test]
fn much_from_little() {
    let begin = Instant::now();
    let long_name = "n".repeat(100_000);
    let structs = vec![
        structure("wide".into(), String::new(), &[(&long_name, "uint8")]),
        structure("optionals".into(), String::new(), &[("f", "uint8?"); 10_000]),
        structure("extension".into(), String::new(), &[("f", "wide[]$")]),
    ];
    let serializer = Serializer::new(&Abi { structs, ..abi() }).unwrap();
    // Each byte becomes 100 kB of JSON.
    let mut bytes = antelope::pack(&antelope::VarUint32(1_000_000));
    bytes.resize(1_000_010, 7);
    assert_eq!(refusal(serializer.decode("wide[]", &bytes)).0, 3_015_010);
    assert_eq!(refusal(serializer.decode("extension", &bytes)).0, 3_015_010);
    // Counts of what is not there.
    let count = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for type_name in ["wide[]", "uint8[]", "uint64[]", "string", "bytes", "string[]", "signature"] {
        assert_eq!(refusal(serializer.decode(type_name, &count)).0, 3_015_013, "{type_name}");
    }
    // Each {} becomes 10 kB.
    let empty: Vec<Value> = vec![json!({}); 100_000];
    let error = serializer.encode("optionals[]", &empty.into()).unwrap_err();
    assert!(!error.exception().is_of_chain() || error.exception().code() == 3_015_010, "{error}");
    // Each {} has a long name looked for, or many of them.
    let names: Vec<String> = (0..40).map(|index| format!("{long_name}{index}")).collect();
    let fields: Vec<_> = names.iter().map(|name| (name.as_str(), "uint8?")).collect();
    let structs = vec![structure("names".into(), String::new(), &fields)];
    let types = (0..20_000).map(|index| format!("uint8[{index}]")).collect();
    let variants = vec![AbiVariant { name: "many".into(), types }];
    let abi = Abi { structs, variants: Extension(Some(variants)), ..abi() };
    let serializer = Serializer::new(&abi).unwrap();
    let values: Vec<Value> = vec![json!({"a": 1, "b": 2}); 20_000];
    assert_eq!(refusal(serializer.encode("names[]", &values.into())).0, 3_015_010);
    let values: Vec<Value> = vec![json!(["uint8[19999]", 1]); 20_000];
    assert_eq!(refusal(serializer.encode("many[]", &values.into())).0, 3_015_010);
    // More than a node packs.
    let error = serializer.encode("string", &json!("x".repeat(1 << 20))).unwrap_err();
    assert_eq!(error.exception().name(), "out_of_range_exception");
    assert!(serializer.encode("string", &json!("x".repeat((1 << 20) - 3))).is_ok());
    assert!(begin.elapsed() < SOON);
}

#[test]
fn an_error_is_short() {
    let name = "é".repeat(1000);
    let structs = vec![structure(name.clone(), String::new(), &[(&name, &format!("{name}?"))])];
    let serializer = Serializer::new(&Abi { structs, ..abi() }).unwrap();
    let nested = (0..20).fold(json!(7), |inner, _| json!({ &name: inner }));
    let error = serializer.encode(&name, &nested).unwrap_err();
    assert!(error.message().len() < 200, "{error}");
    assert!(error.to_string().len() < 5000, "{error}");
}
