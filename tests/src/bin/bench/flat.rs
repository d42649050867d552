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
const LAPSED: u32 = 500;
/// How often each outcome is measured in either campaign.
const TIMES: u32 = 100;
/// How many tasks are reserved of a small campaign while it is measured: it may run out of them neither before nor
/// after.
const PART: u32 = 5;
/// The reservations that one call looks at.
const LOOKED_AT: u32 = 8;
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

/// The task that a reservation is to give.
#[derive(Clone, Copy, Debug)]
struct Expected {
    campaign: u32,
    task: u32,
}

/// The reservations that lead to an outcome, one a time: in small campaigns, in a large one.
type Plan = [Vec<Expected>; 2];

impl World<'_> {
    /// Measures all outcomes.
    pub(crate) async fn compare_sizes(&mut self) -> Result<()> {
        let worker = *self.workers.first().ok_or("a worker")?;
        let holders = self.hire("holder", (LAPSED + TIMES) as usize).await?;
        let plans = [
            self.plan_fresh().await?,
            self.plan_lapsed(&holders).await?,
            self.plan_unsuitable(worker, &holders).await?,
        ];
        self.wait_seconds(TASK_TIME + 1).await?;

        for time in 0..TIMES as usize {
            for (rows, plan) in ROWS.into_iter().zip(&plans) {
                for (row, expected) in rows.into_iter().zip(plan) {
                    let Expected { campaign, task } =
                        *expected.get(time).ok_or("each time is planned")?;
                    self.measure(row, self.reserve(worker, campaign, None)).await?;
                    // Fails if it is another task.
                    self.run(&[self.submit(worker, campaign, task)]).await?;
                }
            }
        }
        Ok(())
    }

    async fn plan_fresh(&mut self) -> Result<Plan> {
        let campaign = self.open_campaign(Terms::default(), 1, LARGE).await?;
        let large = (0..TIMES).map(|task| Expected { campaign, task }).collect();
        let mut small = Vec::new();
        for _ in 0..TIMES / PART {
            let campaign = self.open_campaign(Terms::default(), 1, SMALL).await?;
            small.extend((0..PART).map(|task| Expected { campaign, task }));
        }
        Ok([small, large])
    }

    async fn plan_lapsed(&mut self, holders: &[Worker]) -> Result<Plan> {
        let terms = Terms { task_time: TASK_TIME, ..Terms::default() };
        let campaign = self.open_campaign(terms.clone(), 1, LARGE).await?;
        self.hold(holders, LAPSED + TIMES, campaign).await?;
        let large = (0..TIMES).map(|task| Expected { campaign, task }).collect();
        let mut small = Vec::new();
        for _ in 0..TIMES / PART {
            let campaign = self.open_campaign(terms.clone(), 1, SMALL).await?;
            self.hold(holders, PART, campaign).await?;
            small.extend((0..PART).map(|task| Expected { campaign, task }));
        }
        Ok([small, large])
    }

    async fn plan_unsuitable(&mut self, worker: Worker, holders: &[Worker]) -> Result<Plan> {
        let terms = Terms { repetitions: 2, task_time: TASK_TIME, ..Terms::default() };
        let campaign = self.open_campaign(terms.clone(), 1, LARGE).await?;
        self.do_first(worker, campaign, LAPSED).await?;
        self.hold(holders, LAPSED, campaign).await?;
        let large = (LAPSED..LAPSED + TIMES).map(|task| Expected { campaign, task }).collect();
        let mut small = Vec::new();
        for _ in 0..TIMES {
            let campaign = self.open_campaign(terms.clone(), 1, SMALL).await?;
            self.do_first(worker, campaign, LOOKED_AT).await?;
            self.hold(holders, LOOKED_AT, campaign).await?;
            small.push(Expected { campaign, task: LOOKED_AT });
        }
        Ok([small, large])
    }

    /// Lets each of the first so many workers hold a task.
    async fn hold(&mut self, workers: &[Worker], count: u32, campaign: u32) -> Result<()> {
        let workers = workers.iter().take(count as usize);
        let reserve = workers.map(|worker| self.reserve(*worker, campaign, None));
        let actions: Vec<PackedAction> = reserve.collect();
        self.run(&actions).await
    }

    /// Lets a worker do the first tasks of a campaign.
    async fn do_first(&mut self, worker: Worker, campaign: u32, tasks: u32) -> Result<()> {
        let mut actions = Vec::with_capacity(2 * tasks as usize);
        for task in 0..tasks {
            actions.push(self.reserve(worker, campaign, None));
            actions.push(self.submit(worker, campaign, task));
        }
        self.run(&actions).await
    }
}
