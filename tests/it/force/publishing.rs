//! Publishing: a batch gets tasks when its escrow covers them.

use antelope::Extension;
use protocol::force::{
    Error,
    actions::PublishBatch,
    batch::{State, batch_key},
};
use tests::{Missing, World, efx};

/// One less than cost and fee is credited, and publishing refused: "batch is underfunded".
#[tokio::test]
async fn f16_underfunded_batch_is_not_published() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.batch(campaign, 2).await.unwrap();
    assert_eq!(batch, 0, "the memo is a plain 0");
    world.fund(batch, efx("65.0000")).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("65.0000"));
    world.refuses(Error::BatchUnderfunded, world.publish(batch, 10)).await;
    // One smallest unit short.
    world.fund(batch, efx("0.9999")).await.unwrap();
    world.refuses(Error::BatchUnderfunded, world.publish(batch, 10)).await;
    world.fund(batch, efx("0.0001")).await.unwrap();
    world.publish(batch, 10).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("66.0000"));
    world.finish().await;
}

/// A funded batch is published once, with at least one task. Fees leave the escrow as results come in.
#[tokio::test]
async fn f17_funded_batch_is_published_once() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.batch(campaign, 2).await.unwrap();
    world.fund(batch, efx("66.0000")).await.unwrap();
    world.refuses(Error::NoTasks, world.publish(batch, 0)).await;
    world.refuses(Error::TooManyTasks, world.publish(batch, 100_001)).await;
    let publish = PublishBatch {
        batch_id: batch,
        num_tasks: 4,
        sig: Extension(None),
        terms: Extension(None),
    };
    world.refuses(Missing(world.requester), world.push(world.stranger, &publish)).await;
    let nowhere = PublishBatch { batch_id: batch_key(campaign, 1), ..publish };
    world.refuses(Error::BatchNotFound, world.push(world.requester, &nowhere)).await;

    world.publish(batch, 4).await.unwrap();
    let row = world.batch_row(batch).await;
    assert_eq!((row.num_tasks, row.state(), row.fee), (4, State::Published, 3000));
    assert_eq!(row.balance.quantity, efx("66.0000"));
    assert_eq!(world.campaign_row(campaign).await.total_tasks, 4);
    world.refuses(Error::BatchPublished, world.publish(batch, 4)).await;
    world.refuses(Error::BatchPublished, world.publish(batch, 6)).await;

    // Each result takes 3 and a tenth of it, which is the network's when the worker is paid; undone work costs no fee.
    for (worker, left) in [(world.alice, "62.7000"), (world.bob, "59.4000")] {
        world.work(worker, campaign).await.unwrap();
        assert_eq!(world.escrow(batch).await, efx(left));
        assert_eq!(world.payment(worker, batch).await.fee, 3000);
    }
    assert_eq!(world.pot().await, efx("0.0000"));
    world.pass(1).await;
    for (worker, pot) in [(world.alice, "0.3000"), (world.bob, "0.6000")] {
        let payment = world.payment(worker, batch).await;
        world.payout(worker, payment.id).await.unwrap();
        assert_eq!(world.pot().await, efx(pot));
    }
    world.finish().await;
}

/// Two batches are funded by their keys and published with 3 tasks each: the second's range follows the first's.
#[tokio::test]
async fn f18_ranges_of_tasks_follow_each_other() {
    let world = World::new().await;
    world.campaign(world.terms("1.0000")).await.unwrap();
    let campaign = world.campaign(world.terms("2.0000")).await.unwrap();
    let batches =
        [world.batch(campaign, 1).await.unwrap(), world.batch(campaign, 1).await.unwrap()];
    assert_eq!(batches, [1 << 32, (1 << 32) + 1]);
    for batch in batches {
        world.fund(batch, efx("50.0000")).await.unwrap();
        world.publish(batch, 3).await.unwrap();
    }
    assert_eq!(world.campaign_row(campaign).await.total_tasks, 6);
    let [first, second] = [world.batch_row(batches[0]).await, world.batch_row(batches[1]).await];
    assert_eq!((first.start_task_idx, first.end_task_idx()), (0, 3));
    assert_eq!((second.start_task_idx, second.end_task_idx()), (3, 6));
    world.finish().await;
}

/// Ranges follow the order of publishing, not that of making; each batch pays its own reward.
#[tokio::test]
async fn batches_with_different_rewards_keep_them() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let cheap = world.batch(campaign, 1).await.unwrap();
    world.edit(campaign, |edit| edit.reward.quantity = efx("10.0000")).await.unwrap();
    let dear = world.published(campaign, 1, 2).await.unwrap();
    world.fund(cheap, efx("2.2000")).await.unwrap();
    world.publish(cheap, 2).await.unwrap();

    let done = [
        world.work(world.alice, campaign).await.unwrap(),
        world.work(world.alice, campaign).await.unwrap(),
        world.work(world.alice, campaign).await.unwrap(),
    ];
    let places = done.map(|row| (row.task_idx, row.batch_idx));
    assert_eq!(places, [(0, 1), (1, 1), (2, 0)]);
    assert_eq!(world.earned(world.alice, dear).await, efx("20.0000"));
    assert_eq!(world.earned(world.alice, cheap).await, efx("1.0000"));
    assert_eq!(world.escrow(dear).await, efx("0.0000"));
    assert_eq!(world.escrow(cheap).await, efx("1.1000"));
    assert_eq!(world.batch_row(dear).await.state(), State::Finished);
    world.finish().await;
}

/// While a campaign is paused nothing is given out; what is held may be submitted.
#[tokio::test]
async fn x01_a_paused_campaign_gives_out_nothing() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    let also_held = world.reserve(world.carol, campaign).await.unwrap();
    world.edit(campaign, |edit| edit.paused = true).await.unwrap();

    world.refuses(Error::CampaignPaused, world.reserve(world.bob, campaign)).await;
    world.refuses(Error::CampaignPaused, world.skip(world.alice, held)).await;
    world.submit(world.alice, held).await.unwrap();
    world.release(world.carol.name, world.carol, also_held).await.unwrap();
    world.refuses(Error::CampaignPaused, world.reserve(world.alice, campaign)).await;
    // Two results are missing; what they cost is what the escrow holds.
    assert_eq!(world.escrow(batch).await, efx("6.6000"));
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.finish().await;
}

/// The owner lets a paused campaign go on: reservations work again, and the escrow is not charged twice.
#[tokio::test]
async fn x02_a_campaign_goes_on_after_a_pause() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.edit(campaign, |edit| edit.paused = true).await.unwrap();
    world.refuses(Error::CampaignPaused, world.reserve(world.bob, campaign)).await;
    world.edit(campaign, |edit| edit.paused = false).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("6.6000"));
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 1);
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    world.finish().await;
}
