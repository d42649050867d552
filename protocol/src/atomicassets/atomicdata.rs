//! ATOMICDATA: attributes as bytes, by the format that a schema gives them.
//!
//! An attribute is its line's number in the format plus four, then its value; what is not set is not there. Numbers
//! are varints (signed ones zigzag), except where the type says `fixed`; texts and vectors begin with their length.
//! Which formats a schema may have is left to [`schema`](super::schema).
//!
//! Bytes come from other contracts too, so every length and number is checked.

use alloc::{string::String, vec::Vec};

use antelope::{Pack, Reader, Unpack};

use super::{AttributeMap, AttributeValue, Error, FormatLine, base58};

/// The numbers below this one are kept for later versions of the format.
pub(super) const RESERVED: u64 = 4;

/// The bytes of `attributes`.
///
/// # Errors
/// [`Error::NotInFormat`] for an attribute that the format does not have, one of the `Expected…` for a value of
/// another type than the format's, [`Error::BadIpfs`], [`Error::BadBool`], [`Error::UnknownType`].
pub fn serialize(attributes: &AttributeMap, format: &[FormatLine]) -> Result<Vec<u8>, Error> {
    let mut data = Vec::new();
    let mut written = 0;
    for (number, line) in (RESERVED..).zip(format) {
        if let Some(value) = attributes.get(&line.name) {
            write_varint(number, &mut data);
            let (base, vector) = split(&line.kind);
            write(base, vector, value, &mut data)?;
            written += 1;
        }
    }
    if written == attributes.as_slice().len() { Ok(data) } else { Err(Error::NotInFormat) }
}

/// The attributes whose bytes are `data`.
///
/// # Errors
/// [`Error::MalformedData`], [`Error::UnknownType`].
pub fn deserialize(data: &[u8], format: &[FormatLine]) -> Result<AttributeMap, Error> {
    let mut attributes = AttributeMap::default();
    let mut input = Reader::new(data);
    while input.remaining() > 0 {
        let (line, value) = read_attribute(&mut input, format)?;
        attributes.set(line.name.clone(), value);
    }
    Ok(attributes)
}

/// The value of the attribute `name` in `data`, if it is there.
///
/// # Errors
/// As [`deserialize`]: all of `data` is read.
pub fn find(
    name: &str,
    data: &[u8],
    format: &[FormatLine],
) -> Result<Option<AttributeValue>, Error> {
    let mut found = None;
    let mut input = Reader::new(data);
    while input.remaining() > 0 {
        let (line, value) = read_attribute(&mut input, format)?;
        if line.name == name {
            found = Some(value);
        }
    }
    Ok(found)
}

/// Whether values of this type can be stored.
pub fn is_type(kind: &str) -> bool {
    is_base_type(split(kind).0)
}

/// The type of one value, and whether there is a vector of them.
pub(super) fn split(kind: &str) -> (&str, bool) {
    match kind.strip_suffix("[]") {
        Some(base) => (base, true),
        None => (kind, false),
    }
}

fn read_attribute<'f>(
    input: &mut Reader<'_>,
    format: &'f [FormatLine],
) -> Result<(&'f FormatLine, AttributeValue), Error> {
    let number = read_varint(input)?.checked_sub(RESERVED).ok_or(Error::MalformedData)?;
    let line = usize::try_from(number).ok().and_then(|number| format.get(number));
    let line = line.ok_or(Error::MalformedData)?;
    let (base, vector) = split(&line.kind);
    Ok((line, read(base, vector, input)?))
}

/// The types: name, form of the bytes, arms of [`AttributeValue`] for one value and for a vector, error for others.
macro_rules! types {
    ($($($name:literal)|+ => $form:ident, $one:ident, $many:ident, $expected:ident;)*) => {
        fn is_base_type(base: &str) -> bool {
            matches!(base, $($($name)|+)|*)
        }

        fn write(
            base: &str,
            vector: bool,
            value: &AttributeValue,
            data: &mut Vec<u8>,
        ) -> Result<(), Error> {
            match base {
                $($($name)|+ => match value {
                    AttributeValue::$one(value) if !vector => $form::write(value, data),
                    AttributeValue::$many(values) if vector => write_all::<$form, _>(values, data),
                    _ => Err(Error::$expected),
                },)*
                _ => Err(Error::UnknownType),
            }
        }

        fn read(base: &str, vector: bool, input: &mut Reader<'_>) -> Result<AttributeValue, Error> {
            Ok(match base {
                $($($name)|+ => match vector {
                    false => AttributeValue::$one($form::read(input)?),
                    true => AttributeValue::$many(read_all::<$form, _>(input)?),
                },)*
                _ => return Err(Error::UnknownType),
            })
        }
    };
}

types! {
    "int8" => Zigzag, Int8, Int8s, ExpectedInt8;
    "int16" => Zigzag, Int16, Int16s, ExpectedInt16;
    "int32" => Zigzag, Int32, Int32s, ExpectedInt32;
    "int64" => Zigzag, Int64, Int64s, ExpectedInt64;
    "uint8" => Varint, Uint8, Uint8s, ExpectedUint8;
    "uint16" => Varint, Uint16, Uint16s, ExpectedUint16;
    "uint32" => Varint, Uint32, Uint32s, ExpectedUint32;
    "uint64" => Varint, Uint64, Uint64s, ExpectedUint64;
    "fixed8" | "byte" => Fixed, Uint8, Uint8s, ExpectedFixed8;
    "fixed16" => Fixed, Uint16, Uint16s, ExpectedFixed16;
    "fixed32" => Fixed, Uint32, Uint32s, ExpectedFixed32;
    "fixed64" => Fixed, Uint64, Uint64s, ExpectedFixed64;
    "float" => Fixed, Float32, Float32s, ExpectedFloat;
    "double" => Fixed, Float64, Float64s, ExpectedDouble;
    "string" | "image" => Text, String, Strings, ExpectedString;
    "ipfs" => Ipfs, String, Strings, ExpectedIpfs;
    "bool" => Flag, Uint8, Uint8s, ExpectedBool;
}

