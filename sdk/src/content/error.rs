//! How reading and storing documents can fail.

use std::{fmt, io};

use cid::Cid;

use super::MAX_DOCUMENT;

/// Why a document could not be stored or read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The document has so many bytes, more than [`MAX_DOCUMENT`].
    TooLong(usize),
    /// The store does not have it.
    NotFound(Cid),
    /// The store gave other bytes than those of the CID.
    Mismatch(Cid),
    /// The bytes are those of the CID, but no file of one block.
    NotAFile(Cid, String),
    /// The CID is of a kind that is not read here.
    UnsupportedCid(Cid),
    /// The bytes are no multihash of sha2-256.
    BadMultihash,
    /// The store failed.
    Store(io::Error),
}

impl Error {
    pub(super) fn not_a_file(cid: &Cid, cause: impl fmt::Display) -> Self {
        Self::NotAFile(*cid, cause.to_string())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(len) => {
                write!(f, "document of {len} bytes is longer than {MAX_DOCUMENT}")
            }
            Self::NotFound(cid) => write!(f, "document {cid} not found"),
            Self::Mismatch(cid) => write!(f, "bytes are not those of {cid}"),
            Self::NotAFile(cid, cause) => write!(f, "block {cid} is no file: {cause}"),
            Self::UnsupportedCid(cid) => write!(f, "cid {cid} is of a kind that is not supported"),
            Self::BadMultihash => f.write_str("bytes are no multihash of sha2-256"),
            Self::Store(error) => write!(f, "store of documents: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
