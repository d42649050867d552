//! A file of one block: UnixFS inside dag-pb, both protocol buffers.
//!
//! Of the two formats only what such a file needs is here; files of several blocks are refused.

/// The fields of a dag-pb node.
mod node {
    pub(super) const DATA: u64 = 1;
    pub(super) const LINKS: u64 = 2;
}

/// The fields of a UnixFS entry, and the types that hold bytes.
mod entry {
    pub(super) const TYPE: u64 = 1;
    pub(super) const DATA: u64 = 2;
    pub(super) const FILE_SIZE: u64 = 3;

    pub(super) const RAW: u64 = 0;
    pub(super) const FILE: u64 = 2;
}

/// The block of a file, byte for byte as `ipfs add` makes it.
pub(super) fn encode(document: &[u8]) -> Vec<u8> {
    let mut inner = Vec::with_capacity(document.len().saturating_add(16));
    put_number(&mut inner, entry::TYPE, entry::FILE);
    // A file without bytes has no field for them.
    if !document.is_empty() {
        put_bytes(&mut inner, entry::DATA, document);
    }
    put_number(&mut inner, entry::FILE_SIZE, document.len() as u64);

    let mut block = Vec::with_capacity(inner.len().saturating_add(8));
    put_bytes(&mut block, node::DATA, &inner);
    block
}

/// The bytes of the file in a block.
pub(super) fn decode(block: &[u8]) -> Result<Vec<u8>, &'static str> {
    let mut inner = None;
    for field in Fields(block) {
        match field? {
            (node::DATA, Value::Bytes(bytes)) => inner = Some(bytes),
            (node::LINKS, _) => return Err("it has several blocks"),
            _ => return Err("unknown field of a node"),
        }
    }

    let (mut kind, mut data, mut size) = (None, &[][..], None);
    for field in Fields(inner.ok_or("a node without data")?) {
        match field? {
            (entry::TYPE, Value::Number(number)) => kind = Some(number),
            (entry::DATA, Value::Bytes(bytes)) => data = bytes,
            (entry::FILE_SIZE, Value::Number(number)) => size = Some(number),
            // Modes and times, for instance.
            _ => {}
        }
    }
    if !matches!(kind, Some(entry::RAW | entry::FILE)) {
        return Err("it is of another type");
    }
    if size.is_some_and(|size| size != data.len() as u64) {
        return Err("its size is another one");
    }
    Ok(data.to_vec())
}

/// A field's value.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a fixed width, not used here.
    Other,
}

/// The fields of a message, up to its end or the first error.
struct Fields<'a>(&'a [u8]);

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

    /// Seven bits a byte, the lowest first; the last byte has its highest bit clear.
    fn take_number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits << shift;
            if shifted >> shift != bits {
                return None;
            }
            number |= shifted;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

fn put_number(message: &mut Vec<u8>, field: u64, value: u64) {
    put_varint(message, field << 3);
    put_varint(message, value);
}

fn put_bytes(message: &mut Vec<u8>, field: u64, value: &[u8]) {
    put_varint(message, field << 3 | 2);
    put_varint(message, value.len() as u64);
    message.extend_from_slice(value);
}

fn put_varint(message: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        message.push(value as u8 | 0x80);
        value >>= 7;
    }
    message.push(value as u8);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_file_of_one_block_is_refused() {
        for (block, reason) in [
            (&[][..], "a node without data"),
            (&[0x0a], "malformed message"),
            (&[0x0a, 0x05, 0x08], "malformed message"),
            (&[0x0a, 0x00], "it is of another type"),
            // A directory.
            (&[0x0a, 0x02, 0x08, 0x01], "it is of another type"),
            // A file of one byte that says that it has two.
            (&[0x0a, 0x07, 0x08, 0x02, 0x12, 0x01, 0x61, 0x18, 0x02], "its size is another one"),
            // A link, then data.
            (&[0x12, 0x00, 0x0a, 0x02, 0x08, 0x02], "it has several blocks"),
            (&[0x1a, 0x00], "unknown field of a node"),
            // A number of more than 64 bits.
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02], "malformed message"),
        ] {
            assert_eq!(decode(block), Err(reason), "{block:?}");
        }
    }

    proptest! {
        #[test]
        fn a_file_comes_back(document: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&document)), Ok(document));
        }

        #[test]
        fn no_block_panics(block: Vec<u8>) {
            let _ = decode(&block);
        }
    }
}
