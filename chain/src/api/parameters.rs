//! The fields of a request, converted as freely as nodeos converts them.
//!
//! A number may stand as text and a text as a number; fields that nobody asks for do not matter. Which fields an
//! endpoint has is left to the endpoints.

use std::str::FromStr;

use antelope::{Checksum256, Name, PublicKey, Symbol};
use serde_json::{Map, Value};

use super::json;
use crate::{Error, exception};

/// The fields of a request.
#[derive(Debug, Default)]
pub(super) struct Parameters(Map<String, Value>);

/// The node does not say which part of a body it could not read.
pub(super) fn unreadable() -> Error {
    Error::new(exception::INVALID_HTTP_REQUEST, "Unable to parse valid input from POST body")
}

/// The value in a body that must be there.
pub(super) fn required_value(body: &[u8]) -> Result<Value, Error> {
    if is_empty(body) {
        return Err(Error::new(exception::INVALID_HTTP_REQUEST, "A Request body is required"));
    }
    json::read(body).ok_or_else(unreadable)
}

/// Fails unless the body is empty, as endpoints without parameters do.
pub(super) fn none(body: &[u8]) -> Result<(), Error> {
    if is_empty(body) { Ok(()) } else { Err(unreadable()) }
}

/// Whether a body is nothing, or an object without anything in it.
fn is_empty(body: &[u8]) -> bool {
    let Some(start) = body.iter().position(|byte| *byte != b' ') else { return true };
    let end = body.iter().rposition(|byte| *byte != b' ').unwrap_or(start);
    match &body[start..=end] {
        [b'{', inner @ .., b'}'] => inner.iter().all(|byte| matches!(byte, b' ' | b'\t')),
        _ => false,
    }
}

impl Parameters {
    /// The fields in a body that must be there.
    pub(super) fn required(body: &[u8]) -> Result<Self, Error> {
        Self::of(required_value(body)?)
    }

    /// The fields in a body that may be empty.
    pub(super) fn optional(body: &[u8]) -> Result<Self, Error> {
        if is_empty(body) { Ok(Self::default()) } else { Self::required(body) }
    }

    /// The fields of an object.
    pub(super) fn of(value: Value) -> Result<Self, Error> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(unreadable()),
        }
    }

    /// A field as it is, out of the way; null when it is missing.
    pub(super) fn take(&mut self, field: &str) -> Value {
        self.0.get_mut(field).map(Value::take).unwrap_or_default()
    }

    /// A field that is there and not null, converted.
    fn get<T>(
        &self,
        field: &str,
        convert: impl Fn(&Value) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => convert(value).map(Some).ok_or_else(unreadable),
        }
    }

    /// A field of a type whose null cannot be read; the default when it is missing.
    fn get_or_default<T: Default>(
        &self,
        field: &str,
        convert: impl Fn(&Value) -> Option<T>,
    ) -> Result<T, Error> {
        match self.0.get(field) {
            None => Ok(T::default()),
            Some(value) => convert(value).ok_or_else(unreadable),
        }
    }

    /// A name; empty when it is missing.
    pub(super) fn name(&self, field: &str) -> Result<Name, Error> {
        self.get_or_default(field, parse)
    }

    /// A text; empty when it is missing.
    pub(super) fn text(&self, field: &str) -> Result<String, Error> {
        self.get_or_default(field, text)
    }

    /// A text that may be missing.
    pub(super) fn optional_text(&self, field: &str) -> Result<Option<String>, Error> {
        self.get(field, text)
    }

    /// Yes or no, or nothing when it is missing.
    pub(super) fn flag(&self, field: &str) -> Result<Option<bool>, Error> {
        self.get(field, flag)
    }

    /// A number, cut to 32 bits as the node cuts it, or nothing when it is missing.
    pub(super) fn number(&self, field: &str) -> Result<Option<u32>, Error> {
        Ok(self.get(field, number)?.map(|number| number as u32))
    }

    /// A symbol that may be missing.
    pub(super) fn optional_symbol(&self, field: &str) -> Result<Option<Symbol>, Error> {
        self.get(field, parse)
    }

    /// A hash that may be missing. One that is too short is filled up, one that is too long cut off.
    pub(super) fn optional_checksum(&self, field: &str) -> Result<Option<Checksum256>, Error> {
        self.get(field, |value| checksum(value.as_str()?))
    }

    /// A list of keys; empty when it is missing.
    pub(super) fn keys(&self, field: &str) -> Result<Vec<PublicKey>, Error> {
        self.get_or_default(field, |value| value.as_array()?.iter().map(parse).collect())
    }

    /// A list; empty when it is missing.
    pub(super) fn list(&self, field: &str) -> Result<&[Value], Error> {
        match self.0.get(field) {
            None => Ok(&[]),
            Some(Value::Array(list)) => Ok(list),
            Some(_) => Err(unreadable()),
        }
    }
}

/// A value of a type with a text form.
pub(super) fn parse<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

/// A hash in hexadecimal, of any even length.
pub(super) fn checksum(text: &str) -> Option<Checksum256> {
    let bytes = super::hex::decode(text)?;
    let mut checksum = Checksum256::default();
    checksum.0.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    Some(checksum)
}

/// `fc::variant::as_string`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_f64() => Some(format!("{:.17}", number.as_f64()?)),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// `fc::variant::as_bool`.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Null => Some(false),
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => text.parse().ok(),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// `fc::variant::as_uint64`.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Null => Some(0),
        Value::Bool(flag) => Some(u64::from(*flag)),
        Value::Number(number) => {
            let signed = number.as_i64().map(|number| number as u64);
            number.as_u64().or(signed).or_else(|| number.as_f64().map(|number| number as u64))
        }
        Value::String(text) => parse_number(text),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number as text, with or without a sign; a negative one wraps around, as `boost::lexical_cast` does.
pub(super) fn parse_number(text: &str) -> Option<u64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    Some(if negative { number.wrapping_neg() } else { number })
}
