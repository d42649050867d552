//! The ABI description of the types that every contract uses.
//!
//! Structs and variants of a contract derive theirs.

use alloc::{borrow::ToOwned, collections::BTreeMap, format, string::String, vec, vec::Vec};

use super::{AbiBuilder, builder::plain};
use crate::{
    Asset, BlockTimestamp, Checksum160, Checksum256, Checksum512, ExtendedAsset, Extension, Name,
    PublicKey, Signature, Symbol, SymbolCode, TimePoint, TimePointSec, VarUint32, pack::Pair,
};

/// A type that an ABI can name.
pub trait Describe {
    /// Adds the type to `abi`, with all that it refers to, and gives its name.
    fn describe(abi: &mut AbiBuilder) -> String;

    /// The same for a vector of it. A hook for bytes, whose vector is a type of its own.
    fn describe_vector(abi: &mut AbiBuilder) -> String
    where
        Self: Sized,
    {
        let inner = Self::describe(abi);
        abi.with_suffix(inner, "[]")
    }
}

macro_rules! built_in {
    ($($type:ty => $name:literal),* $(,)?) => {$(
        impl Describe for $type {
            fn describe(_: &mut AbiBuilder) -> String {
                $name.to_owned()
            }
        }
    )*};
}

built_in! {
    bool => "bool",
    i8 => "int8",
    u16 => "uint16",
    i16 => "int16",
    u32 => "uint32",
    i32 => "int32",
    u64 => "uint64",
    i64 => "int64",
    u128 => "uint128",
    i128 => "int128",
    VarUint32 => "varuint32",
    String => "string",
    Name => "name",
    Symbol => "symbol",
    SymbolCode => "symbol_code",
    Asset => "asset",
    ExtendedAsset => "extended_asset",
    Checksum160 => "checksum160",
    Checksum256 => "checksum256",
    Checksum512 => "checksum512",
    PublicKey => "public_key",
    Signature => "signature",
    TimePoint => "time_point",
    TimePointSec => "time_point_sec",
    BlockTimestamp => "block_timestamp_type",
}

impl Describe for u8 {
    fn describe(_: &mut AbiBuilder) -> String {
        "uint8".to_owned()
    }

    fn describe_vector(_: &mut AbiBuilder) -> String {
        "bytes".to_owned()
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(abi: &mut AbiBuilder) -> String {
        T::describe_vector(abi)
    }
}

impl<T: Describe> Describe for Option<T> {
    fn describe(abi: &mut AbiBuilder) -> String {
        let inner = T::describe(abi);
        abi.with_suffix(inner, "?")
    }
}

impl<T: Describe> Describe for Extension<T> {
    fn describe(abi: &mut AbiBuilder) -> String {
        // Not a container: `$` may follow another suffix.
        T::describe(abi) + "$"
    }
}

impl<A: Describe, B: Describe> Describe for Pair<A, B> {
    fn describe(abi: &mut AbiBuilder) -> String {
        let (first, second) = (A::describe(abi), B::describe(abi));
        let name = format!("pair_{}_{}", plain(&first), plain(&second));
        abi.add_struct(&name, |_| vec![("first", first), ("second", second)])
    }
}

impl<K: Describe, V: Describe> Describe for BTreeMap<K, V> {
    fn describe(abi: &mut AbiBuilder) -> String {
        let (key, value) = (K::describe(abi), V::describe(abi));
        // An entry of a map has `key` and `value`, where a free pair has `first` and `second`.
        let name = format!("pair_{}_{}", plain(&key), plain(&value));
        abi.add_struct(&name, |_| vec![("key", key), ("value", value)]) + "[]"
    }
}

macro_rules! describe_tuples {
    ($(($($item:ident: $field:literal),+)),* $(,)?) => {$(
        impl<$($item: Describe),+> Describe for ($($item,)+) {
            fn describe(abi: &mut AbiBuilder) -> String {
                let types = [$($item::describe(abi)),+];
                let names: Vec<String> = types.iter().map(|name| plain(name)).collect();
                let fields = [$($field),+].into_iter().zip(types).collect();
                abi.add_struct(&format!("tuple_{}", names.join("_")), |_| fields)
            }
        }
    )*};
}

describe_tuples!(
    (A: "field_0", B: "field_1"),
    (A: "field_0", B: "field_1", C: "field_2"),
    (A: "field_0", B: "field_1", C: "field_2", D: "field_3"),
);
