//! Large integers: a number if it has 32 bits, else text, as nodeos writes them; either when read. Integers of 128
//! bits are always text.
//!
//! JavaScript and many JSON readers take numbers for 64-bit floats, which lose the last digits of larger ones.

use core::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserializer, Serializer, de};

/// Writes `value`: an integer of any width.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T, S>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Copy + fmt::Display + TryInto<i64>,
    S: Serializer,
{
    match (*value).try_into() {
        Ok(small) if size_of::<T>() <= 8 && small.unsigned_abs() <= u64::from(u32::MAX) => {
            serializer.serialize_i64(small)
        }
        _ => serializer.collect_str(value),
    }
}

/// Reads a number or the text of one.
///
/// # Errors
/// When the value is neither, or beyond the integer's range.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr + TryFrom<u64> + TryFrom<i64>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(Visitor(PhantomData))
}

struct Visitor<T>(PhantomData<T>);

impl<T: FromStr + TryFrom<u64> + TryFrom<i64>> de::Visitor<'_> for Visitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer in range, as a number or as text")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        number.try_into().map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        number.try_into().map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}
