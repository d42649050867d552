//! The example programs do what they say.

use protocol::force::batch::batch_key;
use sdk::{content, document::CampaignDocument, worker::WhenIdle};
use serde_json::json;
use tests::efx;

use super::{Scene, publish};

#[allow(dead_code, reason = "the program's own beginning is not played")]
#[path = "../../../sdk/examples/worker.rs"]
mod worker;

#[allow(dead_code, reason = "the program's own beginning is not played")]
#[path = "../../../sdk/examples/ai_worker.rs"]
mod ai_worker;

#[tokio::test]
async fn a_program_counts_words() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let tasks = [json!({ "text": "one" }), json!({ "text": "one two three" })];
    let batch = publish(world, &*scene.store, campaign, 1, &tasks).await;
    let report = worker::work(scene.worker(world.alice)).await.unwrap();
    assert_eq!(report.submitted, 2);
    let answers = scene.answers(batch).await;
    assert_eq!((&answers[0].2, &answers[1].2), (&json!({ "words": 1 }), &json!({ "words": 3 })));
    assert_eq!(world.earned(world.alice, batch).await, efx("2.0000"));
    scene.world.finish().await;
}

#[tokio::test]
async fn a_model_is_asked_where_there_are_instructions() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let instructions = "Say what you see.".to_owned();
    let document = CampaignDocument { instructions, ..CampaignDocument::default() };
    let cid = content::add(&*scene.store, &document.to_json()).await.unwrap();
    let mut terms = world.terms("1.0000");
    terms.content.address = cid.to_string();
    let campaign = scene.campaign_on(terms, 2).await;
    // The document of this one is not there.
    let silent = scene.campaign(1).await;
    let alice = scene.worker(world.alice);
    let report = ai_worker::work(&alice, &ai_worker::Parrot, WhenIdle::Return).await.unwrap();
    assert_eq!((report.submitted, report.returned), (2, 1));
    let answers = scene.answers(batch_key(campaign, 0)).await;
    assert_eq!(answers[1].2, json!({ "answer": { "number": 1 } }));
    assert_eq!(scene.answers(batch_key(silent, 0)).await, []);
    scene.world.finish().await;
}
