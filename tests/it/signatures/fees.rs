//! The relayer's fee: signed by the user, credited to the relayer's own row.

use antelope::{Asset, Extension, Symbol};
use protocol::{
    force::{self, batch::batch_key},
    signed::Error,
    vaccount::{self, actions::VTransfer},
};
use tests::{EFX, World, efx, exactly};

use super::{funded, payout, reserve, transfer, withdrawal};

#[tokio::test]
async fn a_transfers_fee_goes_from_the_users_row_to_the_relayers() {
    let world = funded().await;
    let relayer = world.open_row_of_relayer().await;
    let mut action = transfer(&world, world.alice.id, "50.0000");
    action.fee = Some(world.amount(efx("0.2500")));
    world.relay_spending(action).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("449.7500"));
    assert_eq!(world.credit(world.alice.id).await, efx("50.0000"));
    assert_eq!(world.credit(relayer).await, efx("0.2500"));
    assert_eq!(world.vaccount.row(world.key_holder).await.unwrap().unwrap().nonce, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawals_fee_goes_from_the_users_row_to_the_relayers() {
    let world = funded().await;
    let relayer = world.open_row_of_relayer().await;
    let mut action = withdrawal(&world, world.requester, "50.0000");
    action.fee = Some(world.amount(efx("0.2500")));
    let before = world.balance(world.requester).await;
    world.relay_spending(action).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("449.7500"));
    let gained = world.balance(world.requester).await.amount - before.amount;
    assert_eq!(gained, efx("50.0000").amount);
    assert_eq!(world.credit(relayer).await, efx("0.2500"));
    world.finish().await;
}

/// Both rows that gain are one and the same.
#[tokio::test]
async fn a_transfer_to_the_relayer_with_a_fee_credits_both() {
    let world = funded().await;
    let relayer = world.open_row_of_relayer().await;
    let mut action = transfer(&world, relayer, "50.0000");
    action.fee = Some(world.amount(efx("0.2500")));
    world.relay_spending(action).await.unwrap();
    assert_eq!(world.credit(relayer).await, efx("50.2500"));
    assert_eq!(world.credit(world.key_holder).await, efx("449.7500"));
    world.finish().await;
}

#[tokio::test]
async fn amount_and_fee_together_are_covered_by_the_row() {
    let world = funded().await;
    world.open_row_of_relayer().await;
    let with = |quantity: &str, fee: Asset| {
        let fee = Some(world.amount(fee));
        VTransfer { fee, ..transfer(&world, world.alice.id, quantity) }
    };
    for (action, error) in [
        (with("500.0000", efx("0.0001")), vaccount::Error::NotEnough),
        (with("0.0001", efx("500.0000")), vaccount::Error::NotEnough),
        (with("500.0000", Asset::new(i64::MAX, EFX)), vaccount::Error::Overflow),
        (with("-1.0000", efx("2.0000")), vaccount::Error::BadQuantity),
        (with("0.0000", efx("2.0000")), vaccount::Error::BadQuantity),
    ] {
        world.refuses(error, world.relay_spending(action)).await;
    }
    world.relay_spending(with("499.9999", efx("0.0001"))).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("0.0000"));
    world.finish().await;
}

#[tokio::test]
async fn a_fee_is_positive_and_of_the_token_that_moves() {
    let world = funded().await;
    world.open_row_of_relayer().await;
    let other = |quantity, contract| antelope::ExtendedAsset { quantity, contract };
    let token = world.token.contract;
    for fee in [
        other(efx("0.0000"), token),
        other(efx("-1.0000"), token),
        other(Asset::new(i64::MIN, EFX), token),
        other(efx("1.0000"), world.stranger),
        other(Asset::new(1, Symbol::constant(3, "EFX")), token),
        other(Asset::new(1, Symbol::constant(4, "NFX")), token),
    ] {
        let action = VTransfer { fee: Some(fee), ..transfer(&world, world.alice.id, "1.0000") };
        world.refuses(Error::BadFee, world.relay_spending(action)).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn a_relayer_without_a_row_earns_no_fee() {
    let world = funded().await;
    let fee = Some(world.amount(efx("1.0000")));
    let action = VTransfer { fee, ..transfer(&world, world.alice.id, "1.0000") };
    world.refuses(Error::NoRelayerAccount, world.relay_spending(action)).await;
    world.finish().await;
}

/// A payment of 3 EFX for work of the key holder, which may be cashed. Gives its id.
async fn earned(world: &World) -> u64 {
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.relay(reserve(world, campaign)).await.unwrap();
    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let mut submission = world.submission(world.key_holder, task);
    submission.payer = world.stranger.into();
    world.relay(submission).await.unwrap();
    world.pass(2).await;
    let payments = world.force.payments_for(batch_key(campaign, 0), world.key_holder).await;
    payments.unwrap()[0].id
}

#[tokio::test]
async fn a_payouts_fee_goes_from_the_payment_to_the_relayers_row() {
    let world = World::new().await;
    let relayer = world.open_row_of_relayer().await;
    let mut cash = payout(earned(&world).await);
    cash.fee = Extension(Some(Some(world.amount(efx("0.5000")))));
    world.relay(cash).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("2.5000"));
    assert_eq!(world.credit(relayer).await, efx("0.5000"));
    assert_eq!(exactly(efx("3.0000"), 1), efx("3.3000"), "the network's fee is the requester's");
    world.finish().await;
}

#[tokio::test]
async fn a_payouts_fee_leaves_something_and_is_of_its_token() {
    let world = World::new().await;
    let id = earned(&world).await;
    let with = |quantity: &str| {
        let mut cash = payout(id);
        cash.fee = Extension(Some(Some(world.amount(efx(quantity)))));
        cash
    };
    world.refuses(Error::NoRelayerAccount, world.relay(with("0.5000"))).await;
    world.open_row_of_relayer().await;
    for (fee, error) in [
        ("3.0000", Error::FeeTooHigh),
        ("3.0001", Error::FeeTooHigh),
        ("0.0000", Error::BadFee),
        ("-0.0001", Error::BadFee),
    ] {
        world.refuses(error, world.relay(with(fee))).await;
    }
    let mut other = with("0.5000");
    other.fee = Extension(Some(Some(antelope::ExtendedAsset {
        quantity: efx("0.5000"),
        contract: world.stranger,
    })));
    world.refuses(Error::BadFee, world.relay(other)).await;
    world.relay(with("2.9999")).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("0.0001"));
    world.finish().await;
}

/// Accounts of the chain act by themselves and owe nobody.
#[tokio::test]
async fn a_fee_without_a_signature_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.pass(2).await;
    let cash = protocol::force::actions::Payout {
        payment_id: world.payment(world.alice, batch).await.id,
        sig: Extension(Some(None)),
        terms: Extension(Some(None)),
        fee: Extension(Some(Some(world.amount(efx("0.5000"))))),
    };
    world.refuses(force::Error::FeeNotAllowed, world.push(world.alice.name, &cash)).await;
    world.finish().await;
}
