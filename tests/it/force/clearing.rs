//! Clearing: what nobody needs any more goes, and its RAM comes back.

use antelope::Extension;
use protocol::force::{
    Error,
    actions::{ClearAccounts, RemoveCampaign},
};
use tests::{World, efx};

/// `cleartasks` while the batch is there: "batch still exists".
#[tokio::test]
async fn x17_a_batch_that_is_there_is_not_cleared() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    world.refuses(Error::BatchExists, world.clear(batch)).await;
    world.fund(batch, efx("1.1000")).await.unwrap();
    world.publish(batch, 1).await.unwrap();
    world.refuses(Error::BatchExists, world.clear(batch)).await;
    world.work(world.alice, campaign).await.unwrap();
    world.refuses(Error::BatchExists, world.clear(batch)).await;
    world.refuses(Error::BatchNotFound, world.clear(batch + 1)).await;
    world.finish().await;
}

/// `cleartasks` after the removal: all dependent rows go, in several calls when there are many, and the RAM returns
/// to who paid for it.
#[tokio::test]
async fn x18_everything_of_a_removed_batch_is_cleared() {
    const TASKS: u32 = 60;
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 2, TASKS).await.unwrap();
    let before = world.client.get_account(world.alice.name).await.unwrap().ram_usage;
    for _ in 0..TASKS - 1 {
        world.work(world.alice, campaign).await.unwrap();
    }
    let held = world.reserve(world.alice, campaign).await.unwrap();
    let given_back = world.reserve(world.bob, campaign).await.unwrap();
    world.release(world.bob.name, world.bob, given_back).await.unwrap();
    world.remove(batch).await.unwrap();

    // Results stay until they cannot be rejected any more.
    world.pass(1).await;
    let mut calls = 0;
    let mut came_back = 0;
    while let Ok(receipt) = world.clear(batch).await {
        calls += 1;
        came_back -= receipt.ram_delta(world.alice.name);
        assert_eq!(receipt.ram_delta(world.stranger), 0, "clearing costs nothing");
    }
    // 59 results and 60 counts of repetitions, fifty rows a call.
    assert_eq!(calls, 3);
    let now = world.snapshot().await;
    assert_eq!((now.submissions.len(), now.repetitions.len(), now.reopened.len()), (0, 0, 0));
    // What alice holds is hers until she is done with it.
    assert_eq!(now.reservations, [held]);
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.submit(world.alice, held).await.unwrap();
    world.pass(1).await;
    world.clear(batch).await.unwrap();
    assert_eq!(world.force.batch(campaign, 0).await.unwrap(), None);
    world.refuses(Error::BatchNotFound, world.clear(batch)).await;

    // Of the campaign her place is left; of the batch her payments.
    let payments = world.force.payments_of(world.alice.id).await.unwrap();
    for payment in payments {
        world.payout(world.alice, payment.id).await.unwrap();
    }
    let remove = RemoveCampaign {
        campaign_id: campaign,
        owner: world.requester.into(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(world.requester, &remove).await.unwrap();
    let clear = ClearAccounts {
        campaign_id: campaign,
        account_ids: world.workers().map(|worker| worker.id).to_vec(),
    };
    world.push(world.stranger, &clear).await.unwrap();
    let after = world.client.get_account(world.alice.name).await.unwrap().ram_usage;
    assert_eq!(after, before, "every byte came back");
    assert!(came_back > 0);
    assert_eq!(world.credit(world.alice.id).await, efx("60.0000"));
    world.finish().await;
}

/// Reservations of a removed batch that have lapsed are cleared with it.
#[tokio::test]
async fn lapsed_reservations_of_a_removed_batch_are_cleared() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 8;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    let other = world.published(campaign, 1, 1).await.unwrap();
    for worker in world.workers() {
        world.reserve(worker, campaign).await.unwrap();
    }
    world.remove(batch).await.unwrap();
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.pass(8).await;
    world.clear(batch).await.unwrap();
    let left = world.force.reservations(campaign).await.unwrap();
    assert_eq!(left.iter().map(|row| row.batch_idx).collect::<Vec<_>>(), [1]);
    world.refund(batch).await.unwrap();
    assert_eq!(world.force.batch(campaign, 0).await.unwrap(), None);
    assert_eq!(world.escrow(other).await, efx("1.1000"));
    world.finish().await;
}

/// The places of workers are cleared after the campaign is gone, and not before.
#[tokio::test]
async fn places_in_a_campaign_are_cleared_after_it() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let clear = |campaign_id| ClearAccounts { campaign_id, account_ids: vec![1, 2, 1000] };
    world.refuses(Error::CampaignExists, world.push(world.stranger, &clear(campaign))).await;
    world.refuses(Error::CampaignNotFound, world.push(world.stranger, &clear(99))).await;
    world.remove(batch).await.unwrap();
    world.pass(1).await;
    world.clear(batch).await.unwrap();
    let remove = RemoveCampaign {
        campaign_id: campaign,
        owner: world.requester.into(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(world.requester, &remove).await.unwrap();
    assert!(world.force.cursor(campaign, world.alice.id).await.unwrap().is_some());
    world.push(world.stranger, &clear(campaign)).await.unwrap();
    assert_eq!(world.force.cursor(campaign, world.alice.id).await.unwrap(), None);
    world.refuses(Error::NothingToClear, world.push(world.stranger, &clear(campaign))).await;
    world.finish().await;
}
