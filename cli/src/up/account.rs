//! Accounts to play with, and their keys, which are the same each time.
//!
//! Whoever reads this has the keys: they are for chains that are thrown away.

use antelope::{Name, PublicKey, base58, name};
use sdk::{LocalSigner, Signer};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The names of the accounts.
pub(crate) const NAMES: [Name; 5] =
    [name!("alice"), name!("bob"), name!("carol"), name!("dave"), name!("erin")];

/// An account, with a key that everybody knows.
#[derive(Debug, Serialize)]
pub(crate) struct Account {
    pub(crate) name: Name,
    pub(crate) public_key: PublicKey,
    pub(crate) private_key: String,
    #[serde(skip)]
    pub(crate) signer: LocalSigner,
}

impl Account {
    /// The account of this name.
    pub(crate) fn new(name: Name) -> sdk::Result<Self> {
        let secret = Sha256::new()
            .chain_update(b"force up")
            .chain_update(name.to_string())
            .finalize()
            .into();
        let signer = LocalSigner::from_bytes(&secret)?;
        let private_key = format!("PVT_K1_{}", base58::encode(&secret, "K1"));
        Ok(Self { name, public_key: signer.public_key(), private_key, signer })
    }

    /// All of them.
    pub(crate) fn all() -> sdk::Result<Vec<Self>> {
        NAMES.into_iter().map(Self::new).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_the_same_and_fit_together() {
        for account in Account::all().unwrap() {
            let signer: LocalSigner = account.private_key.parse().unwrap();
            assert_eq!(signer.public_key(), account.public_key);
        }
        let alice = Account::new(name!("alice")).unwrap();
        assert_eq!(
            alice.public_key.to_string(),
            "PUB_K1_6EcGL9x1V3VN1m4jkxPsh2b7Ly7hoZasM49PZ6onE7pgeLkguE",
            "scripts of others name this key"
        );
    }
}
