//! Why a network was not deployed.

use std::{fmt, io, path::PathBuf};

use antelope::{Checksum256, ExtendedSymbol, Name, PermissionLevel};

use super::{Incompatibility, RamNeed};

/// Why a network was not deployed. What had been done before stays done; another run goes on from there.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The chain refused a step, or the node did not answer.
    Client(crate::Error),
    /// The code of a contract cannot be read.
    Artefact {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// An account is not there, and nobody was named who creates it.
    NoAccount(Name),
    /// A token is not there, and is none to be made.
    NoToken(ExtendedSymbol),
    /// An account has other code, which is only replaced when that was allowed.
    OtherCode {
        /// The account.
        account: Name,
        /// The hash of its code.
        found: Checksum256,
        /// The hash of the code to be deployed.
        wanted: Checksum256,
    },
    /// The new code of an account cannot read the rows that are there.
    Incompatible {
        /// The account.
        account: Name,
        /// Why, for each table.
        reasons: Vec<Incompatibility>,
    },
    /// An account has too little RAM for its code. RAM has to be bought, or somebody else has to give it some.
    NotEnoughRam(RamNeed),
    /// A permission is there with another authority or parent, or links to another permission are; they are only
    /// replaced when that was allowed.
    OtherPermission(PermissionLevel),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(error) => error.fmt(f),
            Self::Artefact { path, cause } => {
                write!(f, "{}: {cause}; scripts/build-contracts makes it", path.display())
            }
            Self::NoAccount(account) => {
                write!(f, "account {account} does not exist, and no creator was named")
            }
            Self::NoToken(token) => write!(f, "token {token} does not exist"),
            Self::OtherCode { account, found, wanted } => write!(
                f,
                "account {account} has other code, {found} and not {wanted}; replacing it was not allowed"
            ),
            Self::Incompatible { account, reasons } => {
                write!(f, "the new code of {account} cannot read what is there:")?;
                reasons.iter().try_for_each(|reason| write!(f, "\n  {reason}"))
            }
            Self::NotEnoughRam(need) => write!(
                f,
                "account {} needs {} bytes of RAM more than the {} it has left: buy RAM for it",
                need.account,
                need.missing(),
                need.free.unwrap_or_default()
            ),
            Self::OtherPermission(permission) => {
                write!(
                    f,
                    "permission {permission} has another meaning; replacing it was not allowed"
                )
            }
        }
    }
}

impl std::error::Error for Error {
    /// What is behind the cause, which the message has already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Client(error) => error.source(),
            Self::Artefact { cause, .. } => cause.source(),
            _ => None,
        }
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Client(error)
    }
}
