//! Packed values from contracts and transactions, and the node's words for malformed ones.
//!
//! Bytes after the value are ignored, as the node does. Its words tell how it reads (byte by byte, or many at once), so a
//! value that cannot be unpacked is read once more by its [layout](Layout).

use antelope::{
    Checksum256, Name, PackedAction, PermissionLevel, PublicKey, Reader, Transaction, Unpack,
    UnpackError, VarUint32, transaction::TransactionExtension,
};

use crate::{
    Error,
    error::{ensure, exception},
    native::{DeleteAuth, LinkAuth, NewAccount, SetAbi, SetCode, UnlinkAuth, UpdateAuth},
    state::{Authority, KeyWeight, PackedLimits, Parameters, PermissionLevelWeight, WaitWeight},
};

/// The value at the front of `bytes`.
pub(crate) fn unpack<T: Unpack + Layout>(bytes: &[u8]) -> Result<T, Error> {
    unpack_from(&mut Reader::new(bytes), bytes.len())
}

/// The next value of `input`, which had `len` bytes in the beginning.
pub(crate) fn unpack_from<T: Unpack + Layout>(
    input: &mut Reader<'_>,
    len: usize,
) -> Result<T, Error> {
    let before = input.clone();
    T::unpack(input).map_err(|error: UnpackError| {
        let rest = before.clone().take(before.remaining()).unwrap_or_default();
        let read_again = Stream { rest, len }.walk(T::PARTS);
        read_again.err().unwrap_or_else(|| Error::new(exception::EXCEPTION, error.message()))
    })
}

/// Fails as [`unpack`] does, without the value.
pub(crate) fn check<T: Layout>(bytes: &[u8]) -> Result<(), Error> {
    Stream { rest: bytes, len: bytes.len() }.walk(T::PARTS)
}

/// What a value is packed of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// So many bytes.
    Fixed(usize),
    /// A number of variable length.
    Number,
    /// Bytes behind their number.
    Bytes,
    /// Items behind their number.
    List(&'static [Self]),
    /// A public key.
    Key,
    /// Parts of a part.
    All(&'static [Self]),
}

/// A type of which it is known what it is packed of.
pub(crate) trait Layout {
    /// Its parts, one behind the other.
    const PARTS: &'static [Part];
    /// A list of it.
    const LIST: Part = Part::List(Self::PARTS);
}

macro_rules! layouts {
    ($($type:ty: $($part:expr),+;)*) => {$(
        impl Layout for $type {
            const PARTS: &'static [Part] = &[$($part),+];
        }
    )*};
}

/// The parts of a type as one part.
const fn all<T: Layout>() -> Part {
    Part::All(T::PARTS)
}

/// The parameters that every chain has.
#[derive(Debug)]
pub(crate) struct FirstParameters;

/// A list of a type as one part.
const fn list<T: Layout>() -> Part {
    Part::List(T::PARTS)
}

layouts! {
    u16: Part::Fixed(2);
    u32: Part::Fixed(4);
    u64: Part::Fixed(8);
    Name: Part::Fixed(8);
    Checksum256: Part::Fixed(32);
    VarUint32: Part::Number;
    PublicKey: Part::Key;
    PermissionLevel: all::<Name>(), all::<Name>();
    KeyWeight: Part::Key, all::<u16>();
    PermissionLevelWeight: all::<PermissionLevel>(), all::<u16>();
    WaitWeight: all::<u32>(), all::<u16>();
    Authority: all::<u32>(), list::<KeyWeight>(), list::<PermissionLevelWeight>(), list::<WaitWeight>();
    NewAccount: all::<Name>(), all::<Name>(), all::<Authority>(), all::<Authority>();
    SetCode: all::<Name>(), Part::Fixed(1), Part::Fixed(1), Part::Bytes;
    SetAbi: all::<Name>(), Part::Bytes;
    UpdateAuth: all::<Name>(), all::<Name>(), all::<Name>(), all::<Authority>();
    DeleteAuth: all::<Name>(), all::<Name>();
    LinkAuth: all::<Name>(), all::<Name>(), all::<Name>(), all::<Name>();
    UnlinkAuth: all::<Name>(), all::<Name>(), all::<Name>();
    FirstParameters: Part::Fixed(8), Part::All(&[Part::Fixed(4); 14]), Part::All(&[Part::Fixed(2); 2]);
    Parameters: all::<FirstParameters>(), all::<u32>();
    PackedLimits: Part::All(&[Part::Fixed(4); 11]);
    PackedAction: all::<Name>(), all::<Name>(), list::<PermissionLevel>(), Part::Bytes;
    TransactionExtension: all::<u16>(), Part::Bytes;
    Transaction:
        all::<u32>(), all::<u16>(), all::<u32>(), Part::Number, Part::Fixed(1), Part::Number,
        list::<PackedAction>(), list::<PackedAction>(), list::<TransactionExtension>();
}

impl<T: Layout> Layout for Vec<T> {
    const PARTS: &'static [Part] = &[T::LIST];
}

impl<A: Layout, B: Layout> Layout for (A, B) {
    const PARTS: &'static [Part] = &[Part::All(A::PARTS), Part::All(B::PARTS)];
}

impl<A: Layout, B: Layout, C: Layout, D: Layout> Layout for (A, B, C, D) {
    const PARTS: &'static [Part] =
        &[Part::All(A::PARTS), Part::All(B::PARTS), Part::All(C::PARTS), Part::All(D::PARTS)];
}

/// The most items that the node reads into a list.
const MAX_ITEMS: u32 = 1024 * 1024;
/// The most bytes that the node reads at once.
const MAX_BYTES: u32 = 20 * 1024 * 1024;

/// Bytes as the node reads them.
struct Stream<'a> {
    rest: &'a [u8],
    /// How many there were.
    len: usize,
}

