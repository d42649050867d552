//! Generated arithmetic: 128-bit integers, quadruple floats, and wasm's own operators, at their edges above all.
//!
//! Results are compared bit by bit.

use antelope::host::ValueType::{F32, F64, I32, I64};
use proptest::{
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
    strategy::BoxedStrategy,
};

use crate::probe::{Argument, Function, Operation};

/// Where results go that are too wide to be given.
const RESULT: u32 = 512;

/// A call of a function of numbers.
pub(super) fn calculation() -> impl Strategy<Value = Vec<Operation>> {
    let functions: Vec<_> = Function::all().iter().filter(|one| is_arithmetic(one)).collect();
    select(functions).prop_flat_map(|function| {
        arguments(function).prop_map(|bits| {
            let call = Operation::call(function.name, bits.into_iter().map(Argument::Number));
            let wide = function.imported && function.result.is_none();
            let mut operations = vec![call];
            operations.extend(wide.then(|| Operation::show(RESULT, 16)));
            operations
        })
    })
}

fn is_arithmetic(function: &Function) -> bool {
    let traps = ["unreachable", "memory.size", "memory.grow"];
    function.name.starts_with("__") || !function.imported && !traps.contains(&function.name)
}

/// Arguments for a function: two of 64 bits are one of 128.
fn arguments(function: &Function) -> BoxedStrategy<Vec<u64>> {
    let name = function.name;
    let integers = name.contains("ti3") || matches!(name, "__floattidf" | "__floatuntidf");
    let wide = if integers { integer128().boxed() } else { quadruple().boxed() };
    let mut all: BoxedStrategy<Vec<u64>> = Just(Vec::new()).boxed();
    let mut params = function.params;
    if function.imported && function.result.is_none() {
        // The address of the result.
        all = Just(vec![RESULT.into()]).boxed();
        params = params.get(1..).unwrap_or_default();
    }
    while let Some((first, rest)) = params.split_first() {
        params = rest;
        let next = match first {
            I32 => integer32().prop_map(|bits| vec![bits.into()]).boxed(),
            F32 => float32().prop_map(|bits| vec![bits.into()]).boxed(),
            F64 => float64().prop_map(|bits| vec![bits]).boxed(),
            I64 if function.imported && rest.first() == Some(&I64) => {
                params = rest.get(1..).unwrap_or_default();
                wide.clone().prop_map(|bits| vec![bits as u64, (bits >> 64) as u64]).boxed()
            }
            I64 => integer64().prop_map(|bits| vec![bits]).boxed(),
        };
        all = (all, next).prop_map(|(all, next)| [all, next].concat()).boxed();
    }
    all
}

fn integer32() -> impl Strategy<Value = u32> {
    let edges =
        vec![0, 1, 31, 32, 63, 64, 65, 127, 128, 129, 255, 256, i32::MAX as u32, 1 << 31, u32::MAX];
    prop_oneof![1 => select(edges), 1 => any::<u32>()]
}

pub(super) fn integer64() -> impl Strategy<Value = u64> {
    let edges = vec![0, 1, 63, 64, i64::MAX as u64, 1 << 63, u64::MAX, 1 << 53, (1 << 53) + 1];
    prop_oneof![1 => select(edges), 1 => any::<u64>()]
}

fn integer128() -> impl Strategy<Value = u128> {
    let edges = vec![0, 1, u128::MAX, 1 << 127, (1 << 127) - 1, 1 << 64, u64::MAX.into(), 10];
    prop_oneof![
        2 => select(edges),
        2 => any::<u128>(),
        1 => any::<u64>().prop_map(u128::from),
        1 => any::<u64>().prop_map(|bits| !u128::from(bits)),
    ]
}

/// Zeros, infinities, NaNs with payload, the least and the greatest, and the edges of integers.
fn float32() -> impl Strategy<Value = u32> {
    let edges = vec![
        0,
        1 << 31,
        0x7f80_0000,
        0xff80_0000,
        0x7fc0_0000,
        0xffc0_0001,
        0x7f80_0001,
        1,
        0x007f_ffff,
        0x0080_0000,
        0x7f7f_ffff,
        0x3f80_0000,
        0x3f00_0000,
        0xbf00_0000,
        0x4f00_0000,
        0xcf00_0000,
        0x4f80_0000,
        0x5f00_0000,
        0xdf00_0000,
        0x5f80_0000,
        0x4effffff,
        0x5effffff,
    ];
    prop_oneof![
        2 => select(edges),
        2 => any::<u32>(),
        2 => (-1e10f32..1e10).prop_map(f32::to_bits),
        1 => (-1000i32..1000).prop_map(|halves| (halves as f32 / 2.0).to_bits()),
    ]
}

fn float64() -> impl Strategy<Value = u64> {
    let edges = vec![
        0,
        1 << 63,
        0x7ff << 52,
        0xfff << 52,
        0x7ff8 << 48,
        0xfff8 << 48 | 1,
        (0x7ff << 52) | 1,
        1,
        (1 << 52) - 1,
        1 << 52,
        0x7fef_ffff_ffff_ffff,
        0x3ff << 52,
        0x3fe << 52,
        0xbfe << 52,
        0x41e << 52,
        0xc1e << 52,
        0x41f << 52,
        0x43e << 52,
        0xc3e << 52,
        0x43f << 52,
        0x47e << 52,
        0x36a0_0000_0000_0000,
        0x47ef_ffff_f000_0000,
        0x41df_ffff_ffc0_0000,
        0x41ef_ffff_ffe0_0000,
    ];
    prop_oneof![
        2 => select(edges),
        2 => any::<u64>(),
        2 => (-1e20f64..1e20).prop_map(f64::to_bits),
        1 => (-1000i32..1000).prop_map(|halves| (f64::from(halves) / 2.0).to_bits()),
    ]
}

fn quadruple() -> impl Strategy<Value = u128> {
    let exponents = vec![
        0u128, 1, 0x3c00, 0x3fe0, 0x3ffe, 0x3fff, 0x4000, 0x4010, 0x401e, 0x401f, 0x403e, 0x403f,
        0x407e, 0x407f, 0x4080, 0x43ff, 0x7ffe, 0x7fff,
    ];
    let edged = (any::<bool>(), select(exponents), any::<u128>(), 0u32..113).prop_map(
        |(negative, exponent, fraction, zeros)| {
            let fraction = fraction & ((1 << 112) - 1);
            let fraction = fraction >> zeros.min(112) << zeros.min(112) & ((1 << 112) - 1);
            u128::from(negative) << 127 | exponent << 112 | fraction
        },
    );
    prop_oneof![4 => edged, 1 => any::<u128>(), 1 => Just(1u128), 1 => Just(0x7fff_8000u128 << 96)]
}
