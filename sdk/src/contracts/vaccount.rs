//! The contract of virtual accounts: rows, deposits.

use antelope::{ExtendedAsset, ExtendedSymbol, Name, PackedAction};
use protocol::{
    vaccount::{Account, account::ByToken},
    vaddress::VAddress,
};

use super::{handle, token};
use crate::error::Result;

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

    /// The token transfer that credits the row `id`.
    pub fn deposit(&self, from: Name, id: u32, quantity: ExtendedAsset) -> PackedAction {
        token::transfer(from, self.account(), quantity, id.to_string())
    }
}
