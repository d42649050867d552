//! The engine that gives out tasks: how often, which, and of which batch.

use std::collections::BTreeMap;

use protocol::force::{
    Error,
    batch::{State, batch_key},
};
use tests::{Actor, World, efx, exactly};

/// Lets everybody work until nobody finds anything. Gives how many results came of it.
pub(super) async fn work_on(world: &World, workers: &[Actor], campaign: u32) -> usize {
    let mut results = 0;
    loop {
        let before = results;
        for worker in workers {
            match world.work(*worker, campaign).await {
                Ok(_) => results += 1,
                Err(error) => {
                    let error = error.contract_error();
                    assert!(
                        matches!(error, Some(Error::NoBatches | Error::NoTasksForWorker)),
                        "{error:?}"
                    );
                }
            }
        }
        if results == before {
            return results;
        }
    }
}

/// The workers of each task of a batch, in the order of ids.
pub(super) async fn workers_of(
    world: &World,
    campaign: u32,
    batch: u32,
) -> BTreeMap<u32, Vec<u32>> {
    let mut tasks = BTreeMap::<u32, Vec<u32>>::new();
    for row in world.force.submissions(campaign, batch).await.unwrap() {
        tasks.entry(row.task_idx).or_default().push(row.account_id.unwrap());
    }
    tasks
}

/// D3: the published contract never counts beyond the first repetition: with three or more, every new worker gets the
/// task and is paid, from whatever money there is. Here a task is given out and paid exactly n times, for each n.
#[tokio::test]
async fn d03_task_with_n_repetitions_is_given_out_and_paid_exactly_n_times() {
    let world = World::new().await;
    let workers = world.workers();
    for repetitions in 1..=4 {
        let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
        let batch = world.published(campaign, repetitions, 2).await.unwrap();
        let results = work_on(&world, &workers, campaign).await;
        assert_eq!(results, 2 * repetitions as usize);
        for (task, workers) in workers_of(&world, campaign, 0).await {
            assert_eq!(workers.len(), repetitions as usize, "task {task}: {workers:?}");
        }
        let row = world.batch_row(batch).await;
        assert_eq!((row.state(), row.balance.quantity), (State::Finished, efx("0.0000")));
        let mut paid = 0;
        for worker in workers {
            paid += world.earned(worker, batch).await.amount;
        }
        assert_eq!(paid, efx("1.0000").amount * i64::from(2 * repetitions));
        assert_eq!(world.force.repetitions(campaign).await.unwrap(), []);
    }
    world.finish().await;
}

/// D5: a worker who is ahead of the others was given an index equal to the number of tasks. Every index given out is of
/// a task.
#[tokio::test]
async fn d05_worker_is_never_given_a_task_past_the_last_one() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 3, 2).await.unwrap();
    for task in 0..2 {
        assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, task);
    }
    world.refuses(Error::NoTasksForWorker, world.reserve(world.alice, campaign)).await;
    // Nothing of the next batch was counted beforehand.
    world.published(campaign, 2, 1).await.unwrap();
    let counted = world.force.repetitions(campaign).await.unwrap();
    assert_eq!(
        counted.iter().map(|row| (row.task_idx, row.value)).collect::<Vec<_>>(),
        [(0, 1), (1, 1)]
    );
    let results = work_on(&world, &world.workers(), campaign).await;
    assert_eq!(results, 4 + 2);
    assert!(workers_of(&world, campaign, 1).await.into_keys().eq([2]));
    world.finish().await;
}

/// D6: a fast worker ran past the end of the active batch, and tasks of the next were filed under it, with its reward.
/// A reservation is of the batch whose range holds its index, and is paid what that batch pays.
#[tokio::test]
async fn d06_reservation_belongs_to_the_batch_that_holds_its_task_index() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let first = world.published(campaign, 2, 3).await.unwrap();
    world.edit(campaign, |edit| edit.reward = world.amount(efx("5.0000"))).await.unwrap();
    let second = world.published(campaign, 1, 2).await.unwrap();
    for (task_idx, batch) in [(0, first), (1, first), (2, first), (3, second), (4, second)] {
        assert_eq!(world.campaign_row(campaign).await.active_batch, 0);
        let task = world.reserve(world.alice, campaign).await.unwrap();
        assert_eq!((task.task_idx, batch_key(campaign, task.batch_idx)), (task_idx, batch));
        let result = world.submit(world.alice, task).await.unwrap();
        assert_eq!(batch_key(campaign, result.batch_idx), batch);
    }
    assert_eq!(world.earned(world.alice, first).await, efx("3.0000"));
    assert_eq!(world.earned(world.alice, second).await, efx("10.0000"));
    assert_eq!(world.escrow(first).await, exactly(efx("1.0000"), 3));
    assert_eq!(world.escrow(second).await, efx("0.0000"));
    assert_eq!(work_on(&world, &[world.bob], campaign).await, 3);
    assert_eq!(world.earned(world.bob, second).await, efx("0.0000"));
    world.finish().await;
}

