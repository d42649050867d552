//! Asking for tasks, fetching what is to be done, and giving tasks back.

use std::sync::Arc;

use antelope::{Extension, PackedAction, TimePointSec};
use protocol::force::{
    Error as Refusal,
    actions::{ClearTasks, ReleaseTask, ReserveTask, SkipTask},
    batch::{Batch, State},
    campaign::Campaign,
    dispatch::MAX_LOOKED_AT,
    reservation::Reservation,
};

use super::{
    Error, MAX_KNOWN, Opening, Task, TaskId, Worker, journal::Record, sending::is_out_of_turn,
};
use crate::document::{BatchDocument, CampaignDocument};

/// How often a task is asked for again, after whatever stood in the way has been done away with.
const MAX_TRIES: u32 = 8;

impl Worker {
    /// Asks for a task, unless one is held already. Gives what is held then; nothing, when there is nothing for this
    /// worker.
    ///
    /// Those who stand by are served first, and places of removed batches that hide others are cleared away.
    ///
    /// # RAM
    /// [`Identity::payer`](super::Identity::payer).
    ///
    /// # Errors
    /// When the contract or the chain refuses for any other reason, the node does not answer, or the journal fails.
    pub async fn reserve(&self, opening: &Opening) -> Result<Option<Reservation>, Error> {
        let (campaign_id, account_id) = (opening.campaign.id, opening.account_id);
        if let Some(row) = self.held(opening).await? {
            return Ok(Some(row));
        }
        let mut serves = false;
        let mut has_cleared = false;
        for _ in 0..MAX_TRIES {
            let mut actions = Vec::new();
            if serves {
                actions.push(self.force().assignment(self.identity().payer(), campaign_id));
            }
            actions.push(self.request(opening, 0).await?);
            let transaction = self.prepare(actions).await?;
            let sent = transaction.clone();
            self.ledger.record(Record::Reserving { campaign_id, account_id, transaction }).await?;
            let error = match self.settle(&sent).await {
                Ok(_) => return self.note_held(opening).await,
                Err(error) => error,
            };
            if error.refusal().is_some() || is_out_of_turn(&error) {
                self.ledger.record(Record::Refused { campaign_id, account_id }).await?;
            }
            match error.refusal() {
                Some(Refusal::AlreadyReserved) => return self.note_held(opening).await,
                // In one transaction with the question, unless the queue is too long for that.
                Some(Refusal::OthersWaiting) if !serves => serves = true,
                Some(Refusal::OthersWaiting) => {
                    if !self.serve(campaign_id).await? {
                        return Ok(None);
                    }
                }
                Some(Refusal::NothingToAssign) => serves = false,
                Some(Refusal::NoTasksForWorker | Refusal::NoBatches) => {
                    if has_cleared || !self.clear_dead_places(&opening.campaign).await? {
                        return Ok(None);
                    }
                    has_cleared = true;
                }
                Some(Refusal::CampaignPaused | Refusal::CampaignNotFound) => return Ok(None),
                _ if is_out_of_turn(&error) => {}
                _ => return Err(error),
            }
        }
        Ok(None)
    }

    /// The action that asks for a task.
    pub(super) async fn request(
        &self,
        opening: &Opening,
        place: u32,
    ) -> Result<PackedAction, Error> {
        let action = ReserveTask {
            campaign_id: opening.campaign.id,
            account_id: opening.account_id,
            quali_assets: opening.quali_assets.clone(),
            ..ReserveTask::default()
        };
        self.action(action, place).await
    }

