//! JSON forms as nodeos writes them: text for names, assets, keys and times, hexadecimal for bytes.
//!
//! Structs of this crate get theirs by derive, beside their definition. [`hex`] and [`integer`] are for fields whose
//! Rust type says too little, as in `#[serde(with = "antelope::json::hex")]`.

pub mod hex;
pub mod integer;

use core::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    Asset, BlockTimestamp, Checksum160, Checksum256, Checksum512, Extension, Name, PublicKey,
    Signature, Symbol, SymbolCode, TimePoint, TimePointSec, VarUint32,
};

macro_rules! as_text {
    ($($type:ident),* $(,)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(TextVisitor(PhantomData))
            }
        }
    )*};
}

as_text!(
    Name,
    SymbolCode,
    Symbol,
    Asset,
    Checksum160,
    Checksum256,
    Checksum512,
    TimePoint,
    TimePointSec,
    BlockTimestamp,
    PublicKey,
    Signature,
);

/// Reads what is written as text, borrowed or not.
struct TextVisitor<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

impl Serialize for VarUint32 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for VarUint32 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Self)
    }
}

/// As an optional. A field should also say
/// `#[serde(default, skip_serializing_if = "Extension::is_absent")]`, since nodeos leaves an absent extension out.
impl<T: Serialize> Serialize for Extension<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Extension<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self)
    }
}
