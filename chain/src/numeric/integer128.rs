//! 128-bit integers.
//!
//! Text is Rust's own: `to_string` writes what `printi128` and `printui128` print.

use std::fmt;

/// A division by zero: the exception `arithmetic_exception`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DivideByZero;

impl DivideByZero {
    /// The name of nodeos' exception.
    pub const EXCEPTION: &str = "arithmetic_exception";
}

impl fmt::Display for DivideByZero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("divide by zero")
    }
}

impl std::error::Error for DivideByZero {}

/// `__ashlti3`: shifts left; 0 from 128 bits on.
pub fn ashlti3(value: i128, shift: u32) -> i128 {
    value.checked_shl(shift).unwrap_or(0)
}

/// `__lshlti3`: shifts left; 0 from 128 bits on.
pub fn lshlti3(value: i128, shift: u32) -> i128 {
    ashlti3(value, shift)
}

/// `__ashrti3`: shifts right and keeps the sign, by the lowest seven bits of `shift` only.
pub fn ashrti3(value: i128, shift: u32) -> i128 {
    value.wrapping_shr(shift)
}

/// `__lshrti3`: shifts right, as unsigned; 0 from 128 bits on.
pub fn lshrti3(value: i128, shift: u32) -> i128 {
    (value as u128).checked_shr(shift).unwrap_or(0) as i128
}

/// `__multi3`: the product, modulo 2¹²⁸.
pub fn multi3(left: i128, right: i128) -> i128 {
    left.wrapping_mul(right)
}

/// `__divti3`: the quotient, towards zero.
///
/// # Errors
///
/// On division by zero. The lowest number by -1, which crashes nodeos, gives the lowest number.
pub fn divti3(left: i128, right: i128) -> Result<i128, DivideByZero> {
    if right == 0 { Err(DivideByZero) } else { Ok(left.wrapping_div(right)) }
}

/// `__udivti3`: the quotient, as unsigned.
///
/// # Errors
///
/// On division by zero.
pub fn udivti3(left: u128, right: u128) -> Result<u128, DivideByZero> {
    left.checked_div(right).ok_or(DivideByZero)
}

/// `__modti3`: the remainder, with the sign of `left`.
///
/// # Errors
///
/// On division by zero. The lowest number by -1 gives 0.
pub fn modti3(left: i128, right: i128) -> Result<i128, DivideByZero> {
    if right == 0 { Err(DivideByZero) } else { Ok(left.wrapping_rem(right)) }
}

/// `__umodti3`: the remainder, as unsigned.
///
/// # Errors
///
/// On division by zero.
pub fn umodti3(left: u128, right: u128) -> Result<u128, DivideByZero> {
    left.checked_rem(right).ok_or(DivideByZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_of_all_widths() {
        assert_eq!(
            [0, 64, 127, 128, u32::MAX].map(|by| ashlti3(1, by)),
            [1, 1 << 64, i128::MIN, 0, 0]
        );
        assert_eq!([0, 127, 128].map(|by| lshrti3(-1, by)), [-1, 1, 0]);
        assert_eq!([0, 127, 128, 131].map(|by| ashrti3(-16, by)), [-16, -1, -16, -2]);
    }

    #[test]
    fn divisions() {
        assert_eq!(divti3(-7, 2), Ok(-3));
        assert_eq!(modti3(-7, 2), Ok(-1));
        assert_eq!(udivti3(u128::MAX, 2), Ok(u128::MAX / 2));
        assert_eq!(divti3(i128::MIN, -1), Ok(i128::MIN));
        assert_eq!(modti3(i128::MIN, -1), Ok(0));
        assert_eq!((divti3(1, 0), modti3(1, 0)), (Err(DivideByZero), Err(DivideByZero)));
        assert_eq!((udivti3(1, 0), umodti3(1, 0)), (Err(DivideByZero), Err(DivideByZero)));
    }

    #[test]
    fn products_wrap() {
        assert_eq!(multi3(i128::MAX, 2), -2);
    }
}
