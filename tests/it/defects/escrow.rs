//! Escrow: what a batch holds, what it owes, and what comes back.

use antelope::Asset;
use protocol::force::{
    Error,
    batch::{State, split_batch_key},
    escrow,
};
use tests::{EFX, World, efx, exactly};

/// D10: money that a batch does not need is stuck in the published contract. Here it comes back: what was paid
/// beyond the price, what was added after publishing, what was never worked for, and what came to a batch at its end.
#[tokio::test]
async fn d10_unspent_escrow_is_refunded_when_a_batch_ends_or_is_removed() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let fortune = world.balance(world.requester).await;
    let spent = async || fortune.amount - world.balance(world.requester).await.amount;

    // Overfunded, and topped up after publishing.
    let batch = world.batch(campaign, 1).await.unwrap();
    world.fund(batch, efx("10.0000")).await.unwrap();
    world.publish(batch, 3).await.unwrap();
    world.fund(batch, efx("5.0000")).await.unwrap();
    world.refund(batch).await.unwrap();
    assert_eq!(world.escrow(batch).await, exactly(efx("1.0000"), 3));
    assert_eq!(spent().await, exactly(efx("1.0000"), 3).amount);
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;

    // Finished: what is left comes back, and nothing more can be put in.
    world.fund(batch, efx("2.0000")).await.unwrap();
    for worker in [world.alice, world.bob, world.carol] {
        world.work(worker, campaign).await.unwrap();
    }
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.refuses(Error::BatchEnded, world.fund(batch, efx("1.0000"))).await;
    world.refund(batch).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    assert_eq!(spent().await, exactly(efx("1.0000"), 3).amount);

    // Removed in the middle: what was worked for and what is held stays, the rest comes back.
    let batch = world.published(campaign, 1, 10).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    assert_eq!(world.escrow(batch).await, exactly(efx("1.0000"), 1), "for the task that is held");
    assert_eq!(spent().await, exactly(efx("1.0000"), 5).amount);
    world.refuses(Error::BatchEnded, world.fund(batch, efx("1.0000"))).await;
    world.submit(world.bob, held).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("0.0000"));

    // A draft, and a batch without a single result.
    for publish in [false, true] {
        let batch = world.batch(campaign, 2).await.unwrap();
        world.fund(batch, efx("100.0000")).await.unwrap();
        if publish {
            world.publish(batch, 4).await.unwrap();
        }
        world.remove(batch).await.unwrap();
        assert_eq!(spent().await, exactly(efx("1.0000"), 5).amount);
        let (campaign, batch_idx) = split_batch_key(batch);
        assert_eq!(world.force.batch(campaign, batch_idx).await.unwrap(), None);
    }
    world.finish().await;
}

/// D11: the published contract never lowers the balance for work that is done, so that nothing says what is owed. Here
/// balance = owed + free after each action, and what left it is in payments and in the pot.
#[tokio::test]
async fn d11_batch_ledger_always_equals_reserved_plus_earned_plus_free() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.batch(campaign, 2).await.unwrap();
    let check = async |results: i64, still_owed: i64, free: &str| {
        let row = world.batch_row(batch).await;
        assert_eq!(escrow::owed(&row).unwrap(), exactly(efx("3.0000"), still_owed).amount);
        assert_eq!(escrow::free(&row).unwrap(), efx(free).amount);
        let balance = exactly(efx("3.0000"), still_owed).amount + efx(free).amount;
        assert_eq!(row.balance.quantity.amount, balance);
        assert_eq!(i64::from(row.submissions), results);
        let now = world.snapshot().await;
        let earned: i64 = now.payments.iter().map(|row| row.pending.quantity.amount).sum();
        assert_eq!(earned, efx("3.0000").amount * results);
        let fees: i64 = now.payments.iter().map(|row| row.fee).sum();
        assert_eq!(fees, efx("0.3000").amount * results);
        world.check_books().await;
    };
    check(0, 0, "0.0000").await;
    world.fund(batch, efx("20.0000")).await.unwrap();
    check(0, 0, "20.0000").await;
    world.publish(batch, 3).await.unwrap();
    check(0, 6, "0.2000").await;
    let task = world.reserve(world.alice, campaign).await.unwrap();
    check(0, 6, "0.2000").await;
    world.submit(world.alice, task).await.unwrap();
    check(1, 5, "0.2000").await;
    let task = world.reserve(world.bob, campaign).await.unwrap();
    let task = world.skip(world.bob, task).await.unwrap();
    check(1, 5, "0.2000").await;
    world.release(world.bob.name, world.bob, task).await.unwrap();
    check(1, 5, "0.2000").await;
    world.refund(batch).await.unwrap();
    check(1, 5, "0.0000").await;
    world.work(world.carol, campaign).await.unwrap();
    check(2, 4, "0.0000").await;
    let held = world.reserve(world.carol, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    check(2, 1, "0.0000").await;
    world.submit(world.carol, held).await.unwrap();
    check(3, 0, "0.0000").await;

    // Fees go to the pot when workers are paid, and what it holds to the fee account, once.
    world.pass(1).await;
    for worker in [world.alice, world.carol] {
        for payment in world.force.payments_for(batch, worker.id).await.unwrap() {
            world.payout(worker, payment.id).await.unwrap();
        }
    }
    let claim = protocol::force::actions::ClaimFees { token: world.token };
    world.push(world.stranger, &claim).await.unwrap();
    assert_eq!(world.balance(world.network.fees).await, Asset::new(9_000, EFX));
    world.refuses(Error::NoFees, world.push(world.stranger, &claim)).await;
    world.finish().await;
}
