//! What the probe can call: the host functions and wasm's own operators.
//!
//! Which of them a script calls, and with what, is the script's business.

use std::sync::LazyLock;

use antelope::host::{
    HOST_FUNCTIONS,
    ValueType::{self, F32, F64, I32, I64},
};

/// Something that takes and gives numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name: of a host function (`db_store_i64`) or an operator (`f64.add`).
    pub name: &'static str,
    /// The types of what it takes.
    pub params: &'static [ValueType],
    /// The type of what it gives.
    pub result: Option<ValueType>,
    /// Whether the chain has it, rather than the machine.
    pub imported: bool,
}

impl Function {
    /// All functions. The place of each is its number.
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
            // Before leap 5 a node refuses a module that imports these.
            let known = HOST_FUNCTIONS.iter().filter(|function| !function.name.starts_with("bls_"));
            let imported = known.map(|function| Function {
                name: function.name,
                params: function.params,
                result: function.result,
                imported: true,
            });
            let operators = OPERATORS.iter().flat_map(|(names, params, result)| {
                names.split_whitespace().map(|name| Function {
                    name,
                    params,
                    result: *result,
                    imported: false,
                })
            });
            imported.chain(operators).collect()
        });
        &ALL
    }

    /// The number of the function with this name.
    pub fn number(name: &str) -> Option<u16> {
        let place = Self::all().iter().position(|function| function.name == name)?;
        u16::try_from(place).ok()
    }

    /// The function with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|function| function.name == name)
    }
}

/// The operators that can fail or round, and those whose edges engines are known to differ at.
const OPERATORS: &[(&str, &[ValueType], Option<ValueType>)] = &[
    ("unreachable", &[], None),
    ("memory.size", &[], Some(I32)),
    ("memory.grow", &[I32], Some(I32)),
    ("i32.clz i32.ctz i32.popcnt", &[I32], Some(I32)),
    ("i64.clz i64.ctz i64.popcnt", &[I64], Some(I64)),
    (
        "i32.div_s i32.div_u i32.rem_s i32.rem_u i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr",
        &[I32, I32],
        Some(I32),
    ),
    (
        "i64.div_s i64.div_u i64.rem_s i64.rem_u i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr",
        &[I64, I64],
        Some(I64),
    ),
    ("f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest f32.sqrt", &[F32], Some(F32)),
    ("f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest f64.sqrt", &[F64], Some(F64)),
    ("f32.add f32.sub f32.mul f32.div f32.min f32.max f32.copysign", &[F32, F32], Some(F32)),
    ("f64.add f64.sub f64.mul f64.div f64.min f64.max f64.copysign", &[F64, F64], Some(F64)),
    ("f32.eq f32.ne f32.lt f32.gt f32.le f32.ge", &[F32, F32], Some(I32)),
    ("f64.eq f64.ne f64.lt f64.gt f64.le f64.ge", &[F64, F64], Some(I32)),
    ("i32.trunc_f32_s i32.trunc_f32_u", &[F32], Some(I32)),
    ("i32.trunc_f64_s i32.trunc_f64_u", &[F64], Some(I32)),
    ("i64.trunc_f32_s i64.trunc_f32_u", &[F32], Some(I64)),
    ("i64.trunc_f64_s i64.trunc_f64_u", &[F64], Some(I64)),
    ("f32.convert_i32_s f32.convert_i32_u", &[I32], Some(F32)),
    ("f32.convert_i64_s f32.convert_i64_u", &[I64], Some(F32)),
    ("f64.convert_i32_s f64.convert_i32_u", &[I32], Some(F64)),
    ("f64.convert_i64_s f64.convert_i64_u", &[I64], Some(F64)),
    ("f32.demote_f64", &[F64], Some(F32)),
    ("f64.promote_f32", &[F32], Some(F64)),
];
