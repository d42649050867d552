//! Floats as the console shows them: scientific, with all digits that a float of the width is sure to keep.
//!
//! The digits are exact, then rounded to the nearest, ties to even, as glibc has it.

use num_bigint::BigUint;
use rustc_apfloat::{
    Float, FloatConvert,
    ieee::{Quad, X87DoubleExtended},
};

/// What `printsf` prints of a single's bits: 6 digits after the point.
pub fn print_single(bits: u32) -> String {
    // Every single is a double, and has the same digits.
    binary(bits.into(), 23, 8).text(6)
}

/// What `printdf` prints of a double's bits: 15 digits after the point.
pub fn print_double(bits: u64) -> String {
    binary(bits, 52, 11).text(15)
}

/// What `printqf` prints of a quad's bits, which it first rounds to an extended double of 80 bits: 18 digits after the
/// point.
pub fn print_quad(bits: u128) -> String {
    let extended: X87DoubleExtended = Quad::from_bits(bits).convert(&mut false).value;
    let bits = extended.to_bits();
    let exponent = (bits >> 64) as i32 & 0x7fff;
    // Its leading bit is written out, so there is no hidden one.
    Number {
        negative: bits >> 79 == 1,
        special: (exponent == 0x7fff).then_some(extended.is_nan()),
        significand: bits as u64,
        exponent: exponent.max(1) - 16383 - 63,
    }
    .text(18)
}

/// A float: `significand` × 2^`exponent`.
struct Number {
    negative: bool,
    /// Instead of a number: a NaN (true) or infinity.
    special: Option<bool>,
    significand: u64,
    exponent: i32,
}

/// By the widths of fraction and exponent; the sign is above them.
fn binary(bits: u64, fraction: u32, exponent: u32) -> Number {
    let highest = (1 << exponent) - 1;
    let power = (bits >> fraction) as i32 & highest;
    let payload = bits & ((1 << fraction) - 1);
    let hidden = if power == 0 { 0 } else { 1 << fraction };
    Number {
        negative: bits >> (fraction + exponent) == 1,
        special: (power == highest).then_some(payload != 0),
        significand: payload | hidden,
        exponent: power.max(1) - highest / 2 - fraction as i32,
    }
}

impl Number {
    fn text(&self, precision: usize) -> String {
        let sign = if self.negative { "-" } else { "" };
        match self.special {
            Some(true) => format!("{sign}nan"),
            Some(false) => format!("{sign}inf"),
            None => {
                let (digits, power) = self.digits(precision + 1);
                let (first, rest) = digits.split_at(1);
                let direction = if power < 0 { '-' } else { '+' };
                format!("{sign}{first}.{rest}e{direction}{:02}", power.abs())
            }
        }
    }

    /// So many digits, and the power of ten of the first.
    fn digits(&self, count: usize) -> (String, i32) {
        if self.significand == 0 {
            return ("0".repeat(count), 0);
        }
        // The value is significand × 2^up / 2^down; which power of ten its first digit has, a logarithm tells, or its
        // neighbour.
        let up = self.exponent.max(0) as u32;
        let down = (-self.exponent).max(0) as u32;
        let bits = self.exponent + self.significand.ilog2() as i32;
        let mut power = (f64::from(bits) * std::f64::consts::LOG10_2).floor() as i32;
        loop {
            let scale = count as i32 - 1 - power;
            let ten = |power: i32| BigUint::from(10u32).pow(power.max(0) as u32);
            let numerator = (BigUint::from(self.significand) << up) * ten(scale);
            let denominator = ten(-scale) << down;
            let digits = round(&numerator, &denominator).to_string();
            if digits.len() <= count {
                return (digits, power);
            }
            power += 1;
        }
    }
}

/// The nearest integer to a fraction, the even one of two.
fn round(numerator: &BigUint, denominator: &BigUint) -> BigUint {
    let quotient = numerator / denominator;
    let twice = (numerator - &quotient * denominator) << 1;
    let up = twice > *denominator || twice == *denominator && quotient.bit(0);
    if up { quotient + 1u32 } else { quotient }
}
