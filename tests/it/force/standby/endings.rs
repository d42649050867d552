//! The end of batches and campaigns for which somebody waits.

use protocol::force::{Error, actions::ClearAccounts, batch::State};
use tests::efx;

use super::{ACCEPT, hasty, world};

/// Of a removed batch nothing is accepted: the worker gets another task, before those who stand behind him.
#[tokio::test]
async fn an_offer_of_a_removed_batch_is_replaced() {
    let (world, campaign) = world().await;
    let [alice, bob, ..] = world.workers();
    world.stand_by(alice, campaign).await.unwrap();
    world.stand_by(bob, campaign).await.unwrap();
    let removed = world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.remove(removed).await.unwrap();
    // There is nothing else yet, and she keeps her place.
    world.refuses(Error::NoBatches, world.reserve(alice, campaign)).await;
    world.published(campaign, 1, 1).await.unwrap();
    // Bob is offered the next task when she asks, since he waits and she does not.
    world.assign(campaign).await.unwrap();
    assert_eq!(world.queue(campaign).await, [(alice.id, Some(0)), (bob.id, Some(1))]);
    world.published(campaign, 1, 1).await.unwrap();
    assert_eq!(world.reserve(alice, campaign).await.unwrap().task_idx, 2);
    // Her place in the removed batch is empty, and its money free.
    world.refund(removed).await.unwrap();
    assert_eq!(world.force.batch(campaign, 0).await.unwrap(), None);
    world.finish().await;
}

/// Offers of a removed batch are taken back after their time; then the batch can be cleared, and owes nothing.
#[tokio::test]
async fn lapsed_offers_of_a_removed_batch_are_cleared() {
    let (world, campaign) = hasty().await;
    let crowd = world.crowd(10).await;
    for worker in &crowd {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    let batch = world.published(campaign, 2, 5).await.unwrap();
    while world.assign(campaign).await.is_ok() {}
    assert_eq!(world.batch_row(batch).await.reserved, 10);
    world.cancel(world.requester, campaign).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Removed);
    // A place is owed as long as it may be taken.
    assert_eq!(world.escrow(batch).await, efx("11.0000"));
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.pass(ACCEPT).await;
    for _ in 0..2 {
        world.assign(campaign).await.unwrap();
    }
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    assert_eq!(world.queue(campaign).await, []);
    assert_eq!(world.force.reopened(campaign).await.unwrap(), []);
    world.refund(batch).await.unwrap();
    assert_eq!(world.force.batch(campaign, 0).await.unwrap(), None);
    world.remove_campaign(campaign).await.unwrap();
    world.finish().await;
}

/// Who still waits when the campaign is removed: anybody clears the row, and not before.
#[tokio::test]
async fn a_queue_without_a_campaign_is_cleared() {
    let (world, campaign) = world().await;
    let [alice, bob, ..] = world.workers();
    world.stand_by(alice, campaign).await.unwrap();
    world.stand_by(bob, campaign).await.unwrap();
    let clear = ClearAccounts { campaign_id: campaign, account_ids: vec![alice.id, bob.id, 1000] };
    world.refuses(Error::CampaignExists, world.push(world.stranger, &clear)).await;
    world.remove_campaign(campaign).await.unwrap();
    world.refuses(Error::CampaignNotFound, world.leave(alice, campaign)).await;
    world.refuses(Error::CampaignNotFound, world.assign(campaign)).await;
    let receipt = world.push(world.stranger, &clear).await.unwrap();
    for worker in [alice, bob] {
        assert!(receipt.ram_delta(worker.name) < 0, "{worker:?}");
        assert_eq!(world.place(worker, campaign).await, None);
    }
    world.refuses(Error::NothingToClear, world.push(world.stranger, &clear)).await;
    world.finish().await;
}
