//! Digests, and keys recovered from signatures.
//!
//! What is to be signed is the protocol's matter.

use antelope::{Checksum160, Checksum256, Checksum512, Crypto, PublicKey, Signature, unpack};

use crate::{check::fail_with, host};

macro_rules! digests {
    ($($(#[$doc:meta])* $name:ident -> $checksum:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(data: &[u8]) -> $checksum {
            let mut digest = $checksum::default();
            // SAFETY: pointer and length are those of a slice; the chain writes as many bytes as the digest has.
            unsafe { host::$name(data.as_ptr(), data.len() as u32, digest.0.as_mut_ptr()) };
            digest
        }
    )*};
}

digests! {
    /// SHA-1.
    sha1 -> Checksum160;
    /// SHA-256.
    sha256 -> Checksum256;
    /// SHA-512.
    sha512 -> Checksum512;
    /// RIPEMD-160.
    ripemd160 -> Checksum160;
}

/// SHA3-256.
pub fn sha3(data: &[u8]) -> Checksum256 {
    sha3_or_keccak(data, 0)
}

/// Keccak-256, as Ethereum uses it.
pub fn keccak(data: &[u8]) -> Checksum256 {
    sha3_or_keccak(data, 1)
}

fn sha3_or_keccak(data: &[u8], keccak: i32) -> Checksum256 {
    let mut digest = Checksum256::default();
    // SAFETY: pointers and lengths are those of two slices that do not overlap.
    unsafe { host::sha3(data.as_ptr(), data.len() as u32, digest.0.as_mut_ptr(), 32, keccak) };
    digest
}

/// The key that signed `digest`. Fails when the signature is not one.
pub fn recover_key(digest: &Checksum256, signature: &Signature) -> PublicKey {
    let signature = antelope::pack(signature);
    // 34 bytes of the ordinary kinds; a WebAuthn key ends with the name of a site.
    let mut key = [0; 320];
    // SAFETY: pointers and lengths are those of two arrays and a vector.
    let size = unsafe {
        host::recover_key(
            digest.0.as_ptr(),
            signature.as_ptr(),
            signature.len() as u32,
            key.as_mut_ptr(),
            key.len() as u32,
        )
    };
    let Some(key) = key.get(..size as usize) else { fail_with("recovered key is too long") };
    match unpack(key) {
        Ok(key) => key,
        Err(error) => fail_with(error.message()),
    }
}

/// The digests and the recovery of the chain that runs the contract.
#[derive(Clone, Copy, Debug)]
pub struct Host;

impl Crypto for Host {
    fn sha256(&self, data: &[u8]) -> Checksum256 {
        sha256(data)
    }

    fn keccak256(&self, data: &[u8]) -> Checksum256 {
        keccak(data)
    }

    fn ripemd160(&self, data: &[u8]) -> Checksum160 {
        ripemd160(data)
    }

    fn recover_k1(&self, digest: &Checksum256, signature: &[u8; 65]) -> Option<[u8; 65]> {
        k1_recover(signature, digest)
    }
}

/// The secp256k1 key that signed `digest`, uncompressed (`04`, x, y). `None` when the signature is not one.
///
/// The signature is a byte of 27 plus the recovery id, then r and s. Unlike [`recover_key`] this does not demand a
/// canonical signature, and its failure can be answered.
pub fn k1_recover(signature: &[u8; 65], digest: &Checksum256) -> Option<[u8; 65]> {
    let mut key = [0; 65];
    // SAFETY: pointers and lengths are those of three arrays that do not overlap.
    let result = unsafe {
        host::k1_recover(signature.as_ptr(), 65, digest.0.as_ptr(), 32, key.as_mut_ptr(), 65)
    };
    (result == 0).then_some(key)
}
