//! The requester: makes, funds and publishes a campaign, and clears it away.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use protocol::force::batch::batch_key;
use sdk::{
    content::{Layout, Store},
    document::{CampaignDocument, Schema},
    requester::{CampaignSource, Owner, Requester, Reward, TaskList, Terms},
};
use serde_json::Value;

use super::{report::Addresses, setting::Setting};

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
    /// Where its documents are.
    pub(super) addresses: Addresses,
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
    /// Makes the campaign, asks what its tasks cost, and publishes them.
    pub(super) async fn publish(
        setting: &Setting,
        store: &dyn Store,
        order: &[usize],
        repetitions: u32,
    ) -> Result<Self> {
        let chain = &setting.chain;
        let requester = requester(setting, store);
        let source = source(setting)?;
        let schema = source.document.input_schema.as_ref().map(Schema::new).transpose()?;
        let tasks = TaskList::new(chosen_tasks(order)?, schema.as_ref())?;

        let plan = requester.plan_campaign(&source).await?;
        let started = Instant::now();
        let campaign = requester.make_campaign(&plan).await?;
        chain.journal.note("make campaign".into(), &campaign.receipt, started.elapsed());

        let plan = requester.plan_batch(campaign.id, &tasks, repetitions).await?;
        let started = Instant::now();
        let batch = requester.publish(&plan).await?;
        let kind = "make, fund, publish batch".into();
        chain.journal.note(kind, &batch.receipt, started.elapsed());

        let quote = plan.quote;
        let too_much = setting.whole(TOO_MUCH);
        let funding = chain.force().funding(setting.requester.name, plan.key(), too_much);
        chain.push(&setting.requester, funding).await?;
        Ok(Self {
            id: campaign.id,
            batch_idx: batch.batch_idx,
            addresses: Addresses {
                campaign: campaign.cid.to_string(),
                batch: batch.cid.to_string(),
            },
            tasks: quote.tasks,
            repetitions,
            reward: quote.reward.quantity.amount,
            fee: quote.fee.amount,
            cost: quote.total.amount,
            funded: quote.total.amount.saturating_add(too_much.quantity.amount),
        })
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

    /// Removes everything, which refunds what is left. Gives what that took, for people.
    pub(super) async fn remove(&self, setting: &Setting, store: &dyn Store) -> Result<String> {
        let started = Instant::now();
        let closing = requester(setting, store).close(self.id).await?;
        ensure!(closing.is_closed(), "the campaign cannot be cleared: {:?}", closing.remaining);
        let steps = closing.receipts.len();
        // Of each step it is only known how long all of them took.
        let each = started.elapsed() / u32::try_from(steps.max(1))?;
        for receipt in &closing.receipts {
            let first = receipt.actions.first().context("a transaction has an action")?;
            let kind = format!("{}::{}", first.action.account, first.action.name);
            setting.chain.journal.note(kind, receipt, each);
        }
        Ok(format!("campaign cancelled, refunded, cleared and removed in {steps} steps"))
    }
}

fn requester<'a>(setting: &'a Setting, store: &'a dyn Store) -> Requester<'a> {
    let party = &setting.requester;
    let owner = Owner::account(party.name, &party.signer);
    // The hash of a document itself is its CID.
    Requester::new(&setting.chain.client, &setting.chain.network, store, owner)
        .with_layout(Layout::OneBlock)
}

/// The example's campaign, for the demo's token.
fn source(setting: &Setting) -> Result<CampaignSource> {
    let document = CampaignDocument::from_json(digits::campaign().as_bytes())?;
    let token = setting.chain.token;
    let reward = Reward::parse(&format!("{REWARD} {}@{}", token.sym.code(), token.contract));
    let terms = Terms { reward, task_seconds: Some(TASK_TIME), ..Terms::default() };
    Ok(CampaignSource { document, terms })
}

/// The tasks at these places, as JSON.
fn chosen_tasks(order: &[usize]) -> Result<Vec<Value>> {
    let tasks = digits::tasks();
    let chosen = order.iter().filter_map(|place| tasks.get(*place));
    Ok(chosen.map(serde_json::to_value).collect::<Result<_, _>>()?)
}
