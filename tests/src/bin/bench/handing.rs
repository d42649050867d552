//! Tasks that go from one worker to another: skipped, released, lapsed.

use crate::{
    Result,
    life::TASKS,
    terms::{TASK_TIME, Terms},
    world::World,
};

/// How a task leaves its first worker.
#[derive(Clone, Copy, Debug)]
enum Leaving {
    Skipped,
    Released,
    Lapsed,
}

impl World<'_> {
    /// Campaigns in which every other task is done by a worker who did not get it first.
    pub(crate) async fn hand_tasks_on(&mut self) -> Result<()> {
        for leaving in [Leaving::Skipped, Leaving::Released, Leaving::Lapsed] {
            self.hand_on(leaving).await?;
        }
        Ok(())
    }

    async fn hand_on(&mut self, leaving: Leaving) -> Result<()> {
        let [one, other, ..] = *self.workers.as_slice() else { return Err("two workers".into()) };
        // With no time at all for a task, a reservation has lapsed when the next worker asks.
        let task_time = if matches!(leaving, Leaving::Lapsed) { 0 } else { TASK_TIME };
        let terms = Terms { task_time, ..Terms::default() };
        let campaign = self.open_campaign(terms, 1, 2 * TASKS).await?;
        let mut task = 0;
        for _ in 0..TASKS {
            self.run(&[self.reserve(one, campaign, None)]).await?;
            let row = match leaving {
                Leaving::Skipped => {
                    self.measure("skiptask", self.skip(one, campaign, task)).await?;
                    "reservetask/1 given back"
                }
                Leaving::Released => {
                    self.measure("releasetask", self.release(one, campaign, task)).await?;
                    "reservetask/1 given back"
                }
                Leaving::Lapsed => "reservetask/1 lapsed",
            };
            self.measure(row, self.reserve(other, campaign, None)).await?;
            // Fails if it is another task.
            self.run(&[self.submit(other, campaign, task)]).await?;
            task += 1;
            if matches!(leaving, Leaving::Skipped) {
                self.run(&[self.submit(one, campaign, task)]).await?;
                task += 1;
            }
        }
        Ok(())
    }
}
