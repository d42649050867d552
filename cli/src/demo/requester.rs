//! The requester: makes, funds and publishes a campaign, and clears it away.

use antelope::Extension;
use anyhow::{Context, Result, ensure};
use protocol::force::{
    actions::{
        ClearAccounts, ClearTasks, MakeBatch, MakeCampaign, PublishBatch, RemoveBatch,
        RemoveCampaign,
    },
    batch::batch_key,
    campaign::Content,
    escrow,
};
use sdk::content::{self, Store};
use serde_json::Value;

use super::setting::Setting;

/// What a result earns, in whole tokens.
const REWARD: i64 = 1;

/// By how much the requester funds the batch more than it costs, in whole tokens: a refund is to be seen.
const TOO_MUCH: i64 = 20;

/// How long a worker holds a task, in seconds: longer than a program needs.
const TASK_TIME: u32 = 600;

/// A published campaign with its one batch.
#[derive(Debug)]
pub(super) struct Campaign {
    pub(super) id: u32,
    pub(super) batch_idx: u32,
    tasks: u32,
    repetitions: u32,
    /// What a result earns, in smallest units.
    pub(super) reward: i64,
    /// What the network earns for a result, in smallest units.
    pub(super) fee: i64,
    /// What all results cost, in smallest units.
    pub(super) cost: i64,
    /// What was paid in, in smallest units.
    pub(super) funded: i64,
}

impl Campaign {
    /// Stores the documents, makes campaign and batch, asks what they cost, funds and publishes.
    pub(super) async fn publish(
        setting: &Setting,
        store: &dyn Store,
        order: &[usize],
        repetitions: u32,
    ) -> Result<Self> {
        let chain = &setting.chain;
        let (force, requester) = (chain.network.force, &setting.requester);
        let campaign_cid = content::add(store, digits::campaign().as_bytes()).await?;
        let batch_cid = content::add(store, batch_document(order)?.as_bytes()).await?;

        let reward = setting.whole(REWARD);
        let make = MakeCampaign {
            owner: requester.name.into(),
            content: Content::ipfs(campaign_cid.to_string()),
            max_task_time: TASK_TIME,
            reward,
            qualis: Vec::new(),
            payer: requester.name,
            sig: Extension(None),
            terms: Extension(None),
        };
        let id: u32 = chain.act(requester, force, &make).await?.return_value()?;

        let make = MakeBatch {
            id: 0,
            campaign_id: id,
            content: Content::ipfs(batch_cid.to_string()),
            repetitions,
            payer: requester.name,
            sig: Extension(None),
            terms: Extension(None),
        };
        chain.act(requester, force, &make).await?;

        let settings = chain.force().settings().await?.context("the network has settings")?;
        let tasks = u32::try_from(order.len())?;
        let results = u64::from(tasks) * u64::from(repetitions);
        let reward = reward.quantity.amount;
        let fee = escrow::fee_of(reward, settings.fee_bps);
        let cost = escrow::cost(reward, fee, results)?;
        let mut funding = setting.whole(TOO_MUCH);
        funding.quantity.amount = funding.quantity.amount.saturating_add(cost);
        let funded = funding.quantity.amount;
        let campaign = Self { id, batch_idx: 0, tasks, repetitions, reward, fee, cost, funded };

        let key = campaign.batch_key();
        chain.push(requester, chain.force().funding(requester.name, key, funding)).await?;
        let publish = PublishBatch {
            batch_id: key,
            num_tasks: tasks,
            sig: Extension(None),
            terms: Extension(None),
        };
        chain.act(requester, force, &publish).await?;
        Ok(campaign)
    }

    /// The key of its batch in tables and memos.
    pub(super) const fn batch_key(&self) -> u64 {
        batch_key(self.id, self.batch_idx)
    }

    /// How many results it is for.
    pub(super) const fn results(&self) -> u64 {
        self.tasks as u64 * self.repetitions as u64
    }

    /// What it costs, for people.
    pub(super) fn describe(&self, setting: &Setting) -> String {
        let (cost, funded) = (setting.amount(self.cost), setting.amount(self.funded));
        format!("costs {cost}, funded with {funded}")
    }

    /// Removes the batch, which refunds what is left, and clears every row. Gives what that took, for people.
    pub(super) async fn remove(&self, setting: &Setting) -> Result<String> {
        let chain = &setting.chain;
        let (force, requester) = (chain.network.force, &setting.requester);
        let remove = RemoveBatch {
            id: self.batch_idx,
            campaign_id: self.id,
            sig: Extension(None),
            terms: Extension(None),
        };
        chain.act(requester, force, &remove).await?;

        // Each call clears some fifty rows; a batch has fewer than this bound allows for.
        let bound = self.results().saturating_add(u64::from(self.tasks)).saturating_add(10);
        let mut calls = 0;
        while chain.force().batch(self.id, self.batch_idx).await?.is_some() {
            ensure!(calls < bound, "clearing the batch does not end");
            let clear = ClearTasks { batch_id: self.batch_idx, campaign_id: self.id };
            chain.act(requester, force, &clear).await?;
            calls += 1;
        }

        let remove = RemoveCampaign {
            campaign_id: self.id,
            owner: requester.name.into(),
            sig: Extension(None),
            terms: Extension(None),
        };
        chain.act(requester, force, &remove).await?;
        let account_ids = setting.workers.iter().map(|staff| staff.account_id).collect();
        let clear = ClearAccounts { campaign_id: self.id, account_ids };
        chain.act(requester, force, &clear).await?;
        Ok(format!("batch removed and refunded, rows cleared in {calls} calls"))
    }
}

/// The batch's document: the tasks as a JSON array.
fn batch_document(order: &[usize]) -> Result<String> {
    let tasks = digits::tasks();
    let chosen: Vec<Value> = order
        .iter()
        .filter_map(|place| tasks.get(*place))
        .map(serde_json::to_value)
        .collect::<Result<_, _>>()?;
    Ok(serde_json::to_string(&chosen)?)
}
