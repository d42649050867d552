//! Code that means harm: it ends with an error, within its fuel, whatever it does.
//!
//! Time is counted in fuel, not by a clock; what fuel is worth is shown by prices that grow with the work.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{Name, PackedAction, PermissionLevel, name, table::Float64Bits};
use chain::{
    AnyKey, Chain, Config, Exception, Failure, Provided, Trace, exception,
    state::{Authority, Parameters, PermissionLevelWeight},
};
use proptest::prelude::*;

const CONTRACT: Name = name!("contract");
/// The fuel of a transaction here: 150,000 microseconds of the tests' ten units.
const FUEL: u64 = 1_500_000;

fn chain() -> Chain {
    chain_with_fuel(FUEL)
}

/// A chain whose transactions may take so much fuel.
fn chain_with_fuel(fuel: u64) -> Chain {
    let fuel_per_microsecond = fuel / 150_000;
    let mut chain = Chain::new(Config { fuel_per_microsecond, ..Config::default() });
    chain.create_account(CONTRACT).unwrap();
    chain
}

fn action() -> Vec<PackedAction> {
    vec![PackedAction {
        account: CONTRACT,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(CONTRACT)],
        data: Vec::new(),
    }]
}

/// Runs code that is accepted.
fn run_wasm(chain: &mut Chain, wasm: &[u8]) -> Result<Trace, Box<Failure>> {
    chain.set_code(CONTRACT, wasm, None).unwrap();
    chain.push(action())
}

fn run(module: &str) -> Result<Trace, Box<Failure>> {
    run_wasm(&mut chain(), &wat::parse_str(module).unwrap())
}

fn apply(items: &str, body: &str) -> String {
    format!("(module {items} (func (export \"apply\") (param i64 i64 i64) {body}))")
}

#[track_caller]
fn fails(module: &str, exception: &Exception, message: &str) {
    let failure = run(module).unwrap_err();
    assert_eq!(failure.error.exception(), exception, "{}", failure.error);
    assert_eq!(failure.error.message(), message);
}

#[track_caller]
fn takes_all_fuel(module: &str) {
    let failure = run(module).unwrap_err();
    assert_eq!(failure.error.exception(), exception::TX_CPU_USAGE_EXCEEDED, "{}", failure.error);
    assert_eq!(failure.trace.fuel, FUEL);
}

#[track_caller]
fn traps(module: &str) {
    fails(module, exception::WASM_EXECUTION_ERROR, "eos-vm system failure");
}

#[test]
fn endless_loops_end_with_the_fuel() {
    takes_all_fuel(&apply("", "(loop (br 0))"));
    takes_all_fuel(&apply("(func $f (loop (br 0))) (start $f)", ""));
    takes_all_fuel(&apply("", "(loop (br_if 0 (i32.const 1)))"));
    takes_all_fuel(&apply("", "(loop (br_table 0 0 0 (i32.const 7)))"));
    takes_all_fuel(&apply("(memory 1)", "(loop (drop (memory.grow (i32.const 0))) (br 0))"));
    takes_all_fuel(&apply("(memory 1)", "(loop (drop (memory.grow (i32.const -1))) (br 0))"));
    takes_all_fuel(&apply("(func $f)", "(loop (call $f) (br 0))"));
    let indirect = "(table 1 funcref) (elem (i32.const 0) $f) (func $f)";
    takes_all_fuel(&apply(indirect, "(loop (call_indirect (i32.const 0)) (br 0))"));
}

