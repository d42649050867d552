//! Keys as text: bounds of a query, scopes, and where the next page begins.
//!
//! Which of them an index has is decided in [`row`](super::row) and [`secondary`](super::secondary).

use antelope::{Checksum160, Checksum256, Name};

use super::{hex, parameters};
use crate::{
    Error, Exception,
    error::{ensure, exception},
    numeric,
    state::Key256,
};

/// A bound, or what stands for none.
pub(super) fn or<K>(
    text: &str,
    none: K,
    read: impl Fn(&str) -> Result<K, Error>,
) -> Result<K, Error> {
    if text.is_empty() { Ok(none) } else { read(text) }
}

/// A name that is nothing else.
pub(super) fn name(text: &str) -> Result<Name, Error> {
    text.parse().map_err(|_| {
        let message = match text.len() {
            14.. => format!("Name is longer than 13 characters ({text}) "),
            _ => {
                format!("Name not properly normalized (name: {text}, normalized: {}) ", loose(text))
            }
        };
        Error::new(exception::NAME_TYPE, message)
    })
}

/// The name that the node reads out of any text of up to 13 characters: what cannot stand in a name counts as a dot.
fn loose(text: &str) -> Name {
    let symbol = |byte: u8| match byte {
        b'a'..=b'z' => u64::from(byte - b'a') + 6,
        b'1'..=b'5' => u64::from(byte - b'1') + 1,
        _ => 0,
    };
    let mut value = 0;
    for (place, byte) in text.bytes().take(12).enumerate() {
        value |= symbol(byte) << (59 - 5 * place);
    }
    if let Some(byte) = text.as_bytes().get(12).copied() {
        value |= symbol(byte) & 15;
    }
    Name(value)
}

/// A scope: a number, a name, a symbol or a symbol's code.
pub(super) fn scope(text: &str) -> Result<Name, Error> {
    number(text, "scope").map(Name)
}

/// A number, or what else 64 bits may stand for: a name, a symbol or a symbol's code.
pub(super) fn number(text: &str, what: &str) -> Result<u64, Error> {
    if let Some(number) = parameters::parse_number(text) {
        return Ok(number);
    }
    if let Ok(name) = text.trim_matches(|c: char| c.is_ascii_whitespace()).parse::<Name>() {
        return Ok(name.0);
    }
    if text.contains(',')
        && let Ok(symbol) = text.parse::<antelope::Symbol>()
    {
        return Ok(symbol.0);
    }
    symbol_code(text).ok_or_else(|| {
        let message = format!(
            "Could not convert {what} string '{text}' to any of the following: uint64_t, valid name, or valid symbol (with or without the precision)"
        );
        Error::new(exception::CHAIN_TYPE, message)
    })
}

/// The code of a symbol, of any length: what does not fit into 64 bits wraps around, as in the node.
pub(super) fn symbol_code(text: &str) -> Option<u64> {
    let mut symbol = 0;
    for (place, byte) in (1..).zip(text.bytes()) {
        if !byte.is_ascii_uppercase() {
            return None;
        }
        symbol |= u64::from(byte).wrapping_shl(8 * place);
    }
    Some(symbol >> 8)
}

/// 128 bits: decimal, hexadecimal after `0x`, or octal after `0`. What is too much or negative wraps around.
pub(super) fn wide(text: &str, what: &str) -> Result<u128, Error> {
    Ok(integer(text, what, exception::UNEXPECTED_CONTENT)?.lower)
}

/// 256 bits, as [`wide`].
pub(super) fn key256(text: &str, what: &str) -> Result<Key256, Error> {
    integer(text, what, exception::UNEXPECTED_CHARACTER)
}

/// An integer as `boost::multiprecision` reads it.
fn integer(text: &str, what: &str, if_not_decimal: &'static Exception) -> Result<Key256, Error> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (digits, radix, exception) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&digits[2..], 16, exception::UNEXPECTED_CONTENT),
        [b'0', ..] => (&digits[1..], 8, exception::UNEXPECTED_CONTENT),
        _ => (digits, 10, if_not_decimal),
    };
    let mut number = Key256::default();
    for digit in digits.chars() {
        let Some(digit) = digit.to_digit(radix) else {
            let reason = exception.what;
            let message =
                format!("{reason}: Could not convert {what} string '{text}' to key type.");
            return Err(Error::new(exception, message));
        };
        number = times_and_plus(number, radix, digit);
    }
    Ok(if negative { negated(number) } else { number })
}

const fn times_and_plus(number: Key256, factor: u32, term: u32) -> Key256 {
    let (factor, term) = (factor as u128, term as u128);
    let half = u64::MAX as u128;
    let low = (number.lower & half) * factor + term;
    let high = (number.lower >> 64) * factor + (low >> 64);
    let upper = number.upper.wrapping_mul(factor).wrapping_add(high >> 64);
    Key256 { upper, lower: high << 64 | low & half }
}

