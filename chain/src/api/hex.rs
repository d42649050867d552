//! Bytes in hexadecimal, as rows and transactions travel.
//!
//! A table look-up a digit: rows are most of what an answer holds.

/// Two lower-case digits for each byte.
pub(super) fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(*byte));
    }
    text
}

/// The bytes of an even number of digits of either case.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[upper, lower]| Some(digit(*upper)? << 4 | digit(*lower)?)).collect()
}
