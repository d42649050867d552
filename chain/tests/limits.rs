//! Modules just inside and just outside each limit of a node, and modules that use what a node does not know.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use chain::wasm::{Summary, validate};

/// A module with `parts` and an `apply` that does nothing.
fn module(parts: &str) -> Vec<u8> {
    wat::parse_str(format!("(module {parts} (func (export \"apply\") (param i64 i64 i64)))"))
        .unwrap()
}

#[track_caller]
fn accepted(code: &[u8]) -> Summary {
    validate(code).unwrap()
}

#[track_caller]
fn refused(code: &[u8], reason: &str) {
    assert_eq!(validate(code).unwrap_err().reason(), reason);
}

#[track_caller]
fn accepts(parts: &str) -> Summary {
    accepted(&module(parts))
}

#[track_caller]
fn refuses(parts: &str, reason: &str) {
    refused(&module(parts), reason);
}

/// A module of raw sections (id and content), for what the text format cannot say.
fn raw(sections: &[(u8, &[u8])]) -> Vec<u8> {
    let mut code = b"\0asm\x01\0\0\0".to_vec();
    for (id, content) in sections {
        code.push(*id);
        code.push(u8::try_from(content.len()).unwrap());
        code.extend_from_slice(content);
    }
    code
}

const APPLY_TYPE: (u8, &[u8]) = (1, &[1, 0x60, 3, 0x7e, 0x7e, 0x7e, 0]);
const ONE_FUNCTION: (u8, &[u8]) = (3, &[1, 0]);
const APPLY_EXPORT: (u8, &[u8]) = (7, b"\x01\x05apply\0\0");

/// A module whose `apply` has this body: locals, instructions, end.
fn raw_body(body: &[u8]) -> Vec<u8> {
    let mut code = vec![1, u8::try_from(body.len()).unwrap()];
    code.extend_from_slice(body);
    let table: (u8, &[u8]) = (4, &[1, 0x70, 0, 1]);
    let memory: (u8, &[u8]) = (5, &[1, 0, 1]);
    raw(&[APPLY_TYPE, ONE_FUNCTION, table, memory, APPLY_EXPORT, (10, &code)])
}

#[test]
fn the_smallest_contract_is_accepted() {
    let summary = accepts("");
    assert_eq!((summary.functions, summary.imports.len(), summary.memory_pages), (1, 0, 0));
}

#[test]
fn what_is_not_wasm_is_refused() {
    refused(b"", "guarded ptr out of bounds");
    refused(b"\0asm\x01", "guarded ptr out of bounds");
    refused(b"\x7fELF\x01\0\0\0", "magic number did not match");
    refused(b"\0asm\x02\0\0\0", "version number did not match");
    assert!(validate(b"\0asm").is_err(), "cut off");
    assert!(validate(b"\0asm\x01\0\0\0\x01\x05").is_err(), "cut off");
}

#[test]
fn apply_must_be_exported_with_its_type() {
    refused(&wat::parse_str("(module)").unwrap(), "apply not exported");
    refused(
        &wat::parse_str("(module (func (export \"apply\") (param i64 i64)))").unwrap(),
        "apply has wrong type",
    );
    refused(
        &wat::parse_str(
            "(module (func (export \"apply\") (param i64 i64 i64) (result i32) i32.const 0))",
        )
        .unwrap(),
        "apply has wrong type",
    );
    refused(
        &wat::parse_str("(module (global (export \"apply\") i32 (i32.const 0)))").unwrap(),
        "apply not exported",
    );
}

