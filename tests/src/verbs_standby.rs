//! What people do who wait for tasks, and those who serve them.

use antelope::{Extension, Name};
use protocol::force::{
    actions::{Assign, JoinStandby, LeaveStandby},
    standby::Standby,
};
use sdk::{Receipt, Result};

use crate::{Actor, World};

impl World {
    /// Stands by for a campaign, without naming assets. Gives the row.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn stand_by(&self, worker: Actor, campaign: u32) -> Result<Standby> {
        let action = self.joining(worker.id, campaign);
        self.push(worker.name, &action).await?;
        Ok(self.place(worker, campaign).await.expect("whoever stands by has a row"))
    }

    /// The action by which a worker stands by.
    pub fn joining(&self, account_id: u32, campaign_id: u32) -> JoinStandby {
        JoinStandby { campaign_id, account_id, ..JoinStandby::default() }
    }

    /// Waits no longer.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn leave(&self, worker: Actor, campaign_id: u32) -> Result<Receipt> {
        self.push(worker.name, &self.leaving(worker.id, campaign_id)).await
    }

    /// The action by which a worker stops standing by.
    pub fn leaving(&self, account_id: u32, campaign_id: u32) -> LeaveStandby {
        let (payer, sig, terms) = (Extension(None), Extension(None), Extension(None));
        LeaveStandby { campaign_id, account_id, payer, sig, terms }
    }

    /// Takes steps along the queue of a campaign, at the stranger's expense.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn assign(&self, campaign: u32) -> Result<Receipt> {
        self.push_all(&[self.force.assignment(self.stranger, campaign)]).await
    }

    /// Takes at most `max` steps along the queue of a campaign, at the expense of `payer`.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn assign_some(&self, by: Name, campaign_id: u32, max: u32) -> Result<Receipt> {
        self.push(by, &Assign { campaign_id, max, payer: by }).await
    }

    /// The place of a worker who stands by.
    pub async fn place(&self, worker: Actor, campaign: u32) -> Option<Standby> {
        self.force.standby_of(campaign, worker.id).await.unwrap()
    }

    /// The task that a worker who stands by is offered.
    pub async fn offered(&self, worker: Actor, campaign: u32) -> Option<u32> {
        self.place(worker, campaign).await?.offer().map(|task| task.task_idx)
    }

    /// Who stands by for a campaign, in order, each with the task that he is offered.
    pub async fn queue(&self, campaign: u32) -> Vec<(u32, Option<u32>)> {
        let rows = self.force.standby(campaign).await.unwrap();
        rows.iter().map(|row| (row.account_id, row.offer().map(|task| task.task_idx))).collect()
    }
}
