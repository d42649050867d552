//! The probe's module, put together from the interpreter's text and a stub for each function.
//!
//! No compiler and no committed binary is needed for it.

use std::fmt::Write as _;

use antelope::host::ValueType::{self, F32, F64, I32, I64};

use super::Function;

/// The probe as a module, the same bytes each time.
pub(super) fn build() -> Vec<u8> {
    wat::parse_str(text()).expect("the probe's text is a module")
}

/// The module's text.
fn text() -> String {
    let functions = Function::all();
    let mut text = String::from("(module (type $stub (func (param i32) (result i32)))\n");
    let mut add = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    for Function { name, params, result, .. } in functions.iter().filter(|one| one.imported) {
        let params: String = params.iter().map(|param| format!(" {}", keyword(*param))).collect();
        let result =
            result.map(|result| format!(" (result {})", keyword(result))).unwrap_or_default();
        add(format!("(import \"env\" \"{name}\" (func ${name} (param{params}){result}))"));
    }
    add(include_str!("probe.wat").to_owned());
    functions.iter().for_each(|function| add(stub(function)));
    add(format!("(table {} funcref) (elem (i32.const 0)", functions.len()));
    functions.iter().for_each(|function| add(format!("$stub.{}", function.name)));
    add("))".to_owned());
    text
}

/// Takes the arguments from memory, calls the function and prints what it gives.
fn stub(function: &Function) -> String {
    let Function { name, params, result, imported } = function;
    let mut arguments = String::new();
    for (place, param) in params.iter().enumerate() {
        // A u64 of little end: its lower half is where it begins.
        let _ = write!(
            arguments,
            " ({}.load offset={} (local.get $at))",
            keyword(*param),
            place.wrapping_mul(8)
        );
    }
    let call = match imported {
        true => format!("(call ${name}{arguments})"),
        false => format!("({name}{arguments})"),
    };
    let print = match result {
        None => call,
        Some(I32) => format!("(call $printi (i64.extend_i32_s {call}))"),
        Some(I64) => format!("(call $printi {call})"),
        // The bits, since printing would round.
        Some(F32) => format!("(call $printui (i64.extend_i32_u (i32.reinterpret_f32 {call})))"),
        Some(F64) => format!("(call $printui (i64.reinterpret_f64 {call}))"),
    };
    let length = params.len().wrapping_mul(8);
    format!(
        "(func $stub.{name} (type $stub) (param $at i32) (result i32) {print} (i32.add (local.get $at) (i32.const {length})))"
    )
}

const fn keyword(kind: ValueType) -> &'static str {
    match kind {
        I32 => "i32",
        I64 => "i64",
        F32 => "f32",
        F64 => "f64",
    }
}
