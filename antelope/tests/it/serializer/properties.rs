//! What holds for every ABI and every value.

use std::time::{Duration, Instant};

use antelope::abi::{Abi, Serializer};
use proptest::{collection::vec, prelude::*};

use super::generate::{self, Entropy};

proptest! {
    /// The JSON that a node prints, its bytes, and the same again.
    #[test]
    fn values_survive_packing(abi in vec(any::<u8>(), 0..400), value in vec(any::<u8>(), 0..300)) {
        let abi = generate::abi(&mut Entropy(&abi), false);
        let serializer = Serializer::new(&abi).unwrap();
        for action in &abi.actions {
            let value = generate::value(&mut Entropy(&value), &abi, &action.type_name, 0, false);
            let bytes = match serializer.encode_action(action.name, &value) {
                // Deeper than a node goes.
                Err(error) if error.exception().code() == 3_015_011 => continue,
                bytes => bytes.unwrap(),
            };
            let decoded = serializer.decode_action(action.name, &bytes);
            // What has no bytes may be read as absent, or not at all.
            if !has_absent(&value) {
                let decoded = decoded.unwrap();
                prop_assert_eq!(&decoded, &value, "{:?}", &abi);
                let again = serializer.encode_action(action.name, &decoded);
                prop_assert_eq!(again.unwrap(), bytes);
            }
        }
    }

    /// Any ABI at all and any JSON: an answer or a refusal, soon.
    #[test]
    fn anything_is_answered(
        abi in vec(any::<u8>(), 0..600),
        value in vec(any::<u8>(), 0..300),
        bytes in vec(any::<u8>(), 0..200),
    ) {
        let abi = generate::abi(&mut Entropy(&abi), true);
        let Ok(serializer) = Serializer::new(&abi) else { return Ok(()) };
        for action in &abi.actions {
            let value = generate::value(&mut Entropy(&value), &abi, &action.type_name, 0, true);
            let begin = Instant::now();
            drop(serializer.encode(&action.type_name, &value));
            drop(serializer.decode(&action.type_name, &bytes));
            prop_assert!(begin.elapsed() < Duration::from_secs(10));
        }
    }

    #[test]
    fn any_bytes_as_an_abi(bytes in vec(any::<u8>(), 0..400)) {
        if let Ok(abi) = antelope::unpack::<Abi>(&bytes) {
            drop(Serializer::new(&abi));
        }
    }
}

/// Whether something is null or without fields, which has more than one form in JSON.
fn has_absent(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_absent),
        Value::Object(fields) => fields.is_empty() || fields.values().any(has_absent),
        _ => false,
    }
}
