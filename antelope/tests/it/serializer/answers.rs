//! What nodeos answered, recorded by `conformance/tests/abi` from leap 4.1.

use antelope::abi::{Abi, AbiError, Serializer};
use serde_json::{Value, json};

use super::generate::{self, hex};

#[test]
fn recorded_conversions_of_nodeos() {
    let recorded = include_str!("../data/nodeos-abi.jsonl");
    let mut serializer = Serializer::new(&Abi::default());
    let mut count = 0;
    for line in recorded.lines() {
        let mut line: Value = serde_json::from_str(line).unwrap();
        if let Some(abi) = line.get_mut("abi") {
            serializer = Serializer::new(&serde_json::from_value(abi.take()).unwrap());
            continue;
        }
        let type_name = line["type"].as_str().unwrap();
        let ours = convert(&serializer, type_name, &line["question"])
            .unwrap_or_else(|error| generate::refusal(error.exception().code(), error.detail()));
        assert_eq!(ours.to_string(), line["answer"].to_string(), "{line}");
        count += 1;
    }
    assert!(count > 500, "only {count}");
}

fn convert(
    serializer: &Result<Serializer, AbiError>,
    type_name: &str,
    question: &Value,
) -> Result<Value, AbiError> {
    let serializer = serializer.as_ref().map_err(AbiError::clone)?;
    if let Some(bytes) = question["decode"].as_str() {
        return Ok(json!({ "json": serializer.decode(type_name, &crate::hex(bytes))? }));
    }
    Ok(json!({ "bytes": hex(&serializer.encode(type_name, &question["encode"])?) }))
}
