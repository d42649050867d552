//! Reservations: the contract hands out the next task, and takes over what was abandoned.

use antelope::Extension;
use protocol::force::{Error, actions::ReserveTask, batch::split_batch_key};
use tests::{Missing, World, efx};

/// A worker reserves: one reservation, of task 0 of the batch; the done counter stays 0.
#[tokio::test]
async fn f19_a_worker_gets_the_first_task() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 2, 4).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!(world.force.reservations(campaign).await.unwrap(), [held]);
    assert_eq!((held.task_idx, held.batch_idx), (0, 0));
    assert_eq!((held.account_id, held.campaign_id), (Some(world.alice.id), campaign));
    assert_eq!(world.campaign_row(campaign).await.reservations_done, 0);
    world.finish().await;
}

/// The same worker reserves again: "you already have a reservation", and no row is added.
#[tokio::test]
async fn f20_a_worker_has_one_reservation_in_a_campaign() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 2, 4).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.refuses(Error::AlreadyReserved, world.reserve(world.alice, campaign)).await;
    assert_eq!(world.force.reservations(campaign).await.unwrap().len(), 1);
    // In another campaign he may hold another.
    let other = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(other, 1, 1).await.unwrap();
    world.reserve(world.alice, other).await.unwrap();
    assert_eq!(world.force.reservations_of(world.alice.id).await.unwrap().len(), 2);
    world.finish().await;
}

/// A reservation that has lapsed at once is taken over by the next worker: one row, with another holder, the same
/// task, batch and reward, a greater id, and a renewed time.
#[tokio::test]
async fn f21_a_lapsed_task_is_taken_over() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 1;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 2, 4).await.unwrap();
    let first = world.reserve(world.alice, campaign).await.unwrap();
    world.pass(1).await;

    let second = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!(world.force.reservations(campaign).await.unwrap(), [second]);
    assert_eq!((second.task_idx, second.batch_idx), (first.task_idx, first.batch_idx));
    assert_eq!(second.account_id, Some(world.bob.id));
    assert!(second.id > first.id && second.reserved_on > first.reserved_on);
    assert_eq!(world.held(world.alice, campaign).await, None);
    assert_eq!(world.campaign_row(campaign).await.reservations_done, 0);

    world.submit(world.bob, second).await.unwrap();
    assert_eq!(world.earned(world.bob, batch).await, efx("3.0000"));
    world.finish().await;
}

/// A time of zero means "at once": the next worker takes the task over without waiting.
#[tokio::test]
async fn a_task_time_of_zero_lapses_at_once() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 0;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    let taken = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!((taken.task_idx, taken.account_id), (0, Some(world.bob.id)));
    world.submit(world.bob, taken).await.unwrap();
    world.finish().await;
}

/// The longest time does not wrap around: nothing lapses.
#[tokio::test]
async fn a_very_long_task_time_does_not_lapse() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = u32::MAX;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.pass(1).await;
    world.refuses(Error::AlreadyReserved, world.reserve(world.alice, campaign)).await;
    world.refuses(Error::NoBatches, world.reserve(world.bob, campaign)).await;
    world.finish().await;
}

/// With one repetition each worker gets a task of his own, and the done counter counts tasks.
#[tokio::test]
async fn f22_two_workers_get_two_tasks() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("2.0000")).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    let first = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!((first.task_idx, first.account_id), (0, Some(world.alice.id)));
    assert_eq!(world.campaign_row(campaign).await.reservations_done, 1);
    let second = world.reserve(world.bob, campaign).await.unwrap();
    assert_eq!((second.task_idx, second.account_id), (1, Some(world.bob.id)));
    assert_eq!(world.campaign_row(campaign).await.reservations_done, 2);
    assert_eq!(world.force.reservations(campaign).await.unwrap(), [first, second]);
    world.finish().await;
}

/// Nobody reserves for another, for an account that is not there, where there is no campaign, or at another's cost.
#[tokio::test]
async fn a_reservation_is_made_by_its_worker() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let action = ReserveTask {
        campaign_id: campaign,
        account_id: world.alice.id,
        quali_assets: None,
        payer: Extension(None),
        sig: Extension(None),
        terms: Extension(None),
    };
    let (alice, bob) = (world.alice.name, world.bob.name);
    world.refuses(Missing(alice), world.push(bob, &action)).await;
    let unknown = ReserveTask { account_id: 1000, ..action.clone() };
    world.refuses(Error::AccountNotFound, world.push(alice, &unknown)).await;
    let key_held = ReserveTask { account_id: world.key_holder, ..action.clone() };
    world.refuses(protocol::signed::Error::Missing, world.push(alice, &key_held)).await;
    for payer in [bob, world.force.account()] {
        let action = ReserveTask { payer: payer.into(), ..action.clone() };
        world.refuses(Error::BadPayer, world.push(alice, &action)).await;
    }
    let nowhere = ReserveTask { campaign_id: campaign + 1, ..action.clone() };
    world.refuses(Error::CampaignNotFound, world.push(alice, &nowhere)).await;

    let receipt = world.push(alice, &action).await.unwrap();
    assert!(receipt.ram_delta(alice) > 0);
    assert_eq!(receipt.ram_delta(world.force.account()), 0);
    assert_eq!(world.batch_row(batch).await.reserved, 1);
    assert_eq!(split_batch_key(batch), (campaign, 0));
    world.finish().await;
}

/// Tasks that were abandoned in the last batch go to the next worker, when there is nothing fresh left.
#[tokio::test]
async fn the_last_task_is_given_out_again_after_its_time() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 1;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.pass(1).await;
    world.work(world.bob, campaign).await.unwrap();
    assert_eq!(world.earned(world.bob, batch).await, efx("3.0000"));
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.finish().await;
}

/// Every abandoned task is found, not only the oldest; whoever abandoned one may renew it himself.
#[tokio::test]
async fn every_lapsed_reservation_is_considered() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 4;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    for worker in [world.alice, world.bob, world.carol] {
        world.reserve(worker, campaign).await.unwrap();
    }
    world.pass(4).await;
    let renewed = world.reserve(world.alice, campaign).await.unwrap();
    assert_eq!(renewed.task_idx, 0);
    world.submit(world.alice, renewed).await.unwrap();
    assert_eq!(world.work(world.dave, campaign).await.unwrap().task_idx, 1);
    assert_eq!(world.work(world.dave, campaign).await.unwrap().task_idx, 2);
    assert_eq!(world.earned(world.dave, batch).await, efx("6.0000"));
    world.finish().await;
}