#[test]
fn only_the_chains_functions_can_be_imported_and_only_with_their_types() {
    let summary = accepts(
        "(import \"env\" \"require_auth\" (func (param i64)))
         (import \"env\" \"memcpy\" (func (param i32 i32 i32) (result i32)))",
    );
    assert_eq!(summary.imports, ["require_auth", "memcpy"]);
    refuses(
        "(import \"env\" \"require_auth\" (func (param i32)))",
        "wrong type for imported function require_auth",
    );
    refuses(
        "(import \"env\" \"require_auth\" (func (param i64) (result i32)))",
        "wrong type for imported function require_auth",
    );
    refuses(
        "(import \"env\" \"requireauth\" (func (param i64)))",
        "no mapping for imported function requireauth",
    );
    refuses(
        "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32)))",
        "no mapping for imported function proc_exit",
    );
    refuses(
        "(import \"host\" \"require_auth\" (func (param i64)))",
        "no mapping for imported function require_auth",
    );
    refuses("(import \"env\" \"memory\" (memory 1))", "only function imports are supported");
}

#[test]
fn instructions_after_the_first_version_are_refused_with_the_target_to_use() {
    for body in [
        "i32.const 0 i32.extend8_s drop",
        "f32.const 0 i32.trunc_sat_f32_s drop",
        "i32.const 0 i32.const 0 i32.const 0 memory.copy",
        "i32.const 0 i32.const 0 i32.const 0 memory.fill",
        "ref.null func drop",
    ] {
        let code = module(&format!("(memory 1) (func {body})"));
        refused(&code, "Illegal instruction");
        assert!(validate(&code).unwrap_err().to_string().contains("wasm32v1-none"), "{body}");
    }
}

#[test]
fn later_encodings_are_refused() {
    // A count of data segments, as bulk memory has it.
    refused(
        &raw(&[APPLY_TYPE, ONE_FUNCTION, APPLY_EXPORT, (12, &[0])]),
        "error invalid section id",
    );
    // `i32.const 0; i32.const 0; call_indirect` of a function of no parameters, by a table index of one byte and of
    // five.
    let indirect = |index: &[u8]| {
        let mut body = vec![0, 0x42, 0, 0x42, 0, 0x42, 0, 0x41, 0, 0x11, 0];
        body.extend_from_slice(index);
        body.push(0x0b);
        raw_body(&body)
    };
    accepted(&indirect(&[0]));
    refused(&indirect(&[0x80, 0x80, 0x80, 0x80, 0]), "call_indirect must end with 0x00.");
    refuses("(func (result i32 i32) i32.const 0 i32.const 0)", "invalid function return count");
    refuses(
        "(func (block (param) (result) ) i32.const 1 (block (param i32) drop))",
        "Invalid type code in block",
    );
    refuses("(func (param externref))", "invalid function param type");
    refuses("(table 1 externref)", "table must have type anyfunc");
    refuses("(func $f) (elem declare func $f)", "only table index of 0 is supported");
}

#[test]
fn memory_may_start_with_528_pages() {
    assert_eq!(accepts("(memory 528)").memory_pages, 528);
    refuses("(memory 529)", "initial memory out of range");
    accepts("(memory 1 600)");
    accepts("(memory 1 65536)");
}

#[test]
fn data_ends_at_64_kib() {
    let summary = accepts("(memory 2) (data (i32.const 65535) \"x\")");
    assert_eq!((summary.data_end, summary.data_bytes), (65_536, 1));
    accepts("(memory 2) (data (i32.const 65536) \"\")");
    refuses("(memory 2) (data (i32.const 65536) \"x\")", "out-of-bounds data section");
    refuses("(memory 2) (data (i32.const 65535) \"xy\")", "out-of-bounds data section");
    refuses("(memory 2) (data (i32.const -1) \"x\")", "out-of-bounds data section");
}

#[test]
fn mutable_globals_take_1024_bytes() {
    let wide = |count: usize| "(global (mut i64) (i64.const 0))".repeat(count);
    assert_eq!(accepts(&wide(128)).mutable_global_bytes, 1024);
    refuses(&wide(129), "mutable globals exceeded limit");
    let narrow = "(global (mut i32) (i32.const 0))";
    refuses(&format!("{}{narrow}", wide(128)), "mutable globals exceeded limit");
    accepts(&format!("{}{narrow}{narrow}", wide(127)));
    accepts(&"(global i64 (i64.const 0))".repeat(500));
    accepts("(global (export \"counter\") (mut i32) (i32.const 0))");
}

#[test]
fn initial_values_are_constants() {
    refuses(
        "(global $a i32 (i32.const 0)) (global i32 (global.get $a))",
        "initializer expression can only acception i32.const, i64.const, f32.const and f64.const",
    );
}

#[test]
fn the_table_has_1024_elements() {
    assert_eq!(accepts("(table 1024 funcref)").table_elements, 1024);
    refuses("(table 1025 funcref)", "table size exceeds limit");
    accepts("(table 1 5000 funcref)");
    refuses("(table 1 funcref) (table 1 funcref)", "number of section elements exceeded limit");
}

#[test]
fn sections_have_8192_elements() {
    let functions = |count: usize| "(func)".repeat(count);
    // The function `apply` is one more.
    assert_eq!(accepts(&functions(8191)).functions, 8192);
    refuses(&functions(8192), "number of section elements exceeded limit");
    let exports = |count: usize| -> String {
        let each = |i| format!("(export \"f{i}\" (func $f))");
        format!("(func $f) {}", (0..count).map(each).collect::<String>())
    };
    accepts(&exports(8191));
    refuses(&exports(8192), "number of section elements exceeded limit");
}

#[test]
fn locals_and_operands_take_8192_bytes() {
    let locals = |count: usize| format!("(func (local {}))", "i64 ".repeat(count));
    assert_eq!(accepts(&locals(1024)).max_func_local_bytes, 8192);
    refuses(&locals(1025), "local variable limit exceeded");

    let operands =
        |count: usize| format!("(func {} {})", "i64.const 0 ".repeat(count), "drop ".repeat(count));
    accepts(&operands(1024));
    refuses(&operands(1025), "local variable limit exceeded");

    // Parameters do not count, and an operand that was dropped does not either.
    accepts(&format!("(func (param {}))", "i64 ".repeat(1000)));
    accepts(&format!("(func {})", "i64.const 0 drop ".repeat(5000)));

    let both =
        |count: usize| format!("(func (local i32 {}) i32.const 0 drop)", "i64 ".repeat(count));
    accepts(&both(1023));
    refuses(&both(1024), "local variable limit exceeded");
}

#[test]
fn operands_left_behind_at_a_jump_stay_counted() {
    let jumps =
        |count: usize| format!("(func {})", "(block i64.const 0 i64.const 0 br 0)".repeat(count));
    accepts(&jumps(512));
    refuses(&jumps(513), "local variable limit exceeded");
    // After a jump nothing is counted until the block ends.
    accepts(&format!("(func (block br 0 {}) )", "i64.const 0 drop ".repeat(2000)));
}

#[test]
fn blocks_nest_1024_deep() {
    let nested =
        |count: usize| format!("(func {} nop {})", "block ".repeat(count), "end ".repeat(count));
    // The function itself is one.
    accepts(&nested(1023));
    refuses(&nested(1024), "nested structures validation failure");
}

#[test]
fn names_have_8192_bytes() {
    let export = |length: usize| format!("(func (export \"{}\"))", "x".repeat(length));
    accepts(&export(8192));
    refuses(&export(8193), "name too long");
}

#[test]
fn a_module_has_20_mib() {
    const LIMIT: usize = 20 * 1024 * 1024;
    let padded = |size: usize| {
        let mut code = module("");
        // A custom section: id, length in four bytes, a name of no bytes, padding.
        let content = size - code.len() - 5;
        code.push(0);
        for shift in [0, 7, 14, 21] {
            let more = if shift < 21 { 0x80 } else { 0 };
            code.push(((content >> shift) & 0x7f) as u8 | more);
        }
        code.resize(size, 0);
        code
    };
    assert_eq!(accepted(&padded(LIMIT)).size, LIMIT);
    refused(&padded(LIMIT + 1), "Code too large");
}

#[test]
fn a_start_function_takes_and_gives_nothing() {
    accepts("(func $s) (start $s)");
    assert!(validate(&module("")).is_ok());
    let code = raw(&[APPLY_TYPE, ONE_FUNCTION, APPLY_EXPORT, (8, &[0])]);
    refused(&code, "wrong type for start");
}

#[test]
fn floats_are_accepted() {
    accepts("(func f64.const 2 f64.sqrt f64.const 1 f64.add drop)");
}

#[test]
fn ill_typed_code_is_refused() {
    assert!(validate(&module("(func i32.const 0 i64.eqz drop)")).is_err());
    assert!(validate(&module("(func (result i32) i64.const 0)")).is_err());
    assert!(validate(&module("(func drop)")).is_err());
    assert!(validate(&module("(func i32.const 0 i32.load drop)")).is_err(), "no memory");
}
