//! Modules just inside and just outside each limit of a node, as a script that deploys and runs them.
//!
//! What they are refused with is the node's business. The 20 MiB of a module are beyond what fits into a transaction;
//! that limit is held by a test of `chain` alone.

use antelope::{Name, PermissionLevel, name};

use crate::{
    probe::Level,
    script::{Code, Script, ScriptAction, Step, Transaction},
    world::USER,
};

/// Modules at the edges. Each is deployed to the same account and its action run, with whatever code is there by then.
pub fn edges() -> Script {
    let texts = [accepted_forms(), refused_forms(), sizes(), functions(), depth()].concat();
    let codes = texts.into_iter().map(Code::Text).chain(encodings().into_iter().map(Code::Bytes));
    deploying("Modules at the edge of each limit", codes)
}

/// Modules that no compiler makes: they are refused by every chain, and in which words is each decoder's own business.
pub fn malformed() -> Script {
    let texts = ill_typed().into_iter().map(Code::Text);
    deploying("Malformed modules", texts.chain(cut_off().into_iter().map(Code::Bytes)))
}

fn deploying(title: &str, codes: impl Iterator<Item = Code>) -> Script {
    let steps = codes.flat_map(|code| [Step::Deploy { account: USER, code }, run()]);
    Script { title: title.to_owned(), steps: steps.collect() }
}

fn run() -> Step {
    const ACTION: Name = name!("run");
    let authorization = vec![Level(PermissionLevel::active(USER))];
    let data = crate::script::Data::default();
    let action = ScriptAction { account: USER, name: ACTION, authorization, data };
    Step::Transaction(Transaction { actions: vec![action], ..Transaction::default() })
}

const APPLY: &str = "(func (export \"apply\") (param i64 i64 i64))";

/// A module with `parts` and an `apply` that does nothing.
fn module(parts: &str) -> String {
    format!("(module {parts} {APPLY})")
}

/// A module whose `apply` does this.
fn applying(parts: &str, body: &str) -> String {
    format!("(module {parts} (func (export \"apply\") (param i64 i64 i64) {body}))")
}

const PRINT: &str = "(import \"env\" \"printi\" (func $print (param i64)))";

fn accepted_forms() -> Vec<String> {
    let start = format!("{PRINT} (func $start (call $print (i64.const 7))) (start $start)");
    let mut texts: Vec<_> = [
        "",
        start.as_str(),
        "(func f64.const 2 f64.sqrt f64.const 1 f64.add drop)",
        "(global (export \"counter\") (mut i32) (i32.const 0))",
        "(memory 1 600)",
        "(table 1 5000 funcref)",
        "(import \"env\" \"memcpy\" (func (param i32 i32 i32) (result i32)))",
        "(memory 2) (data (i32.const 65536) \"\")",
    ]
    .map(module)
    .into();
    // Globals and memory begin anew with each action.
    let counting = "(global $g (mut i64) (i64.const 0)) (memory 1)";
    texts.push(applying(
        &format!("{PRINT} {counting}"),
        "(call $print (global.get $g)) (global.set $g (i64.const 5)) (call $print (i64.load (i32.const 8))) (i64.store (i32.const 8) (i64.const 9)) (call $print (i64.load (i32.const 8)))",
    ));
    texts
}

