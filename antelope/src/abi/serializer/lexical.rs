//! Numbers from text, by the rules of the C++ library that nodeos reads JSON with.
//!
//! Which JSON value may stand for a number is left to [`value`](super::value).

use super::value::Fault;

/// Digits with at most one sign before them.
fn magnitude(text: &str) -> Option<(bool, u64)> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() {
        return None;
    }
    let value = digits.bytes().try_fold(0u64, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })?;
    Some((negative, value))
}

/// An unsigned integer. A sign is read as in C: `-1` is 2^64 - 1.
pub(super) fn to_u64(text: &str) -> Result<u64, Fault> {
    let (negative, value) = magnitude(text).ok_or(Fault::parse("Couldn't parse uint64_t"))?;
    Ok(if negative { value.wrapping_neg() } else { value })
}

/// A signed integer.
pub(super) fn to_i64(text: &str) -> Result<i64, Fault> {
    let value = magnitude(text).and_then(|(negative, value)| {
        if negative { 0i64.checked_sub_unsigned(value) } else { i64::try_from(value).ok() }
    });
    value.ok_or(Fault::parse("Couldn't parse int64_t"))
}

/// A decimal number, or in either case `inf`, `infinity`, `nan` or `nan(…)`.
pub(super) fn to_f64(text: &str) -> Result<f64, Fault> {
    let fault = || Fault::parse("Couldn't parse double");
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let word = matches!(unsigned.as_bytes().first(), Some(b'a'..=b'z' | b'A'..=b'Z'));
    let text = match text.split_once('(') {
        Some((text, payload)) if word && payload.ends_with(')') => text,
        _ => text,
    };
    let value: f64 = text.parse().map_err(|_| fault())?;
    // A number beyond the range is refused, infinity by name is not.
    if value.is_infinite() && !word {
        return Err(fault());
    }
    Ok(value)
}

/// Decimal, hexadecimal (`0x1f`) or octal (`017`) digits, cut to their low 128 bits, and whether a minus is before
/// them.
pub(super) fn to_u128(text: &str) -> Result<(bool, u128), Fault> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (radix, digits) = match rest.strip_prefix('0') {
        Some(octal) => match octal.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => (16, hexadecimal),
            None => (8, octal),
        },
        None => (10, rest),
    };
    let mut value = 0u128;
    for digit in digits.chars() {
        let digit = digit.to_digit(radix).ok_or(Fault::std(match radix {
            16 | 8 => "Unexpected content found while parsing character string.",
            _ => "Unexpected character encountered in input.",
        }))?;
        value = value.wrapping_mul(u128::from(radix)).wrapping_add(u128::from(digit));
    }
    Ok((negative, value))
}
