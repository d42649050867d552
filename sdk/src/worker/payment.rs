//! What a worker has earned: when it is due, cashed, and sent on.

use antelope::{ExtendedAsset, ExtendedSymbol, Extension, Name, TimePointSec};
use protocol::{
    force::{actions::Payout, payment::Payment},
    token,
    vaccount::actions::Withdraw,
};

use super::{Error, Worker};
use crate::{contracts::TokenContract, receipt::Receipt};

/// The most payments that are cashed in one transaction.
const MAX_TOGETHER: usize = 10;

/// A payment, and when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    /// The payment.
    pub payment: Payment,
    /// From when on it can be cashed, if no more is added to it, in seconds since 1970.
    pub due_on: TimePointSec,
    /// Whether it can be cashed now.
    pub is_due: bool,
}

/// What is to be sent from a virtual account to an account of the chain.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// How much.
    pub quantity: ExtendedAsset,
    /// To whom.
    pub to: Name,
    /// The memo of the transfer.
    pub memo: String,
}

impl Worker {
    /// What was earned for a token and not cashed, oldest first.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn payments(&self, token: ExtendedSymbol) -> Result<Vec<Earned>, Error> {
        let Some(account_id) = self.account_id(token).await? else { return Ok(Vec::new()) };
        // A contract sees the time of the block to come, which is never before the newest one's.
        let now = TimePointSec::from(self.client().get_info().await?.head_block_time);
        let rows = self.force().payments_of(account_id).await?;
        let earned = rows.into_iter().map(|payment| {
            let due_on = payment.last_submission_time.0.saturating_add(payment.payout_delay_sec);
            Earned { payment, due_on: TimePointSec(due_on), is_due: payment.is_due(now) }
        });
        Ok(earned.collect())
    }

    /// Cashes everything that is due, to the worker's virtual account. Gives what was cashed.
    ///
    /// # Errors
    /// When the contract or the chain refuses, or the node does not answer. What was cashed before stays cashed.
    pub async fn pay_out(&self, token: ExtendedSymbol) -> Result<Vec<Payment>, Error> {
        let due = self.payments(token).await?.into_iter().filter(|earned| earned.is_due);
        let due: Vec<_> = due.map(|earned| earned.payment).collect();
        // Signatures of a key holder come one after another.
        let together = if self.identity().holder()?.is_some() { 1 } else { MAX_TOGETHER };
        for payments in due.chunks(together) {
            let mut actions = Vec::with_capacity(payments.len());
            for payment in payments {
                let payout = Payout {
                    payment_id: payment.id,
                    sig: Extension(None),
                    terms: Extension(None),
                    fee: Extension(None),
                };
                actions.push(self.action(payout, 0).await?);
            }
            self.act(actions).await?;
        }
        Ok(due)
    }

    /// What is in the worker's virtual account for a token; nothing, when there is none.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn balance(&self, token: ExtendedSymbol) -> Result<Option<ExtendedAsset>, Error> {
        let row = self.vaccount.account_of(self.identity().user(), token).await?;
        Ok(row.map(|row| row.balance))
    }

    /// Sends tokens from the worker's virtual account to an account of the chain. Where that has no row for the token,
    /// one is opened first.
    ///
    /// # RAM
    /// [`Identity::payer`](super::Identity::payer), for the row.
    ///
    /// # Errors
    /// When the worker has no account for the token, the contract or the chain refuses, or the node does not answer.
    pub async fn withdraw(&self, withdrawal: &Withdrawal) -> Result<Receipt, Error> {
        let Withdrawal { quantity, to, memo } = withdrawal;
        let token = quantity.token();
        let from = self.account_id(token).await?.ok_or(Error::NoAccount(token))?;
        let payer = self.identity().payer();
        let contract = TokenContract::new(self.client().clone(), token.contract);
        let mut actions = Vec::new();
        if contract.balance(*to, token.sym.code()).await?.is_none() {
            let open = token::actions::Open { owner: *to, symbol: token.sym, ram_payer: payer };
            actions.push(contract.action(payer, &open));
        }
        let mut withdraw = Withdraw {
            from_id: u64::from(from),
            to_account: *to,
            quantity: *quantity,
            memo: memo.clone(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        if let Some(holder) = self.identity().holder()? {
            withdraw = self.vaccount.signed(&holder, payer, from, withdraw).await?;
        }
        actions.push(self.vaccount.action(payer, &withdraw));
        self.act(actions).await
    }
}
