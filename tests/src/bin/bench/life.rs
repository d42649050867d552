//! The life of campaigns and batches: made, changed, funded, published, refunded, removed, cleared.

use protocol::force::actions::{ClearAccounts, ClearTasks};

use crate::{
    Result,
    terms::{TASK_TIME, Terms},
    world::{TRANSFER, World},
};

/// The row of a reservation for which all tables have to be made.
pub(crate) const FIRST_RESERVATION: &str = "reservetask, empty tables";

/// How many tasks a batch has.
pub(crate) const TASKS: u32 = 50;

impl World<'_> {
    /// The first campaign, whose rows all stay: whoever writes the first row of a table pays for the table too, and
    /// is paid back when the last one goes. From now on neither happens.
    pub(crate) async fn begin(&mut self) -> Result<()> {
        let [worker] = *self.hire("holder", 1).await? else { return Err("a worker".into()) };
        let campaign = self.campaigns;
        self.measure("mkcampaign", self.make_campaign(TASK_TIME, Vec::new())).await?;
        self.campaigns += 1;
        self.measure("mkbatch", self.make_batch(campaign, 0, 3)).await?;
        self.measure("fund", self.fund(campaign, 0, 3 * u64::from(TASKS))?).await?;
        self.measure("publishbatch", self.publish(campaign, 0, TASKS)).await?;
        let reserve = self.reserve(worker, campaign, None);
        self.measure(FIRST_RESERVATION, reserve.clone()).await?;
        self.measure("submittask/3 first", self.submit(worker, campaign, 0)).await?;
        self.run(&[reserve]).await?;
        self.measure("skiptask", self.skip(worker, campaign, 1)).await
    }

    /// Campaigns on which nobody works.
    pub(crate) async fn live_through_campaigns(&mut self) -> Result<()> {
        const CAMPAIGNS: u32 = 50;
        /// A batch gets more than it needs, so that there is something to refund.
        const FUNDED: u64 = TASKS as u64 + 1;
        let worker = *self.workers.first().ok_or("a worker")?;
        for _ in 0..CAMPAIGNS {
            let campaign = self.campaigns;
            self.measure("mkcampaign", self.make_campaign(TASK_TIME, Vec::new())).await?;
            self.campaigns += 1;
            self.measure("editcampaign", self.edit_campaign(campaign)).await?;
            self.measure("mkbatch", self.make_batch(campaign, 0, 1)).await?;
            self.measure(TRANSFER, self.transfer(worker.name)).await?;
            self.measure("rmbatch/draft", self.remove_batch(campaign, 0)).await?;
            self.run(&[self.make_batch(campaign, 1, 1)]).await?;
            self.measure("fund", self.fund(campaign, 1, FUNDED)?).await?;
            self.measure("publishbatch", self.publish(campaign, 1, TASKS)).await?;
            self.measure("refund", self.refund(campaign, 1)).await?;
            self.measure("rmbatch/published", self.remove_batch(campaign, 1)).await?;
            self.measure("rmcampaign", self.remove_campaign(campaign)).await?;
        }
        Ok(())
    }

    /// A campaign whose work has been done and cashed.
    pub(crate) async fn clear_up(&mut self) -> Result<()> {
        const BATCHES: u32 = 10;
        let campaign = self.open_campaign(Terms::default(), BATCHES, TASKS).await?;
        let mut actions = Vec::new();
        for (task, worker) in (0..BATCHES * TASKS).zip(self.workers.clone().into_iter().cycle()) {
            actions.push(self.reserve(worker, campaign, None));
            actions.push(self.submit(worker, campaign, task));
        }
        self.run(&actions).await?;
        self.cash(campaign).await?;
        for batch in 0..BATCHES {
            self.measure("rmbatch/finished", self.remove_batch(campaign, batch)).await?;
            let clear = ClearTasks { batch_id: batch, campaign_id: campaign };
            self.measure("cleartasks, 50 results", self.act(self.requester, &clear)).await?;
        }
        self.run(&[self.remove_campaign(campaign)]).await?;
        for worker in self.workers.clone() {
            let clear = ClearAccounts { campaign_id: campaign, account_ids: vec![worker.id] };
            self.measure("clearaccts, 1 worker", self.act(self.requester, &clear)).await?;
        }
        Ok(())
    }
}
