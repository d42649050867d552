//! A worker: asks for a task, answers it, submits, until there is nothing left.
//!
//! The contract picks the task; the answer is the [`Program`]'s. A worker trusts no store: documents are verified.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::{Mutex, PoisonError},
};

use antelope::{Extension, TimePointSec, pack::Pair};
use anyhow::{Context, Result, anyhow, bail};
use protocol::{
    force::{
        self,
        actions::{Payout, ReserveTask, SubmitTask},
        submission::DATA_IPFS,
    },
    vaccount::actions::Withdraw,
};
use sdk::content::{self, Cid, Store};
use serde_json::Value;

use super::{
    Event, Observer,
    chain::Chain,
    node::Node,
    party::Party,
    program::{Place, Program},
    requester::Campaign,
};

/// A worker's account of the chain, and the virtual one.
#[derive(Debug)]
pub(super) struct Staff {
    pub(super) party: Party,
    pub(super) account_id: u32,
}

/// A worker at work.
#[derive(Debug)]
pub(super) struct Worker<'a> {
    index: usize,
    staff: &'a Staff,
    program: Program,
    chain: &'a Chain,
    campaign: &'a Campaign,
    store: &'a dyn Store,
    batches: BTreeMap<u32, Tasks>,
}

/// The tasks of a batch, as its document has them.
#[derive(Debug)]
struct Tasks {
    start_task_idx: u32,
    items: Vec<Value>,
}

impl<'a> Worker<'a> {
    pub(super) const fn new(
        index: usize,
        staff: &'a Staff,
        program: Program,
        chain: &'a Chain,
        campaign: &'a Campaign,
        store: &'a dyn Store,
    ) -> Self {
        Self { index, staff, program, chain, campaign, store, batches: BTreeMap::new() }
    }

    /// Where its program runs.
    pub(super) const fn place(&self) -> Place {
        self.program.place()
    }

    /// Works until there is nothing left for this worker. Gives how many results were submitted.
    pub(super) async fn run(mut self, board: &Board<'_>) -> Result<u64> {
        let name = self.staff.party.name;
        let mut submitted = 0;
        while let Some(task_idx) =
            self.work_once().await.with_context(|| format!("worker {name}"))?
        {
            board.submitted(self.index, task_idx);
            submitted += 1;
        }
        self.program.finish().await.with_context(|| format!("worker {name}"))?;
        Ok(submitted)
    }

    /// Does one task. Gives its index, or `None` when there is none.
    async fn work_once(&mut self) -> Result<Option<u32>> {
        if !self.reserve().await? {
            return Ok(None);
        }
        let force = self.chain.force();
        let reservation = force
            .reservation(self.campaign.id, self.staff.account_id)
            .await?
            .context("a task was reserved, but there is no reservation")?;
        let (batch_idx, task_idx) = (reservation.batch_idx, reservation.task_idx);
        let task = self.task(batch_idx, task_idx).await?;
        let answer = self.program.answer(&task).await?;
        let cid = content::add(self.store, answer.as_bytes()).await?;
        self.submit(task_idx, &cid).await?;
        Ok(Some(task_idx))
    }

    /// Asks for a task; `false` when there is none for this worker.
    async fn reserve(&self) -> Result<bool> {
        let action = ReserveTask {
            campaign_id: self.campaign.id,
            account_id: self.staff.account_id,
            quali_assets: None,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        let force = self.chain.network.force;
        match self.chain.act(&self.staff.party, force, &action).await {
            Ok(_) => Ok(true),
            Err(error) => match error.contract_error() {
                Some(force::Error::NoBatches | force::Error::NoTasksForWorker) => Ok(false),
                _ => Err(error.into()),
            },
        }
    }

    async fn submit(&self, task_idx: u32, cid: &Cid) -> Result<()> {
        let action = SubmitTask {
            campaign_id: self.campaign.id,
            task_idx,
            data: Pair { first: DATA_IPFS, second: content::multihash_of(cid) },
            account_id: self.staff.account_id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        self.chain.act(&self.staff.party, self.chain.network.force, &action).await?;
        Ok(())
    }

    /// A task as a JSON document on one line, out of its batch's document, which is fetched once.
    async fn task(&mut self, batch_idx: u32, task_idx: u32) -> Result<String> {
        let tasks = match self.batches.entry(batch_idx) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place
                .insert(Tasks::fetch(self.chain, self.store, self.campaign.id, batch_idx).await?),
        };
        tasks.get(task_idx)
    }
}

impl Tasks {
    async fn fetch(
        chain: &Chain,
        store: &dyn Store,
        campaign_id: u32,
        batch_idx: u32,
    ) -> Result<Self> {
        let batch = chain.force().batch(campaign_id, batch_idx).await?;
        let batch = batch.with_context(|| format!("batch {batch_idx} is gone"))?;
        let address = &batch.content.address;
        let cid: Cid = address.parse().map_err(|_| anyhow!("content {address} is no cid"))?;
        let document = content::read(store, &cid).await?;
        let items = serde_json::from_slice(&document)
            .with_context(|| format!("batch document {cid} is no JSON array"))?;
        Ok(Self { start_task_idx: batch.start_task_idx, items })
    }

    fn get(&self, task_idx: u32) -> Result<String> {
        let place = task_idx.checked_sub(self.start_task_idx).map(usize::try_from);
        match place.and_then(Result::ok).and_then(|place| self.items.get(place)) {
            // Without indentation, so that it is one line.
            Some(task) => Ok(task.to_string()),
            None => bail!("task {task_idx} is not in its batch's document"),
        }
    }
}

impl Staff {
    /// Cashes what was earned in a batch, once it is due, and withdraws it. Gives how many payments there were.
    pub(super) async fn cash(&self, chain: &Chain, node: &Node, batch_key: u64) -> Result<usize> {
        let force = chain.force();
        let payments = force.payments_for(batch_key, self.account_id).await?;
        for payment in &payments {
            // The contract sees the time of the block to come, which is never before the newest one's.
            while !payment
                .is_due(TimePointSec::from(chain.client.get_info().await?.head_block_time))
            {
                node.next_block().await?;
            }
            let payout = Payout {
                payment_id: payment.id,
                sig: Extension(None),
                terms: Extension(None),
                fee: Extension(None),
            };
            chain.act(&self.party, force.account(), &payout).await?;
        }
        if payments.is_empty() {
            return Ok(0);
        }
        let row = chain.vaccount().row(self.account_id).await?.context("no virtual account")?;
        let withdraw = Withdraw {
            from_id: u64::from(self.account_id),
            to_account: self.party.name,
            quantity: row.balance,
            memo: String::new(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        chain.act(&self.party, chain.network.vaccount, &withdraw).await?;
        Ok(payments.len())
    }
}

/// Counts results by task, and tells who watches.
pub(super) struct Board<'a> {
    repetitions: u32,
    observer: &'a dyn Observer,
    results: Mutex<BTreeMap<u32, u32>>,
}

impl<'a> Board<'a> {
    pub(super) const fn new(repetitions: u32, observer: &'a dyn Observer) -> Self {
        Self { repetitions, observer, results: Mutex::new(BTreeMap::new()) }
    }

    fn submitted(&self, worker: usize, task_idx: u32) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let count = results.entry(task_idx).or_default();
        *count = count.saturating_add(1);
        let completes_task = *count == self.repetitions;
        self.observer.notice(Event::Submitted { worker, completes_task });
    }
}
