//! Every order of events in small worlds: up to three workers, two batches, three tasks.
//!
//! The states that can be reached are finite once worlds that differ only in names count as one, see `essence`. In each
//! of them the invariants hold, and from each of them every published task can still be finished by these workers alone.

mod essence;
mod frozen;

use std::{
    collections::{BTreeSet, HashMap, VecDeque, hash_map::Entry},
    env,
};

use antelope::TimePointSec;
use protocol::force::{
    Error,
    batch::{State, batch_key},
    policy::Event as PolicyEvent,
    settlement,
    submission::Standing,
};

use crate::world::{ACCEPT_TIME, Outcome, World};
use essence::essence;

const MAX_TASK_TIME: u32 = 10;

/// Which events a walk has beside the first ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    /// None; both batches are published from the start.
    Work,
    /// A result is dismissed, so that its worker cannot do the task again.
    Dismissal,
    /// Workers stand by; the batches are published on the way.
    Standby,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Reserve(u32),
    Submit(u32),
    Skip(u32),
    Release(u32),
    Remove(u32),
    /// The oldest reservation that has not lapsed does.
    Lapse,

    /// The worker's first result is rejected, appealed, and the rejection upheld.
    Dismiss(u32),

    Publish(u32),
    StandBy(u32),
    Leave(u32),
    Assign,
    /// The oldest offer that has not lapsed does.
    OfferLapses,
}

/// The numbers that make a small world.
#[derive(Clone, Copy, Debug)]
struct Plan {
    workers: u32,
    /// Of each batch.
    tasks: [u32; 2],
    /// Of each batch.
    repetitions: [u32; 2],
    with: With,
}

impl Plan {
    fn start(self) -> World {
        let mut world = World::new(0);
        // So that results may always be rejected.
        world.settings.payout_delay_sec = u32::MAX;
        world.settings.max_payout_delay_sec = u32::MAX;
        // Without rewards there is no money to be told apart.
        world.make_campaign(MAX_TASK_TIME, 0);
        for (batch, repetitions) in (0..).zip(self.repetitions) {
            world.make_batch(0, repetitions).expect("a valid batch");
            if self.with != With::Standby {
                self.publish(&mut world, batch).expect("nothing has to be paid");
            }
        }
        world
    }

    fn publish(self, world: &mut World, batch: u32) -> Outcome {
        world.publish(batch_key(0, batch), self.tasks[batch as usize])
    }

    fn events(self) -> Vec<Event> {
        let by = |event: fn(u32) -> Event| (0..self.workers).map(event);
        let mut events: Vec<_> = by(Event::Reserve)
            .chain(by(Event::Submit))
            .chain(by(Event::Skip))
            .chain(by(Event::Release))
            .chain([Event::Remove(0), Event::Remove(1), Event::Lapse])
            .collect();
        match self.with {
            With::Work => {}
            With::Dismissal => events.extend(by(Event::Dismiss)),
            With::Standby => {
                events.extend(by(Event::StandBy).chain(by(Event::Leave)));
                events.extend([Event::Assign, Event::OfferLapses]);
                events.extend([Event::Publish(0), Event::Publish(1)]);
            }
        }
        events
    }

    fn happen(self, world: &mut World, event: Event) -> Outcome {
        match event {
            Event::Reserve(worker) => world.reserve(0, worker),
            Event::Submit(worker) => world.submit(0, worker),
            Event::Skip(worker) => world.skip(0, worker),
            Event::Release(worker) => world.release(0, worker),
            // Without the first batch the second one's tasks would have other indices, and nothing else would differ.
            Event::Remove(batch) if is_draft(world, batch) => Err(Error::BatchNotFound),
            Event::Remove(batch) => world.remove_batch(batch_key(0, batch)),
            Event::Lapse => lapse(world),
            Event::Dismiss(worker) => dismiss(world, self.workers, worker),
            // Batches are published in their order, of which there is no other.
            Event::Publish(1) if is_draft(world, 0) => Err(Error::BatchNotFound),
            Event::Publish(batch) => self.publish(world, batch),
            Event::StandBy(worker) => world.stand_by(0, worker),
            Event::Leave(worker) => world.leave(0, worker),
            Event::Assign => world.assign(0, 1),
            Event::OfferLapses => let_offer_lapse(world),
        }
    }
}

