//! How a document can be none.

use std::fmt;

use crate::content;

/// Why a document could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are no JSON.
    NotJson {
        /// Which document.
        what: &'static str,
        /// Where and why.
        cause: String,
    },
    /// It is JSON of another shape.
    Shape {
        /// Which document.
        what: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// A field is of another type.
    Field {
        /// Its name.
        field: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// A schema is none, and why.
    BadSchema(String),
    /// A row names a place that is not IPFS, by its number.
    UnknownPlace(i32),
    /// The document could not be fetched or verified.
    Content(content::Error),
}

impl From<content::Error> for Error {
    fn from(error: content::Error) -> Self {
        Self::Content(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { what, cause } => write!(f, "{what} is not JSON: {cause}"),
            Self::Shape { what, expected } => write!(f, "{what} is not {expected}"),
            Self::Field { field, expected } => write!(f, "field {field} is not {expected}"),
            Self::BadSchema(cause) => write!(f, "not a JSON schema: {cause}"),
            Self::UnknownPlace(kind) => write!(f, "unknown kind of place: {kind}"),
            Self::Content(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    /// What is behind the cause, which the message has already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Content(error) => error.source(),
            _ => None,
        }
    }
}