fn refused_forms() -> Vec<String> {
    let bodies = [
        "i32.const 0 i32.extend8_s drop",
        "i64.const 0 i64.extend32_s drop",
        "f32.const 0 i32.trunc_sat_f32_s drop",
        "i32.const 0 i32.const 0 i32.const 0 memory.copy",
        "i32.const 0 i32.const 0 i32.const 0 memory.fill",
        "ref.null func drop",
    ];
    let body = |body: &&str| module(&format!("(memory 1) (func {body})"));
    let mut texts: Vec<_> = bodies.iter().map(body).collect();
    let parts = [
        "(import \"env\" \"require_auth\" (func (param i32)))",
        "(import \"env\" \"requireauth\" (func (param i64)))",
        "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32)))",
        "(import \"host\" \"require_auth\" (func (param i64)))",
        "(import \"env\" \"memory\" (memory 1))",
        "(import \"env\" \"table\" (table 1 funcref))",
        "(func (result i32 i32) i32.const 0 i32.const 0)",
        "(func (param externref))",
        "(table 1 externref)",
        "(table 1 funcref) (table 1 funcref)",
        "(memory 1) (memory 1)",
        "(global $a i32 (i32.const 0)) (global i32 (global.get $a))",
        "(func $s (param i32)) (start $s)",
        "(table 1 funcref) (func $f) (elem (i32.const 1) $f)",
    ];
    texts.extend(parts.map(module));
    texts.extend(
        [
            "(module)",
            "(module (func (export \"apply\") (param i64 i64)))",
            "(module (func (export \"apply\") (param i64 i64 i64) (result i32) i32.const 0))",
            "(module (global (export \"apply\") i32 (i32.const 0)))",
        ]
        .map(str::to_owned),
    );
    texts
}

fn ill_typed() -> Vec<String> {
    [
        "(func i32.const 0 i64.eqz drop)",
        "(func drop)",
        "(func (result i32) i64.const 0)",
        "(func i32.const 0 i32.load drop)",
        "(memory 1) (func i32.const 0 i32.load align=8 drop)",
        "(global i64 (i32.const 0))",
    ]
    .map(module)
    .into()
}

/// What is counted in a module, within its limit and beyond.
fn sizes() -> Vec<String> {
    let wide = |count: usize| "(global (mut i64) (i64.const 0))".repeat(count);
    let narrow = "(global (mut i32) (i32.const 0))";
    let exports = |count: usize| -> String {
        (0..count).map(|number| format!("(export \"f{number}\" (func $f))")).collect()
    };
    let name = |length: usize| format!("(func (export \"{}\"))", "x".repeat(length));
    [
        "(memory 528)".to_owned(),
        "(memory 529)".to_owned(),
        "(memory 1 65536)".to_owned(),
        "(memory 2) (data (i32.const 65535) \"x\")".to_owned(),
        "(memory 2) (data (i32.const 65535) \"xy\")".to_owned(),
        "(memory 2) (data (i32.const 65536) \"x\")".to_owned(),
        "(memory 2) (data (i32.const -1) \"x\")".to_owned(),
        "(memory 0) (data (i32.const 0) \"x\")".to_owned(),
        "(table 1024 funcref)".to_owned(),
        "(table 1025 funcref)".to_owned(),
        wide(128),
        wide(129),
        format!("{}{narrow}{narrow}", wide(127)),
        format!("{}{narrow}", wide(128)),
        "(global i64 (i64.const 0))".repeat(500),
        "(func)".repeat(8191),
        "(func)".repeat(8192),
        format!("(func $f) {}", exports(8191)),
        format!("(func $f) {}", exports(8192)),
        "(data (i32.const 0) \"\")".repeat(8192) + "(memory 1)",
        "(data (i32.const 0) \"\")".repeat(8193) + "(memory 1)",
        name(8192),
        name(8193),
    ]
    .map(|parts| module(&parts))
    .into()
}

/// What is counted in a function.
fn functions() -> Vec<String> {
    let locals = |count: usize| format!("(func (local {}))", "i64 ".repeat(count));
    let both =
        |count: usize| format!("(func (local i32 {}) i32.const 0 drop)", "i64 ".repeat(count));
    let operands =
        |count: usize| format!("(func {} {})", "i64.const 0 ".repeat(count), "drop ".repeat(count));
    let jumps =
        |count: usize| format!("(func {})", "(block i64.const 0 i64.const 0 br 0)".repeat(count));
    let nested =
        |count: usize| format!("(func {} nop {})", "block ".repeat(count), "end ".repeat(count));
    [
        locals(1024),
        locals(1025),
        both(1023),
        both(1024),
        operands(1024),
        operands(1025),
        format!("(func (param {}))", "i64 ".repeat(1000)),
        format!("(func {})", "i64.const 0 drop ".repeat(5000)),
        jumps(512),
        jumps(513),
        format!("(func (block br 0 {}) )", "i64.const 0 drop ".repeat(2000)),
        nested(1022),
        nested(1023),
        nested(1024),
    ]
    .map(|parts| module(&parts))
    .into()
}

