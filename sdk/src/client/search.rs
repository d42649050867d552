//! Looking for a transaction in the blocks of a chain, forks or not.
//!
//! A node need not keep a history of transactions, but it has its blocks. Each block names the one before it, so that a
//! fork shows, and the search begins again. How often to look is left to [`wait`](super::wait).

use antelope::{Checksum256, TimePoint};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Client, Pending};
use crate::{
    error::{Error, Result},
    info::Info,
};

/// Where a transaction is, and what it cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inclusion {
    /// The number of its block.
    pub block_num: u32,
    /// The id of its block.
    pub block_id: Checksum256,
    /// The time of its block.
    pub block_time: TimePoint,
    /// Whether nothing can undo the block any more.
    pub is_irreversible: bool,
    /// Billed CPU, in microseconds.
    pub cpu_usage_us: u32,
    /// Billed NET, in bytes.
    pub net_usage_bytes: u64,
}

/// What a look has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// It is in this block.
    Included(Inclusion),
    /// It is in no block yet.
    NotYet,
    /// It is in no block and can be in none any more.
    Never,
}

/// A search for one transaction.
#[derive(Debug)]
pub(super) struct Search {
    /// The next block to look through.
    next: u32,
    /// The id of the block before, once one was looked through.
    previous: Option<Checksum256>,
    found: Option<Inclusion>,
    /// The first block that comes too late for the transaction, when all before it were looked through.
    end: Option<(u32, Checksum256)>,
    /// Whether every block was looked through that can hold the transaction.
    is_complete: bool,
}

impl Search {
    pub(super) const fn new(pending: &Pending) -> Self {
        Self {
            next: pending.likely_block_num(),
            previous: None,
            found: None,
            end: None,
            is_complete: pending.likely_block_num() <= pending.first_block_num(),
        }
    }

    /// Begins again with the first block that can hold the transaction.
    const fn restart(&mut self, pending: &Pending) {
        *self = Self {
            next: pending.first_block_num(),
            previous: None,
            found: None,
            end: None,
            is_complete: true,
        };
    }

    /// Looks through the blocks that have come since the last look.
    ///
    /// # Errors
    /// When the node does not answer, or not with blocks.
    pub(super) async fn look(
        &mut self,
        client: &Client,
        pending: &Pending,
        info: &Info,
    ) -> Result<Sight> {
        if let Some(found) = self.found {
            match self.look_again(client, found.block_num, found.block_id).await? {
                Some(true) => {
                    let is_irreversible = found.block_num <= info.last_irreversible_block_num;
                    return Ok(Sight::Included(Inclusion { is_irreversible, ..found }));
                }
                // A fork has taken the block away.
                Some(false) => self.restart(pending),
                None => return Ok(Sight::NotYet),
            }
        }
        if let Some((number, id)) = self.end
            && number <= info.last_irreversible_block_num
        {
            match self.look_again(client, number, id).await? {
                Some(true) if self.is_complete => return Ok(Sight::Never),
                Some(_) => self.restart(pending),
                None => return Ok(Sight::NotYet),
            }
        }
        while self.next <= info.head_block_num && self.end.is_none() {
            let Some(block) = client.block(self.next).await? else {
                // This node is behind the one that told of the head.
                break;
            };
            if self.previous.is_some_and(|previous| previous != block.previous) {
                self.restart(pending);
                // Once more at the next look: a node that changes its mind with every answer is not run after.
                break;
            }
            if let Some(inclusion) = block.inclusion_of(&pending.id()) {
                let is_irreversible = inclusion.block_num <= info.last_irreversible_block_num;
                self.found = Some(inclusion);
                return Ok(Sight::Included(Inclusion { is_irreversible, ..inclusion }));
            }
            if block.timestamp > pending.expiration() {
                self.end = Some((self.next, block.id));
            }
            self.previous = Some(block.id);
            self.next = self.next.saturating_add(1);
        }
        Ok(Sight::NotYet)
    }

    /// Takes a node's word for the block in which the transaction is, and looks there.
    ///
    /// # Errors
    /// As [`look`](Self::look).
    pub(super) async fn look_at(
        &mut self,
        client: &Client,
        pending: &Pending,
        number: u32,
    ) -> Result<()> {
        if self.found.is_none()
            && let Some(block) = client.block(number).await?
        {
            self.found = block.inclusion_of(&pending.id());
        }
        Ok(())
    }

    /// Whether the block is still the one with this number; nothing when the node has none of that number.
    async fn look_again(
        &self,
        client: &Client,
        number: u32,
        id: Checksum256,
    ) -> Result<Option<bool>> {
        Ok(client.block(number).await?.map(|block| block.id == id))
    }
}

#[derive(Debug, Deserialize)]
struct Block {
    id: Checksum256,
    previous: Checksum256,
    block_num: u32,
    timestamp: TimePoint,
    #[serde(default)]
    transactions: Vec<BlockTransaction>,
}

#[derive(Debug, Deserialize)]
struct BlockTransaction {
    status: String,
    cpu_usage_us: u32,
    net_usage_words: u32,
    /// The transaction with its id, or the id alone where it was deferred.
    trx: Value,
}

impl Block {
    fn inclusion_of(&self, id: &Checksum256) -> Option<Inclusion> {
        let id = id.to_string();
        let transaction = self.transactions.iter().find(|transaction| {
            transaction.status == "executed" && transaction.trx["id"].as_str() == Some(&id)
        })?;
        Some(Inclusion {
            block_num: self.block_num,
            block_id: self.id,
            block_time: self.timestamp,
            is_irreversible: false,
            cpu_usage_us: transaction.cpu_usage_us,
            net_usage_bytes: u64::from(transaction.net_usage_words) * 8,
        })
    }
}

impl Client {
    /// The block with this number, unless the node does not have it.
    async fn block(&self, number: u32) -> Result<Option<Block>> {
        let query = json!({ "block_num_or_id": number.to_string() });
        match self.call::<Block>("/v1/chain/get_block", &query).await {
            Ok(block) if block.block_num == number => Ok(Some(block)),
            Ok(block) => {
                let cause = format!("asked for {number}, got {}", block.block_num);
                Err(Error::decode("block", cause))
            }
            Err(error) if error.is_unknown_block() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