/// Each instruction that takes a number, a very large number of times: no instruction may keep a piece of this
/// thread's stack.
#[test]
fn no_instruction_eats_the_stack() {
    let unary = |kind: &str, operators: &[&str]| {
        let one = format!("({kind}.const 1)");
        operators.iter().map(|op| format!("(drop ({kind}.{op} {one}))")).collect::<String>()
    };
    let binary = |kind: &str, operators: &[&str]| {
        let one = format!("({kind}.const 1)");
        operators.iter().map(|op| format!("(drop ({kind}.{op} {one} {one}))")).collect::<String>()
    };
    let integer =
        ["add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u", "and", "shl", "rotr", "lt_s"];
    let float = ["add", "sub", "mul", "div", "min", "max", "copysign", "eq", "lt"];
    let of_float = ["abs", "neg", "ceil", "floor", "trunc", "nearest", "sqrt"];
    let body: String = [
        unary("i32", &["clz", "ctz", "popcnt", "eqz", "load", "load8_s", "load16_u"]),
        unary("f32", &of_float),
        unary("f64", &of_float),
        binary("i32", &integer),
        binary("i64", &integer),
        binary("f32", &float),
        binary("f64", &float),
        "(drop (i64.trunc_f64_s (f64.const 1))) (drop (i32.trunc_f32_u (f32.const 1)))".into(),
        "(drop (f32.demote_f64 (f64.const 1))) (drop (f64.convert_i64_u (i64.const 1)))".into(),
        "(drop (i64.extend_i32_s (i32.const 1))) (drop (i32.wrap_i64 (i64.const 1)))".into(),
        "(drop (memory.size)) (drop (memory.grow (i32.const 0)))".into(),
        "(drop (select (i32.const 1) (i32.const 2) (i32.const 3)))".into(),
        "(i64.store (i32.const 8) (i64.const 1)) (global.set $g (global.get $g))".into(),
    ]
    .concat();
    let items = "(memory 1) (global $g (mut i64) (i64.const 0))";
    let wasm = wat::parse_str(apply(items, &format!("(loop {body} (br 0))"))).unwrap();
    let failure = run_wasm(&mut chain_with_fuel(10 * FUEL), &wasm).unwrap_err();
    assert_eq!(failure.trace.fuel, 10 * FUEL, "{}", failure.error);
}

/// Calls that are as dear as can be, in loops.
#[test]
fn endless_calls_end_with_the_fuel() {
    let calls = [
        ("sha256", "i32 i32 i32", "", "(i32.const 0) (i32.const 1000000) (i32.const 8)"),
        ("memcpy", "i32 i32 i32", "i32", "(i32.const 0) (i32.const 500000) (i32.const 500000)"),
        ("prints_l", "i32 i32", "", "(i32.const 0) (i32.const 1000)"),
        ("printqf", "i32", "", "(i32.const 8)"),
        ("require_recipient", "i64", "", "(global.get $i)"),
        ("has_auth", "i64", "i32", "(global.get $i)"),
        (
            "blake2_f",
            "i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32",
            "i32",
            "(i32.const 4294967295) (i32.const 100) (i32.const 64) (i32.const 200) (i32.const 128) (i32.const 400) (i32.const 8) (i32.const 420) (i32.const 8) (i32.const 1) (i32.const 500) (i32.const 64)",
        ),
        (
            "mod_exp",
            "i32 i32 i32 i32 i32 i32 i32 i32",
            "i32",
            "(i32.const 0) (i32.const 8192) (i32.const 20000) (i32.const 1) (i32.const 30000) (i32.const 8192) (i32.const 40000) (i32.const 8192)",
        ),
        ("alt_bn128_pair", "i32 i32", "i32", "(i32.const 0) (i32.const 999936)"),
        (
            "bls_pairing",
            "i32 i32 i32 i32 i32 i32 i32",
            "i32",
            "(i32.const 0) (i32.const 96000) (i32.const 96000) (i32.const 192000) (i32.const 1000) (i32.const 400000) (i32.const 576)",
        ),
        (
            "db_store_i64",
            "i64 i64 i64 i64 i32 i32",
            "i32",
            "(i64.const 1) (i64.const 1) (global.get $contract) (global.get $i) (i32.const 0) (i32.const 100000)",
        ),
        (
            "db_find_i64",
            "i64 i64 i64 i64",
            "i32",
            "(i64.const 1) (i64.const 1) (global.get $i) (i64.const 5)",
        ),
        ("send_context_free_inline", "i32 i32", "", "(i32.const 600000) (i32.const 18)"),
    ];
    for (call, parameters, result, arguments) in calls {
        let result_type =
            if result.is_empty() { String::new() } else { format!("(result {result})") };
        let drop = if result.is_empty() { "" } else { "drop" };
        // At 600,000 an action of the contract itself, without arguments or authorization.
        let account: String =
            CONTRACT.0.to_le_bytes().iter().map(|b| format!("\\{b:02x}")).collect();
        let module = format!(
            r#"(module (import "env" "{call}" (func $call (param {parameters}) {result_type}))
                (memory 16) (global $i (mut i64) (i64.const 0)) (global $contract (mut i64) (i64.const 0))
                (data (i32.const 0) "{account}")
                (func (export "apply") (param i64 i64 i64)
                    (global.set $contract (local.get 0))
                    (i64.store (i32.const 600000) (local.get 0))
                    (loop
                        (global.set $i (i64.add (global.get $i) (i64.const 1)))
                        (call $call {arguments}) {drop} (br 0))))"#
        );
        let failure = run(&module).unwrap_err();
        let error = &failure.error;
        assert_eq!(error.exception(), exception::TX_CPU_USAGE_EXCEEDED, "{call}: {error}");
        assert_eq!(failure.trace.fuel, FUEL, "{call}");
    }
}

