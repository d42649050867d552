//! Addresses: from a block to its CID and back to the bytes that the contract stores.
//!
//! What is inside a block is left to [`unixfs`](super::unixfs).

use cid::{Cid, Version, multihash::Multihash};
use sha2::{Digest, Sha256};

use super::Error;

/// The number of sha2-256 among the hashes of IPFS.
const SHA2_256: u64 = 0x12;
/// The number of plain bytes among the codecs of IPFS.
const RAW: u64 = 0x55;
/// The number of the node with links, in which files are, among the codecs of IPFS.
const DAG_PB: u64 = 0x70;
/// The length of a digest, in bytes.
const DIGEST_LEN: usize = 32;

/// What the block of a CID holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The document itself.
    Raw,
    /// The document as a file of UnixFS.
    File,
}

/// The CID of version 0 of a block of a file.
pub fn cid_of_block(block: &[u8]) -> Cid {
    cid_of_digest(&Sha256::digest(block).into())
}

/// The CID of version 0 whose multihash the contract stores; the reverse of [`multihash_of`].
///
/// # Errors
/// When the bytes are not a multihash of sha2-256.
pub fn cid_of_multihash(multihash: &[u8]) -> Result<Cid, Error> {
    let digest = match multihash {
        [code, len, digest @ ..]
            if u64::from(*code) == SHA2_256 && usize::from(*len) == DIGEST_LEN =>
        {
            <&[u8; DIGEST_LEN]>::try_from(digest).ok()
        }
        _ => None,
    };
    digest.map(cid_of_digest).ok_or(Error::BadMultihash)
}

/// The 34 bytes that the contract stores for a CID of version 0.
pub fn multihash_of(cid: &Cid) -> Vec<u8> {
    cid.hash().to_bytes()
}

fn cid_of_digest(digest: &[u8; DIGEST_LEN]) -> Cid {
    let hash = Multihash::wrap(SHA2_256, digest).expect("a digest of 32 bytes fits into 64");
    Cid::new_v0(hash).expect("a digest of sha2-256 is what version 0 takes")
}

/// What the block of a CID holds, if it is of a kind that is read here.
pub(super) fn kind_of(cid: &Cid) -> Result<Kind, Error> {
    let hash = cid.hash();
    if hash.code() != SHA2_256 || usize::from(hash.size()) != DIGEST_LEN {
        return Err(Error::UnsupportedCid(*cid));
    }
    match (cid.version(), cid.codec()) {
        (Version::V0, _) | (Version::V1, DAG_PB) => Ok(Kind::File),
        (Version::V1, RAW) => Ok(Kind::Raw),
        _ => Err(Error::UnsupportedCid(*cid)),
    }
}

/// Checks that these are the bytes of the CID, whose hash is sha2-256.
pub(super) fn verify(cid: &Cid, block: &[u8]) -> Result<(), Error> {
    if Sha256::digest(block).as_slice() == cid.hash().digest() {
        Ok(())
    } else {
        Err(Error::Mismatch(*cid))
    }
}