impl Stream<'_> {
    fn walk(&mut self, parts: &[Part]) -> Result<(), Error> {
        for part in parts {
            match part {
                Part::Fixed(count) => self.read(*count)?,
                Part::Number => self.number().map(drop)?,
                Part::Bytes => {
                    let count = self.number()?;
                    ensure!(count <= MAX_BYTES, ASSERT, "size.value <= MAX_SIZE_OF_BYTE_ARRAYS: ");
                    self.read(count as usize)?;
                }
                Part::List(parts) => {
                    let count = self.number()?;
                    ensure!(count <= MAX_ITEMS, ASSERT, "size.value <= MAX_NUM_ARRAY_ELEMENTS: ");
                    // Every item takes bytes, so that this ends with them.
                    (0..count).try_for_each(|_| self.walk(parts))?;
                }
                Part::Key => self.key()?,
                Part::All(parts) => self.walk(parts)?,
            }
        }
        Ok(())
    }

    fn read(&mut self, count: usize) -> Result<(), Error> {
        self.rest = self.rest.get(count..).ok_or_else(|| self.end("read"))?;
        Ok(())
    }

    /// At most five bytes, of which the last has bits too many.
    fn number(&mut self) -> Result<u32, Error> {
        let mut value = 0u64;
        for shift in [0, 7, 14, 21, 28] {
            let (byte, rest) = self.rest.split_first().ok_or_else(|| self.end("get"))?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        // The low 32 bits, as the node keeps them.
        Ok(value as u32)
    }

    fn key(&mut self) -> Result<(), Error> {
        match self.number()? {
            0 | 1 => self.read(33),
            2 => {
                self.read(34)?;
                let before = self.rest.len();
                self.walk(&[Part::Bytes])?;
                // The number of the name's bytes is one byte itself.
                ensure!(
                    before - self.rest.len() > 1,
                    ASSERT,
                    "rpid.length(): webauthn pubkey must have non empty rpid"
                );
                Ok(())
            }
            _ => Err(Error::new(
                exception::ASSERT,
                "Provided index out of range for variant: std::variant<fc::ecc::public_key_shim, fc::crypto::r1::public_key_shim, fc::crypto::webauthn::public_key>",
            )),
        }
    }

    /// Reckoned as the node does: one byte too far, seen from the last.
    fn end(&self, method: &str) -> Error {
        let left = i64::try_from(self.rest.len()).unwrap_or(i64::MAX);
        let message = format!("{method} datastream of length {} over by {}", self.len, 1 - left);
        Error::new(exception::OUT_OF_RANGE, message)
    }
}
