//! The whole life of a campaign with rejections and appeals: at its end every byte of RAM is back.

use protocol::force::actions::ClearAccounts;
use tests::efx;

use super::{DELAY, published, world};

/// RAM before and after: the difference is zero for every account, the contracts among them.
#[tokio::test]
async fn every_byte_comes_back_after_rejections_and_appeals() {
    let world = world().await;
    let contracts = [world.force.account(), world.vaccount.account()];
    world.open_balances(contracts).await;
    // Whoever sends tokens for the first time takes over the row of his balance.
    world.transfer(world.requester, world.rival, efx("1.0000"), "").await.unwrap();
    let workers = world.workers();
    let accounts: Vec<_> = contracts
        .into_iter()
        .chain([world.requester, world.rival, world.stranger, world.token.contract])
        .chain(workers.map(|worker| worker.name))
        .collect();
    let before = world.ram(&accounts).await;

    let (campaign, batch) = published(&world, 2, 3).await;
    let draft = world.batch(campaign, 1).await.unwrap();
    world.fund(draft, efx("3.0000")).await.unwrap();
    let [alice, bob, carol, dave] = workers;
    let silent = world.work(alice, campaign).await.unwrap();
    let upheld = world.work(alice, campaign).await.unwrap();
    let counts = world.work(alice, campaign).await.unwrap();
    let overruled = world.work(bob, campaign).await.unwrap();
    let granted = world.work(bob, campaign).await.unwrap();
    for result in [&silent, &upheld, &overruled, &granted] {
        world.reject(result).await.unwrap();
    }
    world.appeal(alice, &upheld).await.unwrap();
    for result in [&overruled, &granted] {
        world.appeal(bob, result).await.unwrap();
    }
    world.resolve(world.rival, &upheld, true).await.unwrap();
    world.resolve(world.rival, &overruled, false).await.unwrap();
    // One is done again; one is held, and given back; one still waits when the batch is removed.
    let again = world.work(carol, campaign).await.unwrap();
    world.pass(DELAY).await;
    for result in [&silent, &granted] {
        world.settle(result).await.unwrap();
    }
    let task = world.reserve(dave, campaign).await.unwrap();
    world.release(dave.name, dave, task).await.unwrap();
    let late = world.reserve(carol, campaign).await.unwrap();
    world.set_owner(world.requester, campaign, world.rival.into()).await.unwrap();
    world.set_owner(world.rival, campaign, world.requester.into()).await.unwrap();
    world.cancel(world.requester, campaign).await.unwrap();
    let late = world.submit(carol, late).await.unwrap();
    world.reject(&late).await.unwrap();
    world.pass(DELAY).await;
    world.settle(&late).await.unwrap();

    for worker in workers {
        for payment in world.force.payments_of(worker.id).await.unwrap() {
            world.payout(worker, payment.id).await.unwrap();
        }
    }
    world.refund(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
    let account_ids = workers.map(|worker| worker.id).to_vec();
    let clear = ClearAccounts { campaign_id: campaign, account_ids };
    world.push(world.stranger, &clear).await.unwrap();

    assert_eq!(world.ram(&accounts).await, before, "every byte came back");
    assert_eq!(counts.account_id, Some(alice.id));
    assert_eq!(again.account_id, Some(carol.id));
    assert_eq!(world.credit(alice.id).await, efx("1.0000"));
    assert_eq!(world.credit(bob.id).await, efx("2.0000"));
    assert_eq!(world.credit(carol.id).await, efx("1.0000"));
    assert_eq!(world.pot().await, efx("0.4000"));
    world.finish().await;
}
