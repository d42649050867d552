//! Base58 with a checksum, the text that keys and signatures are written in.
//!
//! Which prefixes there are, and what the bytes mean, is left to [`key`](crate::key) and to signers.

use alloc::{string::String, vec::Vec};
use core::fmt;

use ripemd::{Digest, Ripemd160};

/// The longest text that is decoded. Base58 takes quadratic time, and a WebAuthn signature of a browser has
/// some hundreds of characters.
pub const MAX_TEXT_LEN: usize = 4096;

/// Why a text is not base58 with the right checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base58Error {
    /// The text is longer than [`MAX_TEXT_LEN`].
    TooLong,
    /// A character outside the base58 alphabet, or too few for a checksum.
    NotBase58,
    /// The checksum does not belong to the bytes, or to this kind.
    BadChecksum,
}

impl fmt::Display for Base58Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "base58 text is too long",
            Self::NotBase58 => "text is not base58",
            Self::BadChecksum => "checksum of the base58 text is wrong",
        })
    }
}

impl core::error::Error for Base58Error {}

/// `bytes` and their checksum as base58.
///
/// `kind` (`K1`, `R1`, `WA`, or empty for legacy public keys) goes into the checksum only.
pub fn encode(bytes: &[u8], kind: &str) -> String {
    let mut checked = Vec::with_capacity(bytes.len() + 4);
    checked.extend_from_slice(bytes);
    checked.extend_from_slice(&checksum(bytes, kind));
    bs58::encode(checked).into_string()
}

/// The bytes of a text made by [`encode`] with the same `kind`.
///
/// # Errors
/// When the text is too long, not base58, or its checksum is wrong.
pub fn decode(text: &str, kind: &str) -> Result<Vec<u8>, Base58Error> {
    if text.len() > MAX_TEXT_LEN {
        return Err(Base58Error::TooLong);
    }
    let mut bytes = bs58::decode(text).into_vec().map_err(|_| Base58Error::NotBase58)?;
    let (payload, found) = bytes.split_last_chunk::<4>().ok_or(Base58Error::NotBase58)?;
    if *found != checksum(payload, kind) {
        return Err(Base58Error::BadChecksum);
    }
    bytes.truncate(bytes.len() - 4);
    Ok(bytes)
}

fn checksum(bytes: &[u8], kind: &str) -> [u8; 4] {
    let [a, b, c, d, ..] =
        <[u8; 20]>::from(Ripemd160::new().chain_update(bytes).chain_update(kind).finalize());
    [a, b, c, d]
}
