//! A requester who holds a key and no account of the chain does the same through a relayer.

use antelope::Asset;
use protocol::vaddress::VAddress;
use sdk::{
    requester::{Owner, Requester, ResultReader},
    signer::KeyHolder,
};
use serde_json::json;
use tests::{World, efx, key_holders::key};

use super::{DELAY, tasks, work, world};

async fn credit(world: &World) -> Asset {
    world.vaccount.row(world.key_holder).await.unwrap().unwrap().balance.quantity
}

/// From a campaign to its end: the user signs everything, escrow comes out of his virtual account and goes back there.
#[tokio::test]
async fn a_key_holder_is_a_requester_like_any_other() {
    let (world, store) = world().await;
    let deposit =
        world.vaccount.deposit(world.requester, world.key_holder, world.amount(efx("100.0000")));
    world.push_all(&[deposit]).await.unwrap();
    let before = world.client.get_account(world.stranger).await.unwrap().ram_usage;

    let key = key();
    let user = KeyHolder::new(&key).unwrap();
    let owner = Owner::key_holder(user, world.stranger, &world.signer);
    let requester = Requester::new(&world.client, &world.network, &store, owner);
    let plan = requester.plan_campaign(&super::campaign()).await.unwrap();
    let id = requester.make_campaign(&plan).await.unwrap().id;
    let row = world.force.campaign(id).await.unwrap().unwrap();
    assert_eq!(row.owner, VAddress::Address(user.address()));

    let plan = requester.plan_batch(id, &tasks(2), 2).await.unwrap();
    assert_eq!(plan.available, efx("100.0000"));
    assert!(requester.ram_of(&plan).await.unwrap().is_some_and(|bytes| bytes > 0));
    let batch = requester.publish(&plan).await.unwrap();
    assert_eq!(credit(&world).await, efx("95.6000"));

    let bad = work(&world, &store, world.alice, id, &json!({"digit": 7})).await;
    work(&world, &store, world.bob, id, &json!({"digit": 7})).await;
    let batch = protocol::force::batch::batch_key(id, batch.batch_idx);
    requester.reject(batch, bad.task_idx, world.alice.id, "it is a one").await.unwrap();
    assert_eq!(requester.accept(batch, world.bob.id).await.unwrap().len(), 1);
    requester.pause(id, true).await.unwrap();
    let results = ResultReader::new(&world.client, &world.network, &store).read(id).await.unwrap();
    assert_eq!(results.rows.len(), 2);

    assert!(!requester.close(id).await.unwrap().is_closed());
    world.pass_from_now(DELAY).await;
    let closing = requester.close(id).await.unwrap();
    assert!(closing.is_closed(), "{closing:?}");
    assert_eq!(credit(&world).await, efx("98.9000"));
    // What is left is the row of the user's nonce.
    let after = world.client.get_account(world.stranger).await.unwrap().ram_usage;
    assert!((1..300).contains(&(after - before)), "{before} {after}");
    world.finish().await;
}
