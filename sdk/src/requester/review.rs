//! Reviewing results: rejecting and accepting them.
//!
//! What follows from it is the contract's rule, in [`protocol::force::policy`].

use antelope::{Extension, TimePointSec};
use protocol::force::{
    actions::{Accept, Reject, Settle},
    batch::{Batch, split_batch_key},
    rejection::{Rejection, check_reason},
};

use super::{Error, Requester, Result, transaction::Transaction};
use crate::receipt::Receipt;

/// How many payments or rejections are settled in a transaction.
const IN_ONE_TRANSACTION: usize = 10;

impl Requester<'_> {
    /// Rejects the result of a worker for a task, as long as the time for review lasts. The worker reads the reason, and
    /// may appeal.
    ///
    /// # Errors
    /// When the contract or the chain refuses.
    pub async fn reject(
        &self,
        batch: u64,
        task_idx: u32,
        account_id: u32,
        reason: &str,
    ) -> Result<Receipt> {
        check_reason(reason, self.settings().await?.max_content)?;
        let mut transaction = Transaction::new(self);
        let action = Reject {
            batch_id: batch,
            task_idx,
            account_id,
            reason: reason.to_owned(),
            payer: self.owner.payer().into(),
            sig: Extension(None),
            terms: Extension(None),
        };
        transaction.add(action).await?;
        transaction.execute().await
    }

    /// Pays a worker for a batch before the time for review is over: what is paid can no longer be rejected. Gives what
    /// each transaction did; nothing, if there is nothing to pay.
    ///
    /// # Errors
    /// When the contract or the chain refuses.
    pub async fn accept(&self, batch: u64, account_id: u32) -> Result<Vec<Receipt>> {
        let payments = self.force.payments_for(batch, account_id).await?;
        let mut receipts = Vec::new();
        for payments in payments.chunks(IN_ONE_TRANSACTION) {
            let mut transaction = Transaction::new(self);
            for payment in payments {
                let (sig, terms) = (Extension(None), Extension(None));
                transaction.add(Accept { payment_id: payment.id, sig, terms }).await?;
            }
            receipts.push(transaction.execute().await?);
        }
        Ok(receipts)
    }

    /// Settles the rejections of a batch that time has decided: those that nobody appealed stand, those that nobody
    /// decided are overruled. Gives what each transaction did.
    ///
    /// # Errors
    /// When there is no such batch, or the chain refuses.
    pub async fn settle(&self, batch: u64) -> Result<Vec<Receipt>> {
        let (campaign_id, batch_idx) = split_batch_key(batch);
        let row = self.force.batch(campaign_id, batch_idx).await?;
        let row = row.ok_or(Error::NoBatch { campaign_id, batch_idx })?;
        let now = TimePointSec::from(self.client.get_info().await?.head_block_time);
        let mut due = self.force.rejections(campaign_id, batch_idx).await?;
        due.retain(|rejection| decided_at(&row, rejection) <= u64::from(now.0));
        let mut receipts = Vec::new();
        for rejections in due.chunks(IN_ONE_TRANSACTION) {
            let mut transaction = Transaction::new(self);
            for Rejection { task_idx, account_id, .. } in rejections {
                let payer = self.owner.payer();
                let (task_idx, account_id) = (*task_idx, *account_id);
                transaction.add_anyones(&Settle { batch_id: batch, task_idx, account_id, payer });
            }
            receipts.push(transaction.execute().await?);
        }
        Ok(receipts)
    }
}

/// When time decides a rejection, in seconds since 1970.
pub(super) fn decided_at(batch: &Batch, rejection: &Rejection) -> u64 {
    rejection.since.seconds_after(batch.review.payout_delay_sec)
}