    /// The task that the worker holds in a campaign.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn held(&self, opening: &Opening) -> Result<Option<Reservation>, Error> {
        Ok(self.force().reservation(opening.campaign.id, opening.account_id).await?)
    }

    /// The task that was given just now.
    pub(super) async fn note_held(&self, opening: &Opening) -> Result<Option<Reservation>, Error> {
        let held = self.held(opening).await?;
        if let Some(row) = &held {
            self.ledger.record(Record::Reserved { task: TaskId::of(row) }).await?;
        }
        Ok(held)
    }

    /// Serves those who stand by. Gives whether there was anything to serve.
    async fn serve(&self, campaign_id: u32) -> Result<bool, Error> {
        let assign = self.force().assignment(self.identity().payer(), campaign_id);
        match self.act(vec![assign]).await {
            Ok(_) => Ok(true),
            Err(error) if error.refusal() == Some(Refusal::NothingToAssign) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Clears away places of removed batches, of which the contract looks at some before it finds others. Gives whether
    /// there were any.
    async fn clear_dead_places(&self, campaign: &Campaign) -> Result<bool, Error> {
        let force = self.force();
        let now = TimePointSec::from(self.client().get_info().await?.head_block_time);
        let reopened = force.reopened(campaign.id).limit(MAX_LOOKED_AT).await?;
        let reservations = force.reservations(campaign.id).limit(MAX_LOOKED_AT).await?;
        let lapsed = reservations.iter().filter(|row| row.has_lapsed(campaign.max_task_time, now));
        let mut batches: Vec<u32> = (reopened.iter().map(|row| row.batch_idx))
            .chain(lapsed.map(|row| row.batch_idx))
            .collect();
        batches.sort_unstable();
        batches.dedup();
        let mut has_cleared = false;
        for batch_id in batches {
            let batch = force.batch(campaign.id, batch_id).await?;
            if batch.is_none_or(|batch| batch.state() != State::Removed) {
                continue;
            }
            let clear = ClearTasks { batch_id, campaign_id: campaign.id };
            match self.act(vec![force.action(self.identity().payer(), &clear)]).await {
                Ok(_) => has_cleared = true,
                // Somebody else was faster.
                Err(error) if error.refusal().is_some() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(has_cleared)
    }

    /// What a held task is: its data out of its batch's document, and its campaign's document, both verified.
    ///
    /// # Errors
    /// When the batch or its document is not there, or the document does not have the task.
    pub async fn task(&self, campaign: &Campaign, held: &Reservation) -> Result<Task, Error> {
        let id = TaskId::of(held);
        let known = self.batch(&id).await?;
        let (batch, document) = &*known;
        let data = document.task(batch, id.task_idx).ok_or(Error::NoSuchTask(id))?.clone();
        Ok(Task {
            id,
            data,
            campaign: self.campaign_document(campaign).await,
            reward: batch.reward,
            reserved_on: held.reserved_on,
            max_task_time: campaign.max_task_time,
        })
    }

    async fn batch(&self, id: &TaskId) -> Result<Arc<(Batch, BatchDocument)>, Error> {
        if let Some(known) = self.known().batches.get(&id.batch_key()) {
            return Ok(Arc::clone(known));
        }
        let batch = self.force().batch(id.campaign_id, id.batch_idx).await?;
        let batch = batch.ok_or(Error::NoSuchTask(*id))?;
        let document = BatchDocument::fetch(&*self.store, &batch.content).await?;
        let found = Arc::new((batch, document));
        let mut known = self.known();
        if known.batches.len() >= MAX_KNOWN {
            known.batches.pop_first();
        }
        known.batches.insert(id.batch_key(), Arc::clone(&found));
        Ok(found)
    }

    async fn campaign_document(&self, campaign: &Campaign) -> Option<Arc<CampaignDocument>> {
        let address = &campaign.content.address;
        if let Some(known) = self.known().campaigns.get(address) {
            return known.clone();
        }
        let document = CampaignDocument::fetch(&*self.store, &campaign.content).await;
        let document = match document.map_err(Error::from) {
            Ok(document) => Some(Arc::new(document)),
            // Perhaps at the next task.
            Err(error) if error.may_pass() => return None,
            Err(_) => None,
        };
        let mut known = self.known();
        if known.campaigns.len() >= MAX_KNOWN {
            known.campaigns.pop_first();
        }
        known.campaigns.insert(address.clone(), document.clone());
        document
    }

    /// Gives a task back and asks for another. Gives the other one; nothing, if there is no other: the worker keeps the
    /// task then.
    ///
    /// # Errors
    /// When the worker does not hold the task, the contract or the chain refuses for any other reason, the node does not
    /// answer, or the journal fails.
    pub async fn skip(
        &self,
        opening: &Opening,
        task: &TaskId,
    ) -> Result<Option<Reservation>, Error> {
        let action = SkipTask {
            campaign_id: task.campaign_id,
            task_idx: task.task_idx,
            account_id: task.account_id,
            quali_assets: opening.quali_assets.clone(),
            ..SkipTask::default()
        };
        let actions = vec![self.action(action, 0).await?];
        match self.act(actions).await {
            Ok(_) => {
                self.ledger.record(Record::Over { task: *task }).await?;
                self.note_held(opening).await
            }
            Err(error) => match error.refusal() {
                Some(Refusal::NothingElse | Refusal::OthersWaiting) => Ok(None),
                _ => Err(self.lost_if_not_held(task, error).await),
            },
        }
    }

    /// Gives a task back.
    ///
    /// # RAM
    /// [`Identity::payer`](super::Identity::payer), until another worker takes it.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub async fn release(&self, task: &TaskId) -> Result<(), Error> {
        let action = ReleaseTask {
            campaign_id: task.campaign_id,
            task_idx: task.task_idx,
            account_id: task.account_id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        let actions = vec![self.action(action, 0).await?];
        match self.act(actions).await {
            Ok(_) => self.ledger.record(Record::Over { task: *task }).await,
            Err(error) => Err(self.lost_if_not_held(task, error).await),
        }
    }

    /// What an error means: whoever does not hold a task any more has lost it.
    pub(super) async fn lost_if_not_held(&self, task: &TaskId, error: Error) -> Error {
        if !matches!(error.refusal(), Some(Refusal::NotReserved | Refusal::WrongTaskIndex)) {
            return error;
        }
        match self.ledger.record(Record::Over { task: *task }).await {
            Ok(()) => Error::Lost(*task),
            Err(error) => error,
        }
    }
}
