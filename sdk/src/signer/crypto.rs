//! The digests and the recovery of keys, outside of a chain.

use antelope::{Checksum160, Checksum256, Crypto};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use ripemd::Ripemd160;
use sha2::{Digest, Sha256};
use sha3::Keccak256;

/// Digests and keys, computed in this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct SoftwareCrypto;

impl Crypto for SoftwareCrypto {
    fn sha256(&self, data: &[u8]) -> Checksum256 {
        Checksum256(Sha256::digest(data).into())
    }

    fn keccak256(&self, data: &[u8]) -> Checksum256 {
        Checksum256(Keccak256::digest(data).into())
    }

    fn ripemd160(&self, data: &[u8]) -> Checksum160 {
        Checksum160(Ripemd160::digest(data).into())
    }

    fn recover_k1(&self, digest: &Checksum256, signature: &[u8; 65]) -> Option<[u8; 65]> {
        let [header, bytes @ ..] = signature;
        let recovery_id = RecoveryId::from_byte(header.checked_sub(31)?)?;
        let signature = Signature::from_slice(bytes).ok()?;
        let key = VerifyingKey::recover_from_prehash(&digest.0, &signature, recovery_id).ok()?;
        key.to_encoded_point(false).as_bytes().try_into().ok()
    }
}
