//! Attempts to block: whatever a party does or leaves undone, the others get their money and their work.

use protocol::force::{Error, batch::State, submission::Standing};
use tests::{World, efx, exactly, hostile};

use super::{DELAY, appealed, patient_world, published, rejected, world};

/// The owner does nothing: the worker is paid when the time is up.
#[tokio::test]
async fn a_silent_owner_pays() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 1).await;
    world.work(world.alice, campaign).await.unwrap();
    world.pause(world.requester, campaign, true).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.pass(DELAY).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}

/// The owner rejects and vanishes, and the worker does, too: anybody lets the work go on.
#[tokio::test]
async fn a_silent_worker_holds_up_nobody() {
    let world = world().await;
    let (campaign, batch, result) = rejected(&world, world.alice).await;
    world.pass(DELAY).await;
    world.settle(&result).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// The arbiter's account refuses whatever it is told, and does not decide: the worker is paid.
#[tokio::test]
async fn a_silent_or_hostile_arbiter_holds_up_nobody() {
    let world = world().await;
    let arbiter = world.own_name("arbiter");
    world.create_accounts([arbiter]).await;
    world.set_code(arbiter, &hostile::refusing()).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.set_review(campaign, |review| review.arbiter = arbiter).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let result = world.work(world.alice, campaign).await.unwrap();
    world.reject(&result).await.unwrap();
    world.appeal(world.alice, &result).await.unwrap();
    world.pass(DELAY).await;
    world.settle(&result).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}

/// The worker's account refuses whatever it is told: it is told nothing, and is rejected and paid like any other.
#[tokio::test]
async fn a_worker_whose_account_refuses_everything_holds_up_nobody() {
    let world = patient_world().await;
    world.set_code(world.alice.name, &hostile::refusing()).await;
    let (campaign, batch, result) = appealed(&world, world.alice).await;
    world.resolve(world.rival, &result, false).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    let (other, _, result) = appealed(&world, world.alice).await;
    world.resolve(world.rival, &result, true).await.unwrap();
    world.work(world.bob, other).await.unwrap();
    // Nor does it keep what it holds for ever.
    for end in [batch, world.published(campaign, 1, 1).await.unwrap()] {
        world.remove(end).await.unwrap();
    }
    world.clear(batch).await.unwrap();
    world.finish().await;
}

/// The owner's account refuses transfers: his refunds fail, and nobody else's business does.
#[tokio::test]
async fn an_owner_whose_account_refuses_transfers_hurts_himself_alone() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 3).await;
    world.fund(batch, efx("5.0000")).await.unwrap();
    let dismissed = world.work(world.alice, campaign).await.unwrap();
    let confirmed = world.work(world.bob, campaign).await.unwrap();
    for result in [&dismissed, &confirmed] {
        world.reject(result).await.unwrap();
    }
    world.appeal(world.bob, &confirmed).await.unwrap();
    world.set_code(world.requester, &hostile::refusing()).await;

    assert!(world.refund(batch).await.is_err());
    assert!(world.cancel(world.requester, campaign).await.is_err());
    assert!(world.remove(batch).await.is_err());
    world.pass(DELAY).await;
    world.settle(&dismissed).await.unwrap();
    world.settle(&confirmed).await.unwrap();
    assert_eq!(world.credit(world.bob.id).await, efx("1.0000"));
    for _ in 0..2 {
        world.work(world.carol, campaign).await.unwrap();
    }
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    let payment = world.payment(world.carol, batch).await;
    world.pass(DELAY).await;
    world.payout(world.carol, payment.id).await.unwrap();
    assert_eq!(world.credit(world.carol.id).await, efx("2.0000"));
    world.finish().await;
}

/// The owner removes the batch, or cancels the campaign, to get at what he has rejected: it stays for the worker until it
/// is decided.
#[tokio::test]
async fn an_owner_cannot_take_what_is_in_review() {
    let world = world().await;
    let (campaign, batch, result) = appealed(&world, world.alice).await;
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.cancel(world.requester, campaign).await.unwrap();
    assert_eq!(world.escrow(batch).await, exactly(efx("1.0000"), 1));
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.refuses(Error::CampaignHasBatches, world.remove_campaign(campaign)).await;
    let to_himself = world.set_review(campaign, |review| review.arbiter = world.requester);
    to_himself.await.unwrap();
    world.set_owner(world.requester, campaign, world.stranger.into()).await.unwrap();
    world.pass(DELAY).await;
    world.settle(&result).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.clear(batch).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
    world.finish().await;
}

/// A worker, or his friend, clears the result away so that it cannot be rejected: results stay until their time is up.
#[tokio::test]
async fn a_result_is_not_cleared_before_its_review_is_over() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 2).await;
    let task = world.reserve(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    let result = world.submit(world.alice, task).await.unwrap();
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.reject(&result).await.unwrap();
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.pass(DELAY).await;
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.settle(&result).await.unwrap();
    world.refund(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    assert!(world.snapshot().await.batches.is_empty());
    world.finish().await;
}

/// A worker never cashes: the network has its fee, and the owner his campaign, without him.
#[tokio::test]
async fn a_worker_who_never_cashes_keeps_nothing_from_others() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 1).await;
    world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.pass(DELAY).await;
    let receipt = world.accept_payment(world.stranger, payment.id).await.unwrap();
    assert!(receipt.ram_delta(world.alice.name) < 0);
    assert_eq!(world.pot().await, efx("0.1000"));
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.remove(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
    world.finish().await;
}

/// An owner rejects whatever comes in: each worker can be heard, each dismissed result costs him the wait, and none of
/// the money is his as long as the batch is there.
#[tokio::test]
async fn an_owner_who_rejects_everything_gets_no_money_back() {
    let world = patient_world().await;
    let (campaign, batch) = published(&world, 1, 1).await;
    for worker in [world.alice, world.bob, world.carol] {
        let result = world.work(worker, campaign).await.unwrap();
        world.reject(&result).await.unwrap();
        world.refuses(Error::NothingToRefund, world.refund(batch)).await;
        world.appeal(worker, &result).await.unwrap();
        world.resolve(world.rival, &result, true).await.unwrap();
        assert_eq!(world.standing(&result).await, Standing::Dismissed);
        world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    }
    world.work(world.dave, campaign).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    world.finish().await;
}

/// A worker hands in so often that the payment of a bad result lies far back: it is found as long as it may be rejected.
#[tokio::test]
async fn a_bad_result_is_not_hidden_behind_many_payments() {
    let world = World::with(|network| network.payout_delay_sec = 20).await;
    let (campaign, batch) = published(&world, 1, 5).await;
    let bad = world.work(world.alice, campaign).await.unwrap();
    // A payment takes results for an eighth of the delay.
    for _ in 0..4 {
        world.pass(3).await;
        world.work(world.alice, campaign).await.unwrap();
    }
    let payments = world.force.payments_for(batch, world.alice.id).await.unwrap();
    assert_eq!(payments.len(), 5);
    world.reject(&bad).await.unwrap();
    assert_eq!(world.force.payment(bad.id).await.unwrap(), None);
    assert_eq!(world.earned(world.alice, batch).await, efx("4.0000"));
    world.finish().await;
}