/// Whether it is worth trying: most events are of a worker who has nothing to do it with.
fn may_happen(world: &World, event: Event) -> bool {
    match event {
        Event::Submit(worker) | Event::Skip(worker) | Event::Release(worker) => {
            world.reservation_of(0, worker).is_some()
        }
        _ => true,
    }
}

fn is_draft(world: &World, batch: u32) -> bool {
    let batch = world.batches.get(&batch_key(0, batch));
    batch.is_some_and(|batch| batch.state() == State::Draft)
}

/// Time is nothing but what has lapsed: the row's own time is put back, the clock stands still.
fn lapse(world: &mut World) -> Outcome {
    let now = TimePointSec(world.now);
    let mut held = world.reservations.values_mut();
    let oldest = held.find(|row| !row.has_lapsed(MAX_TASK_TIME, now)).ok_or(Error::NotReserved)?;
    oldest.reserved_on.0 -= MAX_TASK_TIME;
    Ok(())
}

fn let_offer_lapse(world: &mut World) -> Outcome {
    let now = TimePointSec(world.now);
    let mut offers = world.standby.values_mut().filter(|row| row.offer().is_some());
    let oldest = offers.find(|row| !row.has_lapsed(ACCEPT_TIME, now)).ok_or(Error::NotReserved)?;
    oldest.offered_on.0 -= ACCEPT_TIME;
    Ok(())
}

/// Dismisses the first result of a worker: once in a world, and if enough workers are left for the task.
fn dismiss(world: &mut World, workers: u32, worker: u32) -> Outcome {
    let is_first = world.submissions.values().all(|row| row.standing() != Standing::Dismissed);
    let mut results = world.submissions.iter_mut();
    let result = results.find(|((_, _, by), _)| *by == worker);
    let (key, result) = result.filter(|_| is_first).ok_or(Error::SubmissionNotFound)?;
    let batch = world.batches.get_mut(&key.0).ok_or(Error::BatchNotFound)?;
    if workers <= batch.repetitions {
        return Err(Error::TooManyRepetitions);
    }
    let now = TimePointSec(world.now);
    for event in [PolicyEvent::Reject, PolicyEvent::Appeal, PolicyEvent::Uphold] {
        settlement::settle(batch, result, event, now, now)?;
    }
    let (batch_idx, task_idx) = (batch.id, result.task_idx);
    match batch.state() {
        State::Published => world.reopen(0, batch_idx, task_idx, worker),
        _ => Ok(()),
    }
}

fn is_finished(world: &World) -> bool {
    world.batches.values().all(|batch| batch.state() != State::Published)
}

/// What can come next, each with what led to it.
fn next(plan: Plan, world: &World) -> impl Iterator<Item = (Event, World)> {
    let events = plan.events().into_iter().filter(|event| may_happen(world, *event));
    events.filter_map(move |event| {
        let mut next = world.clone();
        plan.happen(&mut next, event).ok()?;
        // What is paid is no matter here.
        (next.payments, next.earned) = Default::default();
        Some((event, next))
    })
}

/// Walks through every state. Gives how many there are.
fn walk(plan: Plan) -> usize {
    let start = plan.start();
    let mut numbers = HashMap::from([(essence(&start, plan), 0u32)]);
    let mut can_finish = vec![is_finished(&start)];
    let mut ways: Vec<(u32, u32)> = Vec::new();
    let mut open = VecDeque::from([(0, frozen::freeze(&start))]);
    while let Some((from, frozen)) = open.pop_front() {
        for (event, next) in next(plan, &frozen::thaw(&start, &frozen)) {
            let new = u32::try_from(numbers.len()).expect("not so many states");
            let to = *numbers.entry(essence(&next, plan)).or_insert(new);
            // A removal ends the wish that its tasks be done: it is no way out of a dead end.
            if !matches!(event, Event::Remove(_)) {
                ways.push((to, from));
            }
            if to == new {
                next.check();
                can_finish.push(is_finished(&next));
                open.push_back((new, frozen::freeze(&next)));
            }
        }
    }
    spread_back(&mut can_finish, ways);
    for (essence, number) in &numbers {
        assert!(can_finish[*number as usize], "{plan:?} has a dead end: {essence:?}");
    }
    numbers.len()
}

