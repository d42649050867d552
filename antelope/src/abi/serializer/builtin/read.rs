//! Packed bytes of a built-in type to JSON.

use alloc::{
    format,
    string::{String, ToString},
};

use serde_json::{Value, json};

use super::{BuiltIn, MAX_BYTES, key::Keyed, text};
use crate::{
    Asset, BlockTimestamp, Checksum160, Checksum256, Checksum512, Name, Reader, SymbolCode,
    TimePoint, TimePointSec, Unpack, UnpackError,
    abi::serializer::{
        error::AbiException,
        value::{Fault, double_text, integer, unsigned_integer},
    },
};

impl From<UnpackError> for Fault {
    fn from(error: UnpackError) -> Self {
        let exception = match error {
            UnpackError::UnexpectedEnd => AbiException::OutOfRange,
            _ => AbiException::Assert,
        };
        Self::new(exception, error.message())
    }
}

impl BuiltIn {
    /// Reads a value, in the JSON form that nodeos gives it.
    pub(in crate::abi::serializer) fn read(self, input: &mut Reader<'_>) -> Result<Value, Fault> {
        Ok(match self {
            Self::Bool | Self::Uint8 => u8::unpack(input)?.into(),
            Self::Int8 => i8::unpack(input)?.into(),
            Self::Int16 => i16::unpack(input)?.into(),
            Self::Uint16 => u16::unpack(input)?.into(),
            Self::Int32 => i32::unpack(input)?.into(),
            Self::Uint32 => u32::unpack(input)?.into(),
            Self::Int64 => integer(i64::unpack(input)?),
            Self::Uint64 => unsigned_integer(u64::unpack(input)?),
            Self::Int128 => i128::unpack(input)?.to_string().into(),
            Self::Uint128 => u128::unpack(input)?.to_string().into(),
            Self::VarInt32 => var_int(input)?.into(),
            Self::VarUint32 => var_uint(input)?.into(),
            Self::Float32 => double_text(f32::from_le_bytes(input.take_array()?).into()).into(),
            Self::Float64 => double_text(f64::from_le_bytes(input.take_array()?)).into(),
            Self::Float128 => format!("0x{}", text::hex(input.take(16)?)).into(),
            Self::TimePoint => text::time(TimePoint::unpack(input)?)?.into(),
            Self::TimePointSec => TimePointSec::unpack(input)?.to_string().into(),
            Self::BlockTimestamp => BlockTimestamp::unpack(input)?.to_string().into(),
            Self::Name => Name::unpack(input)?.to_string().into(),
            Self::Bytes => text::hex(bytes(input)?).into(),
            Self::String => text::utf8(bytes(input)?).into(),
            Self::Checksum160 => Checksum160::unpack(input)?.to_string().into(),
            Self::Checksum256 => Checksum256::unpack(input)?.to_string().into(),
            Self::Checksum512 => Checksum512::unpack(input)?.to_string().into(),
            Self::PublicKey => Keyed::PublicKey.read(input)?.into(),
            Self::Signature => Keyed::Signature.read(input)?.into(),
            Self::Symbol => text::checked_symbol(Unpack::unpack(input)?)?.to_string().into(),
            Self::SymbolCode => symbol_code(SymbolCode::unpack(input)?)?.into(),
            Self::Asset => asset(input)?.into(),
            Self::ExtendedAsset => {
                let quantity = asset(input)?;
                json!({ "quantity": quantity, "contract": Name::unpack(input)?.to_string() })
            }
        })
    }
}

/// Up to five bytes, whose bits beyond 32 are cut off.
pub(in crate::abi::serializer) fn var_uint(input: &mut Reader<'_>) -> Result<u32, UnpackError> {
    let mut value = 0u32;
    for shift in [0, 7, 14, 21, 28] {
        let byte = u8::unpack(input)?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    Ok(value)
}

/// Any number of bytes: the node sets no bound, and its shifts go around every 32 bits.
fn var_int(input: &mut Reader<'_>) -> Result<i32, UnpackError> {
    let (mut value, mut shift) = (0u32, 0u32);
    loop {
        let byte = u8::unpack(input)?;
        value |= u32::from(byte & 0x7f).wrapping_shl(shift);
        shift = shift.wrapping_add(7);
        if byte & 0x80 == 0 {
            // Zigzag: the sign is the lowest bit.
            return Ok(((value >> 1) ^ (value & 1).wrapping_neg()) as i32);
        }
    }
}

pub(super) fn bytes<'a>(input: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let len = var_uint(input)? as usize;
    if len > MAX_BYTES {
        return Err(Fault::assert("size.value <= MAX_SIZE_OF_BYTE_ARRAYS"));
    }
    Ok(input.take(len)?)
}

fn asset(input: &mut Reader<'_>) -> Result<String, Fault> {
    let asset = Asset::unpack(input)?;
    // The node checks the symbol as soon as it has read it.
    text::checked_symbol(asset.symbol)?;
    Ok(text::checked_asset(asset)?.to_string())
}

/// The letters of a code, whose highest byte is left out.
fn symbol_code(code: SymbolCode) -> Result<String, Fault> {
    let symbol = text::checked_symbol(crate::Symbol(code.0 << 8))?;
    Ok(symbol.code().to_string())
}
