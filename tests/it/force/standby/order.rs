//! Who is served when.

use protocol::force::Error;
use sdk::Receipt;

use super::world;

/// Three wait for an empty campaign. Two tasks come: the first two get them, in the order in which they came.
#[tokio::test]
async fn who_came_first_is_served_first() {
    let (world, campaign) = world().await;
    let [alice, bob, carol, dave] = world.workers();
    for worker in [carol, alice, bob] {
        let row = world.stand_by(worker, campaign).await.unwrap();
        assert_eq!((row.offer(), row.from_task_idx), (None, 0));
    }
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.assign(campaign).await.unwrap();
    let queue = [(carol.id, Some(0)), (alice.id, Some(1)), (bob.id, None)];
    assert_eq!(world.queue(campaign).await, queue);
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    assert_eq!(world.batch_row(batch).await.reserved, 2);
    world.refuses(Error::NoBatches, world.reserve(dave, campaign)).await;
    world.refuses(Error::NoBatches, world.reserve(bob, campaign)).await;

    let by_alice = world.reserve(alice, campaign).await.unwrap();
    let by_carol = world.reserve(carol, campaign).await.unwrap();
    assert_eq!((by_carol.task_idx, by_alice.task_idx), (0, 1));
    assert_eq!(world.queue(campaign).await, [(bob.id, None)]);
    for (worker, task) in [(alice, by_alice), (carol, by_carol)] {
        world.submit(worker, task).await.unwrap();
    }
    world.finish().await;
}

