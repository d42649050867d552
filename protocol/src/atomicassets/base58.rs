//! Base58 without a checksum, the text that content ids of IPFS are written in.
//!
//! Short texts only: the time it takes grows with the square of the length.

use alloc::{string::String, vec::Vec};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The longest bytes that are written and text that is read. A content id has some fifty.
pub(super) const MAX_LEN: usize = 1024;

/// The text of `bytes`, or nothing when they are too many.
pub(super) fn encode(bytes: &[u8]) -> Option<String> {
    if bytes.len() > MAX_LEN {
        return None;
    }
    let mut digits = Vec::with_capacity(bytes.len() * 2);
    let zeros = convert(bytes.iter().map(|byte| Some(*byte)), 256, 58, &mut digits)?;
    let mut text = String::with_capacity(zeros + digits.len());
    text.extend(core::iter::repeat_n('1', zeros));
    for digit in digits.iter().rev() {
        text.push(char::from(*ALPHABET.get(usize::from(*digit))?));
    }
    Some(text)
}

/// The bytes of a text, or nothing when it is too long or not base58. Space around it is left out.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes().trim_ascii();
    if text.len() > MAX_LEN {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() + 1);
    let digit_of = |c: &u8| ALPHABET.iter().position(|known| known == c).map(|place| place as u8);
    let zeros = convert(text.iter().map(digit_of), 58, 256, &mut bytes)?;
    bytes.resize(bytes.len() + zeros, 0);
    bytes.reverse();
    Some(bytes)
}

/// Writes the number with the digits `from`, highest first, to base `into`, lowest first and without leading zeros.
/// Gives the number of leading zeros of `from`, or nothing when one of its digits is missing.
fn convert(
    from: impl Iterator<Item = Option<u8>>,
    from_base: u32,
    into_base: u32,
    into: &mut Vec<u8>,
) -> Option<usize> {
    let mut zeros = 0;
    for digit in from {
        let mut carry = u32::from(digit?);
        if carry == 0 && into.is_empty() {
            zeros += 1;
        }
        for place in into.iter_mut() {
            carry += u32::from(*place) * from_base;
            *place = (carry % into_base) as u8;
            carry /= into_base;
        }
        while carry > 0 {
            into.push((carry % into_base) as u8);
            carry /= into_base;
        }
    }
    Some(zeros)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::vec;

    use super::*;

    /// Content ids from the published tests of the AtomicAssets JavaScript library.
    const VECTORS: [(&str, &str); 2] = [
        (
            "QmS6AaitSdut3Te4fagW6jgfyKL73A1NBSSt3K38vQP9xf",
            "122037b8d00f5a5b37181c8fa8a05f7446b2ea06a0bbaaba3f1e95e4e97726a5e67c",
        ),
        (
            "Qmag1NRBcpYyz27Kq2demHavXoi7nwbcCfkUq5vh6nuNN7",
            "1220b741a3b1cf5bfeae208c86efbfac8e0bbc0c92eea7ef9a2d964012e6c2210f4c",
        ),
    ];

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn content_ids_are_their_bytes() {
        for (text, bytes) in VECTORS {
            assert_eq!(encode(&hex(bytes)).as_deref(), Some(text));
            assert_eq!(decode(text), Some(hex(bytes)));
        }
    }

    #[test]
    fn edges() {
        for (text, bytes) in [
            ("", Some(vec![])),
            ("1", Some(vec![0])),
            ("11z", Some(vec![0, 0, 57])),
            (" 2 ", Some(vec![1])),
            ("0", None),
            ("2 2", None),
            ("é", None),
        ] {
            assert_eq!(decode(text), bytes, "{text:?}");
        }
        assert_eq!(decode(&"z".repeat(MAX_LEN + 1)), None);
        assert!(decode(&"z".repeat(MAX_LEN)).is_some());
        assert_eq!(encode(&[0; MAX_LEN + 1]), None);
    }

    proptest! {
        #[test]
        fn round_trip(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let text = encode(&bytes).unwrap();
            prop_assert_eq!(decode(&text), Some(bytes));
        }
    }
}
