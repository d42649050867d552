//! Floating-point instructions give a node's bits, also where the result is no number, on every machine.
//!
//! The expected bits are those of nodeos v4.1; all instructions on all pairs of 29 values were compared with it.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{Name, PackedAction, PermissionLevel, name};
use chain::{Chain, Config, exception};

const CONTRACT: Name = name!("contract");

/// A type of floats, as its bits.
struct Float {
    name: &'static str,
    integer: &'static str,
    one: u64,
    infinity: u64,
    sign: u64,
    /// The bit of what is no number and makes no trouble.
    quiet: u64,
    bytes: usize,
}

const F32: Float = Float {
    name: "f32",
    integer: "i32",
    one: 0x3f80_0000,
    infinity: 0x7f80_0000,
    sign: 1 << 31,
    quiet: 1 << 22,
    bytes: 4,
};
const F64: Float = Float {
    name: "f64",
    integer: "i64",
    one: 0x3ff << 52,
    infinity: 0x7ff << 52,
    sign: 1 << 63,
    quiet: 1 << 51,
    bytes: 8,
};

fn run(module: &str, data: Vec<u8>) -> Result<Vec<u8>, chain::Error> {
    let mut chain = Chain::new(Config::default());
    chain.create_account(CONTRACT).unwrap();
    chain.set_code(CONTRACT, &wat::parse_str(module).unwrap(), None).unwrap();
    let action = PackedAction {
        account: CONTRACT,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(CONTRACT)],
        data,
    };
    let trace = chain.push(vec![action]).map_err(|failure| failure.error)?;
    Ok(trace.actions[0].return_value.clone())
}

/// The bits that an instruction gives for the bits of one or two operands.
fn result(float: &Float, instruction: &str, operands: &[u64]) -> u64 {
    let load = |i: usize| format!("({}.load (i32.const {}))", float.name, 8 * i);
    let loads: String = (0..operands.len()).map(load).collect();
    let module = format!(
        r#"(module
            (import "env" "read_action_data" (func $read (param i32 i32) (result i32)))
            (import "env" "set_action_return_value" (func $return (param i32 i32)))
            (memory 1)
            (func (export "apply") (param i64 i64 i64) (local i32)
                (drop (call $read (i32.const 0) (i32.const 16)))
                ({name}.store (i32.const 16) ({name}.{instruction} {loads}))
                (call $return (i32.const 16) (i32.const {bytes}))))"#,
        name = float.name,
        bytes = float.bytes,
    );
    let data = operands.iter().flat_map(|operand| operand.to_le_bytes()).collect();
    let mut value = run(&module, data).unwrap();
    value.resize(8, 0);
    u64::from_le_bytes(value.try_into().unwrap())
}

#[test]
fn the_first_operand_that_is_no_number_survives() {
    for float in [F32, F64] {
        let quiet = float.infinity | float.quiet | 0xabc;
        let negative = float.sign | float.infinity | float.quiet | 0x1dead;
        let signaling = float.sign | float.infinity | 1;
        let one = float.one;
        let pairs = [
            (one, quiet, quiet),
            (quiet, one, quiet),
            (quiet, negative, quiet),
            (negative, quiet, negative),
            (quiet, signaling, quiet),
            (signaling, quiet, signaling),
            (signaling, one, signaling),
            (one, signaling, signaling),
        ];
        for (left, right, survivor) in pairs {
            for instruction in ["add", "sub", "mul", "div"] {
                let result = result(&float, instruction, &[left, right]);
                let name = float.name;
                assert_eq!(
                    result,
                    survivor | float.quiet,
                    "{name}.{instruction} {left:x} {right:x}"
                );
            }
            for instruction in ["min", "max"] {
                let result = result(&float, instruction, &[left, right]);
                let name = float.name;
                assert_eq!(result, survivor, "{name}.{instruction} {left:x} {right:x}");
            }
        }
        for value in [quiet, negative, signaling] {
            assert_eq!(result(&float, "sqrt", &[value]), value | float.quiet, "{value:x}");
            for instruction in ["ceil", "floor", "trunc", "nearest"] {
                assert_eq!(result(&float, instruction, &[value]), value, "{instruction} {value:x}");
            }
        }
    }
}

#[test]
fn what_is_no_number_anew_has_its_sign_set() {
    for float in [F32, F64] {
        let new = float.sign | float.infinity | float.quiet;
        let minus = float.sign | float.infinity;
        assert_eq!(result(&float, "div", &[0, 0]), new);
        assert_eq!(result(&float, "mul", &[0, float.infinity]), new);
        assert_eq!(result(&float, "add", &[float.infinity, minus]), new);
        assert_eq!(result(&float, "sub", &[minus, minus]), new);
        assert_eq!(result(&float, "sqrt", &[minus]), new);
    }
}

#[test]
fn numbers_are_what_they_are() {
    for float in [F32, F64] {
        let one = float.one;
        let minus = float.sign;
        assert_eq!(result(&float, "add", &[one, one | minus]), 0);
        assert_eq!(result(&float, "mul", &[one, one | minus]), one | minus);
        assert_eq!(result(&float, "div", &[one, minus]), float.infinity | minus);
        assert_eq!(result(&float, "min", &[0, minus]), minus);
        assert_eq!(result(&float, "max", &[minus, 0]), 0);
        assert_eq!(result(&float, "nearest", &[one | minus]), one | minus);
        assert_eq!(result(&float, "sqrt", &[minus]), minus);
    }
}

#[test]
fn conversions_that_do_not_fit_fail() {
    let fails = |instruction: &str, value: &str| {
        let module = format!(
            "(module (func (export \"apply\") (param i64 i64 i64) (drop ({instruction} {value}))))"
        );
        match run(&module, Vec::new()) {
            Ok(_) => false,
            Err(error) => {
                assert_eq!(error.exception(), exception::WASM_EXECUTION_ERROR);
                assert_eq!(error.message(), "eos-vm system failure", "{instruction} {value}");
                true
            }
        }
    };
    for float in [F32, F64] {
        for integer in [F32.integer, F64.integer] {
            for sign in ["s", "u"] {
                let instruction = format!("{integer}.trunc_{}_{sign}", float.name);
                for value in ["nan", "inf", "-inf", "1e30", "-1e30"] {
                    assert!(fails(&instruction, &format!("({}.const {value})", float.name)));
                }
                for value in ["0.5", "-0.5", "2e9"] {
                    assert!(!fails(&instruction, &format!("({}.const {value})", float.name)));
                }
            }
        }
    }
    assert!(!fails("i32.trunc_f64_s", "(f64.const -2147483648)"));
    assert!(fails("i32.trunc_f64_s", "(f64.const -2147483648.5)"), "though it would fit");
    assert!(!fails("i32.trunc_f64_s", "(f64.const 2147483647.5)"));
    assert!(fails("i32.trunc_f64_s", "(f64.const 2147483648)"));
    assert!(!fails("i32.trunc_f64_u", "(f64.const 4294967295.5)"));
    assert!(fails("i32.trunc_f64_u", "(f64.const 4294967296)"));
    assert!(!fails("i64.trunc_f64_s", "(f64.const -9223372036854775808)"));
    assert!(fails("i64.trunc_f64_s", "(f64.const 9223372036854775808)"));
}

#[test]
fn division_fails_in_other_words() {
    let module = r#"(module (func (export "apply") (param i64 i64 i64)
        (drop (i32.trunc_f32_s (f32.const 1)))
        (drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))))"#;
    assert_eq!(run(module, Vec::new()).unwrap_err().message(), "access violation");
}
