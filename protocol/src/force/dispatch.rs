//! Dispatch: which task a worker gets next.
//!
//! Rows and time in, a decision out; nothing is read that is not asked for, nothing is written.
//!
//! # The rule
//! 1. A task that lapsed or was given back, oldest first, if this worker may take it.
//! 2. Else the worker's next *fresh* task: the lowest index after his own cursor that has not been given out as
//!    often as it is to be done.
//! 3. Else a task that this worker himself gave back.
//!
//! # Why it never goes wrong
//! Within a batch each worker walks the indices upward and takes part in each task he passes, until he is at the
//! frontier, below which all is given out. So of two tasks at or after the frontier the later one has been given
//! out no more often than the earlier, and tasks are used up in the order of their indices: **the frontier moves by
//! one, and a fresh task costs one step to find, whatever the size of the campaign.**
//!
//! To keep that true, a worker takes a second-hand task only if he has passed its index already, that is, if it
//! lies before his next fresh one. One that lies ahead of him he meets fresh on his way. There is one exception:
//! the second-hand task *is* his next fresh one, and its holder has gone no further. Then the worker takes it over and
//! the holder's cursor goes back by one, into the task's batch, so that each has still passed what he takes part in.
//!
//! Nobody is stuck: a worker who has not done a task with a place free has either passed it, and may take it over, or
//! not, and then there is something fresh for him.

use antelope::TimePointSec;

use super::{
    batch::Batch,
    reservation::{AccountTaskIndex, Reopened, Reservation},
};

/// The most second-hand tasks that one decision looks at.
pub const MAX_LOOKED_AT: usize = 8;

/// A task that has not been given out as often as it is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreshTask {
    /// The batch.
    pub batch_idx: u32,
    /// The task.
    pub task_idx: u32,
}

/// The worker's next task in `batch`, if it has one for a worker who has got as far as `cursor`.
///
/// `cursor` is the last index he was given fresh, in this batch or another.
pub fn fresh_in(batch: &Batch, cursor: Option<u32>) -> Option<FreshTask> {
    let after_cursor = match cursor {
        Some(cursor) => cursor.checked_add(1)?,
        None => 0,
    };
    let task_idx = batch.frontier.max(after_cursor);
    let fresh = batch.is_open() && task_idx < batch.end_task_idx();
    fresh.then_some(FreshTask { batch_idx: batch.id, task_idx })
}

/// What handing out a fresh task does to its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repetition {
    /// The task is to be given out again: remember that it has been so often.
    Counted(u32),
    /// That was the last time: the frontier moves on, and the count is forgotten.
    Last,
}

/// Counts a repetition of a task that has been given out `given` times before.
pub const fn count_repetition(given: u32, repetitions: u32) -> Repetition {
    let given = given.saturating_add(1);
    if given >= repetitions { Repetition::Last } else { Repetition::Counted(given) }
}

/// What is decided for a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A task that was given back.
    Reopened(Reopened),
    /// A task whose reservation has lapsed.
    TakeOver {
        /// The reservation that ends.
        reservation: Reservation,
        /// The worker stands where its holder stands: he moves on to this task, and the holder moves back by one.
        advances: bool,
    },
    /// The worker's next fresh task.
    Fresh(FreshTask),
    /// There is nothing for him now.
    Nothing,
}

/// What a decision may have to ask about.
pub trait Facts {
    /// Whether the worker has submitted a result for the task.
    fn has_done(&self, batch_idx: u32, task_idx: u32) -> bool;
    /// Whether the batch still gives out tasks.
    fn is_published(&self, batch_idx: u32) -> bool;
    /// How far another worker has got in the campaign.
    fn cursor_of(&self, account_id: u32) -> Option<AccountTaskIndex>;
}

/// A worker who asks for a task, and the moment.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The worker.
    pub account_id: u32,
    /// His next fresh task, from [`fresh_in`].
    pub fresh: Option<FreshTask>,
    /// The task that he has just skipped and must not get again now, by whatever way.
    pub skipped: Option<u32>,
    /// How long a reservation of the campaign is held, in seconds.
    pub max_task_time: u32,
    /// The moment.
    pub now: TimePointSec,
}

/// Decides which task a worker gets.
///
/// `reopened` and `reservations` are the campaign's rows in the order of their ids. They are read lazily: together at
/// most [`MAX_LOOKED_AT`] of them, and of the reservations only those that have lapsed and the first that has not.
pub fn decide(
    request: &Request,
    facts: &impl Facts,
    reopened: impl IntoIterator<Item = Reopened>,
    reservations: impl IntoIterator<Item = Reservation>,
) -> Decision {
    let lapsed = |row: &Reservation| row.has_lapsed(request.max_task_time, request.now);
    let mut reopened = reopened.into_iter();
    let mut reservations = reservations.into_iter();
    let mut given_back = reopened.next();
    let mut expired = reservations.next().filter(lapsed);
    let mut own = None;

    for _ in 0..MAX_LOOKED_AT {
        // The older of the two comes first; ids are from one count.
        match (given_back, expired) {
            (Some(row), other) if other.is_none_or(|other| row.id < other.id) => {
                if is_passed(request, row.task_idx)
                    && is_free(request, facts, row.batch_idx, row.task_idx)
                {
                    if row.account_id != request.account_id {
                        return Decision::Reopened(row);
                    }
                    own = own.or(Some(row));
                }
                given_back = reopened.next();
            }
            (_, Some(row)) => {
                let advances = may_advance(request, facts, &row);
                if (advances || is_passed(request, row.task_idx))
                    && is_free(request, facts, row.batch_idx, row.task_idx)
                {
                    return Decision::TakeOver { reservation: row, advances };
                }
                expired = reservations.next().filter(lapsed);
            }
            _ => break,
        }
    }
    match (request.fresh, own) {
        (Some(fresh), _) => Decision::Fresh(fresh),
        (None, Some(row)) => Decision::Reopened(row),
        (None, None) => Decision::Nothing,
    }
}

/// Whether the worker is past `task_idx`; with nothing fresh left he is past everything.
fn is_passed(request: &Request, task_idx: u32) -> bool {
    request.fresh.is_none_or(|fresh| task_idx < fresh.task_idx)
}

/// Whether a result of this worker for the task is wanted.
fn is_free(request: &Request, facts: &impl Facts, batch_idx: u32, task_idx: u32) -> bool {
    request.skipped != Some(task_idx)
        && !facts.has_done(batch_idx, task_idx)
        && facts.is_published(batch_idx)
}

/// Whether the worker may take over his very next task: its holder has gone no further than it.
fn may_advance(request: &Request, facts: &impl Facts, row: &Reservation) -> bool {
    let is_next = request.fresh.is_some_and(|fresh| fresh.task_idx == row.task_idx);
    is_next
        && row
            .account_id
            .and_then(|holder| facts.cursor_of(holder))
            .is_some_and(|cursor| cursor.value == row.task_idx)
}

#[cfg(test)]
mod tests;
