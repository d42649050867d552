//! A token contract: balances, supplies, transfers.

use antelope::{ExtendedAsset, Name, PackedAction, SymbolCode};
use protocol::token::{
    actions::Transfer,
    tables::{Account, CurrencyStats},
};

use super::handle;
use crate::{error::Result, receipt::Receipt, signer::Signer};

handle! {
    /// The token contract at an account.
    pub struct TokenContract
}

impl TokenContract {
    /// What `owner` has of a token; `None` when he never had any.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn balance(&self, owner: Name, code: SymbolCode) -> Result<Option<Account>> {
        self.contract().row(owner, code.0).await
    }

    /// A token's supply and issuer; `None` when there is no such token.
    ///
    /// # Errors
    /// When the account has no contract, or as [`Client::row`](crate::Client::row).
    pub async fn stats(&self, code: SymbolCode) -> Result<Option<CurrencyStats>> {
        self.contract().row(code.0, code.0).await
    }

    /// Transfers tokens of this contract.
    ///
    /// # Authorization
    /// `from@active`, by `signer`.
    ///
    /// # Errors
    /// As [`Client::push`](crate::Client::push).
    pub async fn transfer(&self, signer: &dyn Signer, transfer: &Transfer) -> Result<Receipt> {
        self.push(signer, transfer.from, transfer).await
    }
}

/// The transfer of `quantity`, by the contract of its token.
pub(super) fn transfer(
    from: Name,
    to: Name,
    quantity: ExtendedAsset,
    memo: String,
) -> PackedAction {
    let authorization = vec![antelope::PermissionLevel::active(from)];
    let transfer = Transfer { from, to, quantity: quantity.quantity, memo };
    PackedAction::new(quantity.contract, authorization, &transfer)
}
