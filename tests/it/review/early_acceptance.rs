//! Acceptance: the owner pays before the time, or anybody what is due.

use protocol::force::{Error, batch::State};
use tests::{Missing, efx};

use super::{DELAY, patient_world, published, world};

/// An accepted payment is paid at once, and the fee for it is the network's.
#[tokio::test]
async fn an_accepted_payment_is_paid_at_once() {
    let world = patient_world().await;
    let (campaign, batch) = published(&world, 1, 3).await;
    world.work(world.alice, campaign).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.refuses(Error::PayoutTooEarly, world.payout(world.alice, payment.id)).await;
    for actor in [world.alice.name, world.stranger, world.rival] {
        let accepted = world.accept_payment(actor, payment.id);
        world.refuses(Missing(world.requester), accepted).await;
    }
    world.accept_payment(world.requester, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("2.0000"));
    assert_eq!(world.pot().await, efx("0.2000"));
    let again = world.accept_payment(world.requester, payment.id);
    world.refuses(Error::PaymentNotFound, again).await;
    world.refuses(Error::PaymentNotFound, world.payout(world.alice, payment.id)).await;

    // Later work has a payment of its own.
    world.work(world.alice, campaign).await.unwrap();
    assert_eq!(world.earned(world.alice, batch).await, efx("1.0000"));
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// A payment outlives its campaign; then nobody can accept it early, and anybody can fetch it for the worker when due.
#[tokio::test]
async fn without_a_campaign_a_payment_waits_for_its_time() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 1).await;
    let result = world.work(world.alice, campaign).await.unwrap();
    world.reject(&result).await.unwrap();
    world.appeal(world.alice, &result).await.unwrap();
    world.resolve(world.rival, &result, true).await.unwrap();
    // The second result comes in when the first can be cleared.
    world.work(world.bob, campaign).await.unwrap();
    let payment = world.payment(world.bob, batch).await;
    world.remove(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    world.refuses(Error::CampaignHasBatches, world.remove_campaign(campaign)).await;
    world.pass(DELAY).await;
    world.clear(batch).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
    world.accept_payment(world.stranger, payment.id).await.unwrap();
    assert_eq!(world.credit(world.bob.id).await, efx("1.0000"));
    world.finish().await;
}
