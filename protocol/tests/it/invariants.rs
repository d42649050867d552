//! What must hold in the world after every action: money, places of tasks, counters.

use std::collections::{BTreeMap, BTreeSet};

use antelope::table::composite;
use protocol::force::{
    batch::{Batch, State, batch_key},
    escrow,
    standby::Standby,
    submission::Standing,
};

use crate::world::World;

impl World {
    /// Every property that must hold after every action.
    pub(crate) fn check(&self) {
        let escrow: i64 = self.batches.values().map(|batch| batch.balance.quantity.amount).sum();
        let payments = self.payments.values().map(|row| row.pending.quantity.amount + row.fee);
        let payments: i64 = payments.sum();
        assert_eq!(self.tokens, escrow + payments + self.fees, "every token is accounted for");
        for (key, batch) in &self.batches {
            self.check_batch(*key, batch);
        }
        for (key, row) in &self.payments {
            let results = &self.earned[key];
            assert!(!results.is_empty(), "a payment is for something");
            assert_eq!(row.pending.quantity.amount, results.values().sum::<i64>(), "{row:?}");
            assert!(results.keys().all(|result| !self.paid.contains(result)), "{row:?}");
        }
        assert_eq!(self.payments.len(), self.earned.len());
        for campaign in self.campaigns.values() {
            let held: Vec<_> =
                self.reservations.values().filter(|row| row.campaign_id == campaign.id).collect();
            let holders: BTreeSet<_> = held.iter().map(|row| row.account_id).collect();
            assert_eq!(held.len(), holders.len(), "a worker holds one task of a campaign");
            self.check_queue(campaign.id);
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
        let (mut held, mut dismissed) = (0, 0);
        for row in self.reservations.values().filter(|r| of_batch(r.campaign_id, r.batch_idx)) {
            *taken.entry(row.task_idx).or_default() += 1;
            reserved += 1;
            let done = (key, row.task_idx, row.account_id.expect("is held"));
            assert!(!self.submissions.contains_key(&done), "a worker never gets a task he did");
        }
        for row in self.queue(batch.campaign_id) {
            let Some(task) = row.offer().filter(|task| task.batch_idx == batch.id) else {
                continue;
            };
            *taken.entry(task.task_idx).or_default() += 1;
            reserved += 1;
            let done = (key, task.task_idx, row.account_id);
            assert!(
                !self.submissions.contains_key(&done),
                "a worker is never offered a task he did"
            );
        }
        for row in self.reopened.values().filter(|r| of_batch((r.id >> 32) as u32, r.batch_idx)) {
            *taken.entry(row.task_idx).or_default() += 1;
            reopened += 1;
        }
        let results = (key, 0, 0)..=(key, u32::MAX, u32::MAX);
        for (place, result) in self.submissions.range(results) {
            submitted += 1;
            let standing = result.standing();
            let is_open = matches!(standing, Standing::Rejected | Standing::Appealed);
            assert_eq!(self.rejections.contains_key(place), is_open, "{result:?}");
            held += u32::from(is_open);
            if standing == Standing::Dismissed {
                dismissed += 1;
            } else {
                *taken.entry(place.1).or_default() += 1;
            }
            assert_eq!(result.paid, matches!(standing, Standing::Submitted | Standing::Confirmed));
        }
        assert_eq!(
            (reserved, reopened, submitted, held, dismissed),
            (batch.reserved, batch.reopened, batch.submissions, batch.held, batch.dismissed)
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
                    // Else nobody would be left to whom the missing part could be given. An offer that was not
                    // accepted is a part without a worker who has passed the task.
                    let passed = self.passed(batch.campaign_id, task_idx);
                    assert!(passed <= count, "{passed} workers share {count} parts of {task_idx}");
                }
            }
        }
        if batch.state() == State::Finished {
            assert_eq!(batch.results(), batch.results_wanted());
            assert!(taken.values().all(|count| *count == batch.repetitions));
        }
    }

    /// How many workers have got as far as a task, or are offered it.
    fn passed(&self, campaign_id: u32, task_idx: u32) -> u32 {
        let cursors = self.cursors.values().filter(|row| row.campaign_id == campaign_id);
        let have_passed = cursors.filter(|row| row.value >= task_idx).count();
        let offers = self.queue(campaign_id).filter_map(Standby::offer);
        let are_offered = offers.filter(|task| task.task_idx == task_idx).count();
        u32::try_from(have_passed + are_offered).expect("few workers")
    }
}
