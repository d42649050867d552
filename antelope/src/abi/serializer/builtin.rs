//! The types that every ABI has, from bytes to JSON and from JSON to bytes.
//!
//! Lists, optionals and everything that an ABI defines is left to [`decode`](super::decode) and
//! [`encode`](super::encode).

mod key;
mod read;
mod text;
mod write;

pub(super) use read::var_uint;

/// A type that every ABI has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BuiltIn {
    Bool,
    Int8,
    Uint8,
    Int16,
    Uint16,
    Int32,
    Uint32,
    Int64,
    Uint64,
    Int128,
    Uint128,
    VarInt32,
    VarUint32,
    Float32,
    Float64,
    Float128,
    TimePoint,
    TimePointSec,
    BlockTimestamp,
    Name,
    Bytes,
    String,
    Checksum160,
    Checksum256,
    Checksum512,
    PublicKey,
    Signature,
    Symbol,
    SymbolCode,
    Asset,
    ExtendedAsset,
}

/// The most bytes of one text or blob.
const MAX_BYTES: usize = 20 * 1024 * 1024;
/// The most items of a list of a built-in type.
pub(super) const MAX_ITEMS: usize = 1024 * 1024;

impl BuiltIn {
    /// The type of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Self::Bool,
            "int8" => Self::Int8,
            "uint8" => Self::Uint8,
            "int16" => Self::Int16,
            "uint16" => Self::Uint16,
            "int32" => Self::Int32,
            "uint32" => Self::Uint32,
            "int64" => Self::Int64,
            "uint64" => Self::Uint64,
            "int128" => Self::Int128,
            "uint128" => Self::Uint128,
            "varint32" => Self::VarInt32,
            "varuint32" => Self::VarUint32,
            "float32" => Self::Float32,
            "float64" => Self::Float64,
            "float128" => Self::Float128,
            "time_point" => Self::TimePoint,
            "time_point_sec" => Self::TimePointSec,
            "block_timestamp_type" => Self::BlockTimestamp,
            "name" => Self::Name,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            "checksum160" => Self::Checksum160,
            "checksum256" => Self::Checksum256,
            "checksum512" => Self::Checksum512,
            "public_key" => Self::PublicKey,
            "signature" => Self::Signature,
            "symbol" => Self::Symbol,
            "symbol_code" => Self::SymbolCode,
            "asset" => Self::Asset,
            "extended_asset" => Self::ExtendedAsset,
            _ => return None,
        })
    }
}
