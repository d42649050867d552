//! Removal of batches: what becomes of the others, and of those who hold its tasks.

use protocol::force::{
    Error,
    batch::{State, split_batch_key},
};
use tests::{World, efx, exactly};

use super::engine::{work_on, workers_of};

/// D25: removing the active batch took two calls and left the next one without its start: fewer tasks were given out
/// than paid for. Every batch has its own range from when it was published, whatever becomes of others.
#[tokio::test]
async fn d25_removing_the_active_batch_leaves_the_next_one_whole() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let first = world.published(campaign, 1, 4).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    let draft = world.batch(campaign, 1).await.unwrap();
    for worker in [world.alice, world.bob] {
        world.work(worker, campaign).await.unwrap();
    }
    world.remove(first).await.unwrap();
    world.refuses(Error::BatchRemoved, world.remove(first)).await;
    let row = world.campaign_row(campaign).await;
    assert_eq!((row.active_batch, row.end_task_idx, row.total_tasks), (1, 7, 5));
    world.fund(draft, exactly(efx("1.0000"), 2)).await.unwrap();
    world.publish(draft, 2).await.unwrap();

    assert_eq!(work_on(&world, &world.workers(), campaign).await, 5);
    for (batch, start, tasks) in [(1, 4, 3), (2, 7, 2)] {
        let row = world.force.batch(campaign, batch).await.unwrap().unwrap();
        assert_eq!((row.start_task_idx, row.num_tasks), (start, tasks));
        assert_eq!((row.state(), row.balance.quantity), (State::Finished, efx("0.0000")));
        let done = workers_of(&world, campaign, batch).await;
        assert!(done.into_keys().eq(start..start + tasks));
    }
    let row = world.campaign_row(campaign).await;
    assert_eq!(row.total_tasks, row.reservations_done);
    world.finish().await;
}

/// D26: counts of a removed batch overlapped the next one's indices, whose tasks then got too few results. Indices are
/// never used again, and the counts are cleared.
#[tokio::test]
async fn d26_removed_batch_leaves_no_counters_behind() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let removed = world.published(campaign, 2, 4).await.unwrap();
    // Alice is ahead, so that each task is counted once.
    for _ in 0..4 {
        world.work(world.alice, campaign).await.unwrap();
    }
    assert_eq!(world.force.repetitions(campaign).await.unwrap().len(), 4);
    world.remove(removed).await.unwrap();
    let batch = world.published(campaign, 2, 4).await.unwrap();
    assert_eq!(world.batch_row(batch).await.start_task_idx, 4);
    assert_eq!(work_on(&world, &world.workers(), campaign).await, 8);
    for (task, workers) in workers_of(&world, campaign, 1).await {
        assert!((4..8).contains(&task) && workers.len() == 2, "{task}: {workers:?}");
    }
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.pass(1).await;
    world.clear(removed).await.unwrap();
    assert_eq!(world.force.repetitions(campaign).await.unwrap(), []);
    let (_, batch_idx) = split_batch_key(removed);
    assert_eq!(world.force.batch(campaign, batch_idx).await.unwrap(), None);
    world.finish().await;
}

/// D27: after the removal of a batch the holder of one of its tasks could neither submit nor ask for another. Here
/// removal keeps what he is owed; he submits and is paid, or lets go and works on.
#[tokio::test]
async fn d27_removal_never_costs_a_worker_his_reserved_work() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 4;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 4).await.unwrap();
    let submitted = world.reserve(world.alice, campaign).await.unwrap();
    let skipped = world.reserve(world.bob, campaign).await.unwrap();
    let released = world.reserve(world.carol, campaign).await.unwrap();
    world.reserve(world.dave, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    assert_eq!(world.escrow(batch).await, exactly(efx("1.0000"), 4));
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.refuses(Error::NothingToClear, world.clear(batch)).await;

    let next = world.published(campaign, 1, 2).await.unwrap();
    world.submit(world.alice, submitted).await.unwrap();
    assert_eq!(world.earned(world.alice, batch).await, efx("1.0000"));
    let other = world.skip(world.bob, skipped).await.unwrap();
    assert_eq!(other.task_idx, 4);
    world.release(world.carol.name, world.carol, released).await.unwrap();
    assert_eq!(world.force.reopened(campaign).await.unwrap(), [], "nobody is given it again");
    world.submit(world.bob, other).await.unwrap();

    // Dave sleeps. What he held is free when his time is up, and he is not locked out.
    world.pass(4).await;
    let task = world.reserve(world.dave, campaign).await.unwrap();
    assert_eq!((task.task_idx, task.batch_idx), (5, 1));
    world.submit(world.dave, task).await.unwrap();
    assert_eq!(world.batch_row(next).await.state(), State::Finished);
    world.refund(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    assert_eq!(world.snapshot().await.batches.len(), 1);
    world.finish().await;
}

/// D27, the other way round: nobody submits into a batch that has gone, and a removed batch whose holder never comes
/// back ends when his time is up, by anybody's doing.
#[tokio::test]
async fn d27_removed_batch_ends_though_its_worker_vanished() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.pass(2).await;
    world.clear(batch).await.unwrap();
    world.refuses(Error::NotReserved, world.submit(world.alice, task)).await;
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.refund(batch).await.unwrap();
    let now = world.snapshot().await;
    assert!(now.batches.is_empty() && now.reservations.is_empty());
    assert_eq!(now.escrow, efx("0.0000"));
    world.finish().await;
}
