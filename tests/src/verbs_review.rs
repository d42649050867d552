//! What people do about results that are in: they accept, reject, appeal, decide; and what owners do with campaigns.

use antelope::{Asset, Extension, Name};
use protocol::{
    force::{
        actions::{
            Accept, Appeal, Cancel, Pause, Reject, RemoveCampaign, Resolve, SetOwner, SetReview,
            Settle,
        },
        batch::batch_key,
        rejection::Rejection,
        review::Review,
        submission::{Standing, Submission},
    },
    vaddress::VAddress,
};
use sdk::{Receipt, Result};

use crate::{Actor, World};

/// Owners of campaigns.
impl World {
    /// Changes the terms of review of a campaign, in the name of its owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn set_review(&self, id: u32, change: impl FnOnce(&mut Review)) -> Result<Receipt> {
        let row = self.campaign_row(id).await;
        let mut review = row.review;
        change(&mut review);
        let action =
            SetReview { campaign_id: id, review, sig: Extension(None), terms: Extension(None) };
        self.push(account(row.owner), &action).await
    }

    /// Rejects a result, in the name of the campaign's owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn reject(&self, result: &Submission) -> Result<Receipt> {
        let owner = account(self.campaign_row(result.campaign_id).await.owner);
        self.push(owner, &self.rejection(result, "the answer is not what was asked for")).await
    }

    /// The action that rejects a result for a reason.
    pub fn rejection(&self, result: &Submission, reason: &str) -> Reject {
        Reject {
            batch_id: batch_key(result.campaign_id, result.batch_idx),
            task_idx: result.task_idx,
            account_id: worker_of(result),
            reason: reason.into(),
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        }
    }

    /// Accepts what a payment is for.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn accept_payment(&self, by: Name, payment_id: u64) -> Result<Receipt> {
        let (sig, terms) = (Extension(None), Extension(None));
        self.push(by, &Accept { payment_id, sig, terms }).await
    }

    /// Gives a campaign to another owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn set_owner(&self, by: Name, id: u32, new_owner: VAddress) -> Result<Receipt> {
        let action = SetOwner {
            campaign_id: id,
            new_owner,
            payer: by,
            sig: Extension(None),
            terms: Extension(None),
        };
        self.push(by, &action).await
    }

    /// Stops new reservations, or lets them go on.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn pause(&self, by: Name, campaign_id: u32, paused: bool) -> Result<Receipt> {
        let action = Pause { campaign_id, paused, sig: Extension(None), terms: Extension(None) };
        self.push(by, &action).await
    }

    /// Removes the next batches of a campaign.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn cancel(&self, by: Name, campaign_id: u32) -> Result<Receipt> {
        self.push(by, &Cancel { campaign_id, sig: Extension(None), terms: Extension(None) }).await
    }

    /// Removes a campaign that has no batches, in the name of its owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn remove_campaign(&self, campaign_id: u32) -> Result<Receipt> {
        let owner = self.campaign_row(campaign_id).await.owner;
        let (sig, terms) = (Extension(None), Extension(None));
        self.push(account(owner), &RemoveCampaign { campaign_id, owner, sig, terms }).await
    }
}

/// Workers and arbiters; and anybody, for what time has decided.
impl World {
    /// Appeals against the rejection of a result, in the name of `worker`.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn appeal(&self, worker: Actor, result: &Submission) -> Result<Receipt> {
        let action = Appeal {
            batch_id: batch_key(result.campaign_id, result.batch_idx),
            task_idx: result.task_idx,
            account_id: worker_of(result),
            sig: Extension(None),
            terms: Extension(None),
        };
        self.push(worker.name, &action).await
    }

    /// Decides an appeal, in the name of `arbiter`.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn resolve(
        &self,
        arbiter: Name,
        result: &Submission,
        upheld: bool,
    ) -> Result<Receipt> {
        let action = Resolve {
            batch_id: batch_key(result.campaign_id, result.batch_idx),
            task_idx: result.task_idx,
            account_id: worker_of(result),
            upheld,
            payer: Extension(None),
        };
        self.push(arbiter, &action).await
    }

    /// Does what time has decided about a result, at the stranger's expense.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn settle(&self, result: &Submission) -> Result<Receipt> {
        let action = Settle {
            batch_id: batch_key(result.campaign_id, result.batch_idx),
            task_idx: result.task_idx,
            account_id: worker_of(result),
            payer: self.stranger,
        };
        self.push(self.stranger, &action).await
    }
}

/// What there is.
impl World {
    /// The fees that can be claimed.
    ///
    /// # Panics
    /// When the token is not accepted.
    pub async fn pot(&self) -> Asset {
        self.force.token(self.token).await.unwrap().expect("an accepted token").fees
    }

    /// How a result stands now.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn standing(&self, result: &Submission) -> Standing {
        let batch = batch_key(result.campaign_id, result.batch_idx);
        let row = self.force.submission(batch, result.task_idx, worker_of(result)).await.unwrap();
        row.expect("a result").standing()
    }

    /// The rejection of a result, while it is not settled.
    pub async fn rejection_of(&self, result: &Submission) -> Option<Rejection> {
        let batch = batch_key(result.campaign_id, result.batch_idx);
        self.force.rejection(batch, result.task_idx, worker_of(result)).await.unwrap()
    }
}

fn worker_of(result: &Submission) -> u32 {
    result.account_id.expect("a result has a worker")
}

fn account(owner: VAddress) -> Name {
    owner.account().expect("an owner with an account")
}