/// A form of bytes for values of type `T`.
trait Form<T> {
    fn write(value: &T, data: &mut Vec<u8>) -> Result<(), Error>;
    fn read(input: &mut Reader<'_>) -> Result<T, Error>;
}

fn write_all<F: Form<T>, T>(values: &[T], data: &mut Vec<u8>) -> Result<(), Error> {
    write_len(values.len(), data);
    values.iter().try_for_each(|value| F::write(value, data))
}

fn read_all<F: Form<T>, T>(input: &mut Reader<'_>) -> Result<Vec<T>, Error> {
    // Every value has a byte at least, so no more memory is taken than a small multiple of the bytes.
    let count = read_len(input)?;
    let mut values = Vec::with_capacity(count);
    for _ in 0..count {
        values.push(F::read(input)?);
    }
    Ok(values)
}

/// Signed numbers: 0, -1, 1, -2 become 0, 1, 2, 3, so that small ones are short.
enum Zigzag {}

impl<T: Copy + Into<i64> + TryFrom<i64>> Form<T> for Zigzag {
    fn write(value: &T, data: &mut Vec<u8>) -> Result<(), Error> {
        let value: i64 = (*value).into();
        write_varint(((value << 1) ^ (value >> 63)).cast_unsigned(), data);
        Ok(())
    }

    fn read(input: &mut Reader<'_>) -> Result<T, Error> {
        let value = read_varint(input)?;
        let value = (value >> 1).cast_signed() ^ -(value & 1).cast_signed();
        value.try_into().map_err(|_| Error::MalformedData)
    }
}

/// Unsigned numbers.
enum Varint {}

impl<T: Copy + Into<u64> + TryFrom<u64>> Form<T> for Varint {
    fn write(value: &T, data: &mut Vec<u8>) -> Result<(), Error> {
        write_varint((*value).into(), data);
        Ok(())
    }

    fn read(input: &mut Reader<'_>) -> Result<T, Error> {
        read_varint(input)?.try_into().map_err(|_| Error::MalformedData)
    }
}

/// As many bytes as the type has, lowest first.
enum Fixed {}

impl<T: Pack + Unpack> Form<T> for Fixed {
    fn write(value: &T, data: &mut Vec<u8>) -> Result<(), Error> {
        value.pack(data);
        Ok(())
    }

    fn read(input: &mut Reader<'_>) -> Result<T, Error> {
        T::unpack(input).map_err(|_| Error::MalformedData)
    }
}

/// A byte that is 0 or 1.
enum Flag {}

impl Form<u8> for Flag {
    fn write(value: &u8, data: &mut Vec<u8>) -> Result<(), Error> {
        if *value > 1 {
            return Err(Error::BadBool);
        }
        data.push(*value);
        Ok(())
    }

    fn read(input: &mut Reader<'_>) -> Result<u8, Error> {
        Fixed::read(input)
    }
}

/// UTF-8.
enum Text {}

impl Form<String> for Text {
    fn write(value: &String, data: &mut Vec<u8>) -> Result<(), Error> {
        write_bytes(value.as_bytes(), data);
        Ok(())
    }

    fn read(input: &mut Reader<'_>) -> Result<String, Error> {
        let text = core::str::from_utf8(read_bytes(input)?);
        text.map(Into::into).map_err(|_| Error::MalformedData)
    }
}

/// The bytes of a content id, whose text is base58.
enum Ipfs {}

impl Form<String> for Ipfs {
    fn write(value: &String, data: &mut Vec<u8>) -> Result<(), Error> {
        write_bytes(&base58::decode(value).ok_or(Error::BadIpfs)?, data);
        Ok(())
    }

    fn read(input: &mut Reader<'_>) -> Result<String, Error> {
        base58::encode(read_bytes(input)?).ok_or(Error::MalformedData)
    }
}

fn write_varint(mut value: u64, data: &mut Vec<u8>) {
    while value >= 0x80 {
        data.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    data.push(value as u8);
}

pub(super) fn read_varint(input: &mut Reader<'_>) -> Result<u64, Error> {
    let mut value: u64 = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let [byte] = input.take_array().map_err(|_| Error::MalformedData)?;
        let bits = u64::from(byte & 0x7f);
        // The tenth byte has room for one bit.
        if bits << shift >> shift != bits {
            break;
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Error::MalformedData)
}

fn write_len(len: usize, data: &mut Vec<u8>) {
    write_varint(len as u64, data);
}

/// A length that the rest of the input can hold.
pub(super) fn read_len(input: &mut Reader<'_>) -> Result<usize, Error> {
    let len = usize::try_from(read_varint(input)?).ok();
    len.filter(|len| *len <= input.remaining()).ok_or(Error::MalformedData)
}

fn write_bytes(bytes: &[u8], data: &mut Vec<u8>) {
    write_len(bytes.len(), data);
    data.extend_from_slice(bytes);
}

pub(super) fn read_bytes<'a>(input: &mut Reader<'a>) -> Result<&'a [u8], Error> {
    let len = read_len(input)?;
    input.take(len).map_err(|_| Error::MalformedData)
}

#[cfg(test)]
mod tests;
