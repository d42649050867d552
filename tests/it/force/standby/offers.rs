//! What becomes of an offer.

use protocol::force::Error;
use tests::Missing;

use super::{ACCEPT, hasty, world};

/// An accepted offer is a reservation with the full time, and the worker stands by no longer.
#[tokio::test]
async fn an_accepted_offer_is_a_reservation() {
    let (world, campaign) = hasty().await;
    let alice = world.alice;
    world.stand_by(alice, campaign).await.unwrap();
    let batch = world.published(campaign, 2, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    let offer = world.place(alice, campaign).await.unwrap();
    assert_eq!(world.force.cursor(campaign, alice.id).await.unwrap(), None);
    assert_eq!(world.batch_row(batch).await.reserved, 1);
    world.pass(ACCEPT - 3).await;

    let task = world.reserve(alice, campaign).await.unwrap();
    assert_eq!((task.task_idx, task.batch_idx), (0, 0));
    assert!(task.id > offer.id && task.reserved_on > offer.offered_on);
    assert_eq!(world.place(alice, campaign).await, None);
    assert_eq!(world.force.cursor(campaign, alice.id).await.unwrap().unwrap().value, 0);
    assert_eq!(world.batch_row(batch).await.reserved, 1);
    world.submit(alice, task).await.unwrap();
    assert_eq!(world.batch_row(batch).await.reserved, 0);
    world.finish().await;
}

/// An offer that is not accepted in time goes to others, and whoever did not answer has to ask again.
#[tokio::test]
async fn an_offer_lapses_and_its_task_goes_to_others() {
    let (world, campaign) = hasty().await;
    let [alice, bob, carol, _] = world.workers();
    world.stand_by(alice, campaign).await.unwrap();
    world.stand_by(bob, campaign).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.pass(ACCEPT - 3).await;
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    world.pass(ACCEPT).await;
    world.assign(campaign).await.unwrap();
    assert_eq!(world.queue(campaign).await, [(bob.id, None)]);
    let row = world.batch_row(batch).await;
    assert_eq!((row.reserved, row.reopened), (0, 1));
    // It is second-hand now, and anybody's.
    assert_eq!(world.work(carol, campaign).await.unwrap().task_idx, 0);
    world.refuses(Error::NotStandingBy, world.leave(alice, campaign)).await;
    world.stand_by(alice, campaign).await.unwrap();
    assert_eq!(world.queue(campaign).await, [(bob.id, None), (alice.id, None)]);
    world.finish().await;
}

/// As long as nobody has taken it back, an offer can be accepted late.
#[tokio::test]
async fn a_lapsed_offer_may_be_accepted_until_it_is_taken_back() {
    let (world, campaign) = hasty().await;
    let [alice, bob, carol, _] = world.workers();
    for worker in [alice, bob, carol] {
        world.stand_by(worker, campaign).await.unwrap();
    }
    world.published(campaign, 1, 3).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.pass(ACCEPT).await;
    // Carol's own call takes back what two others let lapse, and no more.
    let task = world.reserve(carol, campaign).await.unwrap();
    assert_eq!(task.task_idx, 2);
    assert_eq!(world.queue(campaign).await, []);
    assert_eq!(world.force.reopened(campaign).await.unwrap().len(), 2);
    // They come too late, but not to nothing.
    assert_eq!(world.reserve(bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.reserve(alice, campaign).await.unwrap().task_idx, 1);
    world.finish().await;
}

/// Who leaves the queue gives back what he was offered.
#[tokio::test]
async fn who_leaves_gives_the_offer_back() {
    let (world, campaign) = world().await;
    let [alice, bob, carol, _] = world.workers();
    for worker in [alice, bob, carol] {
        world.stand_by(worker, campaign).await.unwrap();
    }
    world.leave(bob, campaign).await.unwrap();
    world.refuses(Error::NotStandingBy, world.leave(bob, campaign)).await;
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    assert_eq!(world.queue(campaign).await, [(alice.id, Some(0)), (carol.id, None)]);
    world
        .refuses(Missing(alice.name), world.push(bob.name, &world.leaving(alice.id, campaign)))
        .await;
    world.leave(alice, campaign).await.unwrap();
    let row = world.batch_row(batch).await;
    assert_eq!((row.reserved, row.reopened), (0, 1));
    // Carol waits for fresh tasks; a second-hand one she gets by asking, and then she waits no longer.
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    assert_eq!(world.reserve(carol, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.queue(campaign).await, []);
    world.finish().await;
}

/// Pausing stops offers and accepting; lapsed offers are taken back all the same.
#[tokio::test]
async fn a_paused_campaign_offers_nothing() {
    let (world, campaign) = hasty().await;
    let [alice, bob, carol, _] = world.workers();
    world.stand_by(alice, campaign).await.unwrap();
    world.stand_by(bob, campaign).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.pause(world.requester, campaign, true).await.unwrap();
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    world.refuses(Error::CampaignPaused, world.reserve(alice, campaign)).await;
    world.refuses(Error::CampaignPaused, world.stand_by(carol, campaign)).await;
    world.pass(ACCEPT).await;
    world.assign(campaign).await.unwrap();
    assert_eq!(world.queue(campaign).await, [(bob.id, None)]);
    world.leave(bob, campaign).await.unwrap();
    world.pause(world.requester, campaign, false).await.unwrap();
    assert_eq!(world.reserve(carol, campaign).await.unwrap().task_idx, 0);
    world.finish().await;
}

/// Who skips a task does not pass those who wait either.
#[tokio::test]
async fn skipping_does_not_pass_the_queue() {
    let (world, campaign) = world().await;
    let [alice, bob, ..] = world.workers();
    world.published(campaign, 1, 1).await.unwrap();
    let task = world.reserve(bob, campaign).await.unwrap();
    world.stand_by(alice, campaign).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    world.refuses(Error::OthersWaiting, world.skip(bob, task)).await;
    world.assign(campaign).await.unwrap();
    assert_eq!(world.skip(bob, task).await.unwrap().task_idx, 2);
    assert_eq!(world.offered(alice, campaign).await, Some(1));
    world.finish().await;
}
