//! Going on after a crash: what the journal says was begun is settled.
//!
//! What the worker still holds is not done here: [`Worker::run`] finds it on the chain, and an answer that was
//! recorded beside it.

use super::{Error, Event, TaskId, Worker, journal::Record};
use crate::content;

impl Worker {
    /// Settles what was begun before a crash: transactions that may have been sent are sent again, the same ones, and the
    /// journal is brought in line with the chain. Gives which results turn out to be handed in. [`run`](Self::run) does
    /// so by itself.
    ///
    /// # Errors
    /// When the node does not answer, or the journal fails. It may be called again then.
    pub async fn resume(&self) -> Result<Vec<TaskId>, Error> {
        let unfinished = self.ledger.unfinished();
        for ((campaign_id, account_id), pending) in unfinished.requests {
            match self.settle(&pending).await {
                Ok(_) => {}
                // Refused, expired, or executed long ago: which, the rows show.
                Err(Error::Client(error)) if error.chain_error().is_some() => {}
                Err(error) => return Err(error),
            }
            let record = match self.force().reservation(campaign_id, account_id).await? {
                Some(row) => Record::Reserved { task: TaskId::of(&row) },
                None => Record::Refused { campaign_id, account_id },
            };
            self.ledger.record(record).await?;
        }

        let mut submitted = Vec::new();
        for (task, progress) in unfinished.tasks {
            if let Some(cid) = self.handed_in(&task).await? {
                self.tell(&Event::Submitted { task, cid: cid.to_string() });
                submitted.push(task);
                continue;
            }
            let held = self.force().reservation(task.campaign_id, task.account_id).await?;
            if held.is_none_or(|row| TaskId::of(&row) != task) {
                self.ledger.record(Record::Over { task }).await?;
                if progress.answer.is_some() {
                    self.tell(&Event::Lost { task });
                }
            }
        }
        Ok(submitted)
    }

    /// Where the result is that a recorded transaction has handed in. It is sent once more, to be sure.
    pub(super) async fn handed_in(&self, task: &TaskId) -> Result<Option<content::Cid>, Error> {
        let Some(pending) = self.ledger.progress(task).submission else { return Ok(None) };
        match self.settle(&pending).await {
            Ok(_) => {}
            // It came too late, or was refused. It may have been executed before.
            Err(Error::Client(error)) if error.chain_error().is_some() => {}
            Err(error) => return Err(error),
        }
        let row = self.force().submission(task.batch_key(), task.task_idx, task.account_id).await?;
        let Some(row) = row else { return Ok(None) };
        self.ledger.record(Record::Over { task: *task }).await?;
        Ok(Some(content::cid_of_multihash(&row.data.second)?))
    }
}
