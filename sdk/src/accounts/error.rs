//! What goes wrong with a user's accounts.

use antelope::ExtendedSymbol;

/// Why something about a user's accounts was not possible.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The user has no virtual account for the token.
    NoAccount(ExtendedSymbol),
    /// The chain, or the way to it.
    Client(crate::Error),
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Client(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoAccount(token) => write!(f, "the user has no virtual account for {token}"),
            Self::Client(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}
