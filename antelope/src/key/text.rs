//! Text forms of keys and signatures: `PUB_K1_…`, `SIG_R1_…` and the legacy `EOS…`.
//!
//! The letters and the checksum are the business of [`base58`](crate::base58).

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use super::{PublicKey, Signature};
use crate::{
    Pack, Unpack, UnpackError,
    base58::{self, Base58Error},
};

/// Why a text is not a public key or a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseKeyError {
    /// The text does not start with a known prefix such as `PUB_K1_` or `SIG_K1_`.
    UnknownPrefix,
    /// What follows the prefix is not base58, or its checksum is wrong.
    BadBase58(Base58Error),
    /// The bytes are not those of a key or a signature, for instance too few.
    BadBytes(UnpackError),
}

impl fmt::Display for ParseKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPrefix => f.write_str("key or signature has an unknown prefix"),
            Self::BadBase58(error) => write!(f, "key or signature: {error}"),
            Self::BadBytes(error) => write!(f, "key or signature: {error}"),
        }
    }
}

impl core::error::Error for ParseKeyError {}

/// The kinds by their index in packed form, as text and checksum name them.
const KINDS: [&str; 3] = ["K1", "R1", "WA"];

impl fmt::Display for PublicKey {
    /// `PUB_K1_…`, `PUB_R1_…` or `PUB_WA_…`.
    ///
    /// nodeos itself still prints K1 keys in the legacy form `EOS…`; it reads both.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, "PUB", &crate::pack(self))
    }
}

impl FromStr for PublicKey {
    type Err = ParseKeyError;

    /// Reads `PUB_K1_…`, `PUB_R1_…`, `PUB_WA_…` and the legacy `EOS…`. Whether the bytes are a point of the
    /// curve is not checked.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("EOS") {
            Some(legacy) => read(0, legacy, ""),
            None => read_prefixed(text, "PUB_"),
        }
    }
}

impl fmt::Display for Signature {
    /// `SIG_K1_…`, `SIG_R1_…` or `SIG_WA_…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, "SIG", &crate::pack(self))
    }
}

impl FromStr for Signature {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_prefixed(text, "SIG_")
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

/// Writes what follows the kind's index in `packed`.
fn write(f: &mut fmt::Formatter<'_>, prefix: &str, packed: &[u8]) -> fmt::Result {
    let (index, bytes) = packed.split_first().ok_or(fmt::Error)?;
    let kind = KINDS.get(usize::from(*index)).ok_or(fmt::Error)?;
    write!(f, "{prefix}_{kind}_{}", base58::encode(bytes, kind))
}

fn read_prefixed<T: Pack + Unpack>(text: &str, prefix: &str) -> Result<T, ParseKeyError> {
    let rest = text.strip_prefix(prefix).ok_or(ParseKeyError::UnknownPrefix)?;
    let (kind, rest) = rest.split_once('_').ok_or(ParseKeyError::UnknownPrefix)?;
    let index = KINDS.iter().position(|known| *known == kind);
    read(index.ok_or(ParseKeyError::UnknownPrefix)?, rest, kind)
}

/// Reads the value of the kind at `index`; `kind` is what goes into the checksum.
fn read<T: Pack + Unpack>(index: usize, text: &str, kind: &str) -> Result<T, ParseKeyError> {
    let bytes = base58::decode(text, kind).map_err(ParseKeyError::BadBase58)?;
    let mut packed = Vec::with_capacity(bytes.len() + 1);
    packed.push(u8::try_from(index).unwrap_or(u8::MAX));
    packed.extend_from_slice(&bytes);
    let value: T = crate::unpack(&packed).map_err(ParseKeyError::BadBytes)?;
    // One value has one text: lengths inside must be in their shortest form. nodeos refuses others too, since
    // it takes the checksum over the bytes packed again.
    if crate::pack(&value) != packed {
        return Err(ParseKeyError::BadBytes(UnpackError::out_of_range()));
    }
    Ok(value)
}
