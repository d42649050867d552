//! What must hold in the world after every action: money, places of tasks, counters.

use std::collections::{BTreeMap, BTreeSet};

use antelope::table::composite;
use protocol::force::{
    batch::{Batch, State, batch_key},
    escrow,
};

use crate::world::World;

impl World {
    /// Every property that must hold after every action.
    pub(crate) fn check(&self) {
        let escrow: i64 = self.batches.values().map(|batch| batch.balance.quantity.amount).sum();
        let payments: i64 = self.payments.values().map(|row| row.pending.quantity.amount).sum();
        assert_eq!(self.tokens, escrow + payments + self.fees, "every token is accounted for");
        for (key, batch) in &self.batches {
            self.check_batch(*key, batch);
        }
        for campaign in self.campaigns.values() {
            let held: Vec<_> =
                self.reservations.values().filter(|row| row.campaign_id == campaign.id).collect();
            let holders: BTreeSet<_> = held.iter().map(|row| row.account_id).collect();
            assert_eq!(held.len(), holders.len(), "a worker holds one task of a campaign");
            let open: u32 = self
                .batches
                .values()
                .filter(|batch| batch.campaign_id == campaign.id && batch.is_open())
                .map(Batch::tasks_open)
                .sum();
            assert_eq!(campaign.total_tasks - campaign.reservations_done, open);
        }
    }

    fn check_batch(&self, key: u64, batch: &Batch) {
        assert!(batch.balance.quantity.amount >= 0);
        escrow::free(batch).expect("a batch can always pay what it owes");
        let of_batch = |campaign_id, batch_idx| batch_key(campaign_id, batch_idx) == key;
        let mut taken = BTreeMap::<u32, u32>::new();
        let (mut reserved, mut reopened, mut submitted) = (0, 0, 0);
        for row in self.reservations.values().filter(|r| of_batch(r.campaign_id, r.batch_idx)) {
            *taken.entry(row.task_idx).or_default() += 1;
            reserved += 1;
            let done = (key, row.task_idx, row.account_id.expect("is held"));
            assert!(!self.submissions.contains_key(&done), "a worker never gets a task he did");
        }
        for row in self.reopened.values().filter(|r| of_batch((r.id >> 32) as u32, r.batch_idx)) {
            *taken.entry(row.task_idx).or_default() += 1;
            reopened += 1;
        }
        for (_, task_idx, _) in
            self.submissions.range((key, 0, 0)..=(key, u32::MAX, u32::MAX)).map(|(k, _)| *k)
        {
            *taken.entry(task_idx).or_default() += 1;
            submitted += 1;
        }
        assert_eq!(
            (reserved, reopened, submitted),
            (batch.reserved, batch.reopened, batch.submissions)
        );
        for (task_idx, count) in &taken {
            assert!(
                (batch.start_task_idx..batch.end_task_idx()).contains(task_idx),
                "index in range"
            );
            assert!(*count <= batch.repetitions, "task {task_idx} has {count} places taken");
        }
        if batch.state() == State::Published {
            for task_idx in batch.start_task_idx..batch.end_task_idx() {
                let count = taken.get(&task_idx).copied().unwrap_or(0);
                let counted = self
                    .repetitions
                    .get(&composite(batch.campaign_id, task_idx))
                    .copied()
                    .unwrap_or(0);
                if task_idx < batch.frontier {
                    assert_eq!((count, counted), (batch.repetitions, 0), "task {task_idx}");
                } else {
                    assert_eq!(count, counted, "task {task_idx}");
                    assert!(count < batch.repetitions);
                }
            }
        }
        if batch.state() == State::Finished {
            assert_eq!(u64::from(batch.submissions), batch.results_wanted());
            assert!(taken.values().all(|count| *count == batch.repetitions));
        }
    }
}