/// The same call with more work costs more, in proportion.
#[test]
fn work_is_charged_by_its_size() {
    let cases = [
        ("sha512", "i32 i32 i32", "", 100_000, "(i32.const 0) (i32.const SIZE) (i32.const 8)"),
        ("ripemd160", "i32 i32 i32", "", 100_000, "(i32.const 0) (i32.const SIZE) (i32.const 8)"),
        (
            "sha3",
            "i32 i32 i32 i32 i32",
            "",
            100_000,
            "(i32.const 64) (i32.const SIZE) (i32.const 0) (i32.const 32) (i32.const 0)",
        ),
        ("memset", "i32 i32 i32", "i32", 100_000, "(i32.const 0) (i32.const 1) (i32.const SIZE)"),
        ("memcmp", "i32 i32 i32", "i32", 100_000, "(i32.const 0) (i32.const 9) (i32.const SIZE)"),
        ("memmove", "i32 i32 i32", "i32", 100_000, "(i32.const 0) (i32.const 9) (i32.const SIZE)"),
        ("printhex", "i32 i32", "", 5_000, "(i32.const 0) (i32.const SIZE)"),
        (
            "db_store_i64",
            "i64 i64 i64 i64 i32 i32",
            "i32",
            100_000,
            "(i64.const 1) (i64.const 1) (local.get 0) (i64.const 1) (i32.const 0) (i32.const SIZE)",
        ),
        (
            "mod_exp",
            "i32 i32 i32 i32 i32 i32 i32 i32",
            "i32",
            256,
            "(i32.const 0) (i32.const SIZE) (i32.const 60000) (i32.const 16) (i32.const 20000) (i32.const SIZE) (i32.const 40000) (i32.const SIZE)",
        ),
        ("alt_bn128_pair", "i32 i32", "i32", 192, "(i32.const 0) (i32.const SIZE)"),
        (
            "blake2_f",
            "i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32",
            "i32",
            10_000,
            "(i32.const SIZE) (i32.const 100) (i32.const 64) (i32.const 200) (i32.const 128) (i32.const 400) (i32.const 8) (i32.const 420) (i32.const 8) (i32.const 1) (i32.const 500) (i32.const 64)",
        ),
    ];
    for (call, parameters, result, size, arguments) in cases {
        let fuel = |size: u32| {
            let drop = if result.is_empty() { "" } else { "drop" };
            let module = format!(
                r#"(module (import "env" "{call}" (func $call (param {parameters}) (result {result})))
                    (memory 8)
                    (func (export "apply") (param i64 i64 i64) (call $call {}) {drop}))"#,
                arguments.replace("SIZE", &size.to_string())
            );
            let wasm = wat::parse_str(module.replace("(result )", "")).unwrap();
            let run = run_wasm(&mut chain_with_fuel(100 * FUEL), &wasm);
            run.unwrap_or_else(|failure| panic!("{call} {size}: {failure}")).fuel
        };
        let [one, two, three] = [1, 2, 3].map(|times| fuel(times * size));
        let (first, second) = (two - one, three - two);
        assert!(first > 0 && second * 4 >= first * 3, "{call}: {one} {two} {three}");
    }
}

