//! Repetitions: each task gets exactly so many results, by as many workers.

use protocol::force::{Error, batch::State};
use tests::{World, efx};

/// A task with n repetitions is given out and paid exactly n times, and its batch ends with it.
#[tokio::test]
async fn x05_repetitions_are_not_exceeded() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 3, 1).await.unwrap();
    for worker in [world.alice, world.bob] {
        assert_eq!(world.work(worker, campaign).await.unwrap().task_idx, 0);
        world.refuses(Error::NoTasksForWorker, world.reserve(worker, campaign)).await;
    }
    let counted = world.force.repetitions(campaign).await.unwrap();
    assert_eq!(counted.iter().map(|row| row.value).collect::<Vec<_>>(), [2]);
    assert_eq!(world.batch_row(batch).await.state(), State::Published);
    world.work(world.carol, campaign).await.unwrap();
    world.refuses(Error::NoBatches, world.reserve(world.dave, campaign)).await;
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    assert_eq!(world.force.repetitions(campaign).await.unwrap(), []);
    world.finish().await;
}

/// Three tasks, three repetitions, three workers in turns: each does each task once, and nobody more.
#[tokio::test]
async fn every_worker_does_every_task_once() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 3, 3).await.unwrap();
    let workers = [world.alice, world.bob, world.carol];
    for (worker, task) in [(0, 0), (0, 1), (1, 0), (0, 2), (2, 0), (1, 1), (2, 1), (1, 2), (2, 2)] {
        assert_eq!(world.work(workers[worker], campaign).await.unwrap().task_idx, task);
    }
    let done = world.force.submissions(campaign, 0).await.unwrap();
    let mut expected = Vec::new();
    for task in 0..3 {
        expected.extend(workers.map(|worker| (task, worker.id)));
    }
    let done: Vec<_> = done.iter().map(|row| (row.task_idx, row.account_id.unwrap())).collect();
    assert_eq!(done, expected);
    let row = world.campaign_row(campaign).await;
    assert_eq!((row.reservations_done, row.total_tasks, row.total_submissions), (3, 3, 9));
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    world.finish().await;
}

/// A worker who is ahead of the others is never given a task past the last one, nor one of the wrong batch.
#[tokio::test]
async fn a_fast_worker_stays_within_the_batches() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 2, 2).await.unwrap();
    world.published(campaign, 2, 1).await.unwrap();
    let done = [
        world.work(world.alice, campaign).await.unwrap(),
        world.work(world.alice, campaign).await.unwrap(),
        world.work(world.alice, campaign).await.unwrap(),
    ];
    assert_eq!(done.map(|row| (row.batch_idx, row.task_idx)), [(0, 0), (0, 1), (1, 2)]);
    world.refuses(Error::NoTasksForWorker, world.reserve(world.alice, campaign)).await;
    world.finish().await;
}

/// A worker who took over a lapsed repetition of a task he has done already would be both: he is never given it.
#[tokio::test]
async fn a_worker_never_does_two_repetitions_of_a_task() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 1;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 2, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.reserve(world.bob, campaign).await.unwrap();
    world.pass(1).await;
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    assert_eq!(world.work(world.carol, campaign).await.unwrap().task_idx, 0);
    world.finish().await;
}
