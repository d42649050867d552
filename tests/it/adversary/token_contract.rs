//! The token contract does as it likes with its own token, and wants other people's.

use antelope::{Asset, ExtendedAsset, ExtendedSymbol};
use protocol::{
    force::{
        Error,
        actions::{ClaimFees, MakeCampaign, RemoveToken},
        batch::State,
    },
    token::actions::Transfer,
    vaccount,
};
use sdk::contracts::TokenContract;
use tests::{Actor, EFX, World, artefacts, efx, exactly, hostile};

/// A second token that the network accepts, whose symbol is EFX, too; and the worker's row for it.
async fn accepted(world: &World) -> (TokenContract, ExtendedSymbol, Actor) {
    let evil = world.token_contract("evil", &[EFX]).await;
    let token = ExtendedSymbol { sym: EFX, contract: evil.account() };
    world.accept(token).await;
    let id = world.open_row(world.alice.name, token).await.unwrap();
    (evil, token, Actor { name: world.alice.name, id })
}

/// A campaign that pays in a token.
fn terms_in(world: &World, token: ExtendedSymbol) -> MakeCampaign {
    let reward = ExtendedAsset { quantity: efx("1.0000"), contract: token.contract };
    MakeCampaign { reward, ..world.terms("1.0000") }
}

/// A published batch with one task that pays in a token.
async fn published_in(world: &World, token: ExtendedSymbol, tasks: u32) -> (u32, u64) {
    let campaign = world.campaign(terms_in(world, token)).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let quantity = exactly(efx("1.0000"), tasks.into());
    let amount = ExtendedAsset { quantity, contract: token.contract };
    let funding = world.force.funding(world.requester, batch, amount);
    world.push_all(&[funding]).await.unwrap();
    world.publish(batch, tasks).await.unwrap();
    (campaign, batch)
}

/// Two accepted tokens of one name: neither funds the other's batch, pays the other's workers, or opens the other's pot.
#[tokio::test]
async fn tokens_of_one_name_are_kept_apart() {
    let world = World::new().await;
    let (_, token, alice_in_evil) = accepted(&world).await;
    let honest = world.campaign(world.terms("1.0000")).await.unwrap();
    let honest_batch = world.published(honest, 1, 2).await.unwrap();
    let (campaign, batch) = published_in(&world, token, 2).await;

    let evil = ExtendedAsset { quantity: efx("1.0000"), contract: token.contract };
    let funding = world.force.funding(world.requester, honest_batch, evil);
    world.refuses(Error::WrongTokenContract, world.push_all(&[funding])).await;
    let deposit = world.vaccount.deposit(world.requester, world.alice.id, evil);
    world.refuses(vaccount::Error::AssetMismatch, world.push_all(&[deposit])).await;
    world.refuses(Error::WrongAccountToken, world.reserve(world.alice, campaign)).await;
    world.refuses(Error::WrongAccountToken, world.reserve(alice_in_evil, honest)).await;
    world.refuses(Error::RewardTokenFixed, world.edit(honest, |edit| edit.reward = evil)).await;

    let task = world.reserve(alice_in_evil, campaign).await.unwrap();
    world.submit(alice_in_evil, task).await.unwrap();
    world.work(world.alice, honest).await.unwrap();
    world.pass(1).await;
    for (worker, batch) in [(alice_in_evil, batch), (world.alice, honest_batch)] {
        world.payout(worker, world.payment(worker, batch).await.id).await.unwrap();
        assert_eq!(world.credit(worker.id).await, efx("1.0000"));
    }
    let before = world.pot().await;
    world.push(world.stranger, &ClaimFees { token }).await.unwrap();
    assert_eq!(world.pot().await, before, "the other pot");
    world.finish().await;
}

/// An accepted token turns: every transfer fails. Its own campaigns wait; those in other tokens do not notice, and the
/// worker's other money neither. When it is itself again, everything that was owed is paid.
#[tokio::test]
async fn a_token_that_refuses_every_transfer_holds_up_its_own_only() {
    let world = World::new().await;
    let (evil, token, alice_in_evil) = accepted(&world).await;
    let honest = world.campaign(world.terms("1.0000")).await.unwrap();
    let honest_batch = world.published(honest, 1, 1).await.unwrap();
    let (campaign, batch) = published_in(&world, token, 2).await;
    let task = world.reserve(alice_in_evil, campaign).await.unwrap();
    world.submit(alice_in_evil, task).await.unwrap();
    world.work(world.alice, honest).await.unwrap();
    world.set_code(evil.account(), &hostile::refusing()).await;
    world.pass(1).await;

    let owed = world.payment(alice_in_evil, batch).await;
    let before = world.snapshot().await;
    assert!(world.payout(alice_in_evil, owed.id).await.is_err());
    assert!(world.remove(batch).await.is_err());
    assert!(world.cancel(world.requester, campaign).await.is_err());
    assert_eq!(world.snapshot().await, before);
    let payment = world.payment(world.alice, honest_batch).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.remove(honest_batch).await.unwrap();

    world.set_code(evil.account(), &artefacts().token.code).await;
    world.payout(alice_in_evil, owed.id).await.unwrap();
    world.remove(batch).await.unwrap();
    assert_eq!(world.credit(alice_in_evil.id).await, efx("1.0000"));
    world.finish().await;
}

