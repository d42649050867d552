//! Packing: values to the chain's bytes and back.
//!
//! The format is that of `fc::raw` and CDT's `datastream`: little-endian integers, lengths as
//! [`VarUint32`](crate::VarUint32), an optional as a flag byte, a variant as its index, a struct as its fields in
//! order. What a type looks like in an ABI is the business of [`abi`](crate::abi).

pub use crate::unpack_error::UnpackError;
use crate::varint;
use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// A value with packed bytes.
pub trait Pack {
    /// Appends the packed bytes of `self` to `out`.
    fn pack(&self, out: &mut Vec<u8>);

    /// Appends the packed bytes of each item, without a length before them.
    ///
    /// A hook for types whose slices have a faster way than one item after the other.
    fn pack_items(items: &[Self], out: &mut Vec<u8>)
    where
        Self: Sized,
    {
        for item in items {
            item.pack(out);
        }
    }
}

/// A value that can be read from packed bytes.
pub trait Unpack: Sized {
    /// Reads one value from the front of `input`.
    ///
    /// # Errors
    /// When the bytes end too early or are not the packed form of any value.
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError>;

    /// Reads `count` items, as they follow the length of a vector. Each must have one byte at least.
    ///
    /// # Errors
    /// As [`unpack`](Self::unpack).
    fn unpack_items(count: u32, input: &mut Reader<'_>) -> Result<Vec<Self>, UnpackError> {
        // A hostile count must cost neither memory nor time that the input does not pay for, so every item has to
        // have a byte at least: a vector of an empty struct cannot be read.
        if count as usize > input.remaining() {
            return Err(UnpackError::unexpected_end());
        }
        let mut items = Vec::with_capacity((count as usize).min(64));
        for _ in 0..count {
            items.push(Self::unpack(input)?);
        }
        Ok(items)
    }
}

/// The packed bytes of `value`.
pub fn pack<T: Pack + ?Sized>(value: &T) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    value.pack(&mut out);
    out
}

/// The value whose packed form is exactly `bytes`.
///
/// # Errors
/// When `bytes` are not a packed `T`, or hold more than one.
pub fn unpack<T: Unpack>(bytes: &[u8]) -> Result<T, UnpackError> {
    let mut input = Reader::new(bytes);
    let value = T::unpack(&mut input)?;
    input.finish()?;
    Ok(value)
}

/// A cursor over packed bytes.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Takes the next `count` bytes.
    ///
    /// # Errors
    /// [`UnpackError::UnexpectedEnd`] when fewer are left.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], UnpackError> {
        let Some((head, tail)) = self.rest.split_at_checked(count) else {
            return Err(UnpackError::unexpected_end());
        };
        self.rest = tail;
        Ok(head)
    }

    /// Takes the next `N` bytes as an array.
    ///
    /// # Errors
    /// [`UnpackError::UnexpectedEnd`] when fewer are left.
    pub fn take_array<const N: usize>(&mut self) -> Result<[u8; N], UnpackError> {
        let Some((head, tail)) = self.rest.split_first_chunk::<N>() else {
            return Err(UnpackError::unexpected_end());
        };
        self.rest = tail;
        Ok(*head)
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// [`UnpackError::TrailingBytes`] when something is.
    pub const fn finish(&self) -> Result<(), UnpackError> {
        if self.rest.is_empty() { Ok(()) } else { Err(UnpackError::trailing_bytes()) }
    }
}

macro_rules! pack_integers {
    ($($int:ty),*) => {$(
        impl Pack for $int {
            fn pack(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }

        impl Unpack for $int {
            fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
                Ok(Self::from_le_bytes(input.take_array()?))
            }
        }
    )*};
}

pack_integers!(i8, u16, i16, u32, i32, u64, i64, u128, i128);

impl Pack for u8 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn pack_items(items: &[Self], out: &mut Vec<u8>) {
        out.extend_from_slice(items);
    }
}

impl Unpack for u8 {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let [byte] = input.take_array()?;
        Ok(byte)
    }

    fn unpack_items(count: u32, input: &mut Reader<'_>) -> Result<Vec<Self>, UnpackError> {
        Ok(input.take(count as usize)?.to_vec())
    }
}

