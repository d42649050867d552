//! Variable-length integers (LEB128), as lengths and variant indices are packed.

use alloc::vec::Vec;

use crate::pack::{Pack, Reader, Unpack, UnpackError};

/// An unsigned 32-bit integer in one to five bytes, seven bits a byte (`varuint32`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VarUint32(pub u32);

impl Pack for VarUint32 {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_u32(self.0, out);
    }
}

impl Unpack for VarUint32 {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        unpack_u32(input).map(Self)
    }
}

/// Appends `value` in one to five bytes.
pub fn pack_u32(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a length. Lengths beyond 32 bits cannot be packed; they saturate, which no reader accepts.
pub fn pack_len(len: usize, out: &mut Vec<u8>) {
    pack_u32(u32::try_from(len).unwrap_or(u32::MAX), out);
}

/// Reads a value of one to five bytes.
///
/// # Errors
/// When the bytes end too early or the value has more than 32 bits.
pub fn unpack_u32(input: &mut Reader<'_>) -> Result<u32, UnpackError> {
    let mut value: u64 = 0;
    for shift in [0u32, 7, 14, 21, 28] {
        let byte = u8::unpack(input)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(value).map_err(|_| UnpackError::varint_too_long());
        }
    }
    Err(UnpackError::varint_too_long())
}
