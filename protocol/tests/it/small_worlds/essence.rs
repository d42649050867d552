//! What makes two small worlds the same, as far as their futures go.

use antelope::{TimePointSec, table::composite};
use protocol::force::batch::{Batch, State, batch_key};

use super::{MAX_TASK_TIME, Plan, With};
use crate::world::{ACCEPT_TIME, World};

/// Marks, greater than any place or task, so that no two worlds have one essence by accident.
const WORKER: u8 = 255;
const FRESH: u8 = 254;
const IDLE: u8 = 253;
const QUEUE: u8 = 252;
const DONE: u8 = 251;
const NONE: u8 = 250;

/// The world, as far as its future goes.
///
/// That is, of the batches that still give out tasks: how far each worker has got, the places in the order of their
/// ids, and who has done what is not done often enough; and the queue. Not so the numbers of ids, and who is who: rows
/// are told by their place in the order, to a worker belongs which of them are his, and workers are sorted by what
/// belongs to them.
pub(super) fn essence(world: &World, plan: Plan) -> Box<[u8]> {
    let now = TimePointSec(world.now);
    // Of batches that have ended nothing matters, unless a result may be dismissed yet.
    let goes_on = |batch: u32| {
        plan.with == With::Dismissal
            || world.batches[&batch_key(0, batch)].state() == State::Published
    };
    let small = |number: u32| u8::try_from(number).expect("a small number");
    let mut key = Vec::with_capacity(64);
    let mut of_workers: Vec<Vec<u8>> = vec![vec![]; plan.workers as usize];

    for id in 0..2 {
        // Finished, removed or gone is the same, unless a result may be dismissed yet.
        let batch = world.batches.get(&batch_key(0, id));
        let state = batch.map_or(State::Removed, Batch::state);
        let ended = state == State::Finished && plan.with != With::Dismissal;
        key.push(if ended { State::Removed as u8 } else { state as u8 });
        let open = batch.filter(|batch| batch.state() == State::Published);
        key.push(open.map_or(NONE, |batch| small(batch.frontier)));
    }

    let mut rows: Vec<(u64, [u8; 2], u32)> = Vec::new();
    for row in world.reservations.values() {
        let holder = row.account_id.expect("is held");
        let lapsed = u8::from(row.has_lapsed(MAX_TASK_TIME, now));
        if goes_on(row.batch_idx) {
            rows.push((row.id, [lapsed, small(row.task_idx)], holder));
        } else if lapsed == 0 {
            rows.push((row.id, [IDLE, 0], holder));
        } else {
            of_workers[holder as usize].push(IDLE);
        }
    }
    for row in world.reopened.values().filter(|row| goes_on(row.batch_idx)) {
        rows.push((row.id, [2, small(row.task_idx)], row.account_id));
    }
    rows.sort_unstable();
    for (place, (_, row, worker)) in (0..).zip(rows) {
        key.extend(row);
        of_workers[worker as usize].push(place);
    }

    for (place, row) in (0..).zip(world.queue(0)) {
        let lapsed = u8::from(row.has_lapsed(ACCEPT_TIME, now));
        key.extend(match row.offer() {
            Some(task) if goes_on(task.batch_idx) => [QUEUE, 1 + lapsed, small(task.task_idx)],
            Some(_) => [QUEUE, 3 + lapsed, 0],
            None => [QUEUE, 0, small(row.from_task_idx)],
        });
        of_workers[row.account_id as usize].extend([QUEUE, place]);
    }

    for (worker, of_worker) in (0..).zip(&mut of_workers) {
        let fresh = world.fresh_for(0, worker).map_or(NONE, |fresh| small(fresh.task_idx));
        // Whether somebody's task is the last that he was given fresh matters for tasks that are still given out.
        let cursor = world.cursors.get(&composite(worker, 0)).filter(|cursor| {
            let batch = world.batches.get(&batch_key(0, cursor.batch_idx));
            batch.is_some_and(|batch| batch.is_open() && batch.frontier <= cursor.value)
        });
        of_worker.extend([FRESH, fresh, cursor.map_or(NONE, |cursor| small(cursor.value))]);
    }
    let mut results = [0; 8];
    for (_, task, _) in world.submissions.keys() {
        results[*task as usize] += 1;
    }
    for ((batch, task, worker), result) in &world.submissions {
        let batch = &world.batches[batch];
        let is_wanted = goes_on(batch.id) && results[*task as usize] < batch.repetitions;
        if is_wanted || plan.with == With::Dismissal {
            of_workers[*worker as usize].extend([DONE, small(*task), result.state]);
        }
    }

    of_workers.sort_unstable();
    for of_worker in of_workers {
        key.push(WORKER);
        key.extend(of_worker);
    }
    key.into()
}
