//! Doubles and quads as secondary keys.
//!
//! A NaN is no key; the database refuses it before it compares.

use std::cmp::Ordering;

use super::{nan, quad};

/// Whether the bits of a double are a NaN: "NaN is not an allowed value for a secondary key".
pub fn is_double_nan(bits: u64) -> bool {
    nan::is_double(bits)
}

/// Whether the bits of a quad are a NaN: "NaN is not an allowed value for a secondary key".
pub fn is_quad_nan(bits: u128) -> bool {
    nan::is_quad(bits)
}

/// The order of two double keys. Zeros are equal; what has no order, a NaN, too.
pub fn compare_double(left: u64, right: u64) -> Ordering {
    f64::from_bits(left).partial_cmp(&f64::from_bits(right)).unwrap_or(Ordering::Equal)
}

/// The order of two quad keys. Zeros are equal; what has no order, a NaN, too.
pub fn compare_quad(left: u128, right: u128) -> Ordering {
    quad::order(left, right).unwrap_or(Ordering::Equal)
}
