//! What a user has, and how it moves: virtual accounts, token balances, NFTs.
//!
//! An action comes out ready for a transaction: an account of the chain has it executed by a [`Client`], and a user who
//! holds a key by a [`Relay`](crate::relay::Relay). What work has earned is left to [`worker`](crate::worker).
//!
//! ```no_run
//! use antelope::{PermissionLevel, name};
//! use sdk::{Client, LocalSigner, accounts::{Accounts, User}, network::Network};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::http("http://127.0.0.1:8888")?;
//! let accounts = Accounts::new(&client, &Network::default());
//! let alice = User::Account(PermissionLevel::active(name!("alice")));
//! let key: LocalSigner = "PVT_K1_…".parse()?;
//!
//! let open = accounts.open(&alice, Network::default().tokens[0]);
//! client.push(&key, &[open]).await?;
//! let withdraw = accounts.withdraw(&alice, name!("alice"), "1.5000 EFX@token".parse()?, "").await?;
//! client.push(&key, &[withdraw]).await?;
//! # Ok(())
//! # }
//! ```

mod error;
mod summary;

use antelope::{
    Action, ExtendedAsset, ExtendedSymbol, Extension, Name, PackedAction, PermissionLevel,
};
use protocol::{
    signed::Signed,
    token::actions::Transfer,
    vaccount::{
        Account,
        actions::{Open, VTransfer, Withdraw},
    },
    vaddress::VAddress,
};

pub use error::Error;
pub use summary::{Holding, Summary};

use crate::{
    client::Client,
    contracts::{ForceContract, VaccountContract},
    network::Network,
    relay::RelayInfo,
    signer::KeyHolder,
};

/// The accounts of a network's users.
#[derive(Clone, Debug)]
pub struct Accounts {
    client: Client,
    force: ForceContract,
    vaccount: VaccountContract,
    tokens: Vec<ExtendedSymbol>,
}

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum User<'a> {
    /// An account of the chain, by one of its permissions.
    Account(PermissionLevel),
    /// Who holds a key, through the relayer that this is known of. Its fee comes on top.
    KeyHolder(KeyHolder<'a>, &'a RelayInfo),
}

impl User<'_> {
    /// Who it is in the network.
    pub fn address(&self) -> VAddress {
        match self {
            Self::Account(level) => level.actor.into(),
            Self::KeyHolder(key, _) => VAddress::Address(key.address()),
        }
    }

    /// The account of the chain that authorizes what it does, and pays for RAM.
    pub const fn payer(&self) -> Name {
        match self {
            Self::Account(level) => level.actor,
            Self::KeyHolder(_, relay) => relay.relayer,
        }
    }

    /// What the relayer asks for when `token` moves; nothing where there is none.
    fn fee(&self, token: ExtendedSymbol) -> Option<ExtendedAsset> {
        match self {
            Self::Account(_) => None,
            Self::KeyHolder(_, relay) => relay.fee_in(token),
        }
    }

    fn action<A: Action>(&self, contract: Name, action: &A) -> PackedAction {
        let level = match self {
            Self::Account(level) => *level,
            Self::KeyHolder(_, relay) => PermissionLevel::active(relay.relayer),
        };
        PackedAction::new(contract, vec![level], action)
    }
}

impl Accounts {
    /// The accounts of users of `network`.
    pub fn new(client: &Client, network: &Network) -> Self {
        Self {
            client: client.clone(),
            force: network.force(client),
            vaccount: network.vaccount(client),
            tokens: network.tokens.clone(),
        }
    }

    /// The virtual account of a user for a token.
    ///
    /// # Errors
    /// [`Error::NoAccount`]; when the node does not answer.
    pub async fn account(&self, user: VAddress, token: ExtendedSymbol) -> Result<Account, Error> {
        let row = self.vaccount.account_of(user, token).await?;
        row.ok_or(Error::NoAccount(token))
    }

    /// Opens the virtual account of a user for a token. Where there is one, a relayer refuses, and the contract does
    /// nothing.
    pub fn open(&self, user: &User<'_>, token: ExtendedSymbol) -> PackedAction {
        let open = Open { acc: user.address(), symbol: token, payer: user.payer() };
        user.action(self.vaccount.account(), &open)
    }

    /// Sends tokens of an account of the chain to the virtual account `id`, anybody's.
    pub fn deposit(&self, from: PermissionLevel, id: u32, quantity: ExtendedAsset) -> PackedAction {
        let (to, memo) = (self.vaccount.account(), id.to_string());
        let transfer = Transfer { from: from.actor, to, quantity: quantity.quantity, memo };
        PackedAction::new(quantity.contract, vec![from], &transfer)
    }

    /// Moves tokens of a user to the virtual account `to_id`.
    ///
    /// # Errors
    /// [`Error::NoAccount`] for the token; when the node does not answer or the user's signer refuses.
    pub async fn transfer(
        &self,
        user: &User<'_>,
        to_id: u32,
        quantity: ExtendedAsset,
        memo: &str,
    ) -> Result<PackedAction, Error> {
        let row = self.account(user.address(), quantity.token()).await?;
        let transfer = VTransfer {
            from_id: row.id.into(),
            to_id: to_id.into(),
            quantity,
            memo: memo.into(),
            sig: None,
            fee: user.fee(quantity.token()),
            terms: Extension(None),
        };
        self.spend(user, &row, transfer).await
    }

    /// Sends tokens of a user out of the virtual account to an account of the chain, which must have had some of them.
    ///
    /// # Errors
    /// As [`transfer`](Self::transfer).
    pub async fn withdraw(
        &self,
        user: &User<'_>,
        to: Name,
        quantity: ExtendedAsset,
        memo: &str,
    ) -> Result<PackedAction, Error> {
        let row = self.account(user.address(), quantity.token()).await?;
        let withdraw = Withdraw {
            from_id: row.id.into(),
            to_account: to,
            quantity,
            memo: memo.into(),
            sig: None,
            fee: user.fee(quantity.token()),
            terms: Extension(None),
        };
        self.spend(user, &row, withdraw).await
    }

    async fn spend<A: Signed>(
        &self,
        user: &User<'_>,
        row: &Account,
        action: A,
    ) -> Result<PackedAction, Error> {
        let action = match user {
            User::Account(_) => action,
            User::KeyHolder(key, relay) => {
                self.vaccount.signed(key, relay.relayer, row.id, action).await?
            }
        };
        Ok(user.action(self.vaccount.account(), &action))
    }
}
