//! Payments: what was earned is cashed after the delay, in real tokens.

use antelope::Extension;
use protocol::force::{Error, actions::Payout, batch::batch_key};
use tests::{Missing, World, efx};

/// Payout before the delay: "not past payout delay".
#[tokio::test]
async fn x13_payout_waits_for_the_delay() {
    let world = World::with(|network| network.payout_delay_sec = 3600).await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    let payment = world.payment(world.bob, batch).await;
    world.refuses(Error::PayoutTooEarly, world.payout(world.bob, payment.id)).await;
    // What was promised when the batch was published stays; a batch published later has the new delay.
    world.settings(|now| now.payout_delay_sec = 2).await.unwrap();
    let campaign = world.campaign(world.terms("2.0000")).await.unwrap();
    let later = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    let soon = world.payment(world.bob, later).await;
    world.refuses(Error::PayoutTooEarly, world.payout(world.bob, soon.id)).await;
    world.pass(2).await;
    world.payout(world.bob, soon.id).await.unwrap();
    world.refuses(Error::PayoutTooEarly, world.payout(world.bob, payment.id)).await;
    world.finish().await;
}

/// Payout of a payment that does not exist: "payment not found".
#[tokio::test]
async fn x14_a_payment_that_is_not_there_is_not_paid() {
    let world = World::new().await;
    world.refuses(Error::PaymentNotFound, world.payout(world.bob, 0)).await;
    world.refuses(Error::PaymentNotFound, world.payout(world.bob, u64::MAX)).await;
    world.finish().await;
}

/// Payout after the delay: the worker's balance rises by the reward, the row is gone, and the tokens have moved from
/// one contract to the other.
#[tokio::test]
async fn x15_payout_credits_the_worker() {
    let world = World::new().await;
    let deposit = world.vaccount.deposit(world.rival, world.bob.id, world.amount(efx("1434.0000")));
    world.push_all(&[deposit]).await.unwrap();
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("6.6000"));
    world.work(world.bob, campaign).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("3.3000"));
    let payment = world.payment(world.bob, batch).await;
    assert_eq!(payment.pending, world.amount(efx("3.0000")));
    let by_another = Payout {
        payment_id: payment.id,
        sig: Extension(None),
        terms: Extension(None),
        fee: Extension(None),
    };
    let push = world.push(world.stranger, &by_another);
    world.refuses(Missing(world.bob.name), push).await;
    world.pass(1).await;

    assert_eq!(world.credit(world.bob.id).await, efx("1434.0000"));
    let before = world.snapshot().await;
    world.payout(world.bob, payment.id).await.unwrap();
    let after = world.snapshot().await;
    assert_eq!(world.credit(world.bob.id).await, efx("1437.0000"));
    assert_eq!(world.force.payment(payment.id).await.unwrap(), None);
    assert_eq!(before.escrow.checked_sub(after.escrow), Some(efx("3.0000")));
    assert_eq!(after.custody.checked_sub(before.custody), Some(efx("3.0000")));
    world.refuses(Error::PaymentNotFound, world.payout(world.bob, payment.id)).await;
    world.finish().await;
}

/// Earlier work can be cashed while the worker goes on: a payment takes new work for an eighth of the delay only.
#[tokio::test]
async fn earlier_work_matures_while_the_worker_goes_on() {
    let world = World::with(|network| network.payout_delay_sec = 8).await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 5).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    let first = world.payment(world.bob, batch).await;
    world.pass(8).await;
    world.work(world.bob, campaign).await.unwrap();
    let rows = world.force.payments_for(batch, world.bob.id).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0], first);
    world.refuses(Error::PayoutTooEarly, world.payout(world.bob, rows[1].id)).await;
    world.payout(world.bob, first.id).await.unwrap();
    assert_eq!(world.credit(world.bob.id).await, efx("3.0000"));
    assert_eq!(world.earned(world.bob, batch).await, efx("3.0000"));
    world.finish().await;
}

/// Work of one eighth of the delay is in one payment, apart from that for other batches and of other workers.
#[tokio::test]
async fn work_at_a_time_is_in_one_payment() {
    let world = World::with(|network| network.payout_delay_sec = 3600).await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let first = world.published(campaign, 2, 2).await.unwrap();
    let second = world.published(campaign, 1, 1).await.unwrap();
    for _ in 0..3 {
        world.work(world.bob, campaign).await.unwrap();
    }
    world.work(world.carol, campaign).await.unwrap();
    assert_eq!(world.payment(world.bob, first).await.pending.quantity, efx("6.0000"));
    assert_eq!(world.payment(world.bob, second).await.pending.quantity, efx("3.0000"));
    assert_eq!(world.payment(world.carol, first).await.pending.quantity, efx("3.0000"));
    assert_eq!(world.force.payments_of(world.bob.id).await.unwrap().len(), 2);
    assert_eq!([first, second], [batch_key(campaign, 0), batch_key(campaign, 1)]);
    world.finish().await;
}

/// What was earned in a batch is paid also after the batch and its campaign are gone.
#[tokio::test]
async fn earnings_outlive_batch_and_campaign() {
    let world = World::with(|network| network.payout_delay_sec = 5).await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    let payment = world.payment(world.bob, batch).await;
    world.remove(batch).await.unwrap();
    // Until then the result may still be rejected.
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.pass(5).await;
    world.clear(batch).await.unwrap();
    let remove = protocol::force::actions::RemoveCampaign {
        campaign_id: campaign,
        owner: world.requester.into(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(world.requester, &remove).await.unwrap();
    world.payout(world.bob, payment.id).await.unwrap();
    assert_eq!(world.credit(world.bob.id).await, efx("3.0000"));
    world.finish().await;
}