#[test]
fn recursion_ends_at_the_limit_of_calls_however_large_the_frames() {
    traps(&apply("(func $f (call $f))", "(call $f)"));
    // As many locals as a function may have, 251 deep: as deep as with none.
    let locals = "i64 ".repeat(1000);
    let deep = |calls: u32| {
        apply(
            &format!(
                "(func $f (param i32) (local {locals})
                    (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))))))"
            ),
            &format!("(call $f (i32.const {calls}))"),
        )
    };
    run(&deep(240)).unwrap();
    traps(&deep(260));
    traps(&apply("(func $f (local i64) (call $f)) (start $f)", ""));
}

#[test]
fn memory_is_bounded_and_paid_for() {
    let grow = "(loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))";
    takes_all_fuel(&apply("(memory 1)", grow));
    takes_all_fuel(&apply("(memory 528)", "")); // to begin with costs as much as to grow
    let none = run(&apply("", "")).unwrap().fuel;
    let ten = run(&apply("(memory 10)", "")).unwrap().fuel;
    assert!(ten - none >= 10 * 10_000, "{none} {ten}");
}

#[test]
fn segments_outside_are_a_failure_of_the_action() {
    traps(&apply("(table 1 funcref) (func $f) (elem (i32.const 1) $f)", ""));
    traps(&apply("(table 1 funcref) (func $f) (elem (i32.const -1) $f)", ""));
}

#[test]
fn the_depth_of_inline_actions_takes_no_stack() {
    let account: String = CONTRACT.0.to_le_bytes().iter().map(|b| format!("\\{b:02x}")).collect();
    let module = format!(
        r#"(module (import "env" "send_context_free_inline" (func $send (param i32 i32)))
            (import "env" "send_inline" (func $inline (param i32 i32)))
            (memory 1) (data (i32.const 8) "{account}")
            (func (export "apply") (param i64 i64 i64) (call $inline (i32.const 8) (i32.const 18))))"#
    );
    let wasm = wat::parse_str(&module).unwrap();
    let mut chain = Chain::new(Config::default());
    chain.create_account(CONTRACT).unwrap();
    let failure = run_wasm(&mut chain, &wasm).unwrap_err();
    assert_eq!(failure.error.message(), "max inline action depth per transaction reached");
    let parameters = Parameters { max_inline_action_depth: u16::MAX, ..Parameters::default() };
    chain.set_parameters(parameters);
    let failure = chain.push(action()).unwrap_err();
    assert_eq!(failure.error.exception(), exception::TX_CPU_USAGE_EXCEEDED, "{}", failure.error);
    assert!(failure.trace.actions.len() > 1000);
}

/// An account whose permission `active` asks for this.
fn account(chain: &mut Chain, name: Name, active: Authority) -> Result<Trace, Box<Failure>> {
    chain.create_account_with(name, Authority::of_key(Config::default().key), active)
}

/// The names of many accounts.
fn names() -> impl Iterator<Item = Name> {
    (0u32..).map(|i| {
        let digit = |place: u32| char::from(b'a' + (i / 26u32.pow(place) % 26) as u8);
        format!("x{}{}{}", digit(0), digit(1), digit(2)).parse().unwrap()
    })
}

#[test]
fn the_depth_of_permissions_takes_no_stack() {
    let mut chain = Chain::new(Config::default());
    chain.set_parameters(Parameters { max_authority_depth: u16::MAX, ..Parameters::default() });
    let mut last = name!("eosio");
    for name in names().take(400) {
        let active = Authority::of_permission(PermissionLevel::active(last));
        account(&mut chain, name, active).unwrap();
        last = name;
    }
    let action = PackedAction {
        account: last,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(last)],
        data: Vec::new(),
    };
    let provided = Provided { keys: [Config::default().key].into(), ..Provided::default() };
    let failure = chain.push_provided(vec![action], Vec::new(), provided).unwrap_err();
    assert_eq!(failure.error.exception(), exception::UNSATISFIED_AUTHORIZATION);
}

