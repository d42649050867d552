//! The end of batches in the world of `world`: refunded, removed, cancelled, cleared.

use antelope::{TimePointSec, table::composite};
use protocol::force::{
    Error,
    batch::{Batch, State, batch_key},
    escrow,
};

use crate::world::{Outcome, World};

const ROWS_CLEARED: usize = 5;

impl World {
    pub(crate) fn refund(&mut self, batch_id: u64) -> Outcome {
        let batch = self.batches.get_mut(&batch_id).ok_or(Error::BatchNotFound)?;
        let free = escrow::take_free(batch)?;
        if free == 0 {
            return Err(Error::NothingToRefund);
        }
        self.tokens -= free;
        self.drop_if_done(batch_id);
        Ok(())
    }

    fn drop_if_done(&mut self, batch_id: u64) {
        let batch = &self.batches[&batch_id];
        let removed = batch.state() == State::Removed;
        let has_counts = self.has_counts(batch);
        let batch = &self.batches[&batch_id];
        if removed && batch.is_cleared() && !has_counts && batch.balance.quantity.amount == 0 {
            let campaign_id = batch.campaign_id;
            self.batches.remove(&batch_id);
            self.campaigns.get_mut(&campaign_id).expect("exists").live_batches -= 1;
        }
    }

    fn has_counts(&self, batch: &Batch) -> bool {
        let range = composite(batch.campaign_id, batch.start_task_idx)
            ..composite(batch.campaign_id, batch.end_task_idx());
        self.repetitions.range(range).next().is_some()
    }

    pub(crate) fn remove_batch(&mut self, batch_id: u64) -> Outcome {
        let batch = self.batches.get_mut(&batch_id).ok_or(Error::BatchDoesNotExist)?;
        let campaign = self.campaigns.get_mut(&batch.campaign_id).expect("exists");
        self.tokens -= batch.remove(campaign)?;
        self.drop_if_done(batch_id);
        Ok(())
    }

    /// Removes a few of the campaign's next batches.
    pub(crate) fn cancel(&mut self, campaign_id: u32) -> Outcome {
        let cancelled = self.campaigns[&campaign_id].cancelled;
        let next = batch_key(campaign_id, cancelled)..batch_key(campaign_id + 1, 0);
        let next: Vec<_> = self.batches.range(next).map(|(key, _)| *key).take(2).collect();
        if next.is_empty() {
            return Err(Error::NothingToCancel);
        }
        for key in next {
            let id = self.batches[&key].id;
            match self.remove_batch(key) {
                Ok(()) | Err(Error::BatchRemoved) => {}
                Err(error) => return Err(error),
            }
            self.campaigns.get_mut(&campaign_id).expect("exists").cancelled = id + 1;
        }
        Ok(())
    }

    /// Clears a few rows of a removed batch.
    pub(crate) fn clear(&mut self, batch_id: u64) -> Outcome {
        let batch = self.batches.get(&batch_id).ok_or(Error::BatchNotFound)?.clone();
        if batch.state() != State::Removed {
            return Err(Error::BatchExists);
        }
        let mut left = ROWS_CLEARED;
        let mut changed = batch.clone();
        let (delay, now) = (batch.review.payout_delay_sec, TimePointSec(self.now));
        let rows: Vec<_> = self
            .submissions
            .range((batch_id, 0, 0)..=(batch_id, u32::MAX, u32::MAX))
            .filter(|(_, row)| row.is_settled(delay, now))
            .map(|(k, _)| *k)
            .take(left)
            .collect();
        for row in rows {
            changed.forget_result(&self.submissions.remove(&row).expect("is there"))?;
            left -= 1;
        }
        let counts = composite(batch.campaign_id, batch.start_task_idx)
            ..composite(batch.campaign_id, batch.end_task_idx());
        let rows: Vec<_> = self.repetitions.range(counts).map(|(k, _)| *k).take(left).collect();
        for row in rows {
            self.repetitions.remove(&row);
            left -= 1;
        }
        let all = composite(batch.campaign_id, 0)..composite(batch.campaign_id + 1, 0);
        let of_batch = |batch_idx| batch_idx == batch.id;
        let rows: Vec<_> = self
            .reopened
            .range(all.clone())
            .filter(|(_, r)| of_batch(r.batch_idx))
            .map(|(k, _)| *k)
            .take(left)
            .collect();
        for row in rows {
            self.reopened.remove(&row);
            changed.forget_places(1, 0)?;
            left -= 1;
        }
        let max = self.campaigns[&batch.campaign_id].max_task_time;
        let rows: Vec<_> = self
            .reservations
            .range(all)
            .filter(|(_, r)| of_batch(r.batch_idx) && r.has_lapsed(max, now))
            .map(|(k, _)| *k)
            .take(left)
            .collect();
        for row in rows {
            self.reservations.remove(&row);
            changed.forget_places(0, 1)?;
        }
        self.batches.insert(batch_id, changed);
        self.drop_if_done(batch_id);
        Ok(())
    }
}
