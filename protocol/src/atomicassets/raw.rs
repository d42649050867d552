//! Attributes as they are stored, one value after the other, without a copy of any.
//!
//! For whoever looks at a few attributes of a row that somebody else wrote; [`atomicdata`](super::atomicdata) makes
//! all of them owned values.

use alloc::vec::Vec;

use antelope::Reader;

use super::{
    Error, FormatLine,
    atomicdata::{RESERVED, read_bytes, read_len, read_varint, split},
};

/// A stored value: of an attribute, or one of those of an attribute that is a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raw<'a> {
    /// `int8` to `int64`.
    Signed(i64),
    /// `uint8` to `uint64`, `fixed8` to `fixed64`, `byte`, `bool`.
    Unsigned(u64),
    /// The bits of a `float`.
    Single(u32),
    /// The bits of a `double`.
    Double(u64),
    /// `string`, `image`: UTF-8; `ipfs`: the bytes of the content id.
    Bytes(&'a [u8]),
}

/// The values of the attribute on line `line` of the format, in the order in which they are stored: one, none where it is
/// not set, or those of a vector.
///
/// # Errors
/// [`Error::MalformedData`], [`Error::UnknownType`], for any of the attributes.
pub fn values_at<'a>(
    data: &'a [u8],
    format: &[FormatLine],
    line: usize,
) -> Result<Vec<Raw<'a>>, Error> {
    let mut values = Vec::new();
    let mut input = Reader::new(data);
    while input.remaining() > 0 {
        let number = read_varint(&mut input)?.checked_sub(RESERVED).ok_or(Error::MalformedData)?;
        let at = usize::try_from(number).map_err(|_| Error::MalformedData)?;
        let (base, in_vector) = split(&format.get(at).ok_or(Error::MalformedData)?.kind);
        let form = Form::of(base)?;
        let count = if in_vector { read_len(&mut input)? } else { 1 };
        for _ in 0..count {
            let value = form.read(&mut input)?;
            if at == line {
                values.push(value);
            }
        }
    }
    Ok(values)
}

/// How values of a type are stored.
#[derive(Clone, Copy)]
enum Form {
    Zigzag,
    Varint,
    Fixed(usize),
    Single,
    Double,
    Bytes,
}

impl Form {
    fn of(base: &str) -> Result<Self, Error> {
        Ok(match base {
            "int8" | "int16" | "int32" | "int64" => Self::Zigzag,
            "uint8" | "uint16" | "uint32" | "uint64" => Self::Varint,
            "fixed8" | "byte" | "bool" => Self::Fixed(1),
            "fixed16" => Self::Fixed(2),
            "fixed32" => Self::Fixed(4),
            "fixed64" => Self::Fixed(8),
            "float" => Self::Single,
            "double" => Self::Double,
            "string" | "image" | "ipfs" => Self::Bytes,
            _ => return Err(Error::UnknownType),
        })
    }

    fn read<'a>(self, input: &mut Reader<'a>) -> Result<Raw<'a>, Error> {
        Ok(match self {
            Self::Zigzag => {
                let value = read_varint(input)?;
                Raw::Signed((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
            }
            Self::Varint => Raw::Unsigned(read_varint(input)?),
            Self::Fixed(len) => Raw::Unsigned(read_fixed(input, len)?),
            Self::Single => Raw::Single(read_fixed(input, 4)? as u32),
            Self::Double => Raw::Double(read_fixed(input, 8)?),
            Self::Bytes => Raw::Bytes(read_bytes(input)?),
        })
    }
}

/// A number of `len` bytes, at most eight, lowest first.
fn read_fixed(input: &mut Reader<'_>, len: usize) -> Result<u64, Error> {
    let bytes = input.take(len).map_err(|_| Error::MalformedData)?;
    Ok(bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::super::{AttributeMap, AttributeValue, atomicdata};
    use super::*;
    use proptest::prelude::*;

    fn format(lines: &[(&str, &str)]) -> Vec<FormatLine> {
        lines.iter().map(|(name, kind)| FormatLine::new(*name, *kind)).collect()
    }

    #[test]
    fn every_type_is_read_as_it_is_stored() {
        let format = format(&[
            ("signed", "int16"),
            ("plain", "uint64"),
            ("unset", "string"),
            ("fixed", "fixed32"),
            ("flag", "bool"),
            ("single", "float"),
            ("double", "double"),
            ("text", "string"),
            ("file", "ipfs"),
            ("texts", "string[]"),
            ("signeds", "int64[]"),
        ]);
        let cid = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
        let attributes = AttributeMap::from([
            ("signed", AttributeValue::Int16(-300)),
            ("plain", u64::MAX.into()),
            ("fixed", 70_000u32.into()),
            ("flag", 1u8.into()),
            ("single", 1.5f32.into()),
            ("double", (-2.5f64).into()),
            ("text", "grün".into()),
            ("file", cid.into()),
            ("texts", AttributeValue::Strings(vec!["a".into(), "".into()])),
            ("signeds", AttributeValue::Int64s(vec![i64::MIN, i64::MAX])),
        ]);
        let data = atomicdata::serialize(&attributes, &format).unwrap();
        let at = |line| values_at(&data, &format, line).unwrap();
        for (line, expected) in [
            (0, &[Raw::Signed(-300)][..]),
            (1, &[Raw::Unsigned(u64::MAX)]),
            (2, &[]),
            (3, &[Raw::Unsigned(70_000)]),
            (4, &[Raw::Unsigned(1)]),
            (5, &[Raw::Single(1.5f32.to_bits())]),
            (6, &[Raw::Double((-2.5f64).to_bits())]),
            (7, &[Raw::Bytes("grün".as_bytes())]),
            (9, &[Raw::Bytes(b"a"), Raw::Bytes(b"")]),
            (10, &[Raw::Signed(i64::MIN), Raw::Signed(i64::MAX)]),
            (11, &[]),
        ] {
            assert_eq!(at(line), expected, "{line}");
        }
        let [Raw::Bytes(file)] = at(8)[..] else { panic!("{:?}", at(8)) };
        assert_eq!((file.len(), &file[..2]), (34, &[0x12, 0x20][..]));
    }

    #[test]
    fn every_type_that_can_be_stored_can_be_read() {
        for base in [
            "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "fixed8",
            "byte", "fixed16", "fixed32", "fixed64", "float", "double", "string", "image", "ipfs",
            "bool",
        ] {
            assert!(atomicdata::is_type(base) && Form::of(base).is_ok(), "{base}");
        }
        assert_eq!(values_at(&[4, 0], &format(&[("a", "int128")]), 0), Err(Error::UnknownType));
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(
            data in prop::collection::vec(any::<u8>(), 0..64),
            kinds in prop::collection::vec(
                prop::sample::select(vec!["int32", "uint8", "fixed64", "string", "double[]", "bool", "string[]"]),
                0..6,
            ),
        ) {
            let lines: Vec<_> = kinds.iter().map(|kind| ("a", *kind)).collect();
            for line in 0..lines.len() {
                let values = values_at(&data, &format(&lines), line).unwrap_or_default();
                prop_assert!(values.len() <= data.len());
            }
        }
    }
}
