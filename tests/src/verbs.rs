//! What people do in a network, each in a line.
//!
//! Reads and refusals are left to the handles of `sdk`.

use antelope::{Asset, Extension, Name, pack::Pair};
use protocol::force::{
    actions::{
        ClearTasks, EditCampaign, MakeBatch, MakeCampaign, Payout, PublishBatch, Refund,
        ReleaseTask, RemoveBatch, ReserveTask, SetSettings, SkipTask, SubmitTask,
    },
    batch::{Batch, batch_key, split_batch_key},
    campaign::{Campaign, Content},
    escrow,
    payment::Payment,
    reservation::Reservation,
    submission::{DATA_IPFS, ResultData, Submission},
};
use sdk::{Receipt, Result};

use crate::{Actor, EFX, World, efx};

/// A result: the multihash of a document, a different one for each number.
pub fn result(number: u8) -> ResultData {
    let mut multihash = vec![0x12, 0x20];
    multihash.resize(34, number);
    Pair { first: DATA_IPFS, second: multihash }
}

/// What the escrow of a batch needs for `results` results: rewards, and a fee of a tenth.
pub fn exactly(reward: Asset, results: i64) -> Asset {
    Asset::new((reward.amount + escrow::fee_of(reward.amount, 1000)) * results, EFX)
}

/// Requesters.
impl World {
    /// The terms of a campaign of the requester: so much for a result, an hour for a task, open to all.
    pub fn terms(&self, reward: &str) -> MakeCampaign {
        MakeCampaign {
            owner: self.requester.into(),
            content: Content::ipfs("campaign".into()),
            max_task_time: 3600,
            reward: self.amount(efx(reward)),
            qualis: Vec::new(),
            payer: self.requester,
            sig: Extension(None),
            terms: Extension(None),
        }
    }

    /// Makes a campaign on these terms, authorized by its owner (or, for an owner without an account, its payer).
    /// Gives its id.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn campaign(&self, terms: MakeCampaign) -> Result<u32> {
        let by = terms.owner.account().unwrap_or(terms.payer);
        self.push(by, &terms).await?.return_value()
    }

    /// Edits a campaign in the name of its owner, otherwise as it is.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn edit(&self, id: u32, change: impl FnOnce(&mut EditCampaign)) -> Result<Receipt> {
        let (row, owner) = self.campaign_and_owner(id).await?;
        let mut edit = EditCampaign {
            campaign_id: id,
            owner: row.owner,
            content: row.content,
            paused: row.paused,
            reward: row.reward,
            qualis: row.qualis,
            payer: owner,
            sig: Extension(None),
            terms: Extension(None),
        };
        change(&mut edit);
        self.push(owner, &edit).await
    }

    /// Makes the next batch of a campaign. Gives its key.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn batch(&self, campaign_id: u32, repetitions: u32) -> Result<u64> {
        let (row, owner) = self.campaign_and_owner(campaign_id).await?;
        let batch = MakeBatch {
            id: row.num_batches,
            campaign_id,
            content: Content::ipfs("batch".into()),
            repetitions,
            payer: owner,
            sig: Extension(None),
            terms: Extension(None),
        };
        self.push(owner, &batch).await?;
        Ok(batch_key(campaign_id, batch.id))
    }

    /// Transfers tokens of the requester into the escrow of a batch.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn fund(&self, batch: u64, quantity: Asset) -> Result<Receipt> {
        let funding = self.force.funding(self.requester, batch, self.amount(quantity));
        self.push_all(&[funding]).await
    }

    /// Publishes a batch in the name of its owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn publish(&self, batch: u64, num_tasks: u32) -> Result<Receipt> {
        let owner = self.owner_of_batch(batch).await?;
        self.push(
            owner,
            &PublishBatch {
                batch_id: batch,
                num_tasks,
                sig: Extension(None),
                terms: Extension(None),
            },
        )
        .await
    }

    /// Makes a batch, funds it with exactly what it needs, and publishes it. Gives its key.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn published(&self, campaign: u32, repetitions: u32, tasks: u32) -> Result<u64> {
        let batch = self.batch(campaign, repetitions).await?;
        let reward = self.batch_row(batch).await.reward.quantity;
        let cost = exactly(reward, i64::from(repetitions) * i64::from(tasks));
        if cost.amount > 0 {
            self.fund(batch, cost).await?;
        }
        self.publish(batch, tasks).await?;
        Ok(batch)
    }

    /// Removes a batch in the name of its owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn remove(&self, batch: u64) -> Result<Receipt> {
        let owner = self.owner_of_batch(batch).await?;
        let (campaign_id, id) = split_batch_key(batch);
        self.push(
            owner,
            &RemoveBatch { id, campaign_id, sig: Extension(None), terms: Extension(None) },
        )
        .await
    }

    /// Takes back what is free in a batch, in the name of its owner.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn refund(&self, batch: u64) -> Result<Receipt> {
        let owner = self.owner_of_batch(batch).await?;
        self.push(owner, &Refund { batch_id: batch, sig: Extension(None), terms: Extension(None) })
            .await
    }

    async fn campaign_and_owner(&self, id: u32) -> Result<(Campaign, Name)> {
        let row = self.force.campaign(id).await?.expect("a campaign that is there");
        let owner = row.owner.account().expect("an owner with an account");
        Ok((row, owner))
    }

    /// The owner of a batch; whoever acts for a campaign that is not there is refused in any case.
    async fn owner_of_batch(&self, batch: u64) -> Result<Name> {
        let row = self.force.campaign(split_batch_key(batch).0).await?;
        Ok(row.and_then(|row| row.owner.account()).unwrap_or(self.requester))
    }
}

