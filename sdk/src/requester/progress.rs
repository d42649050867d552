//! How far a campaign is, by what its rows say.

use antelope::Asset;
use protocol::force::{
    batch::{Batch, State, batch_key},
    campaign::Campaign,
    escrow,
};

use super::{Error, Result};
use crate::contracts::ForceContract;

/// How far a campaign is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The campaign's row.
    pub campaign: Campaign,
    /// Its batches that are there, in the order in which they were made.
    pub batches: Vec<BatchProgress>,
    /// How many workers wait for tasks.
    pub waiting: usize,
}

/// How far a batch is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchProgress {
    /// Its number in the campaign.
    pub batch_idx: u32,
    /// What it is in its life.
    pub state: State,
    /// How many tasks it has; 0 until published.
    pub tasks: u32,
    /// How many workers do each of them.
    pub repetitions: u32,
    /// How many tasks have been given out as often as they are to be done.
    pub tasks_given_out: u32,
    /// How many results it was published for.
    pub wanted: u64,
    /// How many results count, or may still count.
    pub results: u64,
    /// How many results are rejected, and that is not settled.
    pub rejected: u32,
    /// How many results were rejected for good.
    pub dismissed: u32,
    /// How many tasks workers hold or are offered, lapsed ones among them.
    pub reserved: u32,
    /// How many places were given back and wait for another worker.
    pub reopened: u32,
    /// What a result earns.
    pub reward: Asset,
    /// What is in the escrow.
    pub escrow: Asset,
    /// What of it the owner can have back now.
    pub free: Asset,
}

impl Progress {
    /// How far a campaign is now.
    ///
    /// # Errors
    /// When there is no such campaign, or the node does not answer.
    pub async fn read(force: &ForceContract, campaign_id: u32) -> Result<Self> {
        let campaign = force.campaign(campaign_id).await?;
        let campaign = campaign.ok_or(Error::NoCampaign(campaign_id))?;
        let batches = force.batches(campaign_id).await?;
        let standby = force.standby(campaign_id).await?;
        let waiting = standby.iter().filter(|row| row.offered_on.0 == 0).count();
        Ok(Self { campaign, batches: batches.iter().map(BatchProgress::of).collect(), waiting })
    }

    /// How many results the campaign's batches were published for.
    pub fn wanted(&self) -> u64 {
        self.batches.iter().map(|batch| batch.wanted).sum()
    }

    /// How many results count, or may still count.
    pub fn results(&self) -> u64 {
        self.batches.iter().map(|batch| batch.results).sum()
    }

    /// Whether there is nothing to wait for: no published batch lacks a result.
    pub fn is_finished(&self) -> bool {
        self.batches.iter().all(|batch| batch.state != State::Published)
    }
}

impl BatchProgress {
    /// What a batch's row says.
    pub fn of(batch: &Batch) -> Self {
        let symbol = batch.balance.quantity.symbol;
        Self {
            batch_idx: batch.id,
            state: batch.state(),
            tasks: batch.num_tasks,
            repetitions: batch.repetitions,
            tasks_given_out: batch.num_tasks.saturating_sub(batch.tasks_open()),
            wanted: batch.results_wanted(),
            results: batch.results(),
            rejected: batch.held,
            dismissed: batch.dismissed,
            reserved: batch.reserved,
            reopened: batch.reopened,
            reward: batch.reward.quantity,
            escrow: batch.balance.quantity,
            // What is owed never exceeds what is there.
            free: Asset::new(escrow::free(batch).unwrap_or(0), symbol),
        }
    }

    /// The key of the batch in tables and memos.
    pub const fn key(&self, campaign_id: u32) -> u64 {
        batch_key(campaign_id, self.batch_idx)
    }
}
