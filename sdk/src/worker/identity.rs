//! Who works: an account of the chain, or the holder of a key behind a relayer.
//!
//! What is signed for whom is decided here; how a key signs is left to [`signer`](crate::signer).

use std::{fmt, sync::Arc};

use antelope::{Name, PermissionLevel};
use protocol::vaddress::VAddress;

use crate::{
    error::Result,
    signer::{KeyHolder, Signer},
};

/// A user of the network, with what it takes to act for him.
#[derive(Clone)]
pub struct Identity {
    user: VAddress,
    /// Whose authority the chain asks for, and who pays.
    level: PermissionLevel,
    signer: Arc<dyn Signer>,
    key: Option<Key>,
}

/// The key of a user who has no account of the chain.
#[derive(Clone)]
struct Key {
    signer: Arc<dyn Signer>,
    signs_texts: bool,
}

impl Identity {
    /// The user with this account of the chain, who pays for himself. Acts by the permission `active`.
    pub fn account(account: Name, signer: Arc<dyn Signer>) -> Self {
        let level = PermissionLevel::active(account);
        Self { user: account.into(), level, signer, key: None }
    }

    /// The user who holds `key` and has no account. The relayer, whose key `signer` holds, brings what he signs to the
    /// chain, and pays.
    ///
    /// # Errors
    /// When the key is not of the kind K1.
    pub fn key_holder(
        key: Arc<dyn Signer>,
        relayer: Name,
        signer: Arc<dyn Signer>,
    ) -> Result<Self> {
        let user = VAddress::Address(KeyHolder::new(&*key)?.address());
        let key = Some(Key { signer: key, signs_texts: false });
        Ok(Self { user, level: PermissionLevel::active(relayer), signer, key })
    }

    /// The same, where the holder of the key signs texts in the way of Ethereum's `personal_sign`.
    #[must_use]
    pub fn with_personal_sign(mut self) -> Self {
        if let Some(key) = &mut self.key {
            key.signs_texts = true;
        }
        self
    }

    /// The same, by another permission of the account.
    #[must_use]
    pub const fn with_permission(mut self, permission: Name) -> Self {
        self.level.permission = permission;
        self
    }

    /// Who it is in the network.
    pub const fn user(&self) -> VAddress {
        self.user
    }

    /// The account of the chain that acts and pays: the user's own, or the relayer's.
    pub const fn payer(&self) -> Name {
        self.level.actor
    }

    /// The permission by which it acts.
    pub(super) const fn level(&self) -> PermissionLevel {
        self.level
    }

    /// Who signs transactions.
    pub(super) fn signer(&self) -> &dyn Signer {
        &*self.signer
    }

    /// The holder of a key, if the user is one.
    pub(super) fn holder(&self) -> Result<Option<KeyHolder<'_>>> {
        let Some(key) = &self.key else { return Ok(None) };
        let holder = KeyHolder::new(&*key.signer)?;
        Ok(Some(if key.signs_texts { holder.with_personal_sign() } else { holder }))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("user", &self.user)
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use antelope::name;

    use super::*;
    use crate::signer::LocalSigner;

    fn signer(byte: u8) -> Arc<dyn Signer> {
        Arc::new(LocalSigner::from_bytes(&[byte; 32]).unwrap())
    }

    #[test]
    fn an_account_pays_for_itself_and_a_relayer_for_who_holds_a_key() {
        let alice = Identity::account(name!("alice"), signer(1)).with_permission(name!("work"));
        assert_eq!((alice.user(), alice.payer()), (name!("alice").into(), name!("alice")));
        assert_eq!(alice.level().to_string(), "alice@work");
        assert!(alice.holder().unwrap().is_none());

        let holder = Identity::key_holder(signer(2), name!("relayer"), signer(1)).unwrap();
        assert_eq!((holder.user().account(), holder.payer()), (None, name!("relayer")));
        let texts = holder.with_personal_sign();
        let method = texts.holder().unwrap().unwrap().method();
        assert_eq!(method, protocol::signed::Method::PersonalSign);
        assert_eq!(VAddress::Address(texts.holder().unwrap().unwrap().address()), texts.user());
    }
}
