//! Handing in: the answer to the store, its address to the chain.

use antelope::{Extension, PackedAction, pack::Pair};
use protocol::force::{Error as Refusal, actions::SubmitTask, submission::DATA_IPFS};
use serde_json::Value;

use super::{
    Error, Opening, Task, TaskId, Worker, journal::Record, sending::is_out_of_turn,
    unfinished::Recorded,
};
use crate::{
    content::{self, Cid},
    document::ResultDocument,
};

/// How often an action is signed anew because another one came before it.
const MAX_TURNS: u32 = 5;

/// A result that was handed in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Submitted {
    /// Of which task.
    pub task: TaskId,
    /// Where its document is.
    pub cid: Cid,
    /// Whether the next task was asked for, and given, in the same transaction.
    pub with_next: bool,
}

impl Worker {
    /// The answer to this very task that was recorded before, if there is one.
    pub fn recorded_answer(&self, task: &Task) -> Option<Value> {
        let recorded = self.ledger.progress(&task.id).answer?;
        (recorded.data == data_cid(&task.data)).then_some(recorded.answer)
    }

    /// Records an answer, so that a crash does not lose it. [`submit`](Self::submit) does so by itself.
    ///
    /// # Errors
    /// When the journal fails.
    pub async fn record_answer(&self, task: &Task, answer: &Value) -> Result<(), Error> {
        let recorded = Recorded { data: data_cid(&task.data), answer: answer.clone() };
        if self.ledger.progress(&task.id).answer.as_ref() == Some(&recorded) {
            return Ok(());
        }
        let Recorded { data, answer } = recorded;
        self.ledger.record(Record::Answered { task: task.id, data, answer }).await
    }

    /// Hands in the answer to a held task: records it, stores its document, and tells the chain where that is.
    ///
    /// # RAM
    /// [`Identity::payer`](super::Identity::payer).
    ///
    /// # Errors
    /// [`Error::Lost`] when the worker does not hold the task any more; when the journal or the store fails, the contract
    /// or the chain refuses, or the node does not answer.
    pub async fn submit(&self, task: &Task, answer: &Value) -> Result<Submitted, Error> {
        self.record_answer(task, answer).await?;
        self.hand_in(&task.id, answer, None).await
    }

    /// As [`submit`](Self::submit), and asks for the next task of the campaign in the same transaction. Where none is
    /// given, the result is handed in alone.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub async fn submit_and_reserve(
        &self,
        task: &Task,
        answer: &Value,
        opening: &Opening,
    ) -> Result<Submitted, Error> {
        self.record_answer(task, answer).await?;
        self.hand_in(&task.id, answer, Some(opening)).await
    }

    /// Hands in a recorded answer.
    pub(super) async fn hand_in(
        &self,
        task: &TaskId,
        answer: &Value,
        mut next: Option<&Opening>,
    ) -> Result<Submitted, Error> {
        let document = ResultDocument { answer: answer.clone() }.to_json();
        let cid = content::add(&*self.store, &document).await?;
        let submitted = |with_next| Submitted { task: *task, cid, with_next };
        if self.handed_in(task).await?.is_some() {
            return Ok(submitted(false));
        }
        for _ in 0..MAX_TURNS {
            let mut actions = vec![self.submission(task, &cid).await?];
            if let Some(opening) = next {
                actions.push(self.request(opening, 1).await?);
            }
            let transaction = self.prepare(actions).await?;
            let sent = transaction.clone();
            self.ledger.record(Record::Submitting { task: *task, transaction }).await?;
            let error = match self.settle(&sent).await {
                Ok(_) => {
                    self.ledger.record(Record::Over { task: *task }).await?;
                    return Ok(submitted(next.is_some()));
                }
                Err(error) => error,
            };
            match error.refusal() {
                Some(Refusal::NotReserved | Refusal::WrongTaskIndex) => {
                    let row =
                        self.force().submission(task.batch_key(), task.task_idx, task.account_id);
                    if row.await?.is_some() {
                        self.ledger.record(Record::Over { task: *task }).await?;
                        return Ok(submitted(false));
                    }
                    return Err(self.lost_if_not_held(task, error).await);
                }
                // It was the question for the next one that was refused.
                Some(_) if next.is_some() => next = None,
                _ if is_out_of_turn(&error) => {}
                _ => return Err(error),
            }
        }
        Err(Error::Lost(*task))
    }

    async fn submission(&self, task: &TaskId, cid: &Cid) -> Result<PackedAction, Error> {
        let action = SubmitTask {
            campaign_id: task.campaign_id,
            task_idx: task.task_idx,
            data: Pair { first: DATA_IPFS, second: content::multihash_of(cid) },
            account_id: task.account_id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        self.action(action, 0).await
    }
}

/// What a task was, in a word.
fn data_cid(data: &Value) -> String {
    content::cid_of(data.to_string().as_bytes()).to_string()
}
