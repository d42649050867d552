//! RAM: who pays for the queue, and that every byte comes back.

use protocol::force::actions::ClearAccounts;
use tests::efx;

use super::{ACCEPT, hasty};

/// An offer takes no RAM of who waits, who need not be there; and none of the contract.
#[tokio::test]
async fn an_offer_costs_the_waiting_worker_nothing() {
    let (world, campaign) = hasty().await;
    let [alice, bob, ..] = world.workers();
    let before = world.client.get_account(alice.name).await.unwrap().ram_usage;
    let receipt = world.push(alice.name, &world.joining(alice.id, campaign)).await.unwrap();
    let row = receipt.ram_delta(alice.name);
    // The first row of a table pays for the table, and for its index.
    assert_eq!(row, 380);
    let receipt = world.push(bob.name, &world.joining(bob.id, campaign)).await.unwrap();
    assert_eq!(receipt.ram_delta(bob.name), 268);
    world.published(campaign, 2, 1).await.unwrap();

    let receipt = world.assign(campaign).await.unwrap();
    for account in [alice.name, bob.name, world.force.account()] {
        assert_eq!(receipt.ram_delta(account), 0, "{account}");
    }
    // Two places of one task: its count came and went.
    assert_eq!(receipt.ram_delta(world.stranger), 0);
    world.leave(bob, campaign).await.unwrap();
    world.pass(ACCEPT).await;
    let receipt = world.assign(campaign).await.unwrap();
    assert_eq!(receipt.ram_delta(alice.name), -row);
    assert_eq!(world.client.get_account(alice.name).await.unwrap().ram_usage, before);
    world.finish().await;
}

/// RAM before and after a campaign with a queue: the difference is zero for every account, the contracts among them.
#[tokio::test]
async fn every_byte_comes_back_after_a_life_with_a_queue() {
    let (world, _) = hasty().await;
    let contracts = [world.force.account(), world.vaccount.account()];
    world.open_balances(contracts).await;
    // Whoever sends tokens for the first time takes over the row of his balance.
    world.transfer(world.requester, world.rival, efx("1.0000"), "").await.unwrap();
    let workers = world.workers();
    let crowd = world.crowd(6).await;
    let accounts: Vec<_> = contracts
        .into_iter()
        .chain([world.requester, world.rival, world.stranger, world.token.contract])
        .chain(workers.iter().chain(&crowd).map(|worker| worker.name))
        .collect();
    let before = world.ram(&accounts).await;

    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let [alice, bob, carol, dave] = workers;
    for worker in [alice, bob, carol, dave].iter().chain(&crowd) {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    let batch = world.published(campaign, 2, 3).await.unwrap();
    world.assign(campaign).await.unwrap();
    // One accepts, one leaves with an offer, two let theirs lapse, and one waits no longer.
    world.work(alice, campaign).await.unwrap();
    world.leave(bob, campaign).await.unwrap();
    world.leave(crowd[5], campaign).await.unwrap();
    world.pass(ACCEPT).await;
    world.assign(campaign).await.unwrap();
    world.work(carol, campaign).await.unwrap();
    world.work(alice, campaign).await.unwrap();
    // Some are served of a batch that goes before they accept, and one still waits at the end.
    let removed = world.published(campaign, 1, 2).await.unwrap();
    world.assign(campaign).await.unwrap();
    let waiting = world.stand_by(dave, campaign).await;
    assert!(waiting.is_err() || waiting.unwrap().offer().is_none());
    world.remove(removed).await.unwrap();
    world.cancel(world.requester, campaign).await.unwrap();
    world.pass(ACCEPT).await;
    while world.assign(campaign).await.is_ok() {}

    for worker in [alice, carol] {
        for payment in world.force.payments_of(worker.id).await.unwrap() {
            world.payout(worker, payment.id).await.unwrap();
        }
    }
    for batch in [batch, removed] {
        let _ = world.refund(batch).await;
        let _ = world.clear(batch).await;
    }
    world.remove_campaign(campaign).await.unwrap();
    let account_ids = workers.iter().chain(&crowd).map(|worker| worker.id).collect();
    let clear = ClearAccounts { campaign_id: campaign, account_ids };
    world.push(world.stranger, &clear).await.unwrap();
    assert_eq!(world.ram(&accounts).await, before, "every byte came back");
    world.finish().await;
}
