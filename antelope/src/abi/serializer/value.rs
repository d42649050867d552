//! JSON values as nodeos converts them into each other: numbers as text, text as numbers, null as zero.
//!
//! What the values of a type are is left to [`builtin`](super::builtin).

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};

use serde_json::Value;

use super::{
    error::{AbiError, AbiException},
    lexical,
};

/// Why a value is not one of a built-in type; the place is added by whoever knows it.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    exception: AbiException,
    message: Cow<'static, str>,
}

impl Fault {
    pub(super) const fn new(exception: AbiException, message: &'static str) -> Self {
        Self { exception, message: Cow::Borrowed(message) }
    }

    pub(super) const fn because(exception: AbiException, message: String) -> Self {
        Self { exception, message: Cow::Owned(message) }
    }

    pub(super) const fn parse(message: &'static str) -> Self {
        Self::new(AbiException::ParseError, message)
    }

    pub(super) const fn std(message: &'static str) -> Self {
        Self::new(AbiException::Std, message)
    }

    pub(super) const fn assert(message: &'static str) -> Self {
        Self::new(AbiException::Assert, message)
    }

    fn cast(value: &Value, target: &str) -> Self {
        let message = format!("Invalid cast from {} to {target}", kind(value));
        Self::because(AbiException::BadCast, message)
    }

    pub(super) const fn is_of_chain(&self) -> bool {
        self.exception.is_of_chain()
    }

    /// Whether it is about bytes that end too early.
    pub(super) const fn is_of_bytes(&self) -> bool {
        matches!(self.exception, AbiException::OutOfRange)
    }

    /// What a node adds in brackets to its own words, when another library failed.
    pub(super) fn of_library(&self) -> Option<&str> {
        matches!(self.exception, AbiException::Std).then_some(&self.message)
    }
}

impl From<Fault> for AbiError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.exception, fault.message)
    }
}

/// The name of a value's kind in the node's messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null_type",
        Value::Bool(_) => "bool_type",
        Value::Number(number) if number.is_u64() => "uint64_type",
        Value::Number(number) if number.is_i64() => "int64_type",
        Value::Number(_) => "double_type",
        Value::String(_) => "string_type",
        Value::Array(_) => "array_type",
        Value::Object(_) => "object_type",
    }
}

/// A list.
pub(super) fn as_array(value: &Value) -> Result<&[Value], Fault> {
    match value {
        Value::Array(items) => Ok(items),
        _ => Err(Fault::cast(value, "Array")),
    }
}

/// Text that is text in the JSON too.
pub(super) fn get_string(value: &Value) -> Result<&str, Fault> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Fault::cast(value, "string")),
    }
}

/// Text, or what prints as such.
pub(super) fn as_string(value: &Value) -> Result<Cow<'_, str>, Fault> {
    Ok(match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Number(number) => match number.as_f64() {
            Some(double) if number.is_f64() => double_text(double).into(),
            _ => number.to_string().into(),
        },
        Value::Array(_) | Value::Object(_) => return Err(Fault::cast(value, "string")),
    })
}

/// An unsigned integer. Negative ones wrap around and fractions are cut off.
pub(super) fn as_u64(value: &Value) -> Result<u64, Fault> {
    match value {
        Value::String(text) => lexical::to_u64(text),
        Value::Null => Ok(0),
        Value::Bool(value) => Ok(u64::from(*value)),
        Value::Number(number) => {
            let negative = || number.as_i64().map(|value| value as u64);
            let double = || match number.as_f64()? {
                value if value >= TWO_TO_63 => (value < 2.0 * TWO_TO_63).then_some(value as u64),
                value => (value >= -TWO_TO_63).then_some(value as i64 as u64),
            };
            number.as_u64().or_else(negative).or_else(double).ok_or(Fault::cast(value, "uint64"))
        }
        Value::Array(_) | Value::Object(_) => Err(Fault::cast(value, "uint64")),
    }
}

/// A signed integer. Those from 2^63 on wrap around and fractions are cut off.
pub(super) fn as_i64(value: &Value) -> Result<i64, Fault> {
    match value {
        Value::String(text) => lexical::to_i64(text),
        Value::Null => Ok(0),
        Value::Bool(value) => Ok(i64::from(*value)),
        Value::Number(number) => {
            let positive = || number.as_u64().map(|value| value as i64);
            let double = || {
                let value = number.as_f64()?;
                (-TWO_TO_63..TWO_TO_63).contains(&value).then_some(value as i64)
            };
            number.as_i64().or_else(positive).or_else(double).ok_or(Fault::cast(value, "int64"))
        }
        Value::Array(_) | Value::Object(_) => Err(Fault::cast(value, "int64")),
    }
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// A floating-point number.
pub(super) fn as_f64(value: &Value) -> Result<f64, Fault> {
    match value {
        Value::String(text) => lexical::to_f64(text),
        Value::Null => Ok(0.0),
        Value::Bool(value) => Ok(f64::from(u8::from(*value))),
        Value::Number(number) => number.as_f64().ok_or(Fault::cast(value, "double")),
        Value::Array(_) | Value::Object(_) => Err(Fault::cast(value, "double")),
    }
}

/// A floating-point number as the node prints it: 17 decimals.
pub(super) fn double_text(value: f64) -> String {
    if value.is_nan() {
        return if value.is_sign_negative() { "-nan" } else { "nan" }.to_string();
    }
    format!("{value:.17}")
}

/// An integer: a number if its magnitude has 32 bits, else text.
pub(super) fn integer(value: i64) -> Value {
    if value.unsigned_abs() <= u64::from(u32::MAX) {
        value.into()
    } else {
        value.to_string().into()
    }
}

/// An unsigned integer: a number if it has 32 bits, else text.
pub(super) fn unsigned_integer(value: u64) -> Value {
    if value <= u64::from(u32::MAX) { value.into() } else { value.to_string().into() }
}
