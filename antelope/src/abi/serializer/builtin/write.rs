//! JSON to packed bytes of a built-in type.

use alloc::{format, vec::Vec};

use serde_json::Value;

use super::{BuiltIn, MAX_BYTES, key::Keyed, text};
use crate::{
    Pack, VarUint32,
    abi::serializer::{
        date,
        error::AbiException,
        lexical,
        value::{Fault, as_f64, as_i64, as_string, as_u64, get_string},
    },
};

impl BuiltIn {
    /// Appends the packed form of a value, in any of the JSON forms that nodeos takes for it.
    pub(in crate::abi::serializer) fn write(
        self,
        value: &Value,
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        match self {
            // Of integers the node keeps the low bits.
            Self::Bool | Self::Uint8 => (as_u64(value)? as u8).pack(out),
            Self::Int8 => (as_i64(value)? as i8).pack(out),
            Self::Int16 => (as_i64(value)? as i16).pack(out),
            Self::Uint16 => (as_u64(value)? as u16).pack(out),
            Self::Int32 => (as_i64(value)? as i32).pack(out),
            Self::Uint32 => (as_u64(value)? as u32).pack(out),
            Self::Int64 => as_i64(value)?.pack(out),
            Self::Uint64 => as_u64(value)?.pack(out),
            Self::Int128 => int128(value)?.pack(out),
            Self::Uint128 => uint128(value)?.pack(out),
            Self::VarInt32 => {
                let value = as_i64(value)? as i32;
                VarUint32((value << 1 ^ value >> 31) as u32).pack(out);
            }
            Self::VarUint32 => VarUint32(as_u64(value)? as u32).pack(out),
            Self::Float32 => out.extend_from_slice(&(as_f64(value)? as f32).to_le_bytes()),
            Self::Float64 => out.extend_from_slice(&as_f64(value)?.to_le_bytes()),
            Self::Float128 => out.extend_from_slice(&float128(value)?),
            Self::TimePoint => date::time_point(&as_string(value)?)?.pack(out),
            Self::TimePointSec => date::time_point_sec(&as_string(value)?)?.pack(out),
            Self::BlockTimestamp => date::block_timestamp(&as_string(value)?)?.pack(out),
            Self::Name => text::name(get_string(value)?)?.pack(out),
            Self::Bytes => text::from_hex(get_string(value)?)?.pack(out),
            Self::String => {
                let text = as_string(value)?;
                if text.len() > MAX_BYTES {
                    return Err(Fault::assert("v.size() <= MAX_SIZE_OF_BYTE_ARRAYS"));
                }
                text.as_ref().pack(out);
            }
            Self::Checksum160 => out.extend_from_slice(&checksum::<20>(value)?),
            Self::Checksum256 => out.extend_from_slice(&checksum::<32>(value)?),
            Self::Checksum512 => out.extend_from_slice(&checksum::<64>(value)?),
            Self::PublicKey => Keyed::PublicKey.write(&as_string(value)?, out)?,
            Self::Signature => Keyed::Signature.write(&as_string(value)?, out)?,
            Self::Symbol => text::symbol(get_string(value)?)?.pack(out),
            Self::SymbolCode => text::symbol_code(get_string(value)?)?.pack(out),
            Self::Asset => text::asset(get_string(value)?)?.pack(out),
            Self::ExtendedAsset => {
                text::asset(get_string(part(value, 0, "quantity")?)?)?.pack(out);
                text::name(get_string(part(value, 1, "contract")?)?)?.pack(out);
            }
        }
        Ok(())
    }
}

/// An unsigned number or text; of a negative one in text, its two's complement.
fn uint128(value: &Value) -> Result<u128, Fault> {
    match value {
        Value::Number(number) if number.is_u64() => Ok(as_u64(value)?.into()),
        Value::String(text) => {
            let (negative, magnitude) = lexical::to_u128(text)?;
            Ok(if negative { magnitude.wrapping_neg() } else { magnitude })
        }
        _ => Err(Fault::new(AbiException::BadCast, "Cannot convert variant into a uint128_t")),
    }
}

/// A negative number or text. The node takes a positive number in JSON for an unsigned one, and refuses it.
fn int128(value: &Value) -> Result<i128, Fault> {
    match value {
        Value::Number(number) if number.is_i64() && !number.is_u64() => Ok(as_i64(value)?.into()),
        Value::String(text) => {
            let (negative, magnitude) = lexical::to_u128(text)?;
            // What is beyond the range becomes its end.
            Ok(if negative {
                0i128.saturating_sub_unsigned(magnitude)
            } else {
                0i128.saturating_add_unsigned(magnitude)
            })
        }
        _ => Err(Fault::new(AbiException::BadCast, "Cannot convert variant into a int128_t")),
    }
}

/// `0x` and 32 hexadecimal digits, in the order of the bytes.
fn float128(value: &Value) -> Result<[u8; 16], Fault> {
    let fault = Fault::assert("Failure in converting hex data into a float128_t");
    let text = as_string(value)?;
    let digits = text.strip_prefix("0x").ok_or(fault.clone())?;
    text::from_hex(digits)?.try_into().map_err(|_| fault)
}

/// Hexadecimal digits. Missing ones count as zero and the node passes over those that are too many.
fn checksum<const N: usize>(value: &Value) -> Result<[u8; N], Fault> {
    let bytes = text::from_hex(get_string(value)?)?;
    let mut digest = [0; N];
    digest.iter_mut().zip(bytes).for_each(|(byte, given)| *byte = given);
    Ok(digest)
}

/// A part of a value, at its place of a list or by its name.
fn part<'v>(value: &'v Value, index: usize, name: &str) -> Result<&'v Value, Fault> {
    let part = match value {
        Value::Array(items) => items.get(index),
        Value::Object(fields) => fields.get(name),
        _ => return Err(Fault::new(AbiException::BadCast, "Invalid cast to Object")),
    };
    part.ok_or_else(|| Fault::because(AbiException::KeyNotFound, format!("Key {name}")))
}
