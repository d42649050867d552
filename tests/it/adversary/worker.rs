//! The worker wants more than one reward for one result, tasks that are not his, and tasks nobody else gets.

use antelope::{Extension, PackedAction, table::composite};
use protocol::force::{
    Error,
    actions::{Payout, ReleaseTask, ReserveTask, SubmitTask},
    batch::State,
};
use tests::{Actor, World, active, efx, result, world::FORTUNE};

use super::{accomplice, through};

fn reserve(world: &World, worker: Actor, campaign_id: u32) -> PackedAction {
    let action = ReserveTask {
        campaign_id,
        account_id: worker.id,
        quali_assets: None,
        payer: Extension(None),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.force.action(worker.name, &action)
}

fn submit(world: &World, worker: Actor, campaign_id: u32, task_idx: u32) -> PackedAction {
    let action = SubmitTask {
        campaign_id,
        task_idx,
        data: result(1),
        account_id: worker.id,
        payer: Extension(None),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.force.action(worker.name, &action)
}

fn release(world: &World, worker: Actor, campaign_id: u32, task_idx: u32) -> PackedAction {
    let action = ReleaseTask {
        campaign_id,
        task_idx,
        account_id: worker.id,
        payer: Extension(None),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.force.action(worker.name, &action)
}

fn payout(world: &World, worker: Actor, payment_id: u64) -> PackedAction {
    let action =
        Payout { payment_id, sig: Extension(None), terms: Extension(None), fee: Extension(None) };
    world.force.action(worker.name, &action)
}

/// Task, result and money in one transaction, before anybody can look at the result: it is not due.
#[tokio::test]
async fn work_is_not_paid_in_the_transaction_that_does_it() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    let worker = world.alice;
    let first = composite(campaign, 0);
    let all = [
        reserve(&world, worker, campaign),
        submit(&world, worker, campaign, 0),
        payout(&world, worker, first),
    ];
    world.refuses(Error::PayoutTooEarly, world.push_all(&all)).await;
    world.push_all(&all[..2]).await.unwrap();
    assert_eq!(world.payment(worker, batch).await.id, first, "what the attempt was about");
    world.finish().await;
}

/// One result handed in twice, one payment cashed twice, each in one transaction: the second finds nothing, and the first
/// is undone with it.
#[tokio::test]
async fn nothing_is_done_twice_in_one_transaction() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 2, 2).await.unwrap();
    let worker = world.alice;
    let task = world.reserve(worker, campaign).await.unwrap();
    let twice = [(); 2].map(|()| submit(&world, worker, campaign, task.task_idx));
    world.refuses(Error::NotReserved, world.push_all(&twice)).await;
    world.submit(worker, task).await.unwrap();
    world.pass(1).await;
    let payment = world.payment(worker, batch).await;
    let twice = [(); 2].map(|()| payout(&world, worker, payment.id));
    world.refuses(Error::PaymentNotFound, world.push_all(&twice)).await;
    world.payout(worker, payment.id).await.unwrap();
    assert_eq!(world.credit(worker.id).await, efx("1.0000"));
    world.finish().await;
}

/// The place in a well-paid campaign is used for a result in another, and one worker's place for another's result.
#[tokio::test]
async fn a_place_serves_its_campaign_and_its_worker_only() {
    let world = World::new().await;
    let poor = world.campaign(world.terms("1.0000")).await.unwrap();
    let rich = world.campaign(world.terms("90.0000")).await.unwrap();
    world.published(poor, 1, 2).await.unwrap();
    world.published(rich, 1, 2).await.unwrap();
    let (alice, bob) = (world.alice, world.bob);
    let task = world.reserve(alice, poor).await.unwrap();
    world.reserve(bob, rich).await.unwrap();
    let elsewhere = submit(&world, alice, rich, task.task_idx);
    world.refuses(Error::NotReserved, world.push_all(&[elsewhere])).await;
    let ahead = submit(&world, alice, poor, task.task_idx + 1);
    world.refuses(Error::WrongTaskIndex, world.push_all(&[ahead])).await;
    // Both agree to it, and it is refused nevertheless.
    let mut for_friend = submit(&world, alice, rich, 0);
    for_friend.authorization.extend(active(bob.name));
    world.refuses(Error::NotReserved, world.push_all(&[for_friend])).await;
    world.submit(alice, task).await.unwrap();
    world.finish().await;
}

