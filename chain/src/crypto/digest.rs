//! Digests of bytes.
//!
//! Comparing a digest with the one that a contract expects (`assert_sha256` and its like) is left to the host.

use ripemd::Ripemd160;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use sha3::{Keccak256, Sha3_256};

/// The SHA-1 of the data.
pub fn sha1(data: &[u8]) -> [u8; 20] {
    Sha1::digest(data).into()
}

/// The SHA-256 of the data.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    Sha256::digest(data).into()
}

/// The SHA-512 of the data.
pub fn sha512(data: &[u8]) -> [u8; 64] {
    Sha512::digest(data).into()
}

/// The RIPEMD-160 of the data.
pub fn ripemd160(data: &[u8]) -> [u8; 20] {
    Ripemd160::digest(data).into()
}

/// `sha3`: the Keccak-256 of the data if `keccak` is 1, else the SHA3-256, into `result` as far as it reaches.
pub fn sha3(data: &[u8], keccak: i32, result: &mut [u8]) {
    let digest: [u8; 32] =
        if keccak == 1 { Keccak256::digest(data).into() } else { Sha3_256::digest(data).into() };
    let length = digest.len().min(result.len());
    result[..length].copy_from_slice(&digest[..length]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// FIPS 180-4, FIPS 202 and the RIPEMD-160 paper: the digests of `abc`.
    #[test]
    fn published_digests() {
        let sha3_256 = |keccak| {
            let mut result = [0; 32];
            sha3(b"abc", keccak, &mut result);
            hex(&result)
        };
        assert_eq!(hex(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            hex(&sha256(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex(&sha512(b"abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        );
        assert_eq!(hex(&ripemd160(b"abc")), "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
        assert_eq!(sha3_256(0), "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
        assert_eq!(sha3_256(1), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
        assert_eq!(sha3_256(2), sha3_256(0), "only 1 means keccak");
    }

    #[test]
    fn sha3_fills_what_it_is_given() {
        let (mut short, mut long) = ([7; 3], [7; 40]);
        sha3(b"abc", 0, &mut short);
        sha3(b"abc", 0, &mut long);
        assert_eq!(hex(&short), "3a985d");
        assert_eq!(long[32..], [7; 8]);
    }
}
