//! Every order of events in small worlds: two or three workers, two batches, two or three tasks.
//!
//! The states that can be reached are finite once ids are replaced by their order and times by whether they are up. In
//! each of them the invariants hold, and from each of them every published task can still be finished by these
//! workers alone; also when one of the results is dismissed, so that its worker cannot do the task again.

use std::collections::HashMap;

use antelope::TimePointSec;
use protocol::force::{
    batch::{State, batch_key},
    policy::Event as PolicyEvent,
};

use crate::world::World;

const MAX_TASK_TIME: u32 = 10;

#[derive(Clone, Copy, Debug)]
enum Event {
    Reserve(u32),
    Submit(u32),
    Skip(u32),
    Release(u32),
    /// The worker's first result is rejected, appealed, and the rejection upheld.
    Dismiss(u32),
    Remove(u32),
    TimeIsUp,
}

fn events(workers: u32) -> Vec<Event> {
    let by = |event: fn(u32) -> Event| (0..workers).map(event);
    by(Event::Reserve)
        .chain(by(Event::Submit))
        .chain(by(Event::Skip))
        .chain(by(Event::Release))
        .chain(by(Event::Dismiss))
        .chain([Event::Remove(0), Event::Remove(1), Event::TimeIsUp])
        .collect()
}

fn happen(world: &mut World, workers: u32, event: Event) -> bool {
    match event {
        Event::Reserve(worker) => world.reserve(0, worker).is_ok(),
        Event::Submit(worker) => world.submit(0, worker).is_ok(),
        Event::Skip(worker) => world.skip(0, worker).is_ok(),
        Event::Release(worker) => world.release(0, worker).is_ok(),
        Event::Dismiss(worker) => dismiss(world, workers, worker),
        Event::Remove(batch) => world.remove_batch(batch_key(0, batch)).is_ok(),
        Event::TimeIsUp => {
            world.now += MAX_TASK_TIME;
            true
        }
    }
}

/// Dismisses the first result of a worker: once in a world, and if enough workers are left for the task.
fn dismiss(world: &mut World, workers: u32, worker: u32) -> bool {
    let mut results = world.submissions.keys().copied();
    let Some(result) = results.find(|(_, _, by)| *by == worker) else { return false };
    if !world.dismissed.is_empty() || workers <= world.batches[&result.0].repetitions {
        return false;
    }
    world.reject(result).is_ok()
        && world.answer(result, PolicyEvent::Appeal).is_ok()
        && world.answer(result, PolicyEvent::Uphold).is_ok()
}

/// Two batches with so many tasks and repetitions.
fn world(tasks: [u32; 2], repetitions: [u32; 2]) -> World {
    let mut world = World::new(0);
    // So that results may always be rejected, whatever the hour is.
    world.settings.payout_delay_sec = u32::MAX;
    world.settings.max_payout_delay_sec = u32::MAX;
    world.make_campaign(MAX_TASK_TIME, 1);
    for (batch, (tasks, repetitions)) in (0..).zip(tasks.into_iter().zip(repetitions)) {
        world.make_batch(0, repetitions).expect("a valid batch");
        world.fund(batch_key(0, batch), 100).expect("a valid amount");
        world.publish(batch_key(0, batch), tasks).expect("enough money");
    }
    world
}

/// What makes two worlds the same: everything but money, the numbers of ids, and the hour.
fn essence(world: &World) -> Vec<u32> {
    let mut key = Vec::with_capacity(64);
    for (id, batch) in &world.batches {
        key.extend([*id as u32, u32::from(batch.state), batch.frontier]);
    }
    key.push(u32::MAX);
    for row in world.cursors.values() {
        key.extend([row.account_id, row.batch_idx, row.value]);
    }
    key.push(u32::MAX);
    let now = TimePointSec(world.now);
    let mut places: Vec<(u64, [u32; 4])> = Vec::new();
    for row in world.reservations.values() {
        let lapsed = row.has_lapsed(MAX_TASK_TIME, now);
        let holder = row.account_id.expect("is held");
        places.push((row.id, [0, row.task_idx, holder, u32::from(lapsed)]));
    }
    for row in world.reopened.values() {
        places.push((row.id, [1, row.task_idx, row.account_id, 0]));
    }
    places.sort_unstable();
    key.extend(places.into_iter().flat_map(|(_, place)| place));
    key.push(u32::MAX);
    for (task, given) in &world.repetitions {
        key.extend([*task as u32, *given]);
    }
    key.push(u32::MAX);
    for ((batch, task, worker), result) in &world.submissions {
        key.extend([*batch as u32, *task, *worker, u32::from(result.state)]);
    }
    key
}

fn is_finished(world: &World) -> bool {
    world.batches.values().all(|batch| batch.state() != State::Published)
}

/// Walks through every state. Gives how many there are.
fn walk(workers: u32, tasks: [u32; 2], repetitions: [u32; 2]) -> usize {
    let start = world(tasks, repetitions);
    let mut numbers = HashMap::from([(essence(&start), 0)]);
    let mut worlds = vec![start];
    let mut before: Vec<Vec<usize>> = vec![vec![]];
    let mut at = 0;
    while let Some(world) = worlds.get(at).cloned() {
        for event in events(workers) {
            let mut next = world.clone();
            if !happen(&mut next, workers, event) {
                continue;
            }
            let number = *numbers.entry(essence(&next)).or_insert_with(|| {
                next.check();
                worlds.push(next);
                before.push(vec![]);
                worlds.len() - 1
            });
            // A removal ends the wish that its tasks be done: it is no way out of a dead end.
            if !matches!(event, Event::Remove(_)) {
                before[number].push(at);
            }
        }
        at += 1;
    }

    let mut can_finish: Vec<bool> = worlds.iter().map(is_finished).collect();
    let mut open: Vec<usize> = (0..worlds.len()).filter(|number| can_finish[*number]).collect();
    while let Some(number) = open.pop() {
        for earlier in &before[number] {
            if !std::mem::replace(&mut can_finish[*earlier], true) {
                open.push(*earlier);
            }
        }
    }
    let stuck = can_finish.iter().position(|can| !can);
    assert!(stuck.is_none(), "a dead end: {:?}", stuck.map(|number| &worlds[number]));
    worlds.len()
}

#[track_caller]
fn check(workers: u32, tasks: [u32; 2], repetitions: &[[u32; 2]]) {
    for repetitions in repetitions {
        let states = walk(workers, tasks, *repetitions);
        assert!(states > 100, "{repetitions:?} repetitions: only {states} states");
    }
}

#[test]
fn two_workers_and_three_tasks_have_no_dead_end() {
    check(2, [2, 1], &[[1, 1], [1, 2], [2, 1]]);
}

#[test]
fn three_workers_and_two_tasks_have_no_dead_end() {
    check(3, [1, 1], &[[1, 1], [2, 1]]);
}
