//! Whether a reservation costs the same in a large campaign as in a small one.
//!
//! Each outcome is brought about in both, in alternation, with the same rows around it but for their number:
//!
//! * **fresh**: a task that nobody had, with no other reservations;
//! * **lapsed**: the oldest of the lapsed reservations changes hands (5 of 10 tasks lapsed, 500 of 10,000);
//! * **unsuitable**: a fresh task again, after the contract has looked at eight lapsed reservations in vain, because the
//!   worker has done those tasks himself (8 of 10 tasks lapsed, 500 of 10,000). It looks at no more than eight.

use antelope::PackedAction;

use crate::{
    Result,
    terms::Terms,
    world::{Worker, World},
};

/// The tasks of a small campaign.
const SMALL: u32 = 10;
/// The tasks of a large campaign.
const LARGE: u32 = 10_000;
/// The lapsed reservations that a large campaign has whenever something is measured.
const LAPSED: usize = 500;
/// How often each outcome is measured in either campaign.
const TIMES: usize = 100;
/// How long a worker holds a task, in seconds: longer than all reservations take that are to lapse.
const TASK_TIME: u32 = 20;

/// The rows of each outcome: in a small campaign, in a large one.
pub(crate) const ROWS: [[&str; 2]; 3] = [
    ["reserve fresh, 10 tasks", "reserve fresh, 10^4 tasks"],
    ["reserve lapsed, 10 tasks", "reserve lapsed, 10^4 tasks"],
    ["reserve unsuitable, 10 tasks", "reserve unsuitable, 10^4 tasks"],
];
/// How much more the large campaign may cost, in hundredths.
pub(crate) const MOST: u32 = 120;

impl World<'_> {
    /// Measures all outcomes.
    pub(crate) async fn compare_sizes(&mut self) -> Result<()> {
        let holders = self.hire("holder", LAPSED + TIMES).await?;
        let worker = *self.workers.first().ok_or("a worker")?;
        let twice = Terms { repetitions: 2, ..Terms::default() };
        let lapsing = |terms: Terms| Terms { task_time: TASK_TIME, ..terms };

        let fresh_large = self.open_campaign(Terms::default(), 1, LARGE).await?;
        let lapsed_large = self.open_campaign(lapsing(Terms::default()), 1, LARGE).await?;
        let unsuitable_large = self.open_campaign(lapsing(twice.clone()), 1, LARGE).await?;
        self.hold(&holders, lapsed_large).await?;
        self.do_first(worker, unsuitable_large, LAPSED).await?;
        self.hold(&holders[..LAPSED], unsuitable_large).await?;

        const HELD: usize = 5;
        const UNSUITABLE: usize = 8;
        let mut fresh_small = Vec::new();
        let mut lapsed_small = Vec::new();
        let mut unsuitable_small = Vec::new();
        for _ in 0..TIMES / HELD {
            fresh_small.push(self.open_campaign(Terms::default(), 1, SMALL).await?);
            let campaign = self.open_campaign(lapsing(Terms::default()), 1, SMALL).await?;
            self.hold(&holders[..HELD], campaign).await?;
            lapsed_small.push(campaign);
        }
        for _ in 0..TIMES {
            let campaign = self.open_campaign(lapsing(twice.clone()), 1, SMALL).await?;
            self.do_first(worker, campaign, UNSUITABLE).await?;
            self.hold(&holders[..UNSUITABLE], campaign).await?;
            unsuitable_small.push(campaign);
        }
        // The chain's clock is its blocks'.
        self.wait_seconds(TASK_TIME + 1).await?;

        for time in 0..TIMES {
            let [fresh, lapsed, unsuitable] = ROWS;
            let place = time / HELD;
            let small = [fresh_small[place], lapsed_small[place], unsuitable_small[time]];
            let large = [fresh_large, lapsed_large, unsuitable_large];
            for (rows, campaigns) in
                [fresh, lapsed, unsuitable].into_iter().zip(small.into_iter().zip(large))
            {
                let campaigns = [campaigns.0, campaigns.1];
                for (row, campaign) in rows.into_iter().zip(campaigns) {
                    self.measure(row, self.reserve(worker, campaign, None)).await?;
                    let task = self.held(worker, campaign).await?;
                    self.run(&[self.submit(worker, campaign, task)]).await?;
                }
            }
        }
        Ok(())
    }

    /// Lets each worker hold a task.
    async fn hold(&mut self, workers: &[Worker], campaign: u32) -> Result<()> {
        let reserve = workers.iter().map(|worker| self.reserve(*worker, campaign, None));
        let actions: Vec<PackedAction> = reserve.collect();
        self.run(&actions).await
    }

    /// Lets a worker do the first tasks of a campaign.
    async fn do_first(&mut self, worker: Worker, campaign: u32, tasks: usize) -> Result<()> {
        let mut actions = Vec::with_capacity(2 * tasks);
        for task in 0..u32::try_from(tasks)? {
            actions.push(self.reserve(worker, campaign, None));
            actions.push(self.submit(worker, campaign, task));
        }
        self.run(&actions).await
    }
}
