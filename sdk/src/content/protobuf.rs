//! Protocol buffers, as far as dag-pb and UnixFS use them: numbers, and bytes.
//!
//! Which fields there are is left to the two formats.

/// A field's value.
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a fixed width, not used here.
    Other,
}

/// The fields of a message, up to its end or the first error.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.take_field().ok_or("malformed message");
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn take_field(&mut self) -> Option<(u64, Value<'a>)> {
        let key = self.take_number()?;
        let value = match key & 7 {
            0 => Value::Number(self.take_number()?),
            1 => self.take_bytes(8).map(|_| Value::Other)?,
            2 => {
                let len = usize::try_from(self.take_number()?).ok()?;
                Value::Bytes(self.take_bytes(len)?)
            }
            5 => self.take_bytes(4).map(|_| Value::Other)?,
            _ => return None,
        };
        Some((key >> 3, value))
    }

    fn take_bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(bytes)
    }

    fn take_number(&mut self) -> Option<u64> {
        let (number, len) = take_varint(self.0)??;
        self.0 = self.0.get(len..)?;
        Some(number)
    }
}

/// A number at the beginning of `bytes`, and how many of them it takes. The outer `None`: more bytes are needed. The
/// inner: it is not written as it should be.
///
/// Seven bits a byte, the lowest first; the last byte has its highest bit clear. There is one way to write a number.
#[allow(
    clippy::option_option,
    reason = "two ways not to be there, which a reader of a stream has to tell apart"
)]
pub(super) fn take_varint(bytes: &[u8]) -> Option<Option<(u64, usize)>> {
    let mut number = 0u64;
    for (place, shift) in (0..u64::BITS).step_by(7).enumerate() {
        let byte = *bytes.get(place)?;
        let bits = u64::from(byte & 0x7f);
        let shifted = bits << shift;
        if shifted >> shift != bits {
            return Some(None);
        }
        number |= shifted;
        if byte & 0x80 == 0 {
            let is_shortest = byte != 0 || place == 0;
            return Some(is_shortest.then_some((number, place + 1)));
        }
    }
    Some(None)
}

pub(super) fn put_number(message: &mut Vec<u8>, field: u64, value: u64) {
    put_varint(message, field << 3);
    put_varint(message, value);
}

pub(super) fn put_bytes(message: &mut Vec<u8>, field: u64, value: &[u8]) {
    put_varint(message, field << 3 | 2);
    put_delimited(message, value);
}

/// Appends bytes with their number before them.
pub(super) fn put_delimited(message: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(message, bytes.len() as u64);
    message.extend_from_slice(bytes);
}

pub(super) fn put_varint(message: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        message.push(value as u8 | 0x80);
        value >>= 7;
    }
    message.push(value as u8);
}
