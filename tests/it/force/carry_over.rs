//! From batch to batch: one campaign, batches of three tasks, one repetition.

use protocol::force::{Error, batch::batch_key, reservation::Reservation};
use tests::{World, efx};

/// Two batches of three tasks, done as the reference's test does them. Tasks 1, 3 and 5 are left with bob, carol and
/// dave.
async fn carried_over(world: &World, max_task_time: u32) -> u32 {
    let mut terms = world.terms("2.0000");
    terms.max_task_time = max_task_time;
    let campaign = world.campaign(terms).await.unwrap();
    for _ in 0..2 {
        world.published(campaign, 1, 3).await.unwrap();
    }
    let [alice, bob, carol, dave] = world.workers();
    let place = |row: Reservation| (row.batch_idx, row.task_idx);

    let task_0 = world.reserve(alice, campaign).await.unwrap();
    let task_1 = world.reserve(bob, campaign).await.unwrap();
    assert_eq!((place(task_0), place(task_1)), ((0, 0), (0, 1)));
    let task_2 = world.reserve(dave, campaign).await.unwrap();
    assert_eq!(place(task_2), (0, 2));
    assert_eq!(world.campaign_row(campaign).await.active_batch, 1);
    world.submit(alice, task_0).await.unwrap();
    let task_3 = world.reserve(carol, campaign).await.unwrap();
    assert_eq!(place(task_3), (1, 3));
    world.submit(dave, task_2).await.unwrap();
    let task_4 = world.reserve(alice, campaign).await.unwrap();
    let task_5 = world.reserve(dave, campaign).await.unwrap();
    assert_eq!((place(task_4), place(task_5)), ((1, 4), (1, 5)));
    assert_eq!(world.campaign_row(campaign).await.active_batch, 2);
    world.submit(alice, task_4).await.unwrap();
    campaign
}

/// Every reservation and result has the index *and* the batch of its task, and is paid from that batch.
#[tokio::test]
async fn f27_tasks_belong_to_the_batch_of_their_index() {
    let world = World::new().await;
    let campaign = carried_over(&world, 3600).await;
    let [first, second] = [batch_key(campaign, 0), batch_key(campaign, 1)];
    assert_eq!(world.batch_row(second).await.start_task_idx, 3);
    for (batch, expected) in [(0, vec![0, 2]), (1, vec![4])] {
        let done = world.force.submissions(campaign, batch).await.unwrap();
        assert!(done.iter().all(|row| row.batch_idx == batch));
        assert_eq!(done.iter().map(|row| row.task_idx).collect::<Vec<_>>(), expected);
    }
    for (batch, worker, earned) in [
        (first, world.alice, "2.0000"),
        (first, world.dave, "2.0000"),
        (second, world.alice, "2.0000"),
        (second, world.dave, "0.0000"),
    ] {
        assert_eq!(world.earned(worker, batch).await, efx(earned));
    }
    assert_eq!(world.escrow(first).await, efx("2.2000"));
    assert_eq!(world.escrow(second).await, efx("4.4000"));
    world.finish().await;
}

/// Nothing is left and nothing has lapsed: "no batches available". After their time the abandoned tasks are offered,
/// with their batches.
#[tokio::test]
async fn f28_abandoned_tasks_are_offered_after_their_time() {
    let world = World::new().await;
    let campaign = carried_over(&world, 3600).await;
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;

    let campaign = carried_over(&world, 8).await;
    world.pass(8).await;
    let mut offered = Vec::new();
    for _ in 0..3 {
        let done = world.work(world.alice, campaign).await.unwrap();
        offered.push((done.batch_idx, done.task_idx));
    }
    assert_eq!(offered, [(0, 1), (1, 3), (1, 5)]);
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.finish().await;
}

/// A third batch is published: its range follows, and the next worker gets its first task.
#[tokio::test]
async fn f29_a_later_batch_goes_on_where_the_last_one_ended() {
    let world = World::new().await;
    let campaign = carried_over(&world, 3600).await;
    let batch = world.batch(campaign, 1).await.unwrap();
    world.fund(batch, efx("50.0000")).await.unwrap();
    world.publish(batch, 3).await.unwrap();
    assert_eq!(world.batch_row(batch).await.start_task_idx, 6);
    let held = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!((held.batch_idx, held.task_idx), (2, 6));
    world.finish().await;
}

/// A task of an earlier batch that is taken over while a later one is active keeps its batch and its reward.
#[tokio::test]
async fn a_task_taken_over_keeps_its_batch_and_reward() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 3;
    let campaign = world.campaign(terms).await.unwrap();
    let cheap = world.published(campaign, 1, 1).await.unwrap();
    world.edit(campaign, |edit| edit.reward.quantity = efx("50.0000")).await.unwrap();
    let dear = world.published(campaign, 1, 1).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.reserve(world.bob, campaign).await.unwrap();
    world.pass(3).await;
    let taken = world.work(world.carol, campaign).await.unwrap();
    assert_eq!((taken.batch_idx, taken.task_idx), (0, 0));
    assert_eq!(world.earned(world.carol, cheap).await, efx("1.0000"));
    assert_eq!(world.earned(world.carol, dear).await, efx("0.0000"));
    world.finish().await;
}
