//! Digests of 160, 256 and 512 bits.
//!
//! Only their bytes and text: computing them is left to the host of a contract, and to the crates of digests elsewhere.

use core::fmt;

use crate::{Pack, Unpack};

macro_rules! checksums {
    ($($(#[$doc:meta])* $name:ident = $bytes:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
        pub struct $name(pub [u8; $bytes]);

        impl Default for $name {
            fn default() -> Self {
                Self([0; $bytes])
            }
        }

        impl fmt::Display for $name {
            /// Lower-case hexadecimal, as nodeos prints it.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl core::str::FromStr for $name {
            type Err = ParseHexError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut bytes = [0; $bytes];
                read_hex(text, &mut bytes)?;
                Ok(Self(bytes))
            }
        }
    )*};
}

checksums! {
    /// A 20-byte digest, such as ripemd160.
    Checksum160 = 20;
    /// A 32-byte digest, such as sha256.
    Checksum256 = 32;
    /// A 64-byte digest, such as sha512.
    Checksum512 = 64;
}

/// A text is not the hexadecimal form of so many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseHexError;

impl fmt::Display for ParseHexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not hexadecimal of the right length")
    }
}

impl core::error::Error for ParseHexError {}

pub(crate) fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

pub(crate) fn read_hex(text: &str, bytes: &mut [u8]) -> Result<(), ParseHexError> {
    let digits = text.as_bytes();
    if digits.len() != bytes.len() * 2 {
        return Err(ParseHexError);
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let mut value = 0;
        for digit in pair {
            let digit = char::from(*digit).to_digit(16).ok_or(ParseHexError)?;
            value = value * 16 + digit as u8;
        }
        *byte = value;
    }
    Ok(())
}
