//! Tasks that others wait for, or that hide behind places of removed batches; and waiting for tasks oneself.

use std::time::Duration;

use protocol::force::{Error, batch::batch_key};
use sdk::worker::{Options, Prospect, Stop, Urgency, WhenIdle};

use super::{Scene, Seen, double, until_idle};

#[tokio::test]
async fn who_stands_by_is_served_and_leaves_no_row() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let (stop, seen) = (Stop::new(), Seen::default());
    let options = Options {
        when_idle: WhenIdle::StandBy,
        poll: (Duration::from_millis(20), Duration::from_millis(20)),
        stop: stop.clone(),
        ..Options::default()
    };
    let alice = scene.worker(world.alice).observed_by(seen.observer());
    let requester = async {
        while seen.count("standing_by") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(world.queue(campaign).await, [(world.alice.id, None)]);
        scene.publish(campaign, 1, 3).await;
        while seen.count("submitted") < 3 || seen.count("standing_by") < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.ask(Urgency::Soon);
    };
    let (report, ()) = tokio::join!(alice.run(double, options), requester);
    assert_eq!(report.unwrap().submitted, 3);
    assert_eq!(world.queue(campaign).await, []);
    scene.world.finish().await;
}

#[tokio::test]
async fn those_who_wait_are_served_before_a_newcomer() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    // More than one call serves.
    let crowd = world.crowd(11).await;
    for worker in &crowd {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    scene.publish(campaign, 1, 12).await;
    let alice = scene.worker(world.alice);
    let opening = alice.opening(campaign).await.unwrap();
    assert_eq!(alice.prospect(&opening).await.unwrap(), Prospect::Task);
    world.refuses(Error::OthersWaiting, world.reserve(world.alice, campaign)).await;
    // One task is left, the last.
    assert_eq!(alice.reserve(&opening).await.unwrap().unwrap().task_idx, 11);
    let offers: Vec<_> = crowd.iter().zip(0..).map(|(who, idx)| (who.id, Some(idx))).collect();
    assert_eq!(world.queue(campaign).await, offers);
    scene.world.finish().await;
}

#[tokio::test]
async fn where_all_tasks_are_for_those_who_wait_there_is_nothing() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    for worker in [world.bob, world.carol] {
        world.stand_by(worker, campaign).await.unwrap();
    }
    scene.publish(campaign, 1, 2).await;
    assert_eq!(scene.worker(world.alice).run(double, until_idle()).await.unwrap().submitted, 0);
    assert_eq!(scene.worker(world.bob).run(double, until_idle()).await.unwrap().submitted, 1);
    scene.world.finish().await;
}

#[tokio::test]
async fn places_of_removed_batches_that_hide_a_task_are_cleared_away() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 2;
    let campaign = scene.campaign_on(terms, 9).await;
    let crowd = world.crowd(9).await;
    for worker in &crowd {
        world.reserve(*worker, campaign).await.unwrap();
    }
    world.remove(batch_key(campaign, 0)).await.unwrap();
    // A task that only second-hand places lead to: Alice is past it.
    let batch = scene.publish(campaign, 1, 2).await;
    let alice = scene.worker(world.alice);
    let first = world.reserve(world.bob, campaign).await.unwrap();
    let options = Options { max_tasks: Some(1), ..until_idle() };
    assert_eq!(alice.run(double, options).await.unwrap().submitted, 1);
    world.release(world.bob.name, world.bob, first).await.unwrap();
    world.pass(5).await;
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    assert_eq!(alice.run(double, until_idle()).await.unwrap().submitted, 1);
    assert_eq!(scene.answers(batch).await.len(), 2);
    scene.world.finish().await;
}