/// Workers.
impl World {
    /// Asks for a task, without naming assets. Gives the reservation.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn reserve(&self, worker: Actor, campaign: u32) -> Result<Reservation> {
        self.reserve_with(worker, campaign, None).await
    }

    /// Asks for a task with assets that qualify the worker. Gives the reservation.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn reserve_with(
        &self,
        worker: Actor,
        campaign_id: u32,
        quali_assets: Option<Vec<u64>>,
    ) -> Result<Reservation> {
        let action = ReserveTask {
            campaign_id,
            account_id: worker.id,
            quali_assets,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        self.push(worker.name, &action).await?;
        Ok(self.held(worker, campaign_id).await.expect("whoever was given a task holds it"))
    }

    /// Hands in the result of a task. Gives its row.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn submit(&self, worker: Actor, task: Reservation) -> Result<Submission> {
        self.push(worker.name, &self.submission(worker.id, task)).await?;
        let batch = batch_key(task.campaign_id, task.batch_idx);
        let row = self.force.submission(batch, task.task_idx, worker.id).await?;
        Ok(row.expect("what was submitted is there"))
    }

    /// The action that hands in the result of a task for an account.
    pub fn submission(&self, account_id: u32, task: Reservation) -> SubmitTask {
        SubmitTask {
            campaign_id: task.campaign_id,
            task_idx: task.task_idx,
            data: result(1),
            account_id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        }
    }

    /// Asks for a task and hands in its result.
    ///
    /// # Errors
    /// When one of the two is refused.
    pub async fn work(&self, worker: Actor, campaign: u32) -> Result<Submission> {
        let task = self.reserve(worker, campaign).await?;
        self.submit(worker, task).await
    }

    /// Gives a task back and asks for another. Gives the new reservation.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn skip(&self, worker: Actor, task: Reservation) -> Result<Reservation> {
        let action = SkipTask {
            campaign_id: task.campaign_id,
            task_idx: task.task_idx,
            account_id: worker.id,
            quali_assets: None,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        self.push(worker.name, &action).await?;
        Ok(self.held(worker, task.campaign_id).await.expect("whoever skips holds another task"))
    }

    /// Gives back the task that `worker` holds, in the name of `actor`.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn release(&self, actor: Name, worker: Actor, task: Reservation) -> Result<Receipt> {
        let action = ReleaseTask {
            campaign_id: task.campaign_id,
            task_idx: task.task_idx,
            account_id: worker.id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        self.push(actor, &action).await
    }

    /// Cashes a payment.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn payout(&self, worker: Actor, payment_id: u64) -> Result<Receipt> {
        self.push(
            worker.name,
            &Payout {
                payment_id,
                sig: Extension(None),
                terms: Extension(None),
                fee: Extension(None),
            },
        )
        .await
    }
}

/// Anybody.
impl World {
    /// Clears rows of a removed batch.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn clear(&self, batch: u64) -> Result<Receipt> {
        let (campaign_id, batch_id) = split_batch_key(batch);
        self.push(self.stranger, &ClearTasks { batch_id, campaign_id }).await
    }

    /// Changes the settings in the name of the contract.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn settings(&self, change: impl FnOnce(&mut SetSettings)) -> Result<Receipt> {
        let now = self.force.settings().await?.expect("a network has settings");
        let mut settings = SetSettings::of(&now);
        change(&mut settings);
        self.push(self.force.account(), &settings).await
    }
}

/// What there is. Scenarios ask for rows that must be there.
impl World {
    /// The row of a campaign.
    ///
    /// # Panics
    /// When there is none.
    pub async fn campaign_row(&self, id: u32) -> Campaign {
        self.force.campaign(id).await.unwrap().expect("a campaign")
    }

    /// The row of a batch.
    ///
    /// # Panics
    /// When there is none.
    pub async fn batch_row(&self, batch: u64) -> Batch {
        let (campaign_id, batch_idx) = split_batch_key(batch);
        self.force.batch(campaign_id, batch_idx).await.unwrap().expect("a batch")
    }

    /// What the escrow of a batch holds.
    ///
    /// # Panics
    /// When there is no such batch.
    pub async fn escrow(&self, batch: u64) -> Asset {
        self.batch_row(batch).await.balance.quantity
    }

    /// The task that a worker holds.
    pub async fn held(&self, worker: Actor, campaign: u32) -> Option<Reservation> {
        self.force.reservation(campaign, worker.id).await.unwrap()
    }

    /// The worker's only payment for a batch.
    ///
    /// # Panics
    /// When there is none, or more than one.
    pub async fn payment(&self, worker: Actor, batch: u64) -> Payment {
        let rows = self.force.payments_for(batch, worker.id).await.unwrap();
        assert_eq!(rows.len(), 1, "payments of {worker:?}: {rows:?}");
        rows.into_iter().next().expect("one row")
    }

    /// What a worker has earned in a batch and not cashed.
    pub async fn earned(&self, worker: Actor, batch: u64) -> Asset {
        let rows = self.force.payments_for(batch, worker.id).await.unwrap();
        Asset::new(rows.iter().map(|row| row.pending.quantity.amount).sum(), EFX)
    }

    /// The balance of a virtual account.
    ///
    /// # Panics
    /// When there is no such account.
    pub async fn credit(&self, account_id: u32) -> Asset {
        self.vaccount.row(account_id).await.unwrap().expect("a virtual account").balance.quantity
    }
}
