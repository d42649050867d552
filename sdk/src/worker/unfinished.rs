//! What a journal says was begun and not ended.
//!
//! Records in, what is open out; what to do about it is left to [`resume`](super::resume).

use std::collections::BTreeMap;

use serde_json::Value;

use super::{TaskId, journal::Record};
use crate::client::Pending;

/// What is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Unfinished {
    /// Requests for tasks that may have been sent, by campaign and virtual account.
    pub(super) requests: BTreeMap<(u32, u32), Pending>,
    pub(super) tasks: BTreeMap<TaskId, Progress>,
}

/// How far a task has got.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Progress {
    pub(super) answer: Option<Recorded>,
    /// The transaction with the result, which may have been sent.
    pub(super) submission: Option<Pending>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recorded {
    /// The CID of what the task was.
    pub(super) data: String,
    pub(super) answer: Value,
}

impl Unfinished {
    pub(super) fn of(records: &[Record]) -> Self {
        let mut unfinished = Self::default();
        records.iter().for_each(|record| unfinished.apply(record));
        unfinished
    }

    pub(super) fn apply(&mut self, record: &Record) {
        match record {
            Record::Opened { .. } => {}
            Record::Reserving { campaign_id, account_id, transaction } => {
                self.requests.insert((*campaign_id, *account_id), transaction.clone());
            }
            Record::Refused { campaign_id, account_id } => {
                self.requests.remove(&(*campaign_id, *account_id));
            }
            Record::Reserved { task } => {
                self.requests.remove(&(task.campaign_id, task.account_id));
                self.tasks.entry(*task).or_default();
            }
            Record::Answered { task, data, answer } => {
                let answer = Recorded { data: data.clone(), answer: answer.clone() };
                self.tasks.entry(*task).or_default().answer = Some(answer);
            }
            Record::Submitting { task, transaction } => {
                self.tasks.entry(*task).or_default().submission = Some(transaction.clone());
            }
            Record::Over { task } => {
                self.tasks.remove(task);
            }
        }
    }

    /// The fewest records that say the same.
    pub(super) fn records(&self) -> Vec<Record> {
        let mut records = Vec::new();
        for ((campaign_id, account_id), transaction) in &self.requests {
            let (campaign_id, account_id) = (*campaign_id, *account_id);
            let transaction = transaction.clone();
            records.push(Record::Reserving { campaign_id, account_id, transaction });
        }
        for (task, progress) in &self.tasks {
            let task = *task;
            if let Some(Recorded { data, answer }) = progress.answer.clone() {
                records.push(Record::Answered { task, data, answer });
            }
            if let Some(transaction) = progress.submission.clone() {
                records.push(Record::Submitting { task, transaction });
            }
            if *progress == Progress::default() {
                records.push(Record::Reserved { task });
            }
        }
        records
    }
}