#[test]
fn weighing_permissions_costs_fuel_by_their_size() {
    let mut chain = Chain::new(Config::default());
    let others: Vec<_> = names().take(200).collect();
    for name in &others {
        chain.create_account(*name).unwrap();
    }
    let mut fuel = |name: Name, count: usize| {
        let mut accounts: Vec<_> = (others[..count].iter())
            .map(|other| PermissionLevelWeight {
                permission: PermissionLevel::active(*other),
                weight: 1,
            })
            .collect();
        accounts.sort_by_key(|item| item.permission);
        let threshold = u32::try_from(count).unwrap();
        account(&mut chain, name, Authority { threshold, accounts, ..Authority::default() })
            .unwrap();
        let action = PackedAction {
            account: name,
            name: name!("any"),
            authorization: vec![PermissionLevel::active(name)],
            data: Vec::new(),
        };
        let provided = Provided { keys: [Config::default().key].into(), ..Provided::default() };
        chain.push_provided(vec![action], Vec::new(), provided).unwrap().fuel
    };
    let few = fuel(name!("few"), 100);
    let many = fuel(name!("many"), 200);
    assert!(many - few >= 100 * 500, "{few} {many}");
}

/// A section of raw bytes.
fn section(id: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![id];
    antelope::varint::pack_len(content.len(), &mut bytes);
    bytes.extend_from_slice(content);
    bytes
}

/// A module of one function with this body, raw.
fn raw(body: &[u8]) -> Vec<u8> {
    let mut code = vec![1];
    antelope::varint::pack_len(body.len(), &mut code);
    code.extend_from_slice(body);
    [
        b"\0asm\x01\0\0\0".to_vec(),
        section(1, &[1, 0x60, 3, 0x7e, 0x7e, 0x7e, 0]),
        section(3, &[1, 0]),
        section(7, b"\x01\x05apply\0\0"),
        section(10, &code),
    ]
    .concat()
}

#[track_caller]
fn refused(wasm: &[u8]) {
    let error = chain().set_code(CONTRACT, wasm, None).unwrap_err();
    assert_eq!(error.exception(), exception::WASM_SERIALIZATION_ERROR, "{error}");
}

#[test]
fn blocks_in_blocks_are_refused_before_they_take_stack() {
    for depth in [1025, 200_000] {
        let body = [vec![0], [2, 0x40].repeat(depth), vec![0x0b; depth + 1]].concat();
        refused(&raw(&body));
        refused(&raw(&body[..depth])); // never closed
    }
    let depth = 1000;
    let body = [vec![0], [2, 0x40].repeat(depth), vec![0x0b; depth + 1]].concat();
    run_wasm(&mut chain(), &raw(&body)).unwrap();
}

#[test]
fn locals_are_refused_by_their_count() {
    // 2^32 - 1 locals in one group, in two, and in 100,000 groups of none.
    refused(&raw(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7e, 0x0b]));
    refused(&raw(&[
        2, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7e, 0x0b,
    ]));
    let mut groups = Vec::new();
    antelope::varint::pack_len(100_000, &mut groups);
    groups.extend([1, 0x7e].repeat(100_000));
    groups.push(0x0b);
    refused(&raw(&groups));
}

#[test]
fn jump_tables_are_refused_by_their_count_and_run_whatever_their_size() {
    // More targets than there are bytes.
    refused(&raw(&[0, 0x41, 0, 0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0x0b]));
    let mut body = vec![0, 0x41, 0, 0x0e];
    antelope::varint::pack_len(100_000, &mut body);
    body.extend([0; 100_001]);
    body.push(0x0b);
    run_wasm(&mut chain(), &raw(&body)).unwrap();
}

