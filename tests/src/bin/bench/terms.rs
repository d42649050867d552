//! The actions of requesters and workers, with the arguments that the bench gives them.
//!
//! Arguments are as long as the reference's were: contents are CIDs, results multihashes, payers are named.

use antelope::{Extension, PackedAction, pack::Pair};
use protocol::{
    force::{
        actions::{
            Accept, Appeal, EditCampaign, MakeBatch, MakeCampaign, Payout, PublishBatch, Refund,
            Reject, ReleaseTask, RemoveBatch, RemoveCampaign, ReserveTask, Resolve, SetSettings,
            SkipTask, SubmitTask,
        },
        batch::batch_key,
        campaign::Content,
        escrow,
        qualification::Qualification,
        settings::Settings,
        submission::DATA_IPFS,
    },
    signed::OptionalSignature,
};

use crate::{
    Result,
    world::{Worker, World},
};

/// What a result earns, in smallest units.
const REWARD: i64 = 30_000;
/// How long a worker holds a task if nothing else is said, in seconds.
pub(crate) const TASK_TIME: u32 = 3600;
/// No signature, said so.
const NO_SIGNATURE: OptionalSignature = Extension(Some(None));

fn content() -> Content {
    Content::ipfs("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG".into())
}

/// Requesters.
impl World<'_> {
    /// Makes a campaign.
    pub(crate) fn make_campaign(
        &self,
        max_task_time: u32,
        qualis: Vec<Qualification>,
    ) -> PackedAction {
        let owner = self.requester;
        let action = MakeCampaign {
            owner: owner.into(),
            content: content(),
            max_task_time,
            reward: self.amount(REWARD),
            qualis,
            payer: owner,
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(owner, &action)
    }

    /// Edits a campaign, to what it was.
    pub(crate) fn edit_campaign(&self, campaign_id: u32) -> PackedAction {
        let owner = self.requester;
        let action = EditCampaign {
            campaign_id,
            owner: owner.into(),
            content: content(),
            paused: false,
            reward: self.amount(REWARD),
            qualis: Vec::new(),
            payer: owner,
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(owner, &action)
    }

    /// Removes a campaign.
    pub(crate) fn remove_campaign(&self, campaign_id: u32) -> PackedAction {
        let owner = self.requester.into();
        self.act(
            self.requester,
            &RemoveCampaign { campaign_id, owner, sig: NO_SIGNATURE, terms: Extension(None) },
        )
    }

    /// Makes a batch.
    pub(crate) fn make_batch(&self, campaign_id: u32, id: u32, repetitions: u32) -> PackedAction {
        let payer = self.requester;
        let content = content();
        let action = MakeBatch {
            id,
            campaign_id,
            content,
            repetitions,
            payer,
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(payer, &action)
    }

    /// Funds a batch with what `results` results cost.
    pub(crate) fn fund(&self, campaign_id: u32, id: u32, results: u64) -> Result<PackedAction> {
        let fee = escrow::fee_of(REWARD, self.network.fee_bps);
        let cost = escrow::cost(REWARD, fee, results).map_err(|error| format!("{error:?}"))?;
        Ok(self.force.funding(self.requester, batch_key(campaign_id, id), self.amount(cost)))
    }

    /// Publishes a batch.
    pub(crate) fn publish(&self, campaign_id: u32, id: u32, num_tasks: u32) -> PackedAction {
        let batch_id = batch_key(campaign_id, id);
        self.act(
            self.requester,
            &PublishBatch { batch_id, num_tasks, sig: NO_SIGNATURE, terms: Extension(None) },
        )
    }

    /// Takes back what is free in a batch.
    pub(crate) fn refund(&self, campaign_id: u32, id: u32) -> PackedAction {
        let batch_id = batch_key(campaign_id, id);
        self.act(self.requester, &Refund { batch_id, sig: NO_SIGNATURE, terms: Extension(None) })
    }

    /// Removes a batch.
    pub(crate) fn remove_batch(&self, campaign_id: u32, id: u32) -> PackedAction {
        self.act(
            self.requester,
            &RemoveBatch { id, campaign_id, sig: NO_SIGNATURE, terms: Extension(None) },
        )
    }

    /// A campaign with batches of `tasks` tasks each, published. Gives its id.
    pub(crate) async fn open_campaign(
        &mut self,
        terms: Terms,
        batches: u32,
        tasks: u32,
    ) -> Result<u32> {
        let campaign = self.campaigns;
        let mut actions = vec![self.make_campaign(terms.task_time, terms.qualis)];
        for batch in 0..batches {
            let results = u64::from(tasks) * u64::from(terms.repetitions);
            actions.push(self.make_batch(campaign, batch, terms.repetitions));
            actions.push(self.fund(campaign, batch, results)?);
            actions.push(self.publish(campaign, batch, tasks));
        }
        self.run(&actions).await?;
        self.campaigns += 1;
        Ok(campaign)
    }

    /// Changes the payout delay of new campaigns, in seconds.
    pub(crate) async fn set_payout_delay(&mut self, payout_delay_sec: u32) -> Result<()> {
        let settings = SetSettings {
            payout_delay_sec,
            release_task_delay_sec: self.network.release_task_delay_sec,
            fee_contract: self.network.fees,
            fee_bps: self.network.fee_bps,
            max_tasks: Settings::DEFAULT_MAX_TASKS,
            max_repetitions: Settings::DEFAULT_MAX_REPETITIONS,
            max_content: Settings::DEFAULT_MAX_CONTENT,
            arbiter: self.requester,
            max_payout_delay_sec: Settings::MAX_DELAY,
            accept_sec: Settings::DEFAULT_ACCEPT_SEC,
        };
        self.run(&[self.act(self.network.force, &settings)]).await
    }
}

/// Reviewers.
impl World<'_> {
    /// Accepts what a payment is for.
    pub(crate) fn accept(&self, payment_id: u64) -> PackedAction {
        let action = Accept { payment_id, sig: NO_SIGNATURE, terms: Extension(None) };
        self.act(self.requester, &action)
    }

    /// Rejects the result of a worker in the first batch of a campaign.
    pub(crate) fn reject(&self, worker: Worker, campaign: u32, task_idx: u32) -> PackedAction {
        let action = Reject {
            batch_id: batch_key(campaign, 0),
            task_idx,
            account_id: worker.id,
            reason: "the answer is not in the language that was asked for".into(),
            payer: Extension(Some(self.requester)),
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(self.requester, &action)
    }

    /// Appeals against that.
    pub(crate) fn appeal(&self, worker: Worker, campaign: u32, task_idx: u32) -> PackedAction {
        let action = Appeal {
            batch_id: batch_key(campaign, 0),
            task_idx,
            account_id: worker.id,
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(worker.name, &action)
    }

    /// Decides about that; the requester pays for what it takes.
    pub(crate) fn resolve(
        &self,
        worker: Worker,
        campaign: u32,
        task_idx: u32,
        upheld: bool,
    ) -> PackedAction {
        let action = Resolve {
            batch_id: batch_key(campaign, 0),
            task_idx,
            account_id: worker.id,
            upheld,
            payer: Extension(Some(self.requester)),
        };
        self.act(self.requester, &action)
    }
}

/// What a campaign is like.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    /// How often each task is done.
    pub(crate) repetitions: u32,
    /// How long a worker holds a task, in seconds.
    pub(crate) task_time: u32,
    /// Who may work on it.
    pub(crate) qualis: Vec<Qualification>,
}

impl Default for Terms {
    fn default() -> Self {
        Self { repetitions: 1, task_time: TASK_TIME, qualis: Vec::new() }
    }
}

/// Workers.
impl World<'_> {
    /// Reserves a task.
    pub(crate) fn reserve(
        &self,
        worker: Worker,
        campaign_id: u32,
        quali_assets: Option<Vec<u64>>,
    ) -> PackedAction {
        let payer = Extension(Some(worker.name));
        let account_id = worker.id;
        let action = ReserveTask {
            campaign_id,
            account_id,
            quali_assets,
            payer,
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(worker.name, &action)
    }

    /// Skips a task.
    pub(crate) fn skip(&self, worker: Worker, campaign_id: u32, task_idx: u32) -> PackedAction {
        let action = SkipTask {
            campaign_id,
            task_idx,
            account_id: worker.id,
            quali_assets: None,
            payer: Extension(Some(worker.name)),
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(worker.name, &action)
    }

    /// Gives a task back.
    pub(crate) fn release(&self, worker: Worker, campaign_id: u32, task_idx: u32) -> PackedAction {
        let payer = Extension(Some(worker.name));
        let account_id = worker.id;
        let action = ReleaseTask {
            campaign_id,
            task_idx,
            account_id,
            payer,
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(worker.name, &action)
    }

    /// Hands in the result of a task.
    pub(crate) fn submit(&self, worker: Worker, campaign_id: u32, task_idx: u32) -> PackedAction {
        let mut multihash = vec![0x12, 0x20];
        multihash.resize(34, task_idx as u8);
        let action = SubmitTask {
            campaign_id,
            task_idx,
            data: Pair { first: DATA_IPFS, second: multihash },
            account_id: worker.id,
            payer: Extension(Some(worker.name)),
            sig: NO_SIGNATURE,
            terms: Extension(None),
        };
        self.act(worker.name, &action)
    }

    /// Cashes a payment.
    pub(crate) fn payout(&self, worker: Worker, payment_id: u64) -> PackedAction {
        self.act(
            worker.name,
            &Payout { payment_id, sig: NO_SIGNATURE, terms: Extension(None), fee: Extension(None) },
        )
    }
}