/// Giving a task back and asking again until it is the wanted one, in one transaction: he gets the others first, holds
/// one at a time, and what he gave back is there for everybody.
#[tokio::test]
async fn a_worker_who_turns_tasks_down_keeps_none_from_others() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 4).await.unwrap();
    let worker = world.alice;
    let round =
        |task_idx| [reserve(&world, worker, campaign), release(&world, worker, campaign, task_idx)];
    let rounds: Vec<_> = (0..4).flat_map(round).collect();
    let again = [rounds.as_slice(), &round(3)].concat();
    world.refuses(Error::WrongTaskIndex, world.push_all(&again)).await;
    world.push_all(&rounds).await.unwrap();
    assert_eq!(world.held(worker, campaign).await, None);
    for _ in 0..4 {
        world.work(world.bob, campaign).await.unwrap();
    }
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// He never works and renews his place the moment it lapses. Whoever comes in that moment has it; and when the owner
/// gives up the batch, it is not renewed, and the money is the owner's.
#[tokio::test]
async fn a_worker_who_renews_for_ever_holds_nothing_for_good() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    for _ in 0..2 {
        world.pass(2).await;
        world.reserve(world.alice, campaign).await.unwrap();
    }
    world.pass(2).await;
    let taken = world.reserve(world.bob, campaign).await.unwrap();
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.release(world.bob.name, world.bob, taken).await.unwrap();
    world.reserve(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    world.pass(2).await;
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.clear(batch).await.unwrap();
    world.refund(batch).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
    assert_eq!(world.balance(world.requester).await, efx(FORTUNE));
    world.finish().await;
}

/// A dismissed worker wants his task back to be paid after all, by every way in which tasks are given out.
#[tokio::test]
async fn a_dismissed_worker_gets_his_task_by_no_way() {
    let world = World::with(|network| network.payout_delay_sec = 2).await;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 1;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let result = world.work(world.alice, campaign).await.unwrap();
    world.reject(&result).await.unwrap();
    world.pass(2).await;
    world.settle(&result).await.unwrap();
    let alice = || world.reserve(world.alice, campaign);
    // It was given back; it is held; it has lapsed; it was released.
    world.refuses(Error::NoBatches, alice()).await;
    let task = world.reserve(world.bob, campaign).await.unwrap();
    world.refuses(Error::NoBatches, alice()).await;
    world.pass(1).await;
    world.refuses(Error::NoBatches, alice()).await;
    world.release(world.bob.name, world.bob, task).await.unwrap();
    world.refuses(Error::NoBatches, alice()).await;
    world.work(world.carol, campaign).await.unwrap();
    world.finish().await;
}

/// A contract works in its own name, and one transaction is all its work: it can take back what it does not like, and has
/// then done nothing. It works like any other.
#[tokio::test]
async fn a_contract_that_works_is_a_worker_like_any_other() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    let name = accomplice(&world).await;
    let id = world.open_row(name, world.token).await.unwrap();
    let robot = Actor { name, id };
    let act = |action: &PackedAction| through(name, world.stranger, action);
    let takes = act(&reserve(&world, robot, campaign));
    world.refuses(Error::AlreadyReserved, world.push_all(&[takes.clone(), takes.clone()])).await;
    // It has no authority but its own.
    let for_alice = act(&reserve(&world, world.alice, campaign));
    let before = world.snapshot().await;
    assert!(world.push_all(&[for_alice]).await.is_err());
    assert_eq!(world.snapshot().await, before);
    world.push_all(&[takes, act(&submit(&world, robot, campaign, 0))]).await.unwrap();
    world.pass(1).await;
    let payment = world.payment(robot, batch).await;
    let cashes = act(&payout(&world, robot, payment.id));
    world.refuses(Error::PaymentNotFound, world.push_all(&[cashes.clone(), cashes.clone()])).await;
    world.push_all(&[cashes]).await.unwrap();
    assert_eq!(world.credit(robot.id).await, efx("1.0000"));
    world.finish().await;
}
