//! Conversions between floats of three widths and integers of three widths.
//!
//! Softfloat rounds a quad to 32 or 64 bits to the nearest, ties to even, where C would cut the fraction off; nodeos
//! leaves it so. Conversions to 128 bits are from another library and do cut it off.

use rustc_apfloat::{
    Float, FloatConvert, Round, Status,
    ieee::{Double, Quad, Single},
};

use super::nan;

/// `__extendsftf2`: a single as a quad.
pub fn extendsftf2(bits: u32) -> u128 {
    if nan::is_single(bits) {
        return nan::single_to_quad(bits);
    }
    convert::<Single, Quad>(Single::from_bits(bits.into()))
}

/// `__extenddftf2`: a double as a quad.
pub fn extenddftf2(bits: u64) -> u128 {
    if nan::is_double(bits) {
        return nan::double_to_quad(bits);
    }
    convert::<Double, Quad>(Double::from_bits(bits.into()))
}

/// `__trunctfdf2`: a quad rounded to a double.
pub fn trunctfdf2(bits: u128) -> u64 {
    if nan::is_quad(bits) {
        return nan::quad_to_double(bits);
    }
    convert::<Quad, Double>(Quad::from_bits(bits)) as u64
}

/// `__trunctfsf2`: a quad rounded to a single.
pub fn trunctfsf2(bits: u128) -> u32 {
    if nan::is_quad(bits) {
        return nan::quad_to_single(bits);
    }
    convert::<Quad, Single>(Quad::from_bits(bits)) as u32
}

/// `__fixtfsi`: a quad rounded to 32 bits; the lowest number if it does not fit.
pub fn fixtfsi(bits: u128) -> i32 {
    signed(bits, 32).map_or(i32::MIN, |value| value as i32)
}

/// `__fixtfdi`: a quad rounded to 64 bits; the lowest number if it does not fit.
pub fn fixtfdi(bits: u128) -> i64 {
    signed(bits, 64).map_or(i64::MIN, |value| value as i64)
}

/// `__fixunstfsi`: a quad rounded to 32 bits; the highest number if it does not fit.
pub fn fixunstfsi(bits: u128) -> u32 {
    unsigned(bits, 32).map_or(u32::MAX, |value| value as u32)
}

/// `__fixunstfdi`: a quad rounded to 64 bits; the highest number if it does not fit.
pub fn fixunstfdi(bits: u128) -> u64 {
    unsigned(bits, 64).map_or(u64::MAX, |value| value as u64)
}

/// `__fixtfti`: a quad cut to a signed integer; see [`fixdfti`].
pub fn fixtfti(bits: u128) -> i128 {
    Parts::of(bits, 112, 15).signed()
}

/// `__fixsfti`: a single cut to a signed integer; see [`fixdfti`].
pub fn fixsfti(bits: u32) -> i128 {
    Parts::of(bits.into(), 23, 8).signed()
}

/// `__fixdfti`: a double cut to a signed integer.
///
/// From 2¹²⁸ on the nearest there is, of a NaN by its sign; from 2¹²⁷ to there, wrapped around.
pub fn fixdfti(bits: u64) -> i128 {
    Parts::of(bits.into(), 52, 11).signed()
}

/// `__fixunstfti`: a quad cut to an unsigned integer; the nearest there is, of a NaN by its sign.
pub fn fixunstfti(bits: u128) -> u128 {
    Parts::of(bits, 112, 15).unsigned()
}

/// `__fixunssfti`: a single cut to an unsigned integer; the nearest there is, of a NaN by its sign.
pub fn fixunssfti(bits: u32) -> u128 {
    Parts::of(bits.into(), 23, 8).unsigned()
}

/// `__fixunsdfti`: a double cut to an unsigned integer; the nearest there is, of a NaN by its sign.
pub fn fixunsdfti(bits: u64) -> u128 {
    Parts::of(bits.into(), 52, 11).unsigned()
}

/// `__floatsidf`: 32 bits as a double.
pub fn floatsidf(value: i32) -> u64 {
    f64::from(value).to_bits()
}

/// `__floatsitf`: 32 bits as a quad.
pub fn floatsitf(value: i32) -> u128 {
    Quad::from_i128(value.into()).value.to_bits()
}

/// `__floatditf`: 64 bits as a quad.
pub fn floatditf(value: i64) -> u128 {
    Quad::from_i128(value.into()).value.to_bits()
}

/// `__floatunsitf`: 32 bits as a quad.
pub fn floatunsitf(value: u32) -> u128 {
    Quad::from_u128(value.into()).value.to_bits()
}

/// `__floatunditf`: 64 bits as a quad.
pub fn floatunditf(value: u64) -> u128 {
    Quad::from_u128(value.into()).value.to_bits()
}

/// `__floattidf`: 128 bits rounded to a double.
pub fn floattidf(value: i128) -> u64 {
    (value as f64).to_bits()
}

/// `__floatuntidf`: 128 bits rounded to a double.
pub fn floatuntidf(value: u128) -> u64 {
    (value as f64).to_bits()
}

/// Rounds to the nearest, ties to even.
fn convert<From: FloatConvert<To>, To: Float>(value: From) -> u128 {
    value.convert(&mut false).value.to_bits()
}

/// None if it does not fit.
fn signed(bits: u128, width: usize) -> Option<i128> {
    let rounded = Quad::from_bits(bits).to_i128_r(width, Round::NearestTiesToEven, &mut false);
    (!rounded.status.contains(Status::INVALID_OP)).then_some(rounded.value)
}

/// None if it does not fit.
fn unsigned(bits: u128, width: usize) -> Option<u128> {
    let rounded = Quad::from_bits(bits).to_u128_r(width, Round::NearestTiesToEven, &mut false);
    (!rounded.status.contains(Status::INVALID_OP)).then_some(rounded.value)
}

/// A float taken apart, to be cut to an integer.
struct Parts {
    negative: bool,
    /// The absolute value without its fraction, modulo 2¹²⁸; none from 2¹²⁸ on, and for a NaN.
    magnitude: Option<u128>,
}

impl Parts {
    /// By the widths of fraction and exponent; the sign is above them.
    fn of(bits: u128, fraction: u32, exponent: u32) -> Self {
        let negative = bits >> (fraction + exponent) & 1 == 1;
        let bias = (1i32 << (exponent - 1)) - 1;
        let power = (bits >> fraction) as i32 & ((1 << exponent) - 1);
        let power = power - bias;
        let significand = bits & ((1 << fraction) - 1) | 1 << fraction;
        let shift = power - fraction as i32;
        let magnitude = match power {
            ..0 => Some(0),
            0..128 if shift < 0 => Some(significand >> -shift),
            0..128 => Some(significand << shift),
            _ => None,
        };
        Self { negative, magnitude }
    }

    fn signed(self) -> i128 {
        match (self.magnitude, self.negative) {
            (None, false) => i128::MAX,
            (None, true) => i128::MIN,
            (Some(magnitude), false) => magnitude as i128,
            (Some(magnitude), true) => (magnitude as i128).wrapping_neg(),
        }
    }

    fn unsigned(self) -> u128 {
        if self.negative { 0 } else { self.magnitude.unwrap_or(u128::MAX) }
    }
}
