//! The end of a campaign: everything that is not earned is refunded, and all RAM comes back.

use protocol::force::{self, batch::State};
use sdk::requester::{Error, Progress};
use serde_json::json;
use tests::{World, efx};

use super::{DELAY, TASK_TIME, fortune, published, ram, requester, tasks, work, world};

/// The rows of workers: how far they have got.
async fn cursors(world: &World, campaign: u32) -> usize {
    let mut rows = 0;
    for worker in world.workers() {
        rows += usize::from(world.force.cursor(campaign, worker.id).await.unwrap().is_some());
    }
    rows
}

/// A campaign in every state of its life is ended: at once what can be, the rest when its time has come.
#[tokio::test]
async fn a_campaign_is_ended_in_steps_until_nothing_is_left() {
    let (world, store) = world().await;
    let (money, bytes) = (fortune(&world).await, ram(&world).await);
    let requester = requester(&world, &store);
    let id = published(&requester, 20, 3).await.campaign_id;
    // More batches than one step of cancelling looks at.
    for _ in 0..11 {
        let plan = requester.plan_batch(id, &tasks(1), 1).await.unwrap();
        requester.publish(&plan).await.unwrap();
    }
    for digit in 0..8 {
        work(&world, &store, world.alice, id, &json!({"digit": digit})).await;
    }
    let bad = work(&world, &store, world.bob, id, &json!({"digit": 0})).await;
    let key = force::batch::batch_key(id, 0);
    requester.reject(key, bad.task_idx, world.bob.id, "no").await.unwrap();
    world.reserve(world.carol, id).await.unwrap();

    let closing = requester.close(id).await.unwrap();
    assert!(!closing.is_closed());
    let [rest] = closing.remaining[..] else { panic!("{closing:?}") };
    assert_eq!((rest.batch_idx, rest.reserved, rest.submissions, rest.held), (0, 1, 9, 1));
    let now = world.client.get_info().await.unwrap().head_block_time;
    let until = closing.until().unwrap();
    assert!(antelope::TimePoint::from(until) > now, "it is worth while to wait");
    let progress = Progress::read(&world.force, id).await.unwrap();
    assert!(progress.campaign.paused);
    assert_eq!(
        progress.batches.iter().map(|batch| batch.state).collect::<Vec<_>>(),
        [State::Removed]
    );
    // Held back is what carol may still earn, and what bob may after all; eight results are earned.
    assert_eq!(progress.batches[0].escrow, efx("2.2000"));
    let earned = efx("11.0000");
    assert_eq!(fortune(&world).await, money.checked_sub(earned).unwrap());

    // Before that there is nothing to do; twice in vain is no harm.
    let again = requester.close(id).await.unwrap();
    assert_eq!((again.receipts.len(), again.remaining), (0, closing.remaining));

    world.pass_from_now(DELAY.max(TASK_TIME) + 1).await;
    let closing = requester.close(id).await.unwrap();
    assert!(closing.is_closed(), "{closing:?}");
    assert!(closing.receipts.len() > 4, "{closing:?}");
    assert!(world.force.campaign(id).await.unwrap().is_none());
    // Only what alice has earned is paid.
    assert_eq!(fortune(&world).await, money.checked_sub(efx("8.8000")).unwrap());
    assert_eq!(ram(&world).await, bytes);
    assert_eq!(cursors(&world, id).await, 0);
    assert!(matches!(requester.close(id).await, Err(Error::NoCampaign(_))));
    world.finish().await;
}

/// A campaign in which nothing has happened is gone in one go, and one without batches too.
#[tokio::test]
async fn an_untouched_campaign_is_gone_at_once() {
    let (world, store) = world().await;
    let (money, bytes) = (fortune(&world).await, ram(&world).await);
    let requester = requester(&world, &store);
    let id = published(&requester, 5, 2).await.campaign_id;
    assert!(requester.close(id).await.unwrap().is_closed());
    let plan = requester.plan_campaign(&super::campaign()).await.unwrap();
    let campaign = requester.make_campaign(&plan).await.unwrap();
    assert_eq!(requester.close(campaign.id).await.unwrap().receipts.len(), 1);
    assert_eq!((fortune(&world).await, ram(&world).await), (money, bytes));
    world.finish().await;
}

/// A campaign pauses and goes on, and money that is free comes back.
#[tokio::test]
async fn a_campaign_pauses_and_goes_on() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 5, 1).await;
    let id = batch.campaign_id;
    requester.pause(id, true).await.unwrap();
    world.refuses(force::Error::CampaignPaused, world.reserve(world.alice, id)).await;
    requester.pause(id, false).await.unwrap();
    world.reserve(world.alice, id).await.unwrap();

    let key = force::batch::batch_key(id, batch.batch_idx);
    let nothing = requester.refund(key).await.unwrap_err();
    assert_eq!(nothing.contract_error(), Some(force::Error::NothingToRefund));
    world.fund(key, efx("20.0000")).await.unwrap();
    let before = fortune(&world).await;
    requester.refund(key).await.unwrap();
    assert_eq!(fortune(&world).await, before.checked_add(efx("20.0000")).unwrap());
    world.finish().await;
}

/// More workers hold tasks than one step of clearing looks at: ending the campaign does not go round in circles.
#[tokio::test]
async fn workers_who_hold_tasks_are_waited_for() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let id = published(&requester, 30, 1).await.campaign_id;
    for worker in world.crowd(30).await {
        world.reserve(worker, id).await.unwrap();
    }
    let closing = requester.close(id).await.unwrap();
    let [rest] = closing.remaining[..] else { panic!("{closing:?}") };
    assert_eq!((rest.reserved, rest.submissions), (30, 0));
    assert!(closing.receipts.len() < 10, "{}", closing.receipts.len());

    world.pass_from_now(TASK_TIME).await;
    assert!(requester.close(id).await.unwrap().is_closed());
    assert!(world.force.reservations(id).await.unwrap().is_empty());
    world.finish().await;
}