fn negated(number: Key256) -> Key256 {
    let (lower, carry) = (!number.lower).overflowing_add(1);
    Key256 { upper: (!number.upper).wrapping_add(u128::from(carry)), lower }
}

/// A hash of 256 bits.
pub(super) fn sha256(text: &str, _: &str) -> Result<Key256, Error> {
    let mut hash = Checksum256::default();
    fill(&mut hash.0, text)?;
    let (upper, lower) = hash.0.split_at(16);
    Ok(Key256 { upper: big_endian(upper), lower: big_endian(lower) })
}

/// A hash of 160 bits, which fills a key of 256 bits from the start.
pub(super) fn ripemd160(text: &str, _: &str) -> Result<Key256, Error> {
    let mut hash = Checksum160::default();
    fill(&mut hash.0, text)?;
    let (upper, lower) = hash.0.split_at(16);
    Ok(Key256 { upper: big_endian(upper), lower: big_endian(lower) << 96 })
}

/// Takes as many bytes from a text in hexadecimal as there is room for.
fn fill(bytes: &mut [u8], text: &str) -> Result<(), Error> {
    ensure!(
        text.len().is_multiple_of(2),
        ASSERT,
        "str.size() % 2 == 0: the length of hex string should be even number"
    );
    if let Some(other) = text.chars().find(|digit| !digit.is_ascii_hexdigit()) {
        let message = format!("Invalid hex character '{other}'");
        return Err(Error::new(exception::EXCEPTION, message));
    }
    let source = hex::decode(text).unwrap_or_default();
    bytes.iter_mut().zip(source).for_each(|(to, from)| *to = from);
    Ok(())
}

fn big_endian(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |value, byte| value << 8 | u128::from(*byte))
}

/// A key of 256 bits in hexadecimal.
pub(super) fn key256_text(key: Key256) -> String {
    format!("{:032x}{:032x}", key.upper, key.lower)
}

/// A float.
pub(super) fn float(text: &str, what: &str) -> Result<f64, Error> {
    let value: f64 =
        text.parse().map_err(|_| Error::new(exception::PARSE_ERROR, "Couldn't parse double"))?;
    if value.is_nan() {
        return Err(Error::new(
            exception::CONTRACT_TABLE_QUERY,
            format!(
                "Converted {what} string '{text}' to NaN which is not a permitted value for the key type"
            ),
        ));
    }
    Ok(value)
}

/// A float with 17 decimals, as the node writes every float.
pub(super) fn float_text(bits: u64) -> String {
    format!("{:.17}", f64::from_bits(bits))
}

/// A wide float, as the node writes it: cut to 64 bits first.
pub(super) fn wide_float_text(bits: u128) -> String {
    float_text(numeric::trunctfdf2(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_boost_reads_them() {
        let most = Key256 { upper: u128::MAX, lower: u128::MAX };
        let two_to_128 = Key256 { upper: 1, lower: 0 };
        for (text, expected) in [
            ("0", Key256::default()),
            ("", Key256::default()),
            ("0x", Key256::default()),
            ("017", Key256 { upper: 0, lower: 15 }),
            ("0xfF", Key256 { upper: 0, lower: 255 }),
            ("-1", most),
            ("-340282366920938463463374607431768211456", Key256 { upper: u128::MAX, lower: 0 }),
            ("340282366920938463463374607431768211456", two_to_128),
            ("0x100000000000000000000000000000000", two_to_128),
            // 2^256 and 1.
            (
                "115792089237316195423570985008687907853269984665640564039457584007913129639937",
                Key256 { upper: 0, lower: 1 },
            ),
        ] {
            assert_eq!(key256(text, "").unwrap(), expected, "{text}");
            assert_eq!(wide(text, "").unwrap(), expected.lower, "{text}");
        }
        for text in ["+1", "08", "0xg", "1.5", " 1", "--1"] {
            assert!(key256(text, "").is_err(), "{text}");
        }
    }

    #[test]
    fn hashes_are_filled_up_and_cut_off() {
        let key = |text: &str| key256_text(sha256(text, "").unwrap());
        assert_eq!(key("ab"), format!("ab{}", "0".repeat(62)));
        assert_eq!(key(&"12".repeat(40)), "12".repeat(32));
        let hash = "83a83a3876c64c33f66f33c54f1869edef5b5d4a";
        assert_eq!(key256_text(ripemd160(hash, "").unwrap()), format!("{hash}{}", "0".repeat(24)));
    }

    #[test]
    fn a_number_may_be_a_name_or_a_symbol() {
        for (text, expected) in [
            ("42", 42),
            ("-1", u64::MAX),
            ("", 0),
            (" bob ", name("bob").unwrap().0),
            ("EOS", 0x53_4f45),
            ("4,EOS", 0x534f_4504),
        ] {
            assert_eq!(number(text, "").unwrap(), expected, "{text}");
        }
        assert!(number("x!", "").is_err());
    }
}
