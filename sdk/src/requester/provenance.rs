//! Where a result came from: the transaction that handed it in, found in the blocks of its time.
//!
//! A row says in which second it was made, and a node has its blocks, by number. Blocks are half a second apart, except
//! where some are missing: the search begins where the block would be if none were.

use std::collections::BTreeMap;

use antelope::{
    Action, Checksum256, Name, SignedTransaction, TimePoint, TimePointSec,
    transaction::PackedTransaction,
};
use protocol::force::{actions::SubmitTask, submission::Submission};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{client::Client, error::Result};

/// The length of a slot for a block, in microseconds.
const SLOT: i64 = 500_000;

/// A search in the blocks of a chain. Blocks are asked for once.
#[derive(Debug)]
pub(super) struct Blocks<'c> {
    client: &'c Client,
    contract: Name,
    head: (u32, TimePoint),
    known: BTreeMap<u32, Option<Block>>,
}

/// A block, of which the results that were handed in are of interest.
#[derive(Clone, Debug)]
struct Block {
    time: TimePoint,
    results: Vec<Handing>,
}

/// A result that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Handing {
    transaction: Checksum256,
    campaign_id: u32,
    task_idx: u32,
    account_id: u32,
}

impl<'c> Blocks<'c> {
    /// A search for results that were handed in to `contract`.
    pub(super) async fn new(client: &'c Client, contract: Name) -> Result<Self> {
        let info = client.get_info().await?;
        let head = (info.head_block_num, info.head_block_time);
        Ok(Self { client, contract, head, known: BTreeMap::new() })
    }

    /// The transaction that handed in a result; `None` when it is in no block that the node has, as that of a result that
    /// another contract has handed in.
    pub(super) async fn transaction_of(
        &mut self,
        result: &Submission,
    ) -> Result<Option<Checksum256>> {
        let Some(mut number) = self.first_at(result.submitted_on).await? else { return Ok(None) };
        let after = TimePointSec(result.submitted_on.0.saturating_add(1));
        while number <= self.head.0 {
            let Some(block) = self.block(number).await? else { break };
            if block.time >= after.into() {
                break;
            }
            let found = block.results.iter().find(|handing| {
                handing.campaign_id == result.campaign_id
                    && handing.task_idx == result.task_idx
                    && Some(handing.account_id) == result.account_id
            });
            if let Some(handing) = found {
                return Ok(Some(handing.transaction));
            }
            number = number.saturating_add(1);
        }
        Ok(None)
    }

    /// The number of the first block at or after a time; `None` when there is none, or the node lacks those before.
    async fn first_at(&mut self, time: TimePointSec) -> Result<Option<u32>> {
        let time = TimePoint::from(time);
        let (head, head_time) = self.head;
        if head_time < time {
            return Ok(None);
        }
        let slots = head_time.0.saturating_sub(time.0) / SLOT;
        let slots = u32::try_from(slots).unwrap_or(u32::MAX);
        // No block before this one is as late: there is one a slot at most.
        let (mut low, mut high) = (head.saturating_sub(slots).max(1), head);
        // Where no block is missing, it is this one.
        let mut step = 1;
        while low < high {
            let Some(block) = self.block(low).await? else { return Ok(None) };
            if block.time >= time {
                return Ok(Some(low));
            }
            let next = low.saturating_add(step).min(high);
            let Some(block) = self.block(next).await? else { return Ok(None) };
            if block.time >= time {
                high = next;
                break;
            }
            (low, step) = (next, step.saturating_mul(2));
        }
        // The block at `low` is before the time, that at `high` is not.
        while high.saturating_sub(low) > 1 {
            let middle = low + (high - low) / 2;
            let Some(block) = self.block(middle).await? else { return Ok(None) };
            if block.time >= time { high = middle } else { low = middle }
        }
        Ok(Some(high))
    }

    async fn block(&mut self, number: u32) -> Result<Option<Block>> {
        if let Some(known) = self.known.get(&number) {
            return Ok(known.clone());
        }
        let query = json!({ "block_num_or_id": number.to_string() });
        let block = match self.client.call::<BlockJson>("/v1/chain/get_block", &query).await {
            Ok(block) => Some(self.read(block)),
            Err(error) if error.is_unknown_block() => None,
            Err(error) => return Err(error),
        };
        self.known.insert(number, block.clone());
        Ok(block)
    }

    fn read(&self, block: BlockJson) -> Block {
        let transactions = block.transactions.into_iter();
        let executed = transactions.filter(|transaction| transaction.status == "executed");
        let results = executed.flat_map(|transaction| self.results_in(transaction.trx));
        Block { time: block.timestamp, results: results.collect() }
    }

    /// The results that a transaction hands in. What cannot be read hands in none.
    fn results_in(&self, transaction: Value) -> Vec<Handing> {
        let packed = serde_json::from_value::<PackedTransaction>(transaction).ok();
        let Some(signed) = packed.and_then(|packed| SignedTransaction::try_from(&packed).ok())
        else {
            return Vec::new();
        };
        let id = signed.transaction.id();
        let actions =
            signed.transaction.actions.iter().filter(|action| {
                action.account == self.contract && action.name == SubmitTask::NAME
            });
        let results = actions.filter_map(|action| {
            let SubmitTask { campaign_id, task_idx, account_id, .. } =
                antelope::unpack(&action.data).ok()?;
            Some(Handing { transaction: id, campaign_id, task_idx, account_id })
        });
        results.collect()
    }
}

#[derive(Debug, Deserialize)]
struct BlockJson {
    timestamp: TimePoint,
    #[serde(default)]
    transactions: Vec<BlockTransaction>,
}

#[derive(Debug, Deserialize)]
struct BlockTransaction {
    status: String,
    /// The transaction, or its id alone where it was deferred.
    trx: Value,
}
