//! Addresses: from a block to its CID, and back to the bytes that the contract stores.
//!
//! Read are CIDs of version 0 and 1, of the codecs raw and dag-pb, hashed by sha2-256; or of the hash identity, which
//! hold their block in themselves. What is inside a block is left to [`unixfs`](super::unixfs).

use cid::{Cid, Version, multihash::Multihash};
use sha2::{Digest, Sha256};

use super::Error;

/// The number of sha2-256 among the hashes of IPFS.
const SHA2_256: u64 = 0x12;
/// The number of the hash that is the bytes themselves. A [`Cid`] holds up to 64 of them.
const IDENTITY: u64 = 0;
/// The number of plain bytes among the codecs of IPFS.
pub(super) const RAW: u64 = 0x55;
/// The number of the node with links, in which files are, among the codecs of IPFS.
pub(super) const DAG_PB: u64 = 0x70;
/// The length of a digest, in bytes.
const DIGEST_LEN: usize = 32;

/// What the block of a CID holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Bytes of the file.
    Raw,
    /// A node of a file: bytes of it, or links to its parts, as UnixFS says.
    Node,
}

/// Reads a CID, of a kind that is read here, in any of its texts (`Qm…`, `bafy…`, `/ipfs/Qm…`).
///
/// # Errors
/// When the text is no CID, or of another version, codec or hash.
pub fn parse_cid(text: &str) -> Result<Cid, Error> {
    let cid: Cid = text.parse().map_err(|_| Error::BadCid(text.to_owned()))?;
    kind_of(&cid)?;
    Ok(cid)
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

/// The CID of version 1 of a block of a codec.
pub(super) fn cid_v1(codec: u64, block: &[u8]) -> Cid {
    Cid::new_v1(codec, wrap(&Sha256::digest(block).into()))
}

/// Whether two CIDs are of the same block, read in the same way: versions and texts may differ.
pub(super) fn is_same(one: &Cid, other: &Cid) -> bool {
    one.hash() == other.hash() && one.codec() == other.codec()
}

/// What the block of a CID holds, if it is of a kind that is read here.
pub(super) fn kind_of(cid: &Cid) -> Result<Kind, Error> {
    let hash = cid.hash();
    match (hash.code(), usize::from(hash.size())) {
        (SHA2_256, DIGEST_LEN) | (IDENTITY, _) => {}
        (SHA2_256, _) => return Err(Error::UnsupportedCid(*cid, "has a digest that is cut off")),
        _ => return Err(Error::UnsupportedCid(*cid, "is hashed by neither sha2-256 nor identity")),
    }
    match (cid.version(), cid.codec()) {
        (Version::V0, _) | (Version::V1, DAG_PB) => Ok(Kind::Node),
        (Version::V1, RAW) => Ok(Kind::Raw),
        _ => Err(Error::UnsupportedCid(*cid, "is of a codec that is neither raw nor dag-pb")),
    }
}

/// The block that a CID holds in itself, if it does.
pub(super) fn inline_block(cid: &Cid) -> Option<&[u8]> {
    (cid.hash().code() == IDENTITY).then(|| cid.hash().digest())
}

/// Checks that these are the bytes of the CID.
pub(super) fn verify(cid: &Cid, block: &[u8]) -> Result<(), Error> {
    let is_right = match cid.hash().code() {
        SHA2_256 => Sha256::digest(block).as_slice() == cid.hash().digest(),
        IDENTITY => block == cid.hash().digest(),
        _ => return Err(Error::UnsupportedCid(*cid, "is hashed by neither sha2-256 nor identity")),
    };
    if is_right { Ok(()) } else { Err(Error::Mismatch(*cid)) }
}

fn cid_of_digest(digest: &[u8; DIGEST_LEN]) -> Cid {
    Cid::new_v0(wrap(digest)).expect("a digest of sha2-256 is what version 0 takes")
}

fn wrap(digest: &[u8; DIGEST_LEN]) -> Multihash<64> {
    Multihash::wrap(SHA2_256, digest).expect("a digest of 32 bytes fits into 64")
}
