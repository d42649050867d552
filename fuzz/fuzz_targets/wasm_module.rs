//! Any module as a contract's code: it is refused, or it runs within its fuel, the same way each time.
//!
//! After a first byte that is odd, the input is the module; else it makes one that a node would at least read.
#![no_main]

use std::sync::LazyLock;

use antelope::{Name, PackedAction, PermissionLevel, host::HOST_FUNCTIONS, host::ValueType, name};
use chain::{Chain, Config, Trace};
use libfuzzer_sys::{
    arbitrary::{self, Unstructured},
    fuzz_target,
};
use wasm_smith::Module;

const CONTRACT: Name = name!("contract");
/// The most fuel of an action: a few milliseconds.
const FUEL: u64 = 1_500_000;

static CHAIN: LazyLock<Chain> = LazyLock::new(|| {
    let mut chain =
        Chain::new(Config { fuel_per_microsecond: FUEL / 150_000, ..Config::default() });
    chain.create_account(CONTRACT).expect("the name is free");
    chain
});

/// A module that imports every function of the chain, and one that exports what a contract must.
static IMPORTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let wasm = |kind: &ValueType| format!("{kind:?}").to_lowercase();
    let imports = HOST_FUNCTIONS.iter().map(|function| {
        let params: String = function.params.iter().map(|kind| wasm(kind) + " ").collect();
        let result =
            function.result.map_or(String::new(), |kind| format!("(result {})", wasm(&kind)));
        format!("(import \"env\" \"{}\" (func (param {params}) {result}))", function.name)
    });
    wat::parse_str(format!("(module {})", imports.collect::<String>())).expect("it is a module")
});
static EXPORTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = "(module (func (export \"apply\") (param i64 i64 i64)))";
    wat::parse_str(text).expect("it is a module")
});

fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else { return };
    if kind % 2 == 1 {
        run(rest);
    } else if let Ok(code) = made_of(rest) {
        run(&code);
    }
});

fn made_of(entropy: &[u8]) -> arbitrary::Result<Vec<u8>> {
    let mut entropy = Unstructured::new(entropy);
    let config = wasm_smith::Config {
        available_imports: Some(IMPORTS.clone()),
        exports: Some(EXPORTS.clone()),
        max_imports: 20,
        min_memories: 1,
        max_memories: 1,
        max_memory32_bytes: 4 << 16,
        max_tables: 1,
        max_table_elements: 100,
        max_data_segments: 3,
        allow_start_export: true,
        bulk_memory_enabled: false,
        exceptions_enabled: false,
        extended_const_enabled: false,
        gc_enabled: false,
        multi_value_enabled: false,
        reference_types_enabled: false,
        relaxed_simd_enabled: false,
        saturating_float_to_int_enabled: false,
        sign_extension_ops_enabled: false,
        simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        memory64_enabled: false,
        ..wasm_smith::Config::default()
    };
    Ok(Module::new(config, &mut entropy)?.to_bytes())
}

fn run(code: &[u8]) {
    let mut chain = CHAIN.clone();
    let judged = chain::wasm::validate(code);
    let set = chain.deploy(CONTRACT, code, &[]);
    // The chain refuses more: code of no bytes, code that takes too long to set.
    assert!(judged.is_ok() || set.is_err() || code.is_empty(), "{judged:?}, and yet it was set");
    if set.is_err() || code.is_empty() {
        return;
    }
    let outcome = |mut chain: Chain| {
        let trace = match chain.push(vec![action()]) {
            Ok(trace) => trace,
            Err(failure) => failure.trace,
        };
        (told(&trace), chain.dump())
    };
    assert_eq!(outcome(chain.clone()), outcome(chain), "it runs in two ways");
}

fn action() -> PackedAction {
    PackedAction {
        account: CONTRACT,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(CONTRACT)],
        data: vec![1, 2, 3, 4, 5, 6, 7, 8],
    }
}

/// All that a trace tells.
fn told(trace: &Trace) -> String {
    format!("{trace:?}")
}
