//! What users have and how it moves: the same calls for who has an account of the chain and who holds a key.

use antelope::PermissionLevel;
use protocol::{
    atomicassets::{AttributeMap, AttributeValue},
    vaddress::VAddress,
};
use sdk::{
    accounts::{Accounts, Error, User},
    signer::KeyHolder,
};
use tests::{
    World,
    assets::{COLLECTION, NO_TEMPLATE},
    efx,
    key_holders::{foreign_key, key},
};

use super::Scene;

#[tokio::test]
async fn a_key_holder_and_an_account_send_each_other_tokens() {
    let scene = Scene::new().await;
    let Scene { world, relay, .. } = &scene;
    let accounts = Accounts::new(&world.client, &world.network);
    let info = relay.info().await.unwrap();
    let (key, other) = (key(), foreign_key());
    let holder = User::KeyHolder(KeyHolder::new(&key).unwrap(), &info);
    let newcomer = User::KeyHolder(KeyHolder::new(&other).unwrap(), &info);
    let requester = User::Account(PermissionLevel::active(world.requester));

    let error =
        accounts.withdraw(&newcomer, world.alice.name, world.amount(efx("1.0000")), "").await;
    assert!(matches!(error, Err(Error::NoAccount(token)) if token == world.token));
    relay.send(&[accounts.open(&newcomer, world.token)]).await.unwrap();
    let id = accounts.account(newcomer.address(), world.token).await.unwrap().id;

    let level = PermissionLevel::active(world.requester);
    let quantity = world.amount(efx("10.0000"));
    world
        .push_all(&[
            accounts.deposit(level, world.key_holder, quantity),
            accounts.open(&requester, world.token),
        ])
        .await
        .unwrap();
    let transfer = accounts.transfer(&holder, id, world.amount(efx("4.0000")), "share").await;
    relay.send(&[transfer.unwrap()]).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("5.9000"), "with the fee");
    assert_eq!(world.credit(id).await, efx("4.0000"));

    let back = accounts.withdraw(&newcomer, world.requester, world.amount(efx("1.0000")), "").await;
    relay.send(&[back.unwrap()]).await.unwrap();
    let row = accounts.account(requester.address(), world.token).await.unwrap().id;
    let more = world.amount(efx("2.0000"));
    world.push_all(&[accounts.deposit(level, row, more)]).await.unwrap();
    let gift = accounts.transfer(&requester, id, more, "").await.unwrap();
    world.push_all(&[gift]).await.unwrap();
    assert_eq!(world.credit(id).await, efx("4.9000"));
    scene.world.finish().await;
}

#[tokio::test]
async fn everything_of_a_user_is_shown() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let accounts = Accounts::new(&world.client, &world.network);
    let campaign = scene.campaign(2).await;
    world.work(world.alice, campaign).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    let asset = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;

    let alice = accounts.summary(world.alice.name.into()).await.unwrap();
    let [holding] = alice.holdings.as_slice() else { panic!("one token") };
    assert_eq!(holding.account.unwrap().id, world.alice.id);
    assert_eq!(holding.earned, Some(world.amount(efx("3.0000"))));
    assert_eq!((holding.balance, holding.reservations), (None, 1));
    assert_eq!(alice.assets.iter().map(|one| one.asset_id).collect::<Vec<_>>(), [asset]);

    let nobody = accounts.summary(VAddress::from(world.force.account())).await.unwrap();
    assert!(nobody.holdings[0].earned.is_none());
    let holder = accounts.summary(World::key_address()).await.unwrap();
    assert_eq!(holder.holdings[0].account.unwrap().id, world.key_holder);
    assert!(holder.assets.is_empty() && holder.holdings[0].balance.is_none());

    // What the tasks contract holds is the key holder's whom the attribute names.
    let held_for = |id: u32| AttributeMap::from([("vaccount", AttributeValue::Uint32(id))]);
    let none = AttributeMap::default;
    let force = world.force.account();
    let mint = |id| world.mint_with(force, COLLECTION, NO_TEMPLATE, none(), held_for(id));
    let own = mint(world.key_holder).await;
    mint(world.key_holder + 1).await;
    let holder = accounts.summary(World::key_address()).await.unwrap();
    assert_eq!(holder.assets.iter().map(|one| one.asset_id).collect::<Vec<_>>(), [own]);
    scene.world.finish().await;
}
