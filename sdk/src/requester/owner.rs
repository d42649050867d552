//! Whose campaigns they are: an account of the chain, or a user who holds a key and acts through a relayer.

use std::fmt;

use antelope::{Name, PermissionLevel};
use protocol::vaddress::VAddress;

use crate::{
    error::{Error, Result},
    signer::{KeyHolder, Signer},
};

/// Who owns campaigns, and signs for them.
#[derive(Clone, Copy)]
pub struct Owner<'a> {
    pub(super) key_holder: Option<KeyHolder<'a>>,
    /// Who authorizes transactions and pays for RAM: the owner's account, or the relayer's.
    pub(super) actor: PermissionLevel,
    signer: Option<&'a dyn Signer>,
}

impl<'a> Owner<'a> {
    /// The account `name`, whose active permission `signer` satisfies.
    pub const fn account(name: Name, signer: &'a dyn Signer) -> Self {
        Self { key_holder: None, actor: PermissionLevel::active(name), signer: Some(signer) }
    }

    /// The account `name`, whose key is not here: for [trials](super::Requester::trial).
    pub const fn without_signer(name: Name) -> Self {
        Self { key_holder: None, actor: PermissionLevel::active(name), signer: None }
    }

    /// A user who holds a key. The relayer brings what the user signs to the chain and pays for RAM; escrow comes out of
    /// the user's virtual account.
    pub const fn key_holder(user: KeyHolder<'a>, relayer: Name, signer: &'a dyn Signer) -> Self {
        let actor = PermissionLevel::active(relayer);
        Self { key_holder: Some(user), actor, signer: Some(signer) }
    }

    /// The same, who acts by another permission than `active`.
    #[must_use]
    pub const fn with_permission(mut self, permission: Name) -> Self {
        self.actor.permission = permission;
        self
    }

    /// Who it is in the rows of campaigns.
    pub fn address(&self) -> VAddress {
        match &self.key_holder {
            Some(user) => VAddress::Address(user.address()),
            None => VAddress::Name(self.actor.actor),
        }
    }

    /// Who signs transactions.
    pub(super) fn signer(&self) -> Result<&'a dyn Signer> {
        self.signer.ok_or_else(|| Error::signing(format_args!("no key of {}", self.payer())))
    }

    /// Who pays for RAM.
    pub const fn payer(&self) -> Name {
        self.actor.actor
    }
}

impl fmt::Debug for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key_holder, actor, .. } = self;
        f.debug_struct("Owner")
            .field("key_holder", key_holder)
            .field("actor", actor)
            .finish_non_exhaustive()
    }
}
