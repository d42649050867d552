//! Deposits: tokens that come in for a batch, by the memo.

use antelope::{Asset, ExtendedSymbol, Name, name};
use protocol::{
    force::Error,
    token::actions::{Create, Issue, Transfer},
};
use tests::{EFX, World, artefacts, efx};

fn transfer(from: Name, to: Name, quantity: Asset, memo: &str) -> Transfer {
    Transfer { from, to, quantity, memo: memo.into() }
}

/// Whatever is not the key of a batch in plain decimal is refused, and the tokens stay with the sender.
#[tokio::test]
async fn foreign_memos_are_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.batch(campaign, 1).await.unwrap();
    let tokens = world.network.token(&world.client, world.token);
    let long = "9".repeat(256);
    for (memo, error) in [
        ("", Error::BadMemo),
        ("abc", Error::BadMemo),
        (" 0", Error::BadMemo),
        ("0 ", Error::BadMemo),
        ("00", Error::BadMemo),
        ("-1", Error::BadMemo),
        ("+0", Error::BadMemo),
        ("0x0", Error::BadMemo),
        ("0abc", Error::BadMemo),
        ("18446744073709551616", Error::BadMemo),
        (&long, Error::BadMemo),
        ("1", Error::BatchNotFound),
        ("4294967296", Error::BatchNotFound),
        ("18446744073709551615", Error::BatchNotFound),
    ] {
        let sent = transfer(world.requester, world.force.account(), efx("1.0000"), memo);
        world.refuses(error, tokens.transfer(&world.signer, &sent)).await;
    }
    assert_eq!(world.balance(world.requester).await, efx(tests::world::FORTUNE));
    world.finish().await;
}

/// Money comes from the contract and in the symbol of the reward's token, and nothing else credits a batch.
#[tokio::test]
async fn other_tokens_are_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();

    let look_alike = world.own_name("fake");
    world.create_accounts([look_alike]).await;
    let code = artefacts().token;
    world.client.deploy(&world.signer, look_alike, &code.code, &code.abi).await.unwrap();
    let fake = ExtendedSymbol { sym: EFX, contract: look_alike };
    let tokens = world.network.token(&world.client, fake);
    let stranger = world.stranger;
    for symbol in ["EFX", "EFY"] {
        let all: Asset = format!("1000.0000 {symbol}").parse().unwrap();
        let create = Create { issuer: stranger, maximum_supply: all };
        let issue = Issue { to: stranger, quantity: all, memo: String::new() };
        let actions = [tokens.action(look_alike, &create), tokens.action(stranger, &issue)];
        world.push_all(&actions).await.unwrap();
        let sent = transfer(stranger, world.force.account(), all, &batch.to_string());
        let push = tokens.transfer(&world.signer, &sent);
        world.refuses(Error::WrongTokenContract, push).await;
    }

    // The right contract, another of its tokens.
    let all: Asset = format!("5.0000 {}", unique_code(&world)).parse().unwrap();
    let tokens = world.network.token(&world.client, world.token);
    let create = Create { issuer: stranger, maximum_supply: all };
    let issue = Issue { to: stranger, quantity: all, memo: String::new() };
    let actions = [tokens.action(world.token.contract, &create), tokens.action(stranger, &issue)];
    world.push_all(&actions).await.unwrap();
    let sent = transfer(stranger, world.force.account(), all, &batch.to_string());
    world.refuses(Error::WrongSymbol, tokens.transfer(&world.signer, &sent)).await;
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    world.finish().await;
}

/// The code of a token that no other scenario makes in the shared contract.
fn unique_code(world: &World) -> String {
    let force = world.network.force.to_string();
    format!("X{}", force.rsplit('.').next().unwrap().to_uppercase())
}

/// Anybody may fund a batch, before and after it is published; not one that has ended.
#[tokio::test]
async fn a_batch_can_be_topped_up_until_it_ends() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let by_rival = world.force.funding(world.rival, batch, world.amount(efx("5.0000")));
    world.push_all(&[by_rival]).await.unwrap();
    assert_eq!(world.escrow(batch).await, efx("8.3000"));

    world.work(world.alice, campaign).await.unwrap();
    world.refuses(Error::BatchEnded, world.fund(batch, efx("1.0000"))).await;
    // What nobody earned is the owner's, whoever paid it in.
    world.refund(batch).await.unwrap();
    let fortune = efx(tests::world::FORTUNE);
    let expected = fortune.checked_sub(efx("3.3000")).unwrap().checked_add(efx("5.0000")).unwrap();
    assert_eq!(world.balance(world.requester).await, expected);

    let removed = world.published(campaign, 1, 1).await.unwrap();
    world.reserve(world.bob, campaign).await.unwrap();
    world.remove(removed).await.unwrap();
    world.refuses(Error::BatchEnded, world.fund(removed, efx("1.0000"))).await;
    world.finish().await;
}

/// A transfer from one of the system's own accounts, which pay out what was sold or staked, is for no batch and no row.
#[tokio::test]
async fn payments_of_the_system_are_left_alone() {
    let world = World::new().await;
    let tokens = world.network.token(&world.client, world.token);
    let system = name!("eosio.ram");
    // Shared by all networks of this node, and made by the first that comes.
    let _ = world
        .client
        .create_account(
            &world.signer,
            sdk::system::SYSTEM,
            system,
            &sdk::Signer::public_key(&world.signer),
        )
        .await;
    let given = transfer(world.requester, system, efx("2.0000"), "");
    tokens.transfer(&world.signer, &given).await.unwrap();
    let sold = transfer(system, world.network.vaccount, efx("1.0000"), "sell ram");
    tokens.transfer(&world.signer, &sold).await.unwrap();
    // It is in no row: the books would not add up with it, so it goes back the way it came.
    let back = transfer(world.network.vaccount, system, efx("1.0000"), "");
    tokens.transfer(&world.signer, &back).await.unwrap();
    let sold = transfer(system, world.force.account(), efx("1.0000"), "sell ram");
    tokens.transfer(&world.signer, &sold).await.unwrap();
    let back = transfer(world.force.account(), system, efx("1.0000"), "");
    tokens.transfer(&world.signer, &back).await.unwrap();
    world.finish().await;
}
