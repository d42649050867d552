//! Any ABI with any bytes and any JSON: an answer or a refusal, soon.
//!
//! After a first byte that is odd, the input is a packed ABI and the bytes of values; else it makes both.
#![no_main]

#[path = "../../antelope/tests/it/serializer/generate/mod.rs"]
#[allow(dead_code, reason = "it makes more than is asked for here")]
mod generate;

use antelope::{
    Reader, Unpack,
    abi::{Abi, Serializer},
};
use generate::Entropy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else { return };
    if kind % 2 == 1 { packed(rest) } else { made(rest, kind % 4 == 0) }
});

fn packed(input: &[u8]) {
    let mut input = Reader::new(input);
    let Ok(abi) = Abi::unpack(&mut input) else { return };
    let Ok(serializer) = Serializer::new(&abi) else { return };
    let bytes = input.take(input.remaining()).expect("so many are left");
    let names = abi.structs.iter().map(|item| &item.name);
    for name in names.chain(abi.actions.iter().map(|action| &action.type_name)).take(8) {
        if let Ok(value) = serializer.decode(name, bytes) {
            drop(serializer.encode(name, &value));
        }
    }
}

fn made(entropy: &[u8], wild: bool) {
    let mut entropy = Entropy(entropy);
    let abi = generate::abi(&mut entropy, wild);
    let Ok(serializer) = Serializer::new(&abi) else {
        assert!(wild, "{abi:?}");
        return;
    };
    for action in &abi.actions {
        let value = generate::value(&mut entropy, &abi, &action.type_name, 0, wild);
        let Ok(bytes) = serializer.encode(&action.type_name, &value) else { continue };
        // What has been packed is read again, except for what has no bytes; and then it is packed the same way.
        let Ok(decoded) = serializer.decode(&action.type_name, &bytes) else { continue };
        if let Ok(again) = serializer.encode(&action.type_name, &decoded) {
            let printed = serializer.decode(&action.type_name, &again);
            assert_eq!(printed.as_ref(), Ok(&decoded), "{value} of {abi:?}");
        }
    }
}
