//! Clearing: everything goes, in steps, and the RAM goes back.

use antelope::{Extension, PackedAction};
use protocol::force::{
    Error,
    actions::{ClaimFees, ClearAccounts, RemoveCampaign, ReserveTask},
    reservation::Reservation,
};
use tests::{Actor, World, efx};

/// Reservation and result of each task up to `tasks`, for a worker who is given them in order.
fn tasks_in_order(world: &World, worker: Actor, campaign_id: u32, tasks: u32) -> Vec<PackedAction> {
    let mut actions = Vec::new();
    for task_idx in 0..tasks {
        let reserve = ReserveTask {
            campaign_id,
            account_id: worker.id,
            quali_assets: None,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        let task = Reservation {
            id: 0,
            task_idx,
            account_id: None,
            batch_idx: 0,
            reserved_on: antelope::TimePointSec(0),
            campaign_id,
        };
        actions.push(world.force.action(worker.name, &reserve));
        actions.push(world.force.action(worker.name, &world.submission(worker.id, task)));
    }
    actions
}

/// D48: clearing aborted as soon as there was a result. Here more than fifty results, counts, given-back and lapsed tasks
/// go in several calls of bounded size; and over the whole life of a campaign nobody pays a byte of RAM in the end.
#[tokio::test]
async fn d48_cleartasks_clears_everything_of_a_removed_batch_in_bounded_steps() {
    let world = World::new().await;
    let contracts = [world.force.account(), world.vaccount.account(), world.network.fees];
    // Rows of the token contract are none of this; whoever spends for the first time starts to pay for his own.
    world.open_balances(contracts).await;
    for owner in [world.requester, world.rival] {
        world.transfer(owner, world.stranger, efx("1.0000"), "").await.unwrap();
    }
    let people = world.workers().map(|worker| worker.name);
    let mut accounts = Vec::from_iter(people);
    accounts.extend(contracts);
    accounts.extend([world.requester, world.rival, world.stranger]);
    let before = world.ram(&accounts).await;

    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    terms.payer = world.rival;
    let owner = world.requester;
    let mut actions = vec![world.force.action(owner, &terms)];
    if let Some(action) = actions.first_mut() {
        action.authorization.extend(tests::active(world.rival));
    }
    world.push_all(&actions).await.unwrap();
    let campaign = 0;
    let batch = world.published(campaign, 5, 16).await.unwrap();
    for worker in world.workers() {
        world.push_all(&tasks_in_order(&world, worker, campaign, 15)).await.unwrap();
    }
    let given_back = world.reserve(world.alice, campaign).await.unwrap();
    world.release(world.alice.name, world.alice, given_back).await.unwrap();
    world.reserve(world.bob, campaign).await.unwrap();
    let during = world.ram(&accounts).await;
    let paid = |account| during[&account] - before[&account];
    assert!(paid(world.alice.name) > 0 && paid(world.rival) > 0 && paid(owner) > 0);
    for contract in contracts {
        assert_eq!(paid(contract), 0, "{contract} pays for nobody");
    }
    assert_eq!(paid(world.stranger), 0);

    world.refuses(Error::BatchExists, world.clear(batch)).await;
    world.remove(batch).await.unwrap();
    world.pass(2).await;
    let mut calls = 0;
    while !world.snapshot().await.batches.is_empty() {
        let before = world.snapshot().await;
        let receipt = match world.clear(batch).await {
            Ok(receipt) => receipt,
            Err(_) => {
                // What lapsed was owed until now; it is the owner's.
                world.refund(batch).await.unwrap();
                continue;
            }
        };
        calls += 1;
        let after = world.snapshot().await;
        let gone = before.submissions.len() + before.repetitions.len()
            - after.submissions.len()
            - after.repetitions.len();
        assert!(gone <= 50, "{gone} rows in one call");
        assert!(receipt.ram_delta(world.stranger) == 0, "to those who paid");
    }
    assert_eq!(calls, 2, "sixty results and sixteen counts, fifty a call");
    let now = world.snapshot().await;
    assert!(now.submissions.is_empty() && now.repetitions.is_empty());
    assert!(now.reservations.is_empty() && now.reopened.is_empty());

    for worker in world.workers() {
        let payment = world.payment(worker, batch).await;
        world.payout(worker, payment.id).await.unwrap();
        assert_eq!(world.credit(worker.id).await, efx("15.0000"));
    }
    let fees = ClaimFees { token: world.token };
    world.push(world.stranger, &fees).await.unwrap();
    let account_ids = Vec::from_iter(world.workers().map(|worker| worker.id));
    let cursors = ClearAccounts { campaign_id: campaign, account_ids };
    world.refuses(Error::CampaignExists, world.push(world.stranger, &cursors)).await;
    let removal = RemoveCampaign {
        campaign_id: campaign,
        owner: owner.into(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(owner, &removal).await.unwrap();
    world.push(world.stranger, &cursors).await.unwrap();
    world.refuses(Error::NothingToClear, world.push(world.stranger, &cursors)).await;
    let later = ClearAccounts { campaign_id: 1, ..cursors };
    world.refuses(Error::CampaignNotFound, world.push(world.stranger, &later)).await;
    assert_eq!(world.ram(&accounts).await, before);
    world.finish().await;
}
