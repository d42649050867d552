//! The example programs do what they say.

use std::fs;

use sdk::requester::Answer;
use serde_json::json;

use super::{CAMPAIGN, work, world};

#[allow(dead_code, reason = "the program's own beginning is not played")]
#[path = "../../../sdk/examples/requester.rs"]
mod requester;

#[allow(dead_code, reason = "the program's own beginning is not played")]
#[path = "../../../sdk/examples/results.rs"]
mod results;

/// A campaign in Markdown and a table of tasks go out, and a table of answers comes back.
#[tokio::test]
async fn examples_put_work_out_and_read_results() {
    let (world, store) = world().await;
    let folder = tempfile::tempdir().unwrap();
    let (campaign, tasks) = (folder.path().join("campaign.md"), folder.path().join("tasks.csv"));
    fs::write(&campaign, CAMPAIGN).unwrap();
    fs::write(&tasks, "image\none.png\ntwo.png\n").unwrap();
    let (client, network) = (&world.client, &world.network);
    let published = requester::publish(
        client,
        network,
        &store,
        world.requester,
        &world.signer,
        folder.path(),
        &tasks,
    );
    let batch = published.await.unwrap();
    for (worker, digit) in [(world.alice, 1), (world.bob, 1), (world.carol, 7)] {
        work(&world, &store, worker, batch.campaign_id, &json!({"digit": digit})).await;
    }
    world.pass_from_now(2).await;

    let table = folder.path().join("results.csv");
    let read = results::read(client, network, &store, batch.campaign_id, &table, Some("digit"));
    let results = read.await.unwrap();
    assert!(results.rows.iter().all(|row| matches!(row.answer, Answer::Valid(_))));
    assert!(results.rows.iter().all(|row| row.transaction.is_some()));
    let text = fs::read_to_string(&table).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].ends_with("input.image,answer.digit"), "{text}");
    assert!(lines[1].ends_with("one.png,1"), "{text}");
    world.finish().await;
}