impl Pack for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
}

impl Unpack for bool {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        match u8::unpack(input)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(UnpackError::invalid_bool()),
        }
    }
}

impl Pack for () {
    fn pack(&self, _: &mut Vec<u8>) {}
}

impl Unpack for () {
    fn unpack(_: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(())
    }
}

impl Pack for str {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_bytes().pack(out);
    }
}

impl Pack for String {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_bytes().pack(out);
    }
}

impl Unpack for String {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let bytes = Vec::<u8>::unpack(input)?;
        Self::from_utf8(bytes).map_err(|_| UnpackError::invalid_utf8())
    }
}

impl<T: Pack> Pack for [T] {
    fn pack(&self, out: &mut Vec<u8>) {
        // No contract or client can hold 2^32 items: the packed form would exceed any message.
        varint::pack_len(self.len(), out);
        T::pack_items(self, out);
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_slice().pack(out);
    }
}

impl<T: Unpack> Unpack for Vec<T> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let count = varint::unpack_u32(input)?;
        T::unpack_items(count, input)
    }
}

impl<const N: usize> Pack for [u8; N] {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

impl<const N: usize> Unpack for [u8; N] {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        input.take_array()
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }
}

impl<T: Unpack> Unpack for Option<T> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(if bool::unpack(input)? { Some(T::unpack(input)?) } else { None })
    }
}

impl<K: Pack, V: Pack> Pack for BTreeMap<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        varint::pack_len(self.len(), out);
        for (key, value) in self {
            key.pack(out);
            value.pack(out);
        }
    }
}

impl<K: Unpack + Ord, V: Unpack> Unpack for BTreeMap<K, V> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let mut map = Self::new();
        for (key, value) in Vec::<(K, V)>::unpack(input)? {
            // Of a repeated key the first entry counts, as for nodeos and CDT.
            map.entry(key).or_insert(value);
        }
        Ok(map)
    }
}

impl<T: Pack + ?Sized> Pack for &T {
    fn pack(&self, out: &mut Vec<u8>) {
        (**self).pack(out);
    }
}

macro_rules! pack_tuples {
    ($(($($item:ident . $index:tt),+)),* $(,)?) => {$(
        impl<$($item: Pack),+> Pack for ($($item,)+) {
            fn pack(&self, out: &mut Vec<u8>) {
                $(self.$index.pack(out);)+
            }
        }

        impl<$($item: Unpack),+> Unpack for ($($item,)+) {
            fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
                Ok(($($item::unpack(input)?,)+))
            }
        }
    )*};
}

pack_tuples!((A.0), (A.0, B.1), (A.0, B.1, C.2), (A.0, B.1, C.2, D.3), (A.0, B.1, C.2, D.3, E.4));

/// `std::pair`: packs as a tuple of two, and appears as `pair_a_b` with `first` and `second` in an ABI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pair<A, B> {
    /// The first value.
    pub first: A,
    /// The second value.
    pub second: B,
}

impl<A: Pack, B: Pack> Pack for Pair<A, B> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.first.pack(out);
        self.second.pack(out);
    }
}

impl<A: Unpack, B: Unpack> Unpack for Pair<A, B> {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(Self { first: A::unpack(input)?, second: B::unpack(input)? })
    }
}

/// A binary extension: a field at the end of a struct that older writers leave out (`type$` in an ABI).
///
/// Extensions come last; one that is absent must not be followed by one that is present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extension<T>(pub Option<T>);

impl<T> Default for Extension<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Extension<T> {
    /// Whether the field was left out.
    pub const fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> From<T> for Extension<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T: Pack> Pack for Extension<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        if let Some(value) = &self.0 {
            value.pack(out);
        }
    }
}

impl<T: Unpack> Unpack for Extension<T> {
    // Not inlined: the actions of a contract end with the same few extensions.
    #[inline(never)]
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(Self(if input.remaining() == 0 { None } else { Some(T::unpack(input)?) }))
    }
}
