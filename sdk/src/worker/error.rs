//! How work can fail.

use std::{fmt, io};

use antelope::ExtendedSymbol;
use protocol::force;

use super::TaskId;
use crate::{content, document};

/// Why a worker could not go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A contract or the chain refused, or the node did not answer.
    Client(crate::Error),
    /// A document could not be stored.
    Content(content::Error),
    /// A document could not be fetched, or is none.
    Document(document::Error),
    /// The journal could not be read or written: without it nothing is sent.
    Journal(io::Error),
    /// The journal is of another chain or another contract.
    OtherJournal {
        /// Of which it is.
        found: String,
        /// Of which it should be.
        wanted: String,
    },
    /// The worker has no virtual account for the token in which a campaign pays.
    NoAccount(ExtendedSymbol),
    /// There is no such campaign.
    NoCampaign(u32),
    /// The worker does not have the assets for a campaign, or has one that excludes him, and which.
    Unqualified(force::Error),
    /// The document of its batch does not have the task.
    NoSuchTask(TaskId),
    /// The worker does not hold the task any more: it lapsed and another one took it, or it was released.
    Lost(TaskId),
    /// So many tasks failed one after another.
    TooManyFailures {
        /// How many.
        failures: u32,
        /// What was said of the last one.
        last: String,
    },
}

impl Error {
    /// The contract's own error, if it refused.
    pub fn refusal(&self) -> Option<force::Error> {
        match self {
            Self::Client(error) => error.contract_error(),
            _ => None,
        }
    }

    /// Whether the same may succeed in a while: the way to a node or a store failed, or resources that come back.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Client(error) => {
                let is_short = error.shortage().is_some_and(|shortage| {
                    !shortage.is_of_transaction && shortage.resource != crate::Resource::Ram
                });
                is_short || error.may_pass() || error.is_undecided() || error.is_dropped()
            }
            Self::Content(error) | Self::Document(document::Error::Content(error)) => matches!(
                error,
                content::Error::NotFound(_) | content::Error::Remote(_) | content::Error::Store(_)
            ),
            _ => false,
        }
    }

    /// Whether it is the campaign's documents that are wrong, so that nobody can do the task.
    pub(super) const fn is_of_documents(&self) -> bool {
        matches!(self, Self::Document(_) | Self::NoSuchTask(_))
    }

    /// What a person can do about it, where there is something to say: a sentence in lower case without a full stop.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Client(error) => error.advice(),
            Self::NoAccount(_) => Some("open a virtual account for this token"),
            Self::OtherJournal { .. } => Some("use a journal for each network"),
            Self::TooManyFailures { .. } => Some("see what the program says of these tasks"),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
            Self::Document(error) => error.fmt(f),
            Self::Journal(error) => write!(f, "journal: {error}"),
            Self::OtherJournal { found, wanted } => {
                write!(f, "the journal is of {found}, not of {wanted}")
            }
            Self::NoAccount(token) => write!(f, "no virtual account for {token}"),
            Self::NoCampaign(id) => write!(f, "campaign {id} does not exist"),
            Self::Unqualified(error) => write!(f, "not qualified: {error}"),
            Self::NoSuchTask(task) => write!(f, "{task} is not in the document of its batch"),
            Self::Lost(task) => write!(f, "{task} is held no longer"),
            Self::TooManyFailures { failures, last } => {
                write!(f, "{failures} tasks failed one after another: {last}")
            }
        }
    }
}

impl std::error::Error for Error {
    /// What is behind the cause, which the message has already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Client(error) => error.source(),
            Self::Content(error) => error.source(),
            Self::Document(error) => error.source(),
            Self::Journal(error) => error.source(),
            _ => None,
        }
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Client(error)
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