/// Marks every state from which a marked one can be reached. Ways are pairs of a later and an earlier state.
fn spread_back(marked: &mut [bool], mut ways: Vec<(u32, u32)>) {
    ways.sort_unstable();
    let numbers = 0u32..;
    let mut open: Vec<u32> =
        numbers.zip(&*marked).filter(|(_, is)| **is).map(|(at, _)| at).collect();
    while let Some(at) = open.pop() {
        let first = ways.partition_point(|(to, _)| *to < at);
        for (_, from) in ways[first..].iter().take_while(|(to, _)| *to == at) {
            if !std::mem::replace(&mut marked[*from as usize], true) {
                open.push(*from);
            }
        }
    }
}

/// Checks that what `essence` leaves out changes nothing: whichever of several worlds of one essence is looked at, the
/// same can come next.
#[test]
fn worlds_of_one_essence_have_one_future() {
    for (workers, tasks, repetitions, with) in [
        (3, [1, 1], [2, 1], With::Work),
        (3, [2, 1], [1, 1], With::Work),
        (2, [1, 1], [1, 2], With::Dismissal),
        (2, [2, 1], [1, 2], With::Standby),
        (3, [1, 1], [1, 1], With::Standby),
    ] {
        let plan = Plan { workers, tasks, repetitions, with };
        let future = |world: &World| -> BTreeSet<_> {
            let now = essence(world, plan);
            next(plan, world)
                .map(|(_, next)| essence(&next, plan))
                .filter(|it| *it != now)
                .collect()
        };
        let mut known = HashMap::new();
        let mut open = vec![plan.start()];
        while let Some(world) = open.pop() {
            for (event, next) in next(plan, &world) {
                match known.entry(essence(&next, plan)) {
                    Entry::Vacant(new) => {
                        new.insert(future(&next));
                        open.push(next);
                    }
                    Entry::Occupied(known) => {
                        assert_eq!(*known.get(), future(&next), "{plan:?}: {event:?} in {world:?}");
                    }
                }
            }
        }
    }
}

#[track_caller]
fn check(workers: u32, tasks: [u32; 2], repetitions: &[[u32; 2]], with: With) {
    for repetitions in repetitions.iter().copied() {
        let plan = Plan { workers, tasks, repetitions, with };
        let states = walk(plan);
        eprintln!("{plan:?}: {states} states");
        assert!(states > 20, "{plan:?}: only {states} states");
    }
}

#[test]
fn two_workers_and_three_tasks_have_no_dead_end_though_a_result_is_dismissed() {
    check(2, [2, 1], &[[1, 1], [1, 2], [2, 1]], With::Dismissal);
}

#[test]
fn three_workers_and_two_tasks_have_no_dead_end_though_a_result_is_dismissed() {
    check(3, [1, 1], &[[1, 1], [2, 1]], With::Dismissal);
}

#[test]
fn two_workers_who_may_stand_by_have_no_dead_end() {
    check(2, [2, 1], &[[1, 1], [1, 2], [2, 1], [2, 2]], With::Standby);
}

#[test]
fn three_workers_who_may_stand_by_have_no_dead_end() {
    check(3, [1, 1], &[[1, 1], [1, 2], [2, 1]], With::Standby);
    check(3, [2, 1], &[[1, 1], [1, 2]], With::Standby);
}

/// The most places of a world that is walked through without being asked for: more take minutes.
const MAX_PLACES: u32 = 5;

/// One to three repetitions of each task, from the smallest world to the largest that is asked for: `SMALL_WORLDS=9 cargo
/// test -p protocol --release --test it three_workers_and_three` walks through all of them, the largest of which
/// have millions of states.
#[test]
fn three_workers_and_three_tasks_have_no_dead_end() {
    let limit = env::var("SMALL_WORLDS").map_or(MAX_PLACES, |places| places.parse().unwrap());
    for places in 3..=limit {
        for tasks in [[1, 2], [2, 1]] {
            let all = [1, 2, 3].into_iter().flat_map(|one| [1, 2, 3].map(|other| [one, other]));
            let of_size = |both: &[u32; 2]| tasks[0] * both[0] + tasks[1] * both[1] == places;
            check(3, tasks, &all.filter(of_size).collect::<Vec<_>>(), With::Work);
        }
    }
}
