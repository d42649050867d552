//! Everything of a user at a glance: a read of what is on the chain.

use antelope::{ExtendedAsset, ExtendedSymbol, Name};
use protocol::{atomicassets::Asset, vaccount::Account, vaddress::VAddress};

use super::Accounts;
use crate::{contracts::TokenContract, error::Result, worker::Holdings};

/// What a user has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// The user.
    pub user: VAddress,
    /// For each token of the network, in its order.
    pub holdings: Vec<Holding>,
    /// The NFTs that count as the user's: an account's own, or those that the tasks contract holds for a key holder.
    pub assets: Vec<Asset>,
}

/// What a user has of a token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Holding {
    /// The token.
    pub token: ExtendedSymbol,
    /// On the account of the chain; nothing where there is none, or it never had any.
    pub balance: Option<ExtendedAsset>,
    /// The virtual account, if it is open.
    pub account: Option<Account>,
    /// What was earned and not cashed. Rows that are not due yet are among it.
    pub earned: Option<ExtendedAsset>,
    /// How many tasks are held.
    pub reservations: usize,
}

impl Accounts {
    /// What a user has.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn summary(&self, user: VAddress) -> Result<Summary> {
        let mut holdings = Vec::new();
        for token in &self.tokens {
            holdings.push(self.holding(user, *token).await?);
        }
        let rows = holdings.iter().filter_map(|holding| holding.account);
        let assets = self.assets(user, rows.map(|row| row.id)).await?;
        Ok(Summary { user, holdings, assets })
    }

    /// What an account of the chain has of a token; nothing when it never had any.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn balance(
        &self,
        account: Name,
        token: ExtendedSymbol,
    ) -> Result<Option<ExtendedAsset>> {
        let contract = TokenContract::new(self.client.clone(), token.contract);
        let row = contract.balance(account, token.sym.code()).await?;
        let balance =
            row.map(|row| ExtendedAsset { quantity: row.balance, contract: token.contract });
        // The key is the code alone: with other decimals it is another token.
        Ok(balance.filter(|balance| balance.token() == token))
    }

    /// The NFTs that count as a user's: an account's own, or those that the tasks contract holds for the virtual accounts
    /// `ids` of a key holder.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn assets(
        &self,
        user: VAddress,
        ids: impl IntoIterator<Item = u32>,
    ) -> Result<Vec<Asset>> {
        if let Some(account) = user.account() {
            return Ok(Holdings::fetch(&self.client, account, None).await?.assets().to_vec());
        }
        let mut assets = Vec::new();
        for id in ids {
            let held = Holdings::fetch(&self.client, self.force.account(), Some(id)).await?;
            assets.extend_from_slice(held.assets());
        }
        Ok(assets)
    }

    async fn holding(&self, user: VAddress, token: ExtendedSymbol) -> Result<Holding> {
        let account = self.vaccount.account_of(user, token).await?;
        let balance = match user.account() {
            Some(name) => self.balance(name, token).await?,
            None => None,
        };
        let (mut earned, mut reservations) = (None, 0);
        if let Some(row) = &account {
            for payment in self.force.payments_of(row.id).await? {
                let sum: &mut ExtendedAsset = earned.get_or_insert(ExtendedAsset {
                    quantity: antelope::Asset::new(0, token.sym),
                    contract: token.contract,
                });
                let amount = payment.pending.quantity.amount;
                sum.quantity.amount = sum.quantity.amount.saturating_add(amount);
            }
            reservations = self.force.reservations_of(row.id).await?.len();
        }
        Ok(Holding { token, balance, account, earned, reservations })
    }
}
