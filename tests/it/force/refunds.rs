//! Refunds and removal: what is not owed goes back, what is owed stays.

use antelope::{Asset, Extension};
use protocol::force::{
    Error,
    actions::Refund,
    batch::{State, batch_key},
};
use tests::{Missing, World, efx};

/// What the requester has spent so far.
async fn spent(world: &World) -> Asset {
    let left = world.balance(world.requester).await;
    efx(tests::world::FORTUNE).checked_sub(left).unwrap()
}

/// Removing a funded draft gives all of it back.
#[tokio::test]
async fn a_removed_draft_is_refunded() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.batch(campaign, 2).await.unwrap();
    world.fund(batch, efx("40.0000")).await.unwrap();
    world.remove(batch).await.unwrap();
    assert_eq!(spent(&world).await, efx("0.0000"));
    assert_eq!(world.force.batch(campaign, 0).await.unwrap(), None);
    world.finish().await;
}

/// An overfunded batch keeps what its work costs, and the owner takes the rest back at any time.
#[tokio::test]
async fn overfunding_is_refunded_on_request() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.fund(batch, efx("10.0000")).await.unwrap();
    let refund = Refund { batch_id: batch, sig: Extension(None), terms: Extension(None) };
    let push = world.push(world.stranger, &refund);
    world.refuses(Missing(world.requester), push).await;
    let nowhere = Refund { batch_id: batch_key(campaign, 9), ..refund };
    world.refuses(Error::BatchNotFound, world.push(world.requester, &nowhere)).await;

    world.work(world.alice, campaign).await.unwrap();
    world.refund(batch).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("3.3000"));
    assert_eq!(spent(&world).await, efx("6.6000"));
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.work(world.alice, campaign).await.unwrap();
    world.finish().await;
}

/// Fees are computed for each result: what rounding leaves is the owner's.
#[tokio::test]
async fn undone_work_costs_no_fee() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("0.0019")).await.unwrap();
    let batch = world.published(campaign, 1, 10).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("0.0200"));
    world.work(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    assert_eq!(spent(&world).await, efx("0.0020"));
    assert_eq!(world.payment(world.alice, batch).await.fee, efx("0.0001").amount);
    world.finish().await;
}

/// The active batch is removed with reservations open: those who hold a task may still submit and are paid; nothing
/// more is given out; the next batch is whole.
#[tokio::test]
async fn removing_the_active_batch_costs_nobody_his_work() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 6).await.unwrap();
    let next = world.published(campaign, 1, 2).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let by_alice = world.reserve(world.alice, campaign).await.unwrap();
    let by_bob = world.reserve(world.bob, campaign).await.unwrap();
    let by_carol = world.reserve(world.carol, campaign).await.unwrap();
    world.release(world.carol.name, world.carol, by_carol).await.unwrap();

    world.remove(batch).await.unwrap();
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.reserved), (State::Removed, 2));
    assert_eq!(row.balance.quantity, efx("6.6000"), "what two may still earn");
    assert_eq!(world.campaign_row(campaign).await.active_batch, 1);
    world.refuses(Error::BatchRemoved, world.remove(batch)).await;
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.refuses(Error::BatchEnded, world.publish(batch, 1)).await;

    // Fresh work comes from the next batch, at the indices it has had from the start.
    let fresh = world.reserve(world.carol, campaign).await.unwrap();
    assert_eq!((fresh.batch_idx, fresh.task_idx), (1, 6));
    world.submit(world.alice, by_alice).await.unwrap();
    assert_eq!(world.earned(world.alice, batch).await, efx("6.0000"));
    // Whoever gives his task back frees the money for it.
    world.release(world.bob.name, world.bob, by_bob).await.unwrap();
    world.refund(batch).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    world.submit(world.carol, fresh).await.unwrap();
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 7);
    assert_eq!(world.batch_row(next).await.state(), State::Finished);
    assert_eq!(spent(&world).await, efx("13.2000"), "four results");
    world.finish().await;
}

/// A batch whose tasks are all given out is removed: workers are paid for what they hold.
#[tokio::test]
async fn removing_a_past_batch_costs_nobody_his_work() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let by_alice = world.reserve(world.alice, campaign).await.unwrap();
    let by_bob = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!(world.campaign_row(campaign).await.active_batch, 1);
    world.remove(batch).await.unwrap();
    world.submit(world.alice, by_alice).await.unwrap();
    world.submit(world.bob, by_bob).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    assert_eq!(world.work(world.carol, campaign).await.unwrap().task_idx, 2);
    world.finish().await;
}

/// A lapsed task of a removed batch is not given out again; its holder gets another one instead.
#[tokio::test]
async fn a_lapsed_task_of_a_removed_batch_is_not_renewed() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 1;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    world.pass(1).await;
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 1);
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 2);
    assert_eq!(world.batch_row(batch).await.reserved, 0);
    world.refund(batch).await.unwrap();
    assert_eq!(spent(&world).await, efx("6.6000"));
    assert_eq!(world.force.batch(campaign, 0).await.unwrap(), None, "nothing is left of it");
    world.finish().await;
}

/// A finished batch is removed and cleared; a batch between two others leaves a hole that dispatch steps over.
#[tokio::test]
async fn a_removed_batch_leaves_a_hole() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    let hole = world.published(campaign, 1, 3).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 0);
    world.remove(hole).await.unwrap();
    assert_eq!(world.campaign_row(campaign).await.total_tasks, 4);
    for task in [1, 5, 6] {
        assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, task);
    }
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.finish().await;
}
