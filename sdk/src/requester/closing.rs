//! Ending a campaign: batches are cancelled and refunded, rows cleared, until nothing is left and everybody's RAM is back.

use std::collections::BTreeSet;

use antelope::{Extension, TimePointSec};
use protocol::force::{
    self,
    actions::{Cancel, ClearAccounts, ClearTasks, RemoveCampaign},
    batch::{Batch, batch_key},
    campaign::Campaign,
    escrow,
    submission::Standing,
};

use super::{Error, Requester, Result, review::decided_at, transaction::Transaction};
use crate::receipt::Receipt;

/// How many workers' rows are cleared by one action.
const ACCOUNTS: usize = 50;

/// How far the end of a campaign has come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Closing {
    /// What each transaction did.
    pub receipts: Vec<Receipt>,
    /// What still waits for workers or for the time for review; nothing, if the campaign is gone.
    pub remaining: Vec<Remainder>,
}

/// A batch that cannot be cleared yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remainder {
    /// Its number in the campaign.
    pub batch_idx: u32,
    /// How many tasks workers hold, lapsed ones among them.
    pub reserved: u32,
    /// How many results are there.
    pub submissions: u32,
    /// How many rejections are not settled.
    pub held: u32,
    /// When there is more to do, at the earliest; `None` when that is for others to say.
    pub until: Option<TimePointSec>,
}

impl Closing {
    /// Whether the campaign is gone.
    pub const fn is_closed(&self) -> bool {
        self.remaining.is_empty()
    }

    /// When it is worth while to go on, at the earliest.
    pub fn until(&self) -> Option<TimePointSec> {
        self.remaining.iter().filter_map(|batch| batch.until).min()
    }
}

