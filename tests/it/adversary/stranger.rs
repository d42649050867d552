//! The stranger has no part in a campaign and wants to spoil it: by dust, by what anybody may push, by lies.

use antelope::{Extension, PackedAction};
use protocol::{
    atomicassets,
    force::{
        Error,
        actions::{ClaimFees, ClearAccounts, Settle},
        batch::batch_key,
    },
    vaccount::actions::{VTransfer, Withdraw},
};
use tests::{Missing, World, active, efx, hostile, world::FORTUNE};

/// Dust in somebody's batch, at each stage of its life: the owner's gain, or refused. It keeps no batch from ending.
#[tokio::test]
async fn dust_in_a_batch_is_its_owners_and_keeps_it_from_nothing() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    world.transfer(world.requester, world.stranger, efx("1.0000"), "").await.unwrap();
    let dust = || {
        let amount = world.amount(efx("0.0001"));
        let world = &world;
        async move { world.push_all(&[world.force.funding(world.stranger, batch, amount)]).await }
    };
    dust().await.unwrap();
    world.fund(batch, efx("2.2000")).await.unwrap();
    world.publish(batch, 2).await.unwrap();
    dust().await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    world.refuses(Error::BatchEnded, dust()).await;
    world.release(world.alice.name, world.alice, task).await.unwrap();
    world.refund(batch).await.unwrap();
    world.refuses(Error::BatchNotFound, dust()).await;
    world.remove_campaign(campaign).await.unwrap();
    let spent = efx("1.0000").amount - efx("0.0002").amount;
    assert_eq!(world.balance(world.requester).await.amount, efx(FORTUNE).amount - spent);
    world.finish().await;
}

/// Everything that anybody may push, at every wrong moment, and at another's expense.
#[tokio::test]
async fn what_anybody_may_push_happens_only_when_it_is_time() {
    let world = World::with(|network| network.payout_delay_sec = 5).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let result = world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    let claim = ClaimFees { token: world.token };
    let forget = ClearAccounts { campaign_id: campaign, account_ids: vec![world.alice.id] };
    let stranger = world.stranger;
    world.refuses(Error::NoFees, world.push(stranger, &claim)).await;
    world.refuses(Error::BatchExists, world.clear(batch)).await;
    world.refuses(Error::CampaignExists, world.push(stranger, &forget)).await;
    let accept = world.accept_payment(stranger, payment.id);
    world.refuses(Missing(world.requester), accept).await;
    world.refuses(Error::NotRejected, world.settle(&result)).await;

    world.reject(&result).await.unwrap();
    world.refuses(Error::ReviewRuns, world.settle(&result)).await;
    let at_anothers_expense = Settle {
        batch_id: batch_key(result.campaign_id, result.batch_idx),
        task_idx: result.task_idx,
        account_id: world.alice.id,
        payer: world.rival,
    };
    world.pass(5).await;
    world.refuses(Error::BadPayer, world.push(stranger, &at_anothers_expense)).await;
    world.settle(&result).await.unwrap();
    world.refuses(Error::NotRejected, world.settle(&result)).await;
    for _ in 0..2 {
        world.work(world.bob, campaign).await.unwrap();
    }
    world.finish().await;
}

/// Rows for everybody and of everything, opened to get in somebody's way: the network's own, and each user's, are found
/// as before.
#[tokio::test]
async fn rows_opened_for_others_change_nothing_for_them() {
    let world = World::new().await;
    let symbols = ["4,EFX", "4,EFXX", "3,EFY"].map(|symbol| symbol.parse().unwrap());
    let evil = world.token_contract("evil", &symbols).await.account();
    for user in [world.force.account(), world.vaccount.account(), world.alice.name] {
        for sym in symbols {
            let symbol = antelope::ExtendedSymbol { sym, contract: evil };
            world.open_row(user, symbol).await.unwrap();
        }
        world.open_row(user, world.token).await.unwrap();
    }
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.pass(1).await;
    world.payout(world.alice, world.payment(world.alice, batch).await.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}

/// Lies about assets: a contract of one's own tells the network of a transfer of NFTs that it made up.
#[tokio::test]
async fn made_up_assets_are_not_taken() {
    let world = World::new().await;
    let liar = world.own_name("liar");
    world.create_accounts([liar]).await;
    world.set_code(liar, &hostile::telling(world.force.account())).await;
    let transfer = atomicassets::actions::Transfer {
        from: liar,
        to: world.force.account(),
        asset_ids: vec![1 << 40],
        memo: world.key_holder.to_string(),
    };
    let lie = PackedAction {
        account: liar,
        name: <atomicassets::actions::Transfer as antelope::Action>::NAME,
        authorization: active(liar),
        data: antelope::pack(&transfer),
    };
    let before = world.snapshot().await;
    let error = world.push_all(&[lie]).await.unwrap_err();
    assert!(error.to_string().contains("action data is malformed"), "{error}");
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// The contracts' own rows and accounts: nobody spends from the network's, and nobody sends it round in circles.
#[tokio::test]
async fn the_networks_own_row_is_nobodys() {
    let world = World::new().await;
    let network_row = world.force.settings().await.unwrap().unwrap().force_vaccount_id;
    world.deposit(network_row, efx("3.0000")).await.unwrap();
    world.deposit(world.alice.id, efx("1.0000")).await.unwrap();
    let force = world.force.account();
    let theft = VTransfer {
        from_id: network_row.into(),
        to_id: world.alice.id.into(),
        quantity: world.amount(efx("3.0000")),
        memo: String::new(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let theft = world.vaccount.action(world.stranger, &theft);
    world.refuses(Missing(force), world.push_all(&[theft])).await;
    // Alice's money can go to a batch, which she names; to the contract as such it cannot.
    let withdraw = |memo: &str| {
        let withdraw = Withdraw {
            from_id: world.alice.id.into(),
            to_account: force,
            quantity: world.amount(efx("1.0000")),
            memo: memo.into(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        let action = world.vaccount.action(world.alice.name, &withdraw);
        let world = &world;
        async move { world.push_all(&[action]).await }
    };
    world.published(world.campaign(world.terms("1.0000")).await.unwrap(), 1, 1).await.unwrap();
    for memo in ["", "refund", " 0", "0 ", "00"] {
        world.refuses(Error::BadMemo, withdraw(memo)).await;
    }
    world.refuses(Error::BatchNotFound, withdraw("1")).await;
    world.finish().await;
}
