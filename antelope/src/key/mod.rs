//! Public keys and signatures: K1 (secp256k1), R1 (secp256r1) and WebAuthn.
//!
//! Here are the values, their packed bytes and, with the feature `text`, their text forms. Signing and
//! recovering are done elsewhere: by a signer in the client, by the host in a contract.

#[cfg(feature = "text")]
mod text;

use alloc::{string::String, vec::Vec};

use crate::{Pack, Reader, Unpack, UnpackError};

#[cfg(feature = "text")]
pub use text::ParseKeyError;

/// A public key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(feature = "text"), derive(Debug))]
#[non_exhaustive]
pub enum PublicKey {
    /// secp256k1, compressed.
    K1([u8; 33]),
    /// secp256r1, compressed.
    R1([u8; 33]),
    /// A WebAuthn credential.
    WebAuthn(WebAuthnPublicKey),
}

/// The key of a WebAuthn credential, with what the authenticator must show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAuthnPublicKey {
    /// secp256r1, compressed.
    pub key: [u8; 33],
    /// What is asked of the user: 0 nothing, 1 presence, 2 verification. Not checked, as nodeos does not.
    pub user_presence: u8,
    /// The relying party (a domain name); never empty.
    pub rpid: String,
}

/// A signature over a digest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(feature = "text"), derive(Debug))]
#[non_exhaustive]
pub enum Signature {
    /// secp256k1: recovery id + 31, then r and s.
    K1([u8; 65]),
    /// secp256r1: recovery id + 31, then r and s.
    R1([u8; 65]),
    /// By a WebAuthn authenticator.
    WebAuthn(WebAuthnSignature),
}

/// A signature by a WebAuthn authenticator, with the data it covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct WebAuthnSignature {
    /// secp256r1: recovery id + 31, then r and s.
    pub signature: [u8; 65],
    /// The authenticator's data.
    pub auth_data: Vec<u8>,
    /// The client data, JSON that holds the digest as its challenge.
    pub client_json: String,
}

impl Pack for PublicKey {
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::K1(key) => (0u8, *key).pack(out),
            Self::R1(key) => (1u8, *key).pack(out),
            Self::WebAuthn(credential) => {
                (2u8, credential.key, credential.user_presence).pack(out);
                credential.rpid.pack(out);
            }
        }
    }
}

impl Unpack for PublicKey {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        match u8::unpack(input)? {
            0 => Ok(Self::K1(input.take_array()?)),
            1 => Ok(Self::R1(input.take_array()?)),
            2 => {
                let (key, user_presence, rpid) = Unpack::unpack(input)?;
                let credential = WebAuthnPublicKey { key, user_presence, rpid };
                if credential.rpid.is_empty() {
                    return Err(UnpackError::out_of_range());
                }
                Ok(Self::WebAuthn(credential))
            }
            _ => Err(UnpackError::unknown_variant()),
        }
    }
}

impl Pack for Signature {
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::K1(signature) => (0u8, *signature).pack(out),
            Self::R1(signature) => (1u8, *signature).pack(out),
            Self::WebAuthn(signature) => {
                2u8.pack(out);
                signature.pack(out);
            }
        }
    }
}

impl Unpack for Signature {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        match u8::unpack(input)? {
            0 => Ok(Self::K1(input.take_array()?)),
            1 => Ok(Self::R1(input.take_array()?)),
            2 => Ok(Self::WebAuthn(Unpack::unpack(input)?)),
            _ => Err(UnpackError::unknown_variant()),
        }
    }
}
