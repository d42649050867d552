//! How work ends, other than by its end: skipped and failed tasks, limits, interruptions, documents that are not there.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use protocol::force::batch::batch_key;
use sdk::worker::{Error, Options, Outcome, Stop, Task, Urgency};
use serde_json::{Value, json};

use super::{Scene, Seen, double, until_idle};

/// Skips task 1, and answers the others.
async fn choosy(task: Task) -> Outcome {
    match task.data["number"].as_u64() {
        Some(1) => Outcome::Skip,
        number => json!(number).into(),
    }
}

#[tokio::test]
async fn a_skipped_task_is_left_to_others() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(3).await;
    let report = scene.worker(scene.world.alice).run(choosy, until_idle()).await.unwrap();
    assert_eq!((report.submitted, report.failed), (2, 0));
    assert_eq!(scene.world.held(scene.world.alice, campaign).await, None);
    assert_eq!(scene.worker(scene.world.bob).run(double, until_idle()).await.unwrap().submitted, 1);
    let answers = scene.answers(batch_key(campaign, 0)).await;
    assert_eq!(answers[1], (1, scene.world.bob.id, json!({ "double": 2 })));
    scene.world.finish().await;
}

#[tokio::test]
async fn tasks_that_fail_are_given_back_and_too_many_end_the_work() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(5).await;
    let seen = Seen::default();
    let alice = scene.worker(scene.world.alice).observed_by(seen.observer());
    let calls = AtomicU64::new(0);
    let fails = async |_: Task| -> Result<Value, String> {
        calls.fetch_add(1, Ordering::Relaxed);
        Err("it broke".to_owned())
    };
    let error = alice.run(fails, until_idle()).await.unwrap_err();
    let Error::TooManyFailures { failures: 3, last } = error else { panic!("{error}") };
    assert_eq!((last.as_str(), calls.load(Ordering::Relaxed)), ("it broke", 3));
    assert_eq!((seen.count("failed"), seen.count("returned")), (3, 3));
    assert_eq!(scene.world.held(scene.world.alice, campaign).await, None);
    // All of them are there for others.
    assert_eq!(scene.worker(scene.world.bob).run(double, until_idle()).await.unwrap().submitted, 5);
    scene.world.finish().await;
}

#[tokio::test]
async fn work_ends_after_as_many_tasks_as_were_asked_for() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(5).await;
    let alice = scene.worker(scene.world.alice);
    for expected in [2, 2, 1] {
        let options = Options { max_tasks: Some(2), ..until_idle() };
        assert_eq!(alice.run(double, options).await.unwrap().submitted, expected);
        assert_eq!(scene.world.held(scene.world.alice, campaign).await, None);
    }
    scene.world.finish().await;
}

#[tokio::test]
async fn who_is_asked_to_end_finishes_his_task_and_begins_no_other() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(5).await;
    let stop = Stop::new();
    let options = Options { stop: stop.clone(), ..Options::default() };
    let asks = async |task: Task| {
        stop.ask(Urgency::Soon);
        double(task).await
    };
    let report = scene.worker(scene.world.alice).run(asks, options).await.unwrap();
    assert_eq!((report.submitted, report.returned), (1, 0));
    assert_eq!(scene.world.held(scene.world.alice, campaign).await, None);
    scene.world.finish().await;
}

#[tokio::test]
async fn who_has_to_end_at_once_gives_his_task_back() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(1).await;
    let stop = Stop::new();
    let options = Options { stop: stop.clone(), ..Options::default() };
    let hangs = async |_: Task| -> Value {
        stop.ask(Urgency::Now);
        std::future::pending().await
    };
    let report = scene.worker(scene.world.alice).run(hangs, options).await.unwrap();
    assert_eq!((report.submitted, report.returned), (0, 1));
    assert_eq!(scene.world.held(scene.world.alice, campaign).await, None);
    assert_eq!(scene.worker(scene.world.bob).run(double, until_idle()).await.unwrap().submitted, 1);
    scene.world.finish().await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_a_failure() {
    let scene = Scene::new().await;
    scene.campaign(2).await;
    let limit = Some(Duration::from_millis(1));
    let options = Options { time_limit: limit, max_failures: 1, ..until_idle() };
    let hangs = async |_: Task| -> Value { std::future::pending().await };
    let error = scene.worker(scene.world.alice).run(hangs, options).await.unwrap_err();
    assert_eq!(error.to_string(), "1 tasks failed one after another: no answer within 1ms");
    scene.world.finish().await;
}

#[tokio::test]
async fn a_campaign_whose_documents_are_wrong_is_left_alone() {
    let scene = Scene::new().await;
    let campaign = scene.world.campaign(scene.world.terms("1.0000")).await.unwrap();
    // Its address is no CID.
    scene.world.published(campaign, 1, 1).await.unwrap();
    let good = scene.campaign(2).await;
    let seen = Seen::default();
    let alice = scene.worker(scene.world.alice).observed_by(seen.observer());
    let report = alice.run(double, until_idle()).await.unwrap();
    assert_eq!((report.submitted, report.returned), (2, 1));
    assert_eq!(seen.count("resting"), 1);
    assert_eq!(scene.world.held(scene.world.alice, campaign).await, None);
    assert_eq!(scene.answers(batch_key(good, 0)).await.len(), 2);
    scene.world.finish().await;
}
