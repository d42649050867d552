//! Digests, and keys recovered from signatures, wherever they are computed.
//!
//! A rule that needs them takes a [`Crypto`]: the host's in a contract, that of crates elsewhere. What is signed is the
//! rule's matter.

use crate::{Checksum160, Checksum256};

/// Computes digests, and recovers keys from signatures.
pub trait Crypto {
    /// The SHA-256 of the data.
    fn sha256(&self, data: &[u8]) -> Checksum256;

    /// The Keccak-256 of the data, as Ethereum uses it.
    fn keccak256(&self, data: &[u8]) -> Checksum256;

    /// The RIPEMD-160 of the data.
    fn ripemd160(&self, data: &[u8]) -> Checksum160;

    /// The secp256k1 key that made a signature over a digest, uncompressed (4, x, y); `None` when no key can have.
    ///
    /// The signature is a byte of 31 plus the recovery id, then r and s, as in
    /// [`Signature::K1`](crate::Signature::K1).
    fn recover_k1(&self, digest: &Checksum256, signature: &[u8; 65]) -> Option<[u8; 65]>;
}
