//! Attacks that are on no list: accounts whose contracts mean harm, and people who bend the rules.

use antelope::{Asset, ExtendedAsset, ExtendedSymbol, Extension};
use protocol::{
    force::Error,
    token::actions::{Open, Transfer},
    vaccount::{self, actions::Withdraw},
};
use tests::{EFX, World, efx, exactly, hostile};

/// A contract forwards the news of an honest transfer to itself: the contracts see the right token contract, and another
/// receiver. Nothing is credited.
#[tokio::test]
async fn forwarded_news_of_a_transfer_to_another_credits_nothing() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let forwarder = world.own_name("evil");
    world.create_accounts([forwarder]).await;
    for (victim, memo) in
        [(world.force.account(), batch), (world.vaccount.account(), world.alice.id.into())]
    {
        world.set_code(forwarder, &hostile::telling(victim)).await;
        let before = world.snapshot().await;
        let memo = memo.to_string();
        let receipt =
            world.transfer(world.requester, forwarder, efx("1.0000"), &memo).await.unwrap();
        assert!(receipt.actions.iter().any(|trace| trace.receiver == victim), "it was told");
        assert_eq!(world.snapshot().await, before);
    }
    world.finish().await;
}

/// A contract makes up transfers of a token with the honest one's symbol: its name is not the token contract's.
#[tokio::test]
async fn made_up_transfers_credit_nothing() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let evil = world.token_contract("evil", &[EFX]).await;
    let told = |to, memo: u64, quantity| {
        evil.action(
            evil.account(),
            &Transfer { from: world.requester, to, quantity, memo: memo.to_string() },
        )
    };
    for quantity in [efx("1000.0000"), Asset::new(1, antelope::Symbol(0))] {
        world.set_code(evil.account(), &hostile::telling(world.force.account())).await;
        let deposit = told(world.force.account(), batch, quantity);
        world.refuses(Error::WrongTokenContract, world.push_all(&[deposit])).await;
        world.set_code(evil.account(), &hostile::telling(world.vaccount.account())).await;
        let deposit = told(world.vaccount.account(), world.alice.id.into(), quantity);
        world.refuses(vaccount::Error::AssetMismatch, world.push_all(&[deposit])).await;
    }
    world.finish().await;
}

/// A token contract that would charge RAM to whoever authorizes its transfer gets no authority of ours: the permission
/// for transfers is linked to accepted tokens only.
#[tokio::test]
async fn contract_of_a_token_that_is_not_accepted_is_never_called() {
    let world = World::new().await;
    let evil = world.token_contract("evil", &[EFX]).await;
    let token = ExtendedSymbol { sym: EFX, contract: evil.account() };
    let row = world.open_row(world.alice.name, token).await.unwrap();
    let quantity = ExtendedAsset { quantity: efx("1.0000"), contract: evil.account() };
    let deposit = world.vaccount.deposit(world.requester, row, quantity);
    world.push_all(&[deposit]).await.unwrap();
    let withdraw = Withdraw {
        from_id: row.into(),
        to_account: world.alice.name,
        quantity,
        memo: String::new(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let withdraw = world.vaccount.action(world.alice.name, &withdraw);
    let open = Open { owner: world.alice.name, symbol: EFX, ram_payer: world.alice.name };
    world.push_all(&[evil.action(world.alice.name, &open)]).await.unwrap();
    let before = world.snapshot().await;
    let error = world.push_all(std::slice::from_ref(&withdraw)).await.unwrap_err();
    // irrelevant_auth_exception, or its parent: the chain refuses, not the token.
    let code = error.chain_error().unwrap().code;
    assert!((3_090_000..3_100_000).contains(&code), "{error}");
    assert_eq!(world.snapshot().await, before);
    // Accepting the token frees what was deposited.
    world.accept(token).await;
    world.push_all(&[withdraw]).await.unwrap();
    assert_eq!(world.credit(row).await, efx("0.0000"));
    world.finish().await;
}

/// An owner whose account refuses every transfer cannot get his refund, and hurts nobody else: workers submit, are paid,
/// and get their RAM back.
#[tokio::test]
async fn owner_who_refuses_transfers_hurts_himself_only() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    world.set_code(world.requester, &hostile::refusing()).await;
    let before = world.snapshot().await;
    for error in [
        world.remove(batch).await.unwrap_err(),
        world.transfer(world.rival, world.requester, efx("1.0000"), "").await.unwrap_err(),
    ] {
        assert!(error.chain_error().is_some(), "{error}");
    }
    assert_eq!(world.snapshot().await, before);
    world.submit(world.bob, held).await.unwrap();
    world.work(world.carol, campaign).await.unwrap();
    world.pass(1).await;
    for worker in [world.alice, world.bob, world.carol] {
        let payment = world.payment(worker, batch).await;
        world.payout(worker, payment.id).await.unwrap();
    }
    world.remove(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    world.finish().await;
}

/// A worker's account that refuses every notification does not keep the campaign's owner from anything.
#[tokio::test]
async fn worker_who_refuses_everything_blocks_nobody() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.set_code(world.alice.name, &hostile::refusing()).await;
    world.remove(batch).await.unwrap();
    world.pass(2).await;
    world.clear(batch).await.unwrap();
    world.refund(batch).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"), "held for him");
    let now = world.snapshot().await;
    assert!(now.batches.is_empty() && now.reservations.is_empty());
    world.finish().await;
}

/// Lapsed places of a removed batch lie before those of others. They are looked at in vain until anybody clears them,
/// one call for two dozen; the worker who finds nothing can do so himself.
#[tokio::test]
async fn dead_places_of_a_removed_batch_hide_others_only_until_they_are_cleared() {
    let world = World::new().await;
    let crowd = world.crowd(9).await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let dead = world.published(campaign, 1, 8).await.unwrap();
    for worker in crowd.iter().take(8) {
        world.reserve(*worker, campaign).await.unwrap();
    }
    world.remove(dead).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.reserve(crowd[8], campaign).await.unwrap();
    world.pass(2).await;
    if world.reserve(world.alice, campaign).await.is_err() {
        world.clear(dead).await.unwrap();
        world.reserve(world.alice, campaign).await.unwrap();
    }
    let task = world.held(world.alice, campaign).await.unwrap();
    assert_eq!(task.task_idx, 8);
    world.submit(world.alice, task).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    assert_eq!(world.batch_row(dead).await.reserved, 0);
    assert_eq!(world.escrow(dead).await, exactly(efx("1.0000"), 8));
    world.refund(dead).await.unwrap();
    world.finish().await;
}
