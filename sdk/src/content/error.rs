//! How reading and storing documents can fail.

use std::{fmt, io};

use cid::Cid;

/// Why a document could not be stored or read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The document has more bytes than fit into what was asked for.
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many fit.
        limit: usize,
    },
    /// The text is no CID.
    BadCid(String),
    /// The CID is of a kind that is not read here, and why.
    UnsupportedCid(Cid, &'static str),
    /// The bytes are no multihash of sha2-256.
    BadMultihash,
    /// The store does not have it.
    NotFound(Cid),
    /// The store gave other bytes than those of the CID.
    Mismatch(Cid),
    /// The bytes are those of the CID, but no part of a file, and why.
    NotAFile(Cid, &'static str),
    /// The file of this CID is larger than the [`Limits`](super::Limits) allow, and in what.
    LimitExceeded(Cid, &'static str),
    /// What was sent as a CAR of this CID is none, or not that of this file, and why.
    BadCar(Cid, Box<str>),
    /// A node of IPFS calls otherwise what has this CID.
    OtherCid(Cid, Box<str>),
    /// A node or gateway of IPFS did not answer as it should.
    Remote(String),
    /// The store can only be read.
    ReadOnly,
    /// The store failed.
    Store(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { bytes, limit } => {
                write!(f, "document of {bytes} bytes is longer than {limit}")
            }
            Self::BadCid(text) => write!(f, "{text:?} is no cid"),
            Self::UnsupportedCid(cid, reason) => write!(f, "cid {cid} {reason}"),
            Self::BadMultihash => f.write_str("bytes are no multihash of sha2-256"),
            Self::NotFound(cid) => write!(f, "document {cid} not found"),
            Self::Mismatch(cid) => write!(f, "bytes are not those of {cid}"),
            Self::NotAFile(cid, reason) => write!(f, "block {cid} is no file: {reason}"),
            Self::LimitExceeded(cid, what) => write!(f, "file {cid} has too many {what}"),
            Self::BadCar(cid, reason) => write!(f, "car of {cid}: {reason}"),
            Self::OtherCid(cid, other) => write!(f, "what is {cid} was called {other}"),
            Self::Remote(reason) => f.write_str(reason),
            Self::ReadOnly => f.write_str("store of documents can only be read"),
            Self::Store(error) => write!(f, "store of documents: {error}"),
        }
    }
}

impl std::error::Error for Error {
    /// What is behind the cause, which the message has already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => error.source(),
            _ => None,
        }
    }
}