/// D16: the published contract publishes batches that are over and batches without tasks. Here a draft becomes
/// published, once, with at least one task and no more than the limit.
#[tokio::test]
async fn d16_only_a_draft_batch_can_be_published_and_with_at_least_one_task() {
    let world = World::new().await;
    world.settings(|settings| settings.max_tasks = 10).await.unwrap();
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    world.fund(batch, efx("100.0000")).await.unwrap();
    world.refuses(Error::NoTasks, world.publish(batch, 0)).await;
    world.refuses(Error::TooManyTasks, world.publish(batch, 11)).await;
    world.refuses(Error::TooManyTasks, world.publish(batch, u32::MAX)).await;
    world.publish(batch, 1).await.unwrap();
    world.refuses(Error::BatchPublished, world.publish(batch, 1)).await;
    world.work(world.alice, campaign).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.refuses(Error::BatchEnded, world.publish(batch, 1)).await;
    world.remove(batch).await.unwrap();
    world.refuses(Error::BatchEnded, world.publish(batch, 1)).await;
    world.pass(1).await;
    world.clear(batch).await.unwrap();
    world.refuses(Error::BatchNotFound, world.publish(batch, 1)).await;
    world.finish().await;
}

/// D23: a worker who did a task took over its lapsed second repetition and was paid twice. He never gets it again,
/// whichever way: lapsed, given back, or skipped by another.
#[tokio::test]
async fn d23_worker_never_does_two_repetitions_of_one_task() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 2, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let task = world.reserve(world.bob, campaign).await.unwrap();
    world.pass(2).await;
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.release(world.bob.name, world.bob, task).await.unwrap();
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;

    // Nor by skipping another task for it.
    world.published(campaign, 1, 1).await.unwrap();
    let other = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!(other.task_idx, 1);
    world.refuses(Error::NothingElse, world.skip(world.alice, other)).await;
    world.submit(world.alice, other).await.unwrap();
    assert_eq!(world.work(world.carol, campaign).await.unwrap().task_idx, 0);
    let workers = workers_of(&world, campaign, 0).await;
    assert_eq!(workers[&0], [world.alice.id, world.carol.id]);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// D24: a worker whose first call took over a lapsed task was never offered the task that the cursor stood for, and the
/// count, used as a cursor, closed the wrong one; two workers dead-locked. Two workers finish two repetitions.
#[tokio::test]
async fn d24_first_call_that_takes_over_a_lapsed_task_does_not_lose_another() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 2, 3).await.unwrap();
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 0);
    let lapsing = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!(lapsing.task_idx, 1);
    world.pass(2).await;
    // Bob's first call. Wherever he starts, in the end both have done everything.
    world.work(world.bob, campaign).await.unwrap();
    work_on(&world, &[world.bob, world.alice], campaign).await;
    let both = vec![world.alice.id, world.bob.id];
    let expected = BTreeMap::from([(0, both.clone()), (1, both.clone()), (2, both)]);
    assert_eq!(workers_of(&world, campaign, 0).await, expected);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);

    // The plain case: the only other worker's first task is the one that lapsed.
    let batch = world.published(campaign, 2, 2).await.unwrap();
    let lapsing = world.reserve(world.carol, campaign).await.unwrap();
    assert_eq!(lapsing.task_idx, 3);
    world.pass(2).await;
    work_on(&world, &[world.dave, world.carol], campaign).await;
    let both = vec![world.carol.id, world.dave.id];
    let expected = BTreeMap::from([(3, both.clone()), (4, both)]);
    assert_eq!(workers_of(&world, campaign, 1).await, expected);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// D33: a batch that is not published does not hold up one behind it; tasks are worked in the order of publishing.
#[tokio::test]
async fn d33_batches_published_out_of_order_are_worked_in_order() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let [zero, one, two, three] = [
        world.batch(campaign, 1).await.unwrap(),
        world.batch(campaign, 1).await.unwrap(),
        world.batch(campaign, 1).await.unwrap(),
        world.batch(campaign, 1).await.unwrap(),
    ];
    for batch in [zero, one, two, three] {
        world.fund(batch, exactly(efx("1.0000"), 2)).await.unwrap();
    }
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.publish(three, 2).await.unwrap();
    assert_eq!(world.campaign_row(campaign).await.active_batch, 3);
    let first = world.work(world.alice, campaign).await.unwrap();
    world.publish(one, 2).await.unwrap();
    assert_eq!(world.campaign_row(campaign).await.active_batch, 3);
    // A draft between them is removed, which is no business of theirs.
    world.remove(two).await.unwrap();
    let mut order = vec![(first.batch_idx, first.task_idx)];
    for worker in [world.bob, world.alice, world.bob] {
        let result = world.work(worker, campaign).await.unwrap();
        order.push((result.batch_idx, result.task_idx));
    }
    assert_eq!(order, [(3, 0), (3, 1), (1, 2), (1, 3)]);
    world.refuses(Error::NoBatches, world.reserve(world.carol, campaign)).await;
    world.publish(zero, 2).await.unwrap();
    let result = world.work(world.alice, campaign).await.unwrap();
    assert_eq!((result.batch_idx, result.task_idx), (0, 4));
    world.finish().await;
}
