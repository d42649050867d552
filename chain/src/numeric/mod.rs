//! The arithmetic that wasm has no instructions for, with the results of nodeos, bit for bit.
//!
//! 128-bit integers, IEEE floats of 128 bits (C's `long double`), floats as keys of an index, and numbers as text.
//! The functions carry the names of the intrinsics without their underscores. Floats are given by their bits, so that
//! no compiler or processor can touch a NaN. The instructions of wasm itself are the engine's.

mod conversion;
mod decimal;
mod float_key;
mod integer128;
mod nan;
mod quad;
#[cfg(test)]
mod tests;

pub use conversion::{
    extenddftf2, extendsftf2, fixdfti, fixsfti, fixtfdi, fixtfsi, fixtfti, fixunsdfti, fixunssfti,
    fixunstfdi, fixunstfsi, fixunstfti, floatditf, floatsidf, floatsitf, floattidf, floatunditf,
    floatunsitf, floatuntidf, trunctfdf2, trunctfsf2,
};
pub use decimal::{print_double, print_quad, print_single};
pub use float_key::{compare_double, compare_quad, is_double_nan, is_quad_nan};
pub use integer128::{
    DivideByZero, ashlti3, ashrti3, divti3, lshlti3, lshrti3, modti3, multi3, udivti3, umodti3,
};
pub use quad::{
    addtf3, cmptf2, divtf3, eqtf2, getf2, gttf2, letf2, lttf2, multf3, negtf2, netf2, subtf3,
    unordtf2,
};
