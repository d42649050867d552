//! How a relayer refuses: a status, a label for counters, a sentence.
//!
//! In an answer it has the form in which a node refuses, so that a client reads both alike: what the contract would have
//! said is said in its words.

use std::{fmt, time::Duration};

use antelope::{ExtendedAsset, ExtendedSymbol, Name};
use protocol::signed;
use serde_json::{Value, json};

use crate::error::{ChainError, Error};

/// Why a request was refused.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The path leads nowhere.
    NoSuchPath,
    /// It is not a JSON array of actions, or the data of one is not its arguments.
    Malformed(String),
    /// The body is longer than is read.
    TooLarge,
    /// The body did not come in time.
    TooSlow,
    /// An action that is not brought to the chain.
    Forbidden { account: Name, name: Name },
    /// The signature does not count.
    Signature(signed::Error),
    /// The signature names somebody else to bring it.
    OtherRelayer(Name),
    /// The signed action makes somebody else pay for RAM.
    OtherPayer(Name),
    /// What the action is about is not there.
    Missing(String),
    /// The action is one of the relayer itself, whose authority the transaction has.
    Own,
    /// The user is an account of the chain.
    HasAccount(Name),
    /// Users share no transaction.
    SeveralUsers,
    /// What nobody signs comes along with something that somebody does.
    Unsigned(Name),
    /// Virtual accounts are not opened for this token.
    OtherToken(ExtendedSymbol),
    /// The user has a virtual account for the token.
    IsOpen(u32),
    /// The fee is too low.
    Fee(ExtendedAsset),
    /// Too many requests in a short time.
    TooOften(Duration),
    /// Too many requests at the same time.
    TooMany,
    /// The RAM for today is used up.
    Ram(&'static str),
    /// The relayer has all hands full.
    Busy,
    /// A contract or the chain refuses, or the chain cannot be reached.
    Chain(Error),
    /// The relayer itself failed.
    Fault,
}

impl Refusal {
    /// The HTTP status.
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::Fee(_) => 402,
            Self::Forbidden { .. }
            | Self::Signature(_)
            | Self::OtherRelayer(_)
            | Self::OtherPayer(_)
            | Self::Own
            | Self::HasAccount(_)
            | Self::SeveralUsers
            | Self::Unsigned(_)
            | Self::OtherToken(_) => 403,
            Self::NoSuchPath | Self::Missing(_) => 404,
            Self::TooSlow => 408,
            Self::IsOpen(_) => 409,
            Self::TooLarge => 413,
            Self::TooOften(_) | Self::TooMany | Self::Ram(_) => 429,
            Self::Busy => 503,
            Self::Fault => 500,
            Self::Chain(error) if error.is_undecided() => 504,
            Self::Chain(error) if error.chain_error().is_some() => 422,
            // Nothing was sent, or it was not accepted.
            Self::Chain(_) => 503,
        }
    }

    /// Its name in counters and logs.
    pub(super) fn label(&self) -> &'static str {
        match self {
            Self::NoSuchPath => "no_such_path",
            Self::Malformed(_) => "malformed",
            Self::TooLarge => "too_large",
            Self::TooSlow => "too_slow",
            Self::Forbidden { .. } => "forbidden",
            Self::Signature(_) => "signature",
            Self::OtherRelayer(_) => "other_relayer",
            Self::OtherPayer(_) => "other_payer",
            Self::Missing(_) => "missing",
            Self::Own => "own",
            Self::HasAccount(_) => "has_account",
            Self::SeveralUsers => "several_users",
            Self::Unsigned(_) => "unsigned",
            Self::OtherToken(_) => "other_token",
            Self::IsOpen(_) => "is_open",
            Self::Fee(_) => "fee",
            Self::TooOften(_) => "too_often",
            Self::TooMany => "too_many",
            Self::Ram(_) => "ram",
            Self::Busy => "busy",
            Self::Fault => "fault",
            Self::Chain(error) if error.is_undecided() => "undecided",
            Self::Chain(error) if error.chain_error().is_some() => "chain",
            Self::Chain(_) => "unreachable",
        }
    }

    /// When the same may be tried again.
    pub(super) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooOften(wait) => Some(*wait),
            Self::TooMany | Self::Busy => Some(Duration::from_secs(1)),
            _ => None,
        }
    }

    /// As the body of an answer.
    pub(super) fn body(&self) -> Value {
        let status = self.status();
        let (code, name, details) = match self {
            Self::Signature(error) => {
                let detail = format!("assertion failure with message: {error}");
                (ChainError::ASSERTION, "eosio_assert_message_exception", vec![detail])
            }
            Self::Chain(error) => match error.chain_error() {
                Some(error) => (error.code, error.name.as_str(), error.details.clone()),
                None => (0, "relay_exception", vec![error.to_string()]),
            },
            _ => (0, "relay_exception", vec![self.to_string()]),
        };
        let details: Vec<_> = details.iter().map(|text| json!({ "message": text })).collect();
        let what = self.label();
        let error = json!({ "code": code, "name": name, "what": what, "details": details });
        json!({ "code": status, "message": "refused by the relayer", "error": error })
    }
}

impl From<signed::Error> for Refusal {
    fn from(error: signed::Error) -> Self {
        Self::Signature(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Chain(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPath => {
                f.write_str("there are /transaction, /info, /health and /metrics here")
            }
            Self::Malformed(reason) => f.write_str(reason),
            Self::TooLarge => f.write_str("the request is too large"),
            Self::TooSlow => f.write_str("the request took too long to arrive"),
            Self::Forbidden { account, name } => {
                write!(f, "{name} of {account} is not brought to the chain here")
            }
            Self::Signature(error) => error.fmt(f),
            Self::OtherRelayer(name) => write!(f, "signed for another relayer, {name}"),
            Self::OtherPayer(name) => write!(f, "the payer is not the relayer but {name}"),
            Self::Missing(what) => write!(f, "there is no {what}"),
            Self::Own => f.write_str("what is the relayer's own is not moved for others"),
            Self::HasAccount(name) => {
                write!(f, "{name} is an account of the chain and acts by itself")
            }
            Self::SeveralUsers => f.write_str("the actions of a request are of one user"),
            Self::Unsigned(name) => write!(f, "{name} comes along with a signed action only"),
            Self::OtherToken(token) => write!(f, "no virtual accounts are opened for {token}"),
            Self::IsOpen(id) => write!(f, "the user has a virtual account for this token: {id}"),
            Self::Fee(least) => write!(f, "the fee is at least {least}"),
            Self::TooOften(wait) => {
                write!(f, "too many requests; wait for {} s", wait.as_secs().max(1))
            }
            Self::TooMany => f.write_str("another request of the user is under way"),
            Self::Ram(whose) => write!(f, "the RAM {whose} is used up for today"),
            Self::Busy => f.write_str("too many requests at the same time"),
            Self::Fault => f.write_str("the relayer failed"),
            Self::Chain(error) => error.fmt(f),
        }
    }
}