/// Whoever asks himself is served what he waits for, without anybody's help; and so is who stands before him.
#[tokio::test]
async fn who_waits_and_asks_is_served_with_those_before_him() {
    let (world, campaign) = world().await;
    let [alice, bob, carol, _] = world.workers();
    for worker in [alice, bob, carol] {
        world.stand_by(worker, campaign).await.unwrap();
    }
    world.published(campaign, 1, 3).await.unwrap();
    assert_eq!(world.reserve(bob, campaign).await.unwrap().task_idx, 1);
    assert_eq!(world.queue(campaign).await, [(alice.id, Some(0)), (carol.id, None)]);
    assert_eq!(world.reserve(carol, campaign).await.unwrap().task_idx, 2);
    assert_eq!(world.reserve(alice, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.queue(campaign).await, []);
    world.finish().await;
}

/// A newcomer who asks serves two of those who wait; as long as more of them wait for the task, he does not get it.
#[tokio::test]
async fn nobody_passes_those_who_wait() {
    let (world, campaign) = world().await;
    let crowd = world.crowd(12).await;
    for worker in &crowd {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    world.published(campaign, 1, 20).await.unwrap();
    world.refuses(Error::OthersWaiting, world.reserve(world.alice, campaign)).await;
    // Who waits further behind does not pass either.
    world.refuses(Error::OthersWaiting, world.reserve(crowd[11], campaign)).await;
    world.assign(campaign).await.unwrap();
    let served = world.queue(campaign).await.iter().filter(|(_, task)| task.is_some()).count();
    assert_eq!(served, 8, "a call takes eight steps");
    world.refuses(Error::OthersWaiting, world.reserve(world.alice, campaign)).await;
    world.assign_some(world.bob.name, campaign, 2).await.unwrap();
    assert_eq!(world.reserve(world.alice, campaign).await.unwrap().task_idx, 12);
    let offers = (0..12).map(|task| (crowd[task].id, Some(task as u32))).collect::<Vec<_>>();
    assert_eq!(world.queue(campaign).await, offers);
    world.finish().await;
}

/// A client that is refused because others wait serves them and asks again, in one transaction.
#[tokio::test]
async fn a_client_serves_those_who_wait_and_gets_the_next_task() {
    let (world, campaign) = world().await;
    let crowd = world.crowd(7).await;
    for worker in &crowd {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    world.published(campaign, 1, 8).await.unwrap();
    let alice = world.alice;
    let ask = protocol::force::actions::ReserveTask {
        campaign_id: campaign,
        account_id: alice.id,
        ..Default::default()
    };
    let ask = world.force.action(alice.name, &ask);
    let serve = world.force.assignment(alice.name, campaign);
    let _: Receipt = world.push_all(&[serve, ask]).await.unwrap();
    assert_eq!(world.held(alice, campaign).await.unwrap().task_idx, 7);
    world.finish().await;
}

/// Work that was there before somebody stood by is open to whoever has not done it.
#[tokio::test]
async fn earlier_tasks_are_not_kept_for_those_who_wait() {
    let (world, campaign) = world().await;
    let [alice, bob, carol, _] = world.workers();
    world.published(campaign, 3, 1).await.unwrap();
    world.refuses(Error::TasksAvailable, world.stand_by(alice, campaign)).await;
    world.work(alice, campaign).await.unwrap();
    let row = world.stand_by(alice, campaign).await.unwrap();
    assert_eq!(row.from_task_idx, 1);
    // Bob's next task lies before those that Alice waits for.
    assert_eq!(world.work(bob, campaign).await.unwrap().task_idx, 0);
    world.published(campaign, 1, 2).await.unwrap();
    assert_eq!(world.work(carol, campaign).await.unwrap().task_idx, 0);
    // His next one does not, so she is served first.
    assert_eq!(world.reserve(bob, campaign).await.unwrap().task_idx, 2);
    assert_eq!(world.queue(campaign).await, [(alice.id, Some(1))]);
    world.finish().await;
}

/// A task of several repetitions is offered to as many who wait; none gets it twice.
#[tokio::test]
async fn repetitions_go_to_different_workers_in_order() {
    let (world, campaign) = world().await;
    let [alice, bob, carol, dave] = world.workers();
    for worker in [alice, bob, carol, dave] {
        world.stand_by(worker, campaign).await.unwrap();
    }
    world.published(campaign, 3, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    let three = [(alice.id, Some(0)), (bob.id, Some(0)), (carol.id, Some(0)), (dave.id, None)];
    assert_eq!(world.queue(campaign).await, three);
    for worker in [carol, bob, alice] {
        assert_eq!(world.work(worker, campaign).await.unwrap().task_idx, 0);
    }
    world.refuses(Error::NoBatches, world.reserve(alice, campaign)).await;
    world.published(campaign, 2, 1).await.unwrap();
    assert_eq!(world.reserve(alice, campaign).await.unwrap().task_idx, 1);
    assert_eq!(world.queue(campaign).await, [(dave.id, Some(1))]);
    world.finish().await;
}

/// Many wait, batches come one by one, and some ask for themselves: all are served in the order in which they came.
#[tokio::test]
async fn many_are_served_in_order_while_batches_come() {
    let (world, campaign) = world().await;
    let crowd = world.crowd(24).await;
    let mut served: Vec<u32> = Vec::new();
    let mut standing = crowd.iter();
    for round in 0..6u32 {
        for worker in standing.by_ref().take(4) {
            world.stand_by(*worker, campaign).await.unwrap();
        }
        world.published(campaign, 1, round + 1).await.unwrap();
        let before = world.queue(campaign).await;
        while world.assign_some(world.stranger, campaign, 3).await.is_ok() {}
        let offered = world.queue(campaign).await.into_iter().filter(|(_, task)| task.is_some());
        let offered: Vec<u32> = offered.map(|(account_id, _)| account_id).collect();
        let first: Vec<u32> = before.iter().map(|(account_id, _)| *account_id).collect();
        assert_eq!(offered, first[..offered.len()], "those who came first");
        // They accept in another order.
        for account_id in offered.iter().rev() {
            let worker = crowd.iter().find(|worker| worker.id == *account_id).unwrap();
            world.work(*worker, campaign).await.unwrap();
        }
        served.extend(offered);
        // What is left is a newcomer's.
        if world.queue(campaign).await.is_empty() {
            while world.work(world.alice, campaign).await.is_ok() {}
        }
    }
    let expected: Vec<u32> = crowd.iter().map(|worker| worker.id).take(served.len()).collect();
    assert_eq!(served, expected);
    assert!(served.len() >= 16, "{} were served", served.len());
    world.finish().await;
}
