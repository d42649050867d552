//! A task as a worker sees it, and what names it.

use std::{fmt, sync::Arc};

use antelope::{ExtendedAsset, TimePointSec};
use protocol::force::{batch::batch_key, reservation::Reservation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::CampaignDocument;

/// What names the work of one worker on one task. A worker does a task once, so that it names a result as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TaskId {
    /// The virtual account of the worker.
    pub account_id: u32,
    /// The campaign.
    pub campaign_id: u32,
    /// The batch, by its index in the campaign.
    pub batch_idx: u32,
    /// The task.
    pub task_idx: u32,
}

impl TaskId {
    /// The task that a row says is held.
    pub fn of(row: &Reservation) -> Self {
        Self {
            // A row without a worker is never written.
            account_id: row.account_id.unwrap_or_default(),
            campaign_id: row.campaign_id,
            batch_idx: row.batch_idx,
            task_idx: row.task_idx,
        }
    }

    /// The key of its batch.
    pub const fn batch_key(&self) -> u64 {
        batch_key(self.campaign_id, self.batch_idx)
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { campaign_id, batch_idx, task_idx, .. } = self;
        write!(f, "task {task_idx} of campaign {campaign_id}, batch {batch_idx}")
    }
}

/// A task that the worker holds, with everything that it takes to do it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Task {
    /// What names it.
    pub id: TaskId,
    /// What is to be done: an item of the batch's document.
    pub data: Value,
    /// The campaign's document; none where it cannot be read, which need not keep a program from its work.
    pub campaign: Option<Arc<CampaignDocument>>,
    /// What a result earns.
    pub reward: ExtendedAsset,
    /// When it was given to the worker.
    pub reserved_on: TimePointSec,
    /// How long the worker holds it, in seconds. Later, another one may take it.
    pub max_task_time: u32,
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is done, and this is the result.
    Answer(Value),
    /// The worker would rather do another one.
    Skip,
    /// It could not be done, and why.
    Failed(String),
}

impl From<Value> for Outcome {
    fn from(answer: Value) -> Self {
        Self::Answer(answer)
    }
}

impl<T: Into<Self>, E: fmt::Display> From<Result<T, E>> for Outcome {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(outcome) => outcome.into(),
            Err(error) => Self::Failed(error.to_string()),
        }
    }
}
