//! NaNs as the softfloat library inside nodeos makes and passes them on (its 8086-SSE flavour).
//!
//! Everything that is a number is rounded elsewhere.

/// The NaN of an invalid operation, such as ∞ - ∞.
pub(super) const DEFAULT_QUAD: u128 = 0xffff_8000 << 96;

const QUAD_INFINITY: u128 = 0x7fff << 112;
const QUAD_QUIET: u128 = 1 << 111;

/// Whether these are the bits of a quad NaN.
pub(super) fn is_quad(bits: u128) -> bool {
    bits << 1 > QUAD_INFINITY << 1
}

/// Whether these are the bits of a double NaN.
pub(super) fn is_double(bits: u64) -> bool {
    bits << 1 > 0x7ff << 53
}

/// Whether these are the bits of a single NaN.
pub(super) fn is_single(bits: u32) -> bool {
    bits << 1 > 0xff << 24
}

/// The NaN that an operation passes on, made quiet: the left one, if it is one.
pub(super) fn propagate(left: u128, right: u128) -> Option<u128> {
    [left, right].into_iter().find(|bits| is_quad(*bits)).map(|bits| bits | QUAD_QUIET)
}

/// A single NaN as a quad: the payload keeps its highest bits, and becomes quiet.
pub(super) fn single_to_quad(bits: u32) -> u128 {
    let payload = u128::from(bits & 0x007f_ffff) << (112 - 23);
    u128::from(bits >> 31) << 127 | QUAD_INFINITY | QUAD_QUIET | payload
}

/// A double NaN as a quad.
pub(super) fn double_to_quad(bits: u64) -> u128 {
    let payload = u128::from(bits & ((1 << 52) - 1)) << (112 - 52);
    u128::from(bits >> 63) << 127 | QUAD_INFINITY | QUAD_QUIET | payload
}

/// A quad NaN as a double.
pub(super) fn quad_to_double(bits: u128) -> u64 {
    let payload = (bits >> (112 - 52)) as u64 & ((1 << 52) - 1);
    ((bits >> 127) as u64) << 63 | 0x7ff8 << 48 | payload
}

/// A quad NaN as a single.
pub(super) fn quad_to_single(bits: u128) -> u32 {
    let payload = (bits >> (112 - 23)) as u32 & 0x007f_ffff;
    ((bits >> 127) as u32) << 31 | 0x7fc0_0000 | payload
}
