//! How nodeos writes values in JSON: integers also as strings, names and digests as text, bytes in hexadecimal.
//!
//! For serde's `deserialize_with`; what the values mean is left to their types.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Number, Value};

/// A value by its text form.
pub(crate) fn text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// An integer, written as a number or, where JavaScript would lose digits, as a string.
pub(crate) fn integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Integer {
        Number(Number),
        Text(String),
    }
    let text = match Integer::deserialize(deserializer)? {
        Integer::Number(number) => number.to_string(),
        Integer::Text(text) => text,
    };
    text.parse().map_err(|cause| D::Error::custom(format_args!("integer {text:?}: {cause}")))
}

/// Bytes in hexadecimal.
pub(crate) fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    hex::decode(String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// A text, or a number as its text. `next_key` is either, and absent or null at the end.
pub(crate) fn loose_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(D::Error::custom(format_args!("neither text nor number: {other}"))),
    }
}
