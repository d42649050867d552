//! Handles: a contract at an account, with its actions and tables.
//!
//! A handle adds no rules; it saves naming the account again and again. Handles of our own contracts build on
//! [`Contract`], a file each.

mod atomicassets;
mod force;
mod token;
mod vaccount;

use std::ops::RangeBounds;

use antelope::{
    Action, Name, PackedAction, PermissionLevel,
    table::{Index, Row},
};

use protocol::signed::{Signed, Terms};

use crate::{
    client::Client,
    error::Result,
    future::Shared,
    receipt::Receipt,
    signer::{KeyHolder, Signer},
    table::{BoundKey, Rows},
};

pub use atomicassets::AtomicAssetsContract;
pub use force::ForceContract;
pub use token::TokenContract;
pub use vaccount::VaccountContract;

/// How long a relayer has to bring a signed action to the chain, in seconds from the newest block.
const SIGNATURE_LIFETIME_SECONDS: u32 = 600;

/// The contract at an account.
#[derive(Clone, Debug)]
pub struct Contract {
    client: Client,
    account: Name,
}

impl Contract {
    /// The contract at `account`.
    pub const fn new(client: Client, account: Name) -> Self {
        Self { client, account }
    }

    /// The client through which it is reached.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The account.
    pub const fn account(&self) -> Name {
        self.account
    }

    /// `action`, authorized by `actor@active`, ready for a transaction.
    pub fn action<A: Action>(&self, actor: Name, action: &A) -> PackedAction {
        PackedAction::new(self.account, vec![PermissionLevel::active(actor)], action)
    }

    /// Executes one action, authorized by `actor@active`.
    ///
    /// # Errors
    /// As [`Client::push`].
    pub async fn push<A: Action>(
        &self,
        signer: &dyn Signer,
        actor: Name,
        action: &A,
    ) -> Result<Receipt> {
        let action = self.action(actor, action);
        self.client.push(signer, &[action]).await
    }

    /// `action` with the signature of a user who holds a key, under the nonce given.
    pub(crate) async fn signed<A: Signed>(
        &self,
        user: &KeyHolder<'_>,
        relayer: Name,
        nonce: u32,
        action: A,
    ) -> Result<A> {
        let info = self.client.get_info().await?;
        let terms = Terms {
            chain_id: info.chain_id,
            contract: self.account,
            action: A::NAME,
            nonce,
            expires_on: info.expiration_after(SIGNATURE_LIFETIME_SECONDS),
            method: user.method() as u8,
            relayer,
        };
        user.sign(action, terms).await
    }

    /// As [`Client::rows`].
    pub fn rows<R: Row + Shared>(&self, scope: impl Into<u64>) -> Rows<'_, R, u64> {
        self.client.rows(self.account, scope)
    }

    /// As [`Client::row`].
    ///
    /// # Errors
    /// As awaiting [`Rows`].
    pub async fn row<R: Row + Shared>(
        &self,
        scope: impl Into<u64>,
        primary_key: u64,
    ) -> Result<Option<R>> {
        self.client.row(self.account, scope, primary_key).await
    }

    /// As [`Client::rows_by`].
    pub fn rows_by<I: Index<Row: Shared, Key: BoundKey>>(
        &self,
        scope: impl Into<u64>,
        range: impl RangeBounds<I::Key>,
    ) -> Rows<'_, I::Row, I::Key> {
        self.client.rows_by::<I>(self.account, scope, range)
    }
}

/// Defines the handle of one of our contracts.
macro_rules! handle {
    ($(#[$meta:meta])* pub struct $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name($crate::contracts::Contract);

        impl $name {
            /// The contract at `account`.
            pub const fn new(client: $crate::Client, account: antelope::Name) -> Self {
                Self($crate::contracts::Contract::new(client, account))
            }

            /// Any table and action of the contract.
            pub const fn contract(&self) -> &$crate::contracts::Contract {
                &self.0
            }

            /// The account.
            pub const fn account(&self) -> antelope::Name {
                self.0.account()
            }

            /// `action`, authorized by `actor@active`, ready for a transaction.
            pub fn action<A: antelope::Action>(
                &self,
                actor: antelope::Name,
                action: &A,
            ) -> antelope::PackedAction {
                self.0.action(actor, action)
            }

            /// Executes one action, authorized by `actor@active`.
            ///
            /// # Errors
            /// As [`Client::push`]($crate::Client::push).
            pub async fn push<A: antelope::Action>(
                &self,
                signer: &dyn $crate::Signer,
                actor: antelope::Name,
                action: &A,
            ) -> $crate::Result<$crate::Receipt> {
                self.0.push(signer, actor, action).await
            }
        }
    };
}

use handle;
