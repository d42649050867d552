//! The contract of virtual accounts: rows, deposits.

use antelope::{ExtendedAsset, ExtendedSymbol, Name, PackedAction};
use protocol::{
    signed::Signed,
    vaccount::{Account, Settings, account::ByToken},
    vaddress::VAddress,
};

use super::{handle, token};
use crate::{error::Result, signer::KeyHolder};

handle! {
    /// The contract of virtual accounts.
    pub struct VaccountContract
}

impl VaccountContract {
    /// The row with this id.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn row(&self, id: u32) -> Result<Option<Account>> {
        self.contract().row(self.account(), u64::from(id)).await
    }

    /// The rows of a user for the tokens of one contract, in the order of their ids.
    ///
    /// # Errors
    /// As [`Client::rows_by`](crate::Client::rows_by).
    pub async fn rows_of(&self, user: VAddress, token_contract: Name) -> Result<Vec<Account>> {
        let key = user.token_key(token_contract);
        self.contract().rows_by::<ByToken>(self.account(), key..=key).await
    }

    /// The row of a user for a token.
    ///
    /// # Errors
    /// As [`rows_of`](Self::rows_of).
    pub async fn account_of(
        &self,
        user: VAddress,
        token: ExtendedSymbol,
    ) -> Result<Option<Account>> {
        let rows = self.rows_of(user, token.contract).await?;
        Ok(rows.into_iter().find(|row| row.balance.token() == token))
    }

    /// The settings; `None` before the contract has been told on which chain it is.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn settings(&self) -> Result<Option<Settings>> {
        self.contract().row(self.account(), Settings::KEY).await
    }

    /// `action`, which spends from the row `id`, with the signature of its user, who holds a key; for `relayer` to bring
    /// to the chain within ten minutes.
    ///
    /// # Errors
    /// When the node does not answer, or the user's signer refuses.
    pub async fn signed<A: Signed>(
        &self,
        user: &KeyHolder<'_>,
        relayer: Name,
        id: u32,
        action: A,
    ) -> Result<A> {
        let nonce = self.row(id).await?.map_or(0, |row| row.nonce);
        self.contract().signed(user, relayer, nonce, action).await
    }

    /// The token transfer that credits the row `id`.
    pub fn deposit(&self, from: Name, id: u32, quantity: ExtendedAsset) -> PackedAction {
        token::transfer(from, self.account(), quantity, id.to_string())
    }
}