#[test]
fn sections_that_lie_about_their_size_are_refused() {
    let good = raw(&[0, 0x0b]);
    run_wasm(&mut chain(), &good).unwrap();
    for cut in 1..good.len() {
        refused(&good[..cut]);
    }
    // Each section's length once more and once less than it is, and as large as can be.
    let mut at = 8;
    while at < good.len() {
        let len = good[at + 1];
        for wrong in [len - 1, len + 1, 0x7f] {
            let mut module = good.clone();
            module[at + 1] = wrong;
            refused(&module);
        }
        let huge = [&good[..=at], &[0xff, 0xff, 0xff, 0xff, 0x0f], &good[at + 2..]].concat();
        refused(&huge);
        at += 2 + usize::from(len);
    }
    // A count of 2^32 - 1 types, functions, exports, bodies.
    for id in [1, 2, 3, 4, 5, 6, 7, 9, 10, 11] {
        refused(
            &[b"\0asm\x01\0\0\0".to_vec(), section(id, &[0xff, 0xff, 0xff, 0xff, 0x0f])].concat(),
        );
    }
}

/// A module that uses a little of everything.
const VARIED: &str = r#"(module
    (import "env" "prints_l" (func $prints (param i32 i32)))
    (import "env" "db_store_i64" (func $store (param i64 i64 i64 i64 i32 i32) (result i32)))
    (type $binary (func (param i64 i64) (result i64)))
    (table 2 funcref) (memory 1) (global $count (mut i64) (i64.const 3))
    (elem (i32.const 0) $add $multiply) (data (i32.const 16) "some text\00")
    (func $add (type $binary) (i64.add (local.get 0) (local.get 1)))
    (func $multiply (type $binary) (i64.mul (local.get 0) (local.get 1)))
    (func $begin (global.set $count (i64.const 4))) (start $begin)
    (func (export "apply") (param $receiver i64) (param i64 i64) (local $i i64) (local $f f64)
        (block $done (loop $again
            (br_if $done (i64.ge_u (local.get $i) (global.get $count)))
            (local.set $i (call_indirect (type $binary) (local.get $i) (i64.const 1) (i32.const 0)))
            (local.set $f (f64.div (f64.convert_i64_s (local.get $i)) (f64.const 3)))
            (drop (call $store (i64.const 1) (i64.const 1) (local.get $receiver) (local.get $i) (i32.const 16) (i32.const 9)))
            (br_table $again $again $done (i32.const 0))))
        (i64.store (i32.const 32) (i64.trunc_f64_s (local.get $f)))
        (call $prints (i32.const 16) (i32.const 9))))"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// A module with a few bytes changed, cut or put in: it is refused, or it runs, or it fails.
    #[test]
    fn damaged_modules_do_no_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..6),
    ) {
        let mut wasm = wat::parse_str(VARIED).unwrap();
        for (place, value, kind) in changes {
            let place = place.index(wasm.len());
            match kind {
                0 => wasm[place] = value,
                1 => wasm.insert(place, value),
                _ => { wasm.remove(place); }
            }
        }
        let mut chain = chain();
        if chain.set_code(CONTRACT, &wasm, None).is_ok() {
            let fuel = chain.push(action()).map_or_else(|failure| failure.trace.fuel, |trace| trace.fuel);
            prop_assert!(fuel <= FUEL);
        }
    }

    /// A dump with a few bytes changed: it is refused, or what was loaded lives on.
    #[test]
    fn damaged_dumps_do_no_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut chain = chain();
        chain.set_code(CONTRACT, &wat::parse_str(VARIED).unwrap(), None).unwrap();
        chain.push(action()).unwrap();
        for key in [AnyKey::from(7u64), AnyKey::from(Float64Bits(1 << 62))] {
            chain.set_secondary((CONTRACT, Name(1), Name(2)), 7, CONTRACT, key);
        }
        let mut dump = chain.dump();
        for (place, value) in changes {
            let place = place.index(dump.len());
            dump[place] = value;
        }
        let config = Config { fuel_per_microsecond: 10, ..Config::default() };
        if let Ok(mut chain) = Chain::load(config, &dump) {
            // How long a transaction may take is not what is tried here.
            chain.set_parameters(Parameters::default());
            let _ = chain.push(action());
            chain.produce_block();
            let _ = chain.create_account(name!("another"));
            chain.advance(60);
        }
    }
}
