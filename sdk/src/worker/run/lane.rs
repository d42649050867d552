//! A lane: the tasks of one campaign, one after another, until there is nothing left for the worker.
//!
//! Every step may be taken again: what is held is on the chain, and what was answered in the journal.

use protocol::force::reservation::Reservation;

use super::{
    super::{
        Error, Event, Opening, Outcome, Task, TaskId, Urgency, sending::Backoff, stop::unless,
    },
    Run,
};
use crate::{
    clock::timeout,
    future::{Movable, Shared},
};

/// What comes after a step.
enum Next {
    /// This task, which is held, or whichever is.
    Task(Option<Reservation>),
    /// Nothing in this campaign, for now.
    End,
}

/// What a handler said, or why it did not.
enum Said {
    Outcome(Outcome),
    Interrupted,
}

impl<F, A> Run<'_, F>
where
    F: Fn(Task) -> A + Shared,
    A: Future<Output: Into<Outcome>> + Movable,
{
    /// Does the tasks of a campaign. Gives whether there was any.
    pub(super) async fn lane(&self, opening: &Opening) -> Result<bool, Error> {
        let mut is_worked_on = false;
        let mut held = None;
        let mut backoff = Backoff::new();
        loop {
            match self.step(opening, held.take()).await {
                Ok(Next::Task(row)) => {
                    held = row;
                    is_worked_on = true;
                    backoff = Backoff::new();
                }
                Ok(Next::End) => return Ok(is_worked_on),
                Err(Error::Lost(task)) => {
                    self.state().report.lost += 1;
                    self.worker.tell(&Event::Lost { task });
                }
                // A document that nobody seems to have is as good as a wrong one.
                Err(error)
                    if error.is_of_documents() && (!error.may_pass() || backoff.was_often()) =>
                {
                    self.leave(opening, &error.to_string()).await?;
                    return Ok(is_worked_on);
                }
                // Whoever has to end at once does not wait; what is begun is in the journal.
                Err(error)
                    if error.may_pass() && self.options.stop.asked() != Some(Urgency::Now) =>
                {
                    let pause = self.worker.retry(&error, backoff.pause());
                    unless(self.options.stop.wait(Urgency::Now), pause).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Does one task, or finds that there is none.
    async fn step(&self, opening: &Opening, held: Option<Reservation>) -> Result<Next, Error> {
        let Some(held) = self.hold(opening, held).await? else { return Ok(Next::End) };
        let id = TaskId::of(&held);
        if self.state().refused.contains(&(id.campaign_id, id.task_idx)) {
            self.give_back(&id, "there is no other task").await?;
            self.rest(id.campaign_id, "only tasks are left that were given back".to_owned());
            return Ok(Next::End);
        }
        let task = self.worker.task(&opening.campaign, &held).await?;
        let recorded = self.worker.recorded_answer(&task);
        let from_journal = recorded.is_some();
        let said = match recorded {
            Some(answer) => Said::Outcome(Outcome::Answer(answer)),
            None => self.ask(task.clone()).await,
        };
        match said {
            Said::Interrupted => {
                self.give_back(&id, "interrupted").await?;
                Ok(Next::End)
            }
            Said::Outcome(Outcome::Answer(answer)) => {
                self.worker.record_answer(&task, &answer).await?;
                self.worker.tell(&Event::Answered { task: id, from_journal });
                self.hand_in(opening, &task, &answer).await
            }
            Said::Outcome(Outcome::Skip) => self.skip(opening, &id).await,
            Said::Outcome(Outcome::Failed(reason)) => self.fail(opening, &id, reason).await,
        }
    }

    /// The task that is held, or a new one.
    async fn hold(
        &self,
        opening: &Opening,
        known: Option<Reservation>,
    ) -> Result<Option<Reservation>, Error> {
        let held = match known {
            Some(row) => Some(row),
            None => match self.worker.held(opening).await? {
                // It was counted when it was begun, unless that was before this run.
                Some(row) => Some(row),
                None if !self.begin() => None,
                None => match self.worker.reserve(opening).await {
                    Ok(Some(row)) => Some(row),
                    other => {
                        self.unbegin();
                        return other;
                    }
                },
            },
        };
        if let Some(row) = &held {
            self.worker.tell(&Event::Reserved { task: TaskId::of(row) });
        }
        Ok(held)
    }

    /// Asks the handler, as long as it may take.
    async fn ask(&self, task: Task) -> Said {
        let answer = async {
            let answer = (self.handler)(task);
            match self.options.time_limit {
                None => answer.await.into(),
                Some(limit) => match timeout(&*self.worker.clock, limit, answer).await {
                    Some(outcome) => outcome.into(),
                    None => Outcome::Failed(format!("no answer within {limit:?}")),
                },
            }
        };
        match unless(self.options.stop.wait(Urgency::Now), answer).await {
            Some(outcome) => Said::Outcome(outcome),
            None => Said::Interrupted,
        }
    }

    async fn hand_in(
        &self,
        opening: &Opening,
        task: &Task,
        answer: &serde_json::Value,
    ) -> Result<Next, Error> {
        let goes_on = self.begin();
        let result = match goes_on {
            true => self.worker.submit_and_reserve(task, answer, opening).await,
            false => self.worker.submit(task, answer).await,
        };
        let has_next = result.as_ref().is_ok_and(|submitted| submitted.with_next);
        if goes_on && !has_next {
            self.unbegin();
        }
        let submitted = result?;
        {
            let mut state = self.state();
            state.report.submitted += 1;
            state.failures = 0;
        }
        let cid = submitted.cid.to_string();
        self.worker.tell(&Event::Submitted { task: task.id, cid });
        Ok(Next::Task(if has_next { self.worker.note_held(opening).await? } else { None }))
    }

    async fn skip(&self, opening: &Opening, id: &TaskId) -> Result<Next, Error> {
        self.state().refused.insert((id.campaign_id, id.task_idx));
        match self.worker.skip(opening, id).await? {
            Some(row) => {
                self.note_returned(id, "skipped");
                Ok(Next::Task(Some(row)))
            }
            None => {
                self.give_back(id, "skipped").await?;
                self.rest(id.campaign_id, "there is no other task".to_owned());
                Ok(Next::End)
            }
        }
    }

    async fn fail(&self, opening: &Opening, id: &TaskId, reason: String) -> Result<Next, Error> {
        self.worker.tell(&Event::Failed { task: *id, reason: reason.clone() });
        let failures = {
            let mut state = self.state();
            state.report.failed += 1;
            state.failures += 1;
            state.failures
        };
        if failures >= self.options.max_failures {
            self.give_back(id, "failed").await?;
            return Err(Error::TooManyFailures { failures, last: reason });
        }
        self.skip(opening, id).await
    }

    async fn give_back(&self, id: &TaskId, reason: &str) -> Result<(), Error> {
        self.worker.release(id).await?;
        self.unbegin();
        self.note_returned(id, reason);
        Ok(())
    }

    fn note_returned(&self, id: &TaskId, reason: &str) {
        self.state().report.returned += 1;
        self.worker.tell(&Event::Returned { task: *id, reason: reason.to_owned() });
    }

    /// Leaves a campaign whose tasks nobody can do.
    async fn leave(&self, opening: &Opening, reason: &str) -> Result<(), Error> {
        if let Some(row) = self.worker.held(opening).await? {
            self.give_back(&TaskId::of(&row), reason).await?;
        }
        self.rest(opening.campaign.id, reason.to_owned());
        Ok(())
    }

    /// Counts a task that is begun; `false` when there are to be no more.
    fn begin(&self) -> bool {
        if self.is_over() {
            return false;
        }
        self.state().begun += 1;
        true
    }

    fn unbegin(&self) {
        let mut state = self.state();
        state.begun = state.begun.saturating_sub(1);
    }
}
