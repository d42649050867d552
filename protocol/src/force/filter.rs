//! Filters: what a qualification asks of an attribute of the asset.
//!
//! Attributes are compared as AtomicAssets stores them. Whose asset is looked at, and where its schema and its
//! template come from, is left to [`qualification`](super::qualification) and the contract.
//!
//! # On the wire
//! The published [`DataFilter`] has three fields and no meaning for them. Here `attr_id` is the attribute's line in
//! the asset's schema, counted from 0. `filter_type` is a [`Comparison`], plus 16 times a [`Source`]. `data` is a
//! [`Value`]: a byte for its kind, then its bytes, lowest first.

use core::cmp::Ordering;

use alloc::vec::Vec;

use antelope::{Describe, Pack, Unpack};

use super::Error;
use crate::atomicassets::{
    FormatLine,
    raw::{Raw, values_at},
};

/// A comparison on an attribute of the asset, as a campaign's row holds it.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "QualiDataFilter")]
pub struct DataFilter {
    /// The attribute: its line in the asset's schema.
    pub attr_id: u8,
    /// The comparison and where the attribute is.
    pub filter_type: u8,
    /// The value to compare with.
    pub data: Vec<u8>,
}

/// Which of an asset's attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Source {
    /// The asset's own that never change.
    Immutable = 0,
    /// The asset's own that its collection may change.
    Mutable = 1,
    /// Those of its template. An asset without a template has none.
    Template = 2,
}

/// How an attribute is held against the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Comparison {
    /// It is the value.
    Equal = 0,
    /// It is another value of the same kind.
    NotEqual = 1,
    /// It is a number above the value.
    Greater = 2,
    /// It is a number below the value.
    Less = 3,
    /// It is a number not below the value.
    AtLeast = 4,
    /// It is a number not above the value.
    AtMost = 5,
    /// It is a text that the value is a part of, or a vector that the value is in.
    Contains = 6,
}

/// A value to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// An integer or a truth value; it is compared with those of every size, signed or not.
    Signed(i64),
    /// The same, for what is above the signed ones.
    Unsigned(u64),
    /// The bits of a 32-bit float, for attributes of the type `float`. No NaN.
    Single(u32),
    /// The bits of a 64-bit float, for attributes of the type `double`. No NaN.
    Double(u64),
    /// A text; or the bytes of a content id, for attributes of the type `ipfs`.
    Bytes(&'a [u8]),
}

/// A condition on one attribute.
///
/// An asset whose attribute is missing, of another kind than the value, or NaN, does not meet it, whatever the
/// comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter<'a> {
    /// The attribute's line in the asset's schema, counted from 0.
    pub attribute: u8,
    /// Where the attribute is.
    pub source: Source,
    /// The comparison.
    pub comparison: Comparison,
    /// What it is compared with.
    pub value: Value<'a>,
}

impl Filter<'_> {
    /// The filter as a campaign's row holds it.
    pub fn to_data(&self) -> DataFilter {
        let (kind, bytes): (u8, Vec<u8>) = match self.value {
            Value::Signed(value) => (SIGNED, value.to_le_bytes().into()),
            Value::Unsigned(value) => (UNSIGNED, value.to_le_bytes().into()),
            Value::Single(bits) => (SINGLE, bits.to_le_bytes().into()),
            Value::Double(bits) => (DOUBLE, bits.to_le_bytes().into()),
            Value::Bytes(bytes) => (BYTES, bytes.into()),
        };
        let mut data = Vec::with_capacity(1 + bytes.len());
        data.push(kind);
        data.extend_from_slice(&bytes);
        let filter_type = (self.source as u8) << 4 | self.comparison as u8;
        DataFilter { attr_id: self.attribute, filter_type, data }
    }

    /// Whether the attribute is in `data`, whose lines are `format`, and meets the condition.
    pub fn is_met(&self, data: &[u8], format: &[FormatLine]) -> bool {
        let line = usize::from(self.attribute);
        let in_vector = format.get(line).is_some_and(|line| line.kind.ends_with("[]"));
        let values = values_at(data, format, line).unwrap_or_default();
        values.into_iter().any(|value| match in_vector {
            true => self.comparison == Comparison::Contains && equals(value, self.value),
            false => self.holds(value),
        })
    }

    /// Whether a single value meets the condition.
    fn holds(&self, attribute: Raw<'_>) -> bool {
        if self.comparison == Comparison::Contains {
            return match (attribute, self.value) {
                // No part is empty, see `parse`.
                (Raw::Bytes(text), Value::Bytes(part)) => {
                    text.windows(part.len()).any(|window| window == part)
                }
                _ => false,
            };
        }
        let Some(order) = compare(attribute, self.value) else { return false };
        match self.comparison {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Greater => order.is_gt(),
            Comparison::Less => order.is_lt(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::AtMost => order.is_le(),
            Comparison::Contains => false,
        }
    }
}