impl Requester<'_> {
    /// Cancels a campaign: stops it and removes its batches, whose owner gets back what is free. Workers may finish what
    /// they hold, and are paid. Gives what each transaction did.
    ///
    /// # Errors
    /// When the campaign is not the owner's, or the chain refuses.
    pub async fn cancel(&self, campaign_id: u32) -> Result<Vec<Receipt>> {
        let mut campaign = self.own_campaign(campaign_id).await?;
        let mut receipts = Vec::new();
        // A step looks at ten batches.
        while campaign.cancelled < campaign.num_batches {
            let mut transaction = Transaction::new(self);
            let (sig, terms) = (Extension(None), Extension(None));
            transaction.add(Cancel { campaign_id, sig, terms }).await?;
            match transaction.execute().await {
                Ok(receipt) => receipts.push(receipt),
                // The node from which the row came was behind.
                Err(error) if is_refused(&error, force::Error::NothingToCancel) => break,
                Err(error) => return Err(error),
            }
            if self.is_trial {
                break;
            }
            campaign = self.own_campaign(campaign_id).await?;
        }
        Ok(receipts)
    }

    /// Ends a campaign: cancels it, settles what time has decided, clears its rows and removes it, in as many
    /// transactions as that takes. What workers hold and what may still be reviewed has to wait: call it again
    /// [then](Closing::until).
    ///
    /// Where everything is only tried, the first step is.
    ///
    /// # Errors
    /// When the campaign is not the owner's, or the chain refuses. What was done until then stays done, and calling it
    /// again goes on from there.
    pub async fn close(&self, campaign_id: u32) -> Result<Closing> {
        let mut receipts = self.cancel(campaign_id).await?;
        if self.is_trial && !receipts.is_empty() {
            return Ok(Closing { receipts, remaining: Vec::new() });
        }
        let campaign = self.own_campaign(campaign_id).await?;
        let batches = self.force.batches(campaign_id).await?;
        let workers = self.workers(&campaign, &batches).await?;
        let mut remaining = Vec::new();
        for batch in batches {
            receipts.extend(self.clear(&batch).await?);
            if let Some(batch) = self.force.batch(campaign_id, batch.id).await? {
                remaining.push(self.remainder(&campaign, &batch).await?);
            }
        }
        if remaining.is_empty() {
            receipts.extend(self.remove(campaign_id, workers).await?);
        }
        Ok(Closing { receipts, remaining })
    }

    /// Settles, clears and refunds what can be of a removed batch.
    async fn clear(&self, batch: &Batch) -> Result<Vec<Receipt>> {
        let (campaign_id, batch_idx) = (batch.campaign_id, batch.id);
        let key = batch_key(campaign_id, batch_idx);
        let mut receipts = self.settle(key).await?;
        loop {
            let mut transaction = Transaction::new(self);
            transaction.add_anyones(&ClearTasks { batch_id: batch_idx, campaign_id });
            let receipt = match transaction.execute().await {
                Ok(receipt) => receipt,
                Err(error) if is_refused(&error, force::Error::NothingToClear) => break,
                Err(error) if is_refused(&error, force::Error::BatchNotFound) => break,
                Err(error) => return Err(error),
            };
            let has_cleared = has_freed(&receipt);
            receipts.push(receipt);
            if self.is_trial {
                break;
            }
            // Where workers hold many tasks, a step may do nothing but look at more of them, round and round.
            if !has_cleared {
                let row = self.force.batch(campaign_id, batch_idx).await?;
                if row.is_none_or(|row| row.clear_cursor == 0) {
                    break;
                }
            }
        }
        // What a lapsed task would have earned is free now.
        let row = self.force.batch(campaign_id, batch_idx).await?;
        if row.is_some_and(|row| escrow::free(&row).is_ok_and(|free| free > 0)) {
            receipts.push(self.refund(key).await?);
        }
        Ok(receipts)
    }

    /// Removes a campaign without batches, and the rows of its workers.
    async fn remove(&self, campaign_id: u32, workers: BTreeSet<u32>) -> Result<Vec<Receipt>> {
        let mut receipts = vec![self.remove_campaign(campaign_id).await?];
        if self.is_trial {
            return Ok(receipts);
        }
        let workers = Vec::from_iter(workers);
        for account_ids in workers.chunks(ACCOUNTS) {
            let mut transaction = Transaction::new(self);
            let account_ids = account_ids.to_vec();
            transaction.add_anyones(&ClearAccounts { campaign_id, account_ids });
            match transaction.execute().await {
                Ok(receipt) => receipts.push(receipt),
                // Somebody else was quicker.
                Err(error) if is_refused(&error, force::Error::NothingToClear) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(receipts)
    }

    async fn remove_campaign(&self, campaign_id: u32) -> Result<Receipt> {
        let mut transaction = Transaction::new(self);
        let owner = self.owner.address();
        let (sig, terms) = (Extension(None), Extension(None));
        transaction.add(RemoveCampaign { campaign_id, owner, sig, terms }).await?;
        transaction.execute().await
    }

    /// Those who have worked on a campaign or stand by, as far as rows tell.
    async fn workers(&self, campaign: &Campaign, batches: &[Batch]) -> Result<BTreeSet<u32>> {
        let mut workers = BTreeSet::new();
        for batch in batches {
            let results = self.force.submissions(campaign.id, batch.id).await?;
            workers.extend(results.iter().filter_map(|result| result.account_id));
        }
        let reservations = self.force.reservations(campaign.id).await?;
        workers.extend(reservations.iter().filter_map(|row| row.account_id));
        let standby = self.force.standby(campaign.id).await?;
        workers.extend(standby.iter().map(|row| row.account_id));
        Ok(workers)
    }

    /// What of a batch cannot be cleared yet, and until when.
    async fn remainder(&self, campaign: &Campaign, batch: &Batch) -> Result<Remainder> {
        let delay = batch.review.payout_delay_sec;
        let results = self.force.submissions(campaign.id, batch.id).await?;
        let results = results.iter().filter(|result| result.standing() == Standing::Submitted);
        let reviewed = results.map(|result| result.submitted_on.seconds_after(delay));
        let rejections = self.force.rejections(campaign.id, batch.id).await?;
        let decided = rejections.iter().map(|rejection| decided_at(batch, rejection));
        let held = self.force.reservations(campaign.id).await?;
        let held = held.iter().filter(|row| row.batch_idx == batch.id);
        let lapsed = held.map(|row| row.reserved_on.seconds_after(campaign.max_task_time));
        let until = reviewed.chain(decided).chain(lapsed).min();
        Ok(Remainder {
            batch_idx: batch.id,
            reserved: batch.reserved,
            submissions: batch.submissions,
            held: batch.held,
            until: until.and_then(|time| u32::try_from(time).ok()).map(TimePointSec),
        })
    }
}

/// Whether a transaction has freed RAM, or nothing is known of it.
fn has_freed(receipt: &Receipt) -> bool {
    let mut deltas = receipt.actions.iter().flat_map(|action| &action.ram_deltas);
    receipt.actions.is_empty() || deltas.any(|delta| delta.delta < 0)
}

/// Whether the contract has refused for this reason.
fn is_refused(error: &Error, reason: force::Error) -> bool {
    error.contract_error() == Some(reason)
}
