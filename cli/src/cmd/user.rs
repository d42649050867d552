//! Who is meant: an account of the chain by its name, the holder of a key by the address.

use std::str::FromStr;

use antelope::Name;
use anyhow::Result;
use protocol::vaddress::{Address, VAddress};

use crate::session::Session;

/// A user as one types it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User(pub VAddress);

impl User {
    /// The user that was named, or else who acts.
    pub(super) fn or_actor(named: Option<Self>, session: &Session) -> Result<VAddress> {
        match named {
            Some(Self(user)) => Ok(user),
            None => Ok(session.account()?.into()),
        }
    }
}

impl FromStr for User {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Names have at most 13 letters, so that nothing is both.
        if text.len() == 40 {
            let address = text.parse().map_err(|error| format!("{error}"))?;
            return Ok(Self(VAddress::Address(Address(address))));
        }
        let name: Name = text.parse().map_err(|error| format!("{error}"))?;
        Ok(Self(name.into()))
    }
}

/// A user as we show it, in the form that is read above.
pub(super) fn text(user: VAddress) -> String {
    match user {
        VAddress::Name(name) => name.to_string(),
        VAddress::Address(address) => address.0.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_names_or_addresses() {
        for text in ["alice", "effect.tasks", "0123456789abcdef0123456789abcdef01234567"] {
            let User(user) = text.parse().unwrap();
            assert_eq!(super::text(user), text);
            assert_eq!(user.account().is_none(), text.len() == 40);
        }
        for text in ["Alice", "alice@active", "0123", &"g".repeat(40), &"a".repeat(14)] {
            assert!(text.parse::<User>().is_err(), "{text}");
        }
    }
}
