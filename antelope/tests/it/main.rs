//! The crate as its users see it: what several modules do together, against what others have published.
#![allow(clippy::unwrap_used, reason = "a test fails by it, also outside of a test function")]

mod derive;
mod describe;
mod hostile;
mod json;
mod roundtrip;
mod serializer;
mod text;
mod values;
mod vectors;

/// The bytes of a text of hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2) && text.is_ascii());
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}
