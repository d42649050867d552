//! Reservations that lapse: who gets the task, what becomes of its holder.

use protocol::force::{Error, batch::State};
use tests::{World, efx, exactly};

use super::engine::{work_on, workers_of};

/// D20: a batch was over when its last task was *reserved*, so that an abandoned last task could never be given out again
/// and its escrow was stuck. What has lapsed is offered first, before any "nothing left".
#[tokio::test]
async fn d20_lapsed_reservation_of_the_last_batch_goes_to_the_next_worker() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let abandoned = world.reserve(world.alice, campaign).await.unwrap();
    world.refuses(Error::NoBatches, world.reserve(world.bob, campaign)).await;
    world.pass(2).await;
    let task = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!((task.task_idx, task.batch_idx), (abandoned.task_idx, abandoned.batch_idx));
    assert_eq!(world.held(world.alice, campaign).await, None, "one row");
    world.submit(world.bob, task).await.unwrap();
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.balance.quantity), (State::Finished, efx("0.0000")));
    world.finish().await;
}

/// D21: twenty free accounts reserve everything and vanish. After one `max_task_time` a single honest worker does it all.
#[tokio::test]
async fn d21_one_attacker_with_many_accounts_cannot_block_a_campaign() {
    let world = World::new().await;
    let crowd = world.crowd(20).await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 3;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 20).await.unwrap();
    for attacker in &crowd {
        world.reserve(*attacker, campaign).await.unwrap();
    }
    assert_eq!(world.batch_row(batch).await.reserved, 20);
    world.pass(3).await;
    assert_eq!(work_on(&world, &[world.alice], campaign).await, 20);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    for attacker in &crowd {
        world.refuses(Error::NoBatches, world.reserve(*attacker, campaign)).await;
    }

    // The same by giving back: what nobody holds is offered at once.
    let batch = world.published(campaign, 1, 12).await.unwrap();
    for attacker in crowd.iter().take(12) {
        let task = world.reserve(*attacker, campaign).await.unwrap();
        world.release(attacker.name, *attacker, task).await.unwrap();
    }
    assert_eq!(work_on(&world, &[world.alice], campaign).await, 12);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// D22: a task of an earlier batch that is taken over got the active batch's number and reward. Batch, index and reward
/// of a task never change with its holder.
#[tokio::test]
async fn d22_reclaimed_reservation_keeps_its_batch_and_reward() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let first = world.published(campaign, 1, 2).await.unwrap();
    world.edit(campaign, |edit| edit.reward = world.amount(efx("50.0000"))).await.unwrap();
    let second = world.published(campaign, 1, 2).await.unwrap();
    let lapsing = world.reserve(world.alice, campaign).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    assert_eq!(world.work(world.bob, campaign).await.unwrap().batch_idx, 1);
    assert_eq!(world.campaign_row(campaign).await.active_batch, 1);
    world.pass(2).await;
    let task = world.reserve(world.carol, campaign).await.unwrap();
    assert_eq!((task.task_idx, task.batch_idx), (lapsing.task_idx, lapsing.batch_idx));
    world.submit(world.carol, task).await.unwrap();
    assert_eq!(world.earned(world.carol, first).await, efx("1.0000"));
    assert_eq!(world.earned(world.carol, second).await, efx("0.0000"));
    assert_eq!(world.escrow(first).await, efx("0.0000"));
    assert_eq!(world.escrow(second).await, exactly(efx("50.0000"), 1));
    world.finish().await;
}

/// D28: only the oldest lapsed row was looked at. One that this worker cannot take does not hide the next.
#[tokio::test]
async fn d28_every_lapsed_reservation_is_considered_not_only_the_oldest() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 2, 2).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let oldest = world.reserve(world.bob, campaign).await.unwrap();
    let older = world.reserve(world.carol, campaign).await.unwrap();
    let newest = world.reserve(world.dave, campaign).await.unwrap();
    assert_eq!([oldest.task_idx, older.task_idx, newest.task_idx], [0, 1, 1]);
    world.pass(2).await;
    let task = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!(task.task_idx, 1);
    assert_eq!(world.held(world.carol, campaign).await, None, "the older of the two");
    assert!(world.held(world.bob, campaign).await.is_some());
    world.submit(world.alice, task).await.unwrap();
    work_on(&world, &[world.bob], campaign).await;
    let both = vec![world.alice.id, world.bob.id];
    assert_eq!(
        workers_of(&world, campaign, 0).await.into_values().collect::<Vec<_>>(),
        [both.clone(), both]
    );
    world.finish().await;
}

/// D29: the outcome of coming late is stated. The holder may submit until somebody takes over; asking again renews his
/// time; after a take-over he is told so and is free.
#[tokio::test]
async fn d29_late_submission_and_own_lapsed_reservation_have_a_stated_outcome() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let late = world.reserve(world.alice, campaign).await.unwrap();
    let taken = world.reserve(world.bob, campaign).await.unwrap();
    world.refuses(Error::AlreadyReserved, world.reserve(world.bob, campaign)).await;
    world.pass(2).await;
    world.submit(world.alice, late).await.unwrap();

    let renewed = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!((renewed.task_idx, renewed.batch_idx), (taken.task_idx, taken.batch_idx));
    assert!(renewed.reserved_on > taken.reserved_on && renewed.id > taken.id);
    world.refuses(Error::NoBatches, world.reserve(world.carol, campaign)).await;
    world.pass(2).await;

    let task = world.reserve(world.carol, campaign).await.unwrap();
    assert_eq!(task.task_idx, taken.task_idx);
    let late = world.push(world.bob.name, &world.submission(world.bob.id, renewed));
    world.refuses(Error::NotReserved, late).await;
    world.refuses(Error::NotReserved, world.release(world.bob.name, world.bob, renewed)).await;
    world.refuses(Error::NoBatches, world.reserve(world.bob, campaign)).await;
    world.submit(world.carol, task).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// D30: the sum of a start and a very long time wrapped at 32 bits, so that the longest time lapsed at once. It does not;
/// and 0 has a stated meaning: the next worker to ask may take the task.
#[tokio::test]
async fn d30_very_long_task_time_does_not_wrap() {
    let world = World::new().await;
    for max_task_time in [u32::MAX, u32::MAX - 1, 1 << 31] {
        let mut terms = world.terms("1.0000");
        terms.max_task_time = max_task_time;
        let campaign = world.campaign(terms).await.unwrap();
        world.published(campaign, 1, 1).await.unwrap();
        let task = world.reserve(world.alice, campaign).await.unwrap();
        world.refuses(Error::NoBatches, world.reserve(world.bob, campaign)).await;
        world.refuses(Error::AlreadyReserved, world.reserve(world.alice, campaign)).await;
        let release = world.release(world.requester, world.alice, task);
        world.refuses(Error::ReleaseTooEarly, release).await;
        world.submit(world.alice, task).await.unwrap();
    }
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 0;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let first = world.reserve(world.alice, campaign).await.unwrap();
    let second = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!(first.task_idx, second.task_idx);
    world.submit(world.bob, second).await.unwrap();
    world.finish().await;
}
