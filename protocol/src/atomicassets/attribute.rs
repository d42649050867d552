//! Attributes of collections, templates and assets, as actions carry them.
//!
//! How they are stored is left to [`atomicdata`](super::atomicdata).

use alloc::{string::String, vec::Vec};

use antelope::{Describe, Pack, Reader, Unpack, UnpackError};

use super::Error;
use crate::float::{Float32Bits, Float64Bits};

/// The longest value of the attribute `name`, in bytes.
pub const MAX_NAME: usize = 64;

/// The value of an attribute, in the order of the published variant.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
#[expect(missing_docs, reason = "an arm is named as the type it holds")]
pub enum AttributeValue {
    Int8(i8),
    Int16(i16),
    Int32(i32),
    Int64(i64),
    Uint8(u8),
    Uint16(u16),
    Uint32(u32),
    Uint64(u64),
    Float32(Float32Bits),
    Float64(Float64Bits),
    String(String),
    Int8s(Vec<i8>),
    Int16s(Vec<i16>),
    Int32s(Vec<i32>),
    Int64s(Vec<i64>),
    Uint8s(Vec<u8>),
    Uint16s(Vec<u16>),
    Uint32s(Vec<u32>),
    Uint64s(Vec<u64>),
    Float32s(Vec<Float32Bits>),
    Float64s(Vec<Float64Bits>),
    Strings(Vec<String>),
}

#[cfg(feature = "abi")]
impl antelope::abi::Describe for AttributeValue {
    /// The published names: a vector inside a variant has an alias there, and signed bytes are bytes.
    fn describe(abi: &mut antelope::abi::AbiBuilder) -> String {
        let scalars = [
            "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32",
            "float64", "string",
        ];
        let vectors = [
            ("INT8_VEC", "bytes"),
            ("INT16_VEC", "int16[]"),
            ("INT32_VEC", "int32[]"),
            ("INT64_VEC", "int64[]"),
            ("UINT8_VEC", "bytes"),
            ("UINT16_VEC", "uint16[]"),
            ("UINT32_VEC", "uint32[]"),
            ("UINT64_VEC", "uint64[]"),
            ("FLOAT_VEC", "float32[]"),
            ("DOUBLE_VEC", "float64[]"),
            ("STRING_VEC", "string[]"),
        ];
        let mut types: Vec<String> = scalars.into_iter().map(Into::into).collect();
        types.extend(vectors.map(|(alias, target)| abi.add_alias(alias, target.into())));
        let variant = abi.add_variant(None, types);
        abi.add_alias("ATOMIC_ATTRIBUTE", variant)
    }
}

macro_rules! values_from {
    ($($type:ty => $arm:ident),* $(,)?) => {$(
        impl From<$type> for AttributeValue {
            fn from(value: $type) -> Self {
                Self::$arm(value.into())
            }
        }
    )*};
}

values_from! {
    i8 => Int8, i16 => Int16, i32 => Int32, i64 => Int64,
    u8 => Uint8, u16 => Uint16, u32 => Uint32, u64 => Uint64,
    f32 => Float32, f64 => Float64, &str => String, String => String,
}

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "pair_string_ATOMIC_ATTRIBUTE")]
pub struct Attribute {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: AttributeValue,
}

/// Attributes by name.
///
/// Invariant: sorted by name, no name twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Describe)]
#[abi(alias = "ATTRIBUTE_MAP")]
pub struct AttributeMap(Vec<Attribute>);

impl Unpack for AttributeMap {
    /// Takes any order; of a name that comes twice, the first, as the published contract does.
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let mut map = Self::default();
        for Attribute { key, value } in Vec::unpack(input)? {
            if let Err(place) = map.find(&key) {
                map.0.insert(place, Attribute { key, value });
            }
        }
        Ok(map)
    }
}

impl AttributeMap {
    /// Sets an attribute.
    pub fn set(&mut self, key: String, value: AttributeValue) {
        match self.find(&key) {
            Ok(place) => {
                if let Some(attribute) = self.0.get_mut(place) {
                    attribute.value = value;
                }
            }
            Err(place) => self.0.insert(place, Attribute { key, value }),
        }
    }

    /// The value of an attribute, if it is there.
    pub fn get(&self, key: &str) -> Option<&AttributeValue> {
        let attribute = self.0.get(self.find(key).ok()?)?;
        Some(&attribute.value)
    }

    /// The attributes in the order of their names.
    pub fn as_slice(&self) -> &[Attribute] {
        &self.0
    }

    /// Checks that the attribute `name`, by which explorers call a thing, is not too long.
    ///
    /// # Errors
    /// [`Error::NameTooLong`].
    pub fn check_name(&self) -> Result<(), Error> {
        match self.get("name") {
            Some(AttributeValue::String(name)) if name.len() > MAX_NAME => Err(Error::NameTooLong),
            _ => Ok(()),
        }
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|attribute| attribute.key.as_str().cmp(key))
    }
}

impl<K: Into<String>, V: Into<AttributeValue>> FromIterator<(K, V)> for AttributeMap {
    /// Of a name that comes twice, the last.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(attributes: I) -> Self {
        let mut map = Self::default();
        for (key, value) in attributes {
            map.set(key.into(), value.into());
        }
        map
    }
}

impl<K: Into<String>, V: Into<AttributeValue>, const N: usize> From<[(K, V); N]> for AttributeMap {
    fn from(attributes: [(K, V); N]) -> Self {
        attributes.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use antelope::{pack, unpack};
    use std::vec;

    use super::*;

    #[test]
    fn a_map_is_read_in_any_order_and_the_first_of_a_name_counts() {
        let attribute = |key: &str, value: u8| Attribute { key: key.into(), value: value.into() };
        let bytes = pack(&vec![attribute("b", 1), attribute("a", 2), attribute("b", 3)]);
        let map: AttributeMap = unpack(&bytes).unwrap();
        assert_eq!(map.as_slice(), [attribute("a", 2), attribute("b", 1)]);
        assert_eq!(map, AttributeMap::from([("b", 1u8), ("a", 2)]));
        assert_eq!(unpack(&pack(&map)), Ok(map.clone()));
        assert_eq!(map.get("a"), Some(&AttributeValue::Uint8(2)));
        assert_eq!(map.get("c"), None);
    }

    #[test]
    fn values_pack_as_the_published_variant() {
        for (value, index, len) in [
            (AttributeValue::from(-1i8), 0, 1),
            (AttributeValue::from(1u32), 6, 4),
            (AttributeValue::from(0.75f32), 8, 4),
            (AttributeValue::from(0.75f64), 9, 8),
            (AttributeValue::from("ab"), 10, 3),
            (AttributeValue::Int8s(vec![1, 2]), 11, 3),
            (AttributeValue::Uint8s(vec![1, 2]), 15, 3),
            (AttributeValue::Float32s(vec![]), 19, 1),
            (AttributeValue::Strings(vec!["a".into()]), 21, 3),
        ] {
            let bytes = pack(&value);
            assert_eq!((bytes[0], bytes.len()), (index, 1 + len), "{value:?}");
            assert_eq!(unpack(&bytes), Ok(value));
        }
    }

    #[test]
    fn a_name_has_at_most_64_bytes() {
        let named = |name: &str| AttributeMap::from([("name", name)]).check_name();
        assert_eq!(named(&"n".repeat(64)), Ok(()));
        assert_eq!(named(&"n".repeat(65)), Err(Error::NameTooLong));
        assert_eq!(AttributeMap::from([("name", 1u8)]).check_name(), Ok(()));
        assert_eq!(AttributeMap::default().check_name(), Ok(()));
    }
}