const SIGNED: u8 = 0;
const UNSIGNED: u8 = 1;
const SINGLE: u8 = 2;
const DOUBLE: u8 = 3;
const BYTES: u8 = 4;

impl DataFilter {
    /// What the filter says.
    ///
    /// # Errors
    /// [`Error::BadFilter`] for an unknown comparison, source or kind of value, a value of another length than its
    /// kind has, NaN, an order of texts, and an empty part to contain.
    pub fn parse(&self) -> Result<Filter<'_>, Error> {
        let source = match self.filter_type >> 4 {
            0 => Source::Immutable,
            1 => Source::Mutable,
            2 => Source::Template,
            _ => return Err(Error::BadFilter),
        };
        let comparison = match self.filter_type & 0x0f {
            0 => Comparison::Equal,
            1 => Comparison::NotEqual,
            2 => Comparison::Greater,
            3 => Comparison::Less,
            4 => Comparison::AtLeast,
            5 => Comparison::AtMost,
            6 => Comparison::Contains,
            _ => return Err(Error::BadFilter),
        };
        let (kind, bytes) = self.data.split_first().ok_or(Error::BadFilter)?;
        let value = match (*kind, bytes.len()) {
            (SIGNED, 8) => Value::Signed(number(bytes).cast_signed()),
            (UNSIGNED, 8) => Value::Unsigned(number(bytes)),
            (SINGLE, 4) => Value::Single(number(bytes) as u32),
            (DOUBLE, 8) => Value::Double(number(bytes)),
            (BYTES, _) => Value::Bytes(bytes),
            _ => return Err(Error::BadFilter),
        };
        let means_something = match value {
            Value::Single(bits) => single_order(bits).is_some(),
            Value::Double(bits) => double_order(bits).is_some(),
            Value::Bytes(bytes) => match comparison {
                Comparison::Equal | Comparison::NotEqual => true,
                Comparison::Contains => !bytes.is_empty(),
                _ => false,
            },
            Value::Signed(_) | Value::Unsigned(_) => true,
        };
        if !means_something {
            return Err(Error::BadFilter);
        }
        Ok(Filter { attribute: self.attr_id, source, comparison, value })
    }
}

/// A number of at most eight bytes, lowest first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

fn equals(attribute: Raw<'_>, value: Value<'_>) -> bool {
    compare(attribute, value).is_some_and(Ordering::is_eq)
}

/// The order of attribute and value, if they are of one kind.
fn compare(attribute: Raw<'_>, value: Value<'_>) -> Option<Ordering> {
    let wide = match attribute {
        Raw::Signed(number) => i128::from(number),
        Raw::Unsigned(number) => i128::from(number),
        Raw::Single(bits) => {
            let Value::Single(other) = value else { return None };
            return Some(single_order(bits)?.cmp(&single_order(other)?));
        }
        Raw::Double(bits) => {
            let Value::Double(other) = value else { return None };
            return Some(double_order(bits)?.cmp(&double_order(other)?));
        }
        Raw::Bytes(bytes) => {
            let Value::Bytes(other) = value else { return None };
            return Some(bytes.cmp(other));
        }
    };
    match value {
        Value::Signed(other) => Some(wide.cmp(&i128::from(other))),
        Value::Unsigned(other) => Some(wide.cmp(&i128::from(other))),
        _ => None,
    }
}

/// A number that has the order of a 32-bit float with these bits; none for NaN. Minus zero is zero.
fn single_order(bits: u32) -> Option<i64> {
    let magnitude = i64::from(bits & 0x7fff_ffff);
    let number = if bits >> 31 == 0 { magnitude } else { -magnitude };
    (magnitude <= 0x7f80_0000).then_some(number)
}

/// A number that has the order of a 64-bit float with these bits; none for NaN. Minus zero is zero.
fn double_order(bits: u64) -> Option<i64> {
    let magnitude = (bits & (u64::MAX >> 1)).cast_signed();
    let number = if bits >> 63 == 0 { magnitude } else { -magnitude };
    (magnitude <= 0x7ff0_0000_0000_0000).then_some(number)
}

#[cfg(test)]
mod tests;