/// Calls within calls, of which `apply` is the first.
fn depth() -> Vec<String> {
    let recursion = "(func $down (param $left i32) (if (local.get $left) (then (call $down (i32.sub (local.get $left) (i32.const 1))))))";
    let into = |calls: usize| {
        applying(
            &format!("{PRINT} {recursion}"),
            &format!("(call $down (i32.const {calls})) (call $print (i64.const {calls}))"),
        )
    };
    let mut texts: Vec<_> = (246..252).map(into).collect();
    // A call of the chain is one more; which is the last is where chains may differ by one.
    let calling = format!(
        "{PRINT} (func $down (param $left i32) (if (local.get $left) (then (call $down (i32.sub (local.get $left) (i32.const 1)))) (else (call $print (i64.const 1)))))"
    );
    texts.extend(
        [247, 250].map(|calls| applying(&calling, &format!("(call $down (i32.const {calls}))"))),
    );
    texts
}

const TYPE: (u8, &[u8]) = (1, &[1, 0x60, 3, 0x7e, 0x7e, 0x7e, 0]);
const FUNCTION: (u8, &[u8]) = (3, &[1, 0]);
const TABLE: (u8, &[u8]) = (4, &[1, 0x70, 0, 1]);
const EXPORT: (u8, &[u8]) = (7, b"\x01\x05apply\0\0");
const EMPTY: (u8, &[u8]) = (10, &[1, 2, 0, 0x0b]);

/// What the text format cannot say.
fn encodings() -> Vec<Vec<u8>> {
    let indirect = |index: &[u8]| {
        let body = [&[0, 0x42, 0, 0x42, 0, 0x42, 0, 0x41, 0, 0x11, 0], index, &[0x0b]].concat();
        let length = u8::try_from(body.len()).expect("a short body");
        let code = [vec![1, length], body].concat();
        sections(&[TYPE, FUNCTION, TABLE, EXPORT, (10, &code)])
    };
    vec![
        sections(&[TYPE, FUNCTION, EXPORT, EMPTY]),
        // The number of data segments, as bulk memory has it.
        sections(&[TYPE, FUNCTION, EXPORT, (12, &[0]), EMPTY]),
        sections(&[TYPE, FUNCTION, EXPORT, (8, &[0]), EMPTY]),
        indirect(&[0]),
        indirect(&[0x80, 0x80, 0x80, 0x80, 0]),
        b"\0asm\x02\0\0\0".to_vec(),
        // No code at all.
        Vec::new(),
    ]
}

/// Sections twice, in disorder, unknown, missing, and cut off.
fn cut_off() -> Vec<Vec<u8>> {
    vec![
        sections(&[TYPE, TYPE, FUNCTION, EXPORT, EMPTY]),
        sections(&[FUNCTION, TYPE, EXPORT, EMPTY]),
        sections(&[TYPE, FUNCTION, EXPORT, EMPTY, (13, &[0])]),
        sections(&[TYPE, FUNCTION, EXPORT]),
        sections(&[TYPE, FUNCTION, EXPORT, (10, &[1, 200, 0, 0x0b])]),
        b"\x7fELF\x01\0\0\0".to_vec(),
        b"\0asm".to_vec(),
        b"\0asm\x01\0\0\0\x01\x05".to_vec(),
    ]
}

/// A module of raw sections, each with its number.
fn sections(sections: &[(u8, &[u8])]) -> Vec<u8> {
    let mut code = b"\0asm\x01\0\0\0".to_vec();
    for (number, content) in sections {
        code.push(*number);
        code.push(u8::try_from(content.len()).expect("a short section"));
        code.extend_from_slice(content);
    }
    code
}