/// An accepted token invents deposits of its own: they stand in its own batches and rows, and buy nothing of the other.
#[tokio::test]
async fn invented_money_is_worth_what_its_token_is() {
    let world = World::new().await;
    let (evil, token, alice_in_evil) = accepted(&world).await;
    let honest = world.campaign(world.terms("1.0000")).await.unwrap();
    let honest_batch = world.published(honest, 1, 5).await.unwrap();
    let campaign = world.campaign(terms_in(&world, token)).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    world.set_code(evil.account(), &hostile::telling(world.force.account())).await;
    let told = Transfer {
        from: world.requester,
        to: world.force.account(),
        quantity: efx("110.0000"),
        memo: batch.to_string(),
    };
    world.push_all(&[evil.action(evil.account(), &told)]).await.unwrap();
    world.publish(batch, 1).await.unwrap();
    let task = world.reserve(alice_in_evil, campaign).await.unwrap();
    world.submit(alice_in_evil, task).await.unwrap();
    world.pass(1).await;
    let before = world.snapshot().await;
    let payment = world.payment(alice_in_evil, batch).await;
    world.payout(alice_in_evil, payment.id).await.unwrap();
    let after = world.snapshot().await;
    // It says that it has paid. What the contracts hold of the honest token is what it was.
    assert_eq!((after.escrow, after.custody), (before.escrow, before.custody));
    assert_eq!(after.accounts, before.accounts);
    world.refuses(Error::NothingToRefund, world.refund(honest_batch)).await;
    world.finish().await;
}

/// The network stops accepting a token in the middle of everything: nothing new begins, and all that is owed is paid.
#[tokio::test]
async fn a_token_that_is_dropped_pays_what_it_owes() {
    let world = World::new().await;
    let (_, token, alice) = accepted(&world).await;
    let (campaign, batch) = published_in(&world, token, 2).await;
    let task = world.reserve(alice, campaign).await.unwrap();
    world.push(world.force.account(), &RemoveToken { token }).await.unwrap();
    let another = world.campaign(terms_in(&world, token));
    world.refuses(Error::TokenNotAccepted, another).await;
    world.submit(alice, task).await.unwrap();
    world.pass(1).await;
    world.payout(alice, world.payment(alice, batch).await.id).await.unwrap();
    assert_eq!(world.credit(alice.id).await, efx("1.0000"));
    let task = world.reserve(alice, campaign).await.unwrap();
    world.submit(alice, task).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.push(world.stranger, &ClaimFees { token }).await.unwrap();
    world.finish().await;
}

/// Amounts at the end of their range, of a token that can issue them: sums that leave it are refused, and what is there
/// stays.
#[tokio::test]
async fn amounts_at_the_end_of_their_range_do_not_wrap() {
    let world = World::new().await;
    let (evil, token, alice) = accepted(&world).await;
    world.set_code(evil.account(), &hostile::telling(world.force.account())).await;
    let campaign = world.campaign(terms_in(&world, token)).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let told = |to, memo: u64, amount| {
        let quantity = Asset::new(amount, EFX);
        let transfer = Transfer { from: world.requester, to, quantity, memo: memo.to_string() };
        evil.action(evil.account(), &transfer)
    };
    let (force, vaccount) = (world.force.account(), world.vaccount.account());
    world.push_all(&[told(force, batch, Asset::MAX_AMOUNT)]).await.unwrap();
    for amount in [1, Asset::MAX_AMOUNT] {
        world.refuses(Error::Overflow, world.push_all(&[told(force, batch, amount)])).await;
    }
    for amount in [0, -1, i64::MIN] {
        world.refuses(Error::BadQuantity, world.push_all(&[told(force, batch, amount)])).await;
    }
    world.set_code(evil.account(), &hostile::telling(vaccount)).await;
    let row = alice.id.into();
    world.push_all(&[told(vaccount, row, Asset::MAX_AMOUNT)]).await.unwrap();
    let more = [told(vaccount, row, 1)];
    world.refuses(vaccount::Error::Overflow, world.push_all(&more)).await;
    world.finish().await;
}
