//! Why a migration ended.

use std::{fmt, io, path::PathBuf};

use antelope::{Checksum256, Name};

/// Why a migration ended. What had been done before stays done; another run goes on from there.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The chain refused a step, or the node did not answer.
    Client(crate::Error),
    /// An export is not understood.
    Export {
        /// Where in it.
        place: String,
        /// Why.
        cause: String,
    },
    /// The journal cannot be read or written, or another run is using it.
    Journal {
        /// Where it is.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A transaction of an earlier run may still be executed.
    OnItsWay {
        /// The transaction.
        id: Checksum256,
        /// After how many seconds it cannot be any more.
        seconds: u32,
    },
    /// The collection has a schema of this name with other attributes.
    OtherSchema(Name),
    /// The network accepts no token that accounts could be opened for.
    NoToken,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(error) => error.fmt(f),
            Self::Export { place, cause } => write!(f, "export, {place}: {cause}"),
            Self::Journal { path, cause } => write!(f, "journal {}: {cause}", path.display()),
            Self::OnItsWay { id, seconds } => write!(
                f,
                "transaction {id} of an earlier run may still be executed: try again in {seconds} seconds"
            ),
            Self::OtherSchema(collection) => write!(
                f,
                "schema {} of collection {collection} has other attributes",
                super::plan::SCHEMA
            ),
            Self::NoToken => f.write_str("the network accepts no token"),
        }
    }
}

impl std::error::Error for Error {
    /// What is behind the cause, which the message has already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Client(error) => error.source(),
            Self::Journal { cause, .. } => cause.source(),
            _ => None,
        }
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Client(error)
    }
}
