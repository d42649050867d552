//! Waiting for tasks of a campaign that has none.

use antelope::Extension;
use protocol::force::{
    Error as Refusal,
    actions::{JoinStandby, LeaveStandby},
};

use super::{Error, Opening, Worker};

impl Worker {
    /// Waits for tasks of a campaign that has none for this worker now: he is served before whoever comes later. Gives
    /// whether he waits; if not, there is something for him.
    ///
    /// # RAM
    /// [`Identity::payer`](super::Identity::payer), until the worker has a task or leaves.
    ///
    /// # Errors
    /// When the contract or the chain refuses for any other reason, or the node does not answer.
    pub async fn stand_by(&self, opening: &Opening) -> Result<bool, Error> {
        let action = JoinStandby {
            campaign_id: opening.campaign.id,
            account_id: opening.account_id,
            quali_assets: opening.quali_assets.clone(),
            ..JoinStandby::default()
        };
        let actions = vec![self.action(action, 0).await?];
        match self.act(actions).await {
            Ok(_) => Ok(true),
            Err(error) => match error.refusal() {
                Some(Refusal::AlreadyStandingBy) => Ok(true),
                Some(Refusal::TasksAvailable | Refusal::AlreadyReserved) => Ok(false),
                _ => Err(error),
            },
        }
    }

    /// Waits no longer. What the worker was offered goes to others.
    ///
    /// # Errors
    /// When the contract or the chain refuses, unless he does not wait anyhow; when the node does not answer.
    pub async fn stop_standing_by(&self, opening: &Opening) -> Result<(), Error> {
        let action = LeaveStandby {
            campaign_id: opening.campaign.id,
            account_id: opening.account_id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        let actions = vec![self.action(action, 0).await?];
        match self.act(actions).await {
            Ok(_) => Ok(()),
            Err(error) => match error.refusal() {
                Some(Refusal::NotStandingBy | Refusal::CampaignNotFound) => Ok(()),
                _ => Err(error),
            },
        }
    }
}
