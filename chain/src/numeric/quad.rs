//! Arithmetic and comparison of quads: IEEE floats of 128 bits, rounded to the nearest, ties to even.
//!
//! Conversions are elsewhere, and so is the order of keys.

use std::cmp::Ordering;

use rustc_apfloat::{Float, StatusAnd, ieee::Quad};

use super::nan;

/// `__addtf3`: the sum.
pub fn addtf3(left: u128, right: u128) -> u128 {
    operate(left, right, |left, right| left + right)
}

/// `__subtf3`: the difference.
pub fn subtf3(left: u128, right: u128) -> u128 {
    operate(left, right, |left, right| left - right)
}

/// `__multf3`: the product.
pub fn multf3(left: u128, right: u128) -> u128 {
    operate(left, right, |left, right| left * right)
}

/// `__divtf3`: the quotient; of a division by zero, infinity.
pub fn divtf3(left: u128, right: u128) -> u128 {
    operate(left, right, |left, right| left / right)
}

/// `__negtf2`: the other sign, of a NaN too.
pub fn negtf2(value: u128) -> u128 {
    value ^ 1 << 127
}

/// `__cmptf2`: -1, 0 or 1; 1 if one is NaN.
pub fn cmptf2(left: u128, right: u128) -> i32 {
    compare(left, right, 1)
}

/// `__eqtf2`: 0 if equal, else -1 or 1; 1 if one is NaN.
pub fn eqtf2(left: u128, right: u128) -> i32 {
    compare(left, right, 1)
}

/// `__netf2`: 0 if equal, else -1 or 1; 1 if one is NaN.
pub fn netf2(left: u128, right: u128) -> i32 {
    compare(left, right, 1)
}

/// `__getf2`: -1, 0 or 1; -1 if one is NaN.
pub fn getf2(left: u128, right: u128) -> i32 {
    compare(left, right, -1)
}

/// `__gttf2`: -1, 0 or 1; 0 if one is NaN.
pub fn gttf2(left: u128, right: u128) -> i32 {
    compare(left, right, 0)
}

/// `__letf2`: -1, 0 or 1; 1 if one is NaN.
pub fn letf2(left: u128, right: u128) -> i32 {
    compare(left, right, 1)
}

/// `__lttf2`: -1, 0 or 1; 0 if one is NaN.
pub fn lttf2(left: u128, right: u128) -> i32 {
    compare(left, right, 0)
}

/// `__unordtf2`: 1 if one is NaN, else 0.
pub fn unordtf2(left: u128, right: u128) -> i32 {
    i32::from(nan::is_quad(left) || nan::is_quad(right))
}

fn operate(left: u128, right: u128, operation: fn(Quad, Quad) -> StatusAnd<Quad>) -> u128 {
    if let Some(nan) = nan::propagate(left, right) {
        return nan;
    }
    let result = operation(Quad::from_bits(left), Quad::from_bits(right)).value;
    if result.is_nan() { nan::DEFAULT_QUAD } else { result.to_bits() }
}

fn compare(left: u128, right: u128, if_nan: i32) -> i32 {
    match order(left, right) {
        Some(order) => order as i32,
        None => if_nan,
    }
}

/// None if one is NaN; zeros are equal.
pub(super) fn order(left: u128, right: u128) -> Option<Ordering> {
    Quad::from_bits(left).partial_cmp(&Quad::from_bits(right))
}
