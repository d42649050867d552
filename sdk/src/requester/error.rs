//! How putting work on the network, or reading its results, can fail.

use std::{fmt, io, path::PathBuf};

use antelope::ExtendedAsset;
use protocol::{force, vaddress::VAddress};

use crate::{content, document};

/// A result of this module.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a requester's step was not done. Whatever was found out before anything was uploaded or paid says so by its kind:
/// only [`Chain`](Self::Chain) and [`Content`](Self::Content) come later.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The chain refused, or the way to it failed.
    Chain(crate::Error),
    /// A document could not be stored.
    Content(content::Error),
    /// A document could not be read.
    Document(document::Error),
    /// There is no campaign of this number.
    NoCampaign(u32),
    /// The campaign has no batch of this number.
    NoBatch {
        /// The campaign.
        campaign_id: u32,
        /// The batch.
        batch_idx: u32,
    },
    /// The campaign is somebody else's.
    NotOwner {
        /// The campaign.
        campaign_id: u32,
        /// Whose it is.
        owner: VAddress,
    },
    /// The tasks contract has no settings yet.
    NotInitialised,
    /// The contract would refuse it.
    Refused(force::Error),
    /// The campaign's file lacks what has to be said.
    Missing(&'static str),
    /// The reward names no token of the network, or one with fewer decimals.
    BadReward(String),
    /// How long a worker may hold a task is fixed when a campaign is made.
    TaskTimeFixed {
        /// How long that is, in seconds.
        seconds: u32,
    },
    /// The owner has less than it costs.
    NotEnough {
        /// What it costs.
        needed: ExtendedAsset,
        /// What the owner has, in the same token's smallest units.
        available: i64,
    },
    /// The document has more bytes than its readers take.
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many they take.
        limit: usize,
    },
    /// A file of a task is another one than when the tasks were read.
    FileChanged(PathBuf),
    /// A file could not be read or written.
    File(PathBuf, io::Error),
    /// A user who holds a key has no virtual account for the token.
    NoAccount,
}

impl Error {
    /// The error of the chain, if it is one.
    pub const fn chain(&self) -> Option<&crate::Error> {
        match self {
            Self::Chain(error) => Some(error),
            _ => None,
        }
    }

    /// The error of the tasks contract, whether it has refused or would.
    pub fn contract_error(&self) -> Option<force::Error> {
        match self {
            Self::Refused(error) => Some(*error),
            Self::Chain(error) => error.contract_error(),
            _ => None,
        }
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Chain(error)
    }
}

impl From<content::Error> for Error {
    fn from(error: content::Error) -> Self {
        Self::Content(error)
    }
}

impl From<document::Error> for Error {
    fn from(error: document::Error) -> Self {
        Self::Document(error)
    }
}

impl From<force::Error> for Error {
    fn from(error: force::Error) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chain(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
            Self::Document(error) => error.fmt(f),
            Self::NoCampaign(id) => write!(f, "there is no campaign {id}"),
            Self::NoBatch { campaign_id, batch_idx } => {
                write!(f, "campaign {campaign_id} has no batch {batch_idx}")
            }
            Self::NotOwner { campaign_id, owner: VAddress::Name(owner) } => {
                write!(f, "campaign {campaign_id} belongs to {owner}")
            }
            Self::NotOwner { campaign_id, owner: VAddress::Address(owner) } => {
                write!(f, "campaign {campaign_id} belongs to the holder of the key {}", owner.0)
            }
            Self::NotInitialised => f.write_str("the tasks contract has no settings"),
            Self::Refused(error) => write!(f, "the contract would refuse this: {error}"),
            Self::Missing(field) => write!(f, "the campaign does not say its {field}"),
            Self::BadReward(reward) => {
                write!(f, "reward {reward} is no amount of one of the network's tokens")
            }
            Self::TaskTimeFixed { seconds } => {
                write!(f, "the time for a task is {seconds} s and cannot be changed")
            }
            Self::NotEnough { needed, available } => {
                let available = antelope::Asset::new(*available, needed.quantity.symbol);
                write!(f, "this costs {}, and the owner has {available}", needed.quantity)
            }
            Self::TooLong { bytes, limit } => {
                write!(f, "the document has {bytes} bytes, and readers take {limit} at most")
            }
            Self::FileChanged(path) => {
                write!(f, "{} has changed since the tasks were read", path.display())
            }
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NoAccount => f.write_str("the owner has no virtual account for this token"),
        }
    }
}

impl std::error::Error for Error {
    /// What is behind the cause, which the message has already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Chain(error) => error.source(),
            Self::Content(error) => error.source(),
            Self::Document(error) => error.source(),
            Self::File(_, error) => error.source(),
            _ => None,
        }
    }
}
