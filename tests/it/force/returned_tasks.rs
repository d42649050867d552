//! Tasks that come back: released, skipped or lapsed.

use protocol::force::Error;
use tests::{Actor, Missing, World, efx};

/// Neither another worker nor, before the time is up, the campaign's owner releases a reserved task.
#[tokio::test]
async fn x06_a_held_task_is_not_released_by_others() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    let (owner, alice, bob) = (world.requester, world.alice, world.bob);
    world.refuses(Missing(owner), world.release(bob.name, alice, held)).await;
    world.refuses(Error::ReleaseTooEarly, world.release(owner, alice, held)).await;
    world.finish().await;
}

/// The owner releases a task some time after it has lapsed: the reservation is gone, and the task is offered again.
#[tokio::test]
async fn x07_the_owner_releases_a_task_after_the_delay() {
    let world = World::with(|network| network.release_task_delay_sec = 3600).await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 1;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    world.pass(1).await;
    let (owner, alice) = (world.requester, world.alice);
    world.refuses(Error::ReleaseTooEarly, world.release(owner, alice, held)).await;
    world.settings(|now| now.release_task_delay_sec = 0).await.unwrap();

    world.release(owner, alice, held).await.unwrap();
    assert_eq!(world.held(alice, campaign).await, None);
    let reopened = world.force.reopened(campaign).await.unwrap();
    assert_eq!(reopened.iter().map(|row| row.task_idx).collect::<Vec<_>>(), [0]);
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.force.reopened(campaign).await.unwrap(), []);
    world.finish().await;
}

/// What has been released cannot be released again.
#[tokio::test]
async fn x08_a_task_is_released_once() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    world.release(world.alice.name, world.alice, held).await.unwrap();
    assert_eq!(world.batch_row(batch).await.reopened, 1);
    let again = world.release(world.alice.name, world.alice, held);
    world.refuses(Error::NotReserved, again).await;
    let again = world.release(world.requester, world.alice, held);
    world.refuses(Error::NotReserved, again).await;
    // It may come back to him, when there is no other.
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 0);
    world.finish().await;
}

/// A task that is taken over has its full time again.
#[tokio::test]
async fn x11_a_new_holder_has_the_full_time() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 5;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let first = world.reserve(world.alice, campaign).await.unwrap();
    world.pass(5).await;
    let second = world.reserve(world.bob, campaign).await.unwrap();
    assert!(second.reserved_on.0 >= first.reserved_on.0 + 5);
    // Counted from the first holder it would have lapsed; counted from the second it has not.
    let early = world.reserve(world.carol, campaign).await.unwrap_err();
    assert_eq!(early.contract_error(), Some(Error::NoBatches));
    world.pass(5).await;
    assert_eq!(world.reserve(world.carol, campaign).await.unwrap().task_idx, 0);
    world.finish().await;
}

/// A worker's own lapsed reservation is renewed by his next reserve, with its task and the full time.
#[tokio::test]
async fn a_worker_renews_his_lapsed_reservation() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    let first = world.reserve(world.alice, campaign).await.unwrap();
    world.pass(2).await;
    let renewed = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!((renewed.task_idx, renewed.batch_idx), (first.task_idx, first.batch_idx));
    assert!(renewed.id > first.id && renewed.reserved_on > first.reserved_on);
    assert_eq!(world.force.reservations(campaign).await.unwrap(), [renewed]);
    world.finish().await;
}

/// A worker skips: he gets another task and not the same one back; the one he skipped goes to the next worker.
#[tokio::test]
async fn a_skipped_task_goes_to_another_worker() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    world.refuses(Error::NotReserved, world.skip(world.bob, held)).await;

    let other = world.skip(world.alice, held).await.unwrap();
    assert_eq!((held.task_idx, other.task_idx), (0, 1));
    assert_eq!(world.force.reservations(campaign).await.unwrap(), [other]);
    world.refuses(Error::WrongTaskIndex, world.skip(world.alice, held)).await;
    world.submit(world.alice, other).await.unwrap();
    let left = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!(left.task_idx, held.task_idx);
    world.refuses(Error::NothingElse, world.skip(world.bob, left)).await;
    world.submit(world.bob, left).await.unwrap();
    for worker in [world.alice, world.bob] {
        assert_eq!(world.earned(worker, batch).await, efx("3.0000"));
    }
    world.finish().await;
}

/// What was given back goes before what is fresh, the oldest first.
#[tokio::test]
async fn what_was_given_back_is_given_out_first() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    let [alice, bob, carol, dave] = world.workers();
    let by_alice = world.reserve(alice, campaign).await.unwrap();
    let by_bob = world.reserve(bob, campaign).await.unwrap();
    world.release(bob.name, bob, by_bob).await.unwrap();
    world.release(alice.name, alice, by_alice).await.unwrap();
    assert_eq!(world.reserve(carol, campaign).await.unwrap().task_idx, by_bob.task_idx);
    assert_eq!(world.reserve(dave, campaign).await.unwrap().task_idx, by_alice.task_idx);
    assert_eq!(world.reserve(alice, campaign).await.unwrap().task_idx, 2);
    world.finish().await;
}

/// A worker whose lapsed tasks are taken over is moved back, from the second batch and then in the first one. He meets
/// the task of the first batch again, since his part in it has become another's; else nobody here could do it.
#[tokio::test]
async fn who_is_moved_back_across_batches_meets_the_earlier_task_again() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 5;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 3, 2).await.unwrap();
    world.published(campaign, 2, 1).await.unwrap();
    let [alice, bob, carol, _] = world.workers();
    let give_back = async |worker: Actor| {
        let task = world.reserve(worker, campaign).await.unwrap();
        world.release(worker.name, worker, task).await.unwrap();
    };

    world.work(bob, campaign).await.unwrap();
    give_back(bob).await;
    assert_eq!(world.reserve(bob, campaign).await.unwrap().task_idx, 2);
    world.pass(5).await;
    world.work(carol, campaign).await.unwrap();
    give_back(carol).await;
    assert_eq!(world.work(carol, campaign).await.unwrap().task_idx, 1);
    let taken_over = world.reserve(carol, campaign).await.unwrap();
    assert_eq!((taken_over.task_idx, world.held(bob, campaign).await), (2, None));
    world.submit(carol, taken_over).await.unwrap();

    assert_eq!(world.reserve(bob, campaign).await.unwrap().task_idx, 1);
    world.work(alice, campaign).await.unwrap();
    world.pass(5).await;
    assert_eq!(world.work(alice, campaign).await.unwrap().task_idx, 1);
    // Nobody else comes, and everything gets done.
    assert_eq!(world.work(bob, campaign).await.unwrap().task_idx, 1);
    assert_eq!(world.work(bob, campaign).await.unwrap().task_idx, 2);
    world.finish().await;
}
