//! Results are read with where they came from, whatever workers hand in.

use std::collections::BTreeSet;

use protocol::force::{self, submission::Standing};
use sdk::{
    content::{self, MemoryStore, Store},
    requester::{Agreement, Answer, Error, Progress, ResultReader},
};
use serde_json::json;
use tests::World;

use super::{DELAY, published, requester, submit, work, world};

fn reader<'a>(world: &World, store: &'a dyn Store) -> ResultReader<'a> {
    ResultReader::new(&world.client, &world.network, store)
}

/// Every result has its task, worker, time, document and transaction, in the same order each time.
#[tokio::test]
async fn results_say_where_they_came_from() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 3, 2).await;
    let id = batch.campaign_id;
    // Some in one block, some with many blocks or much time between them.
    let mut transactions = BTreeSet::new();
    for (worker, digits) in [(world.bob, [2, 0, 3]), (world.alice, [2, 1, 3])] {
        for digit in digits {
            work(&world, &store, worker, id, &json!({"digit": digit})).await;
            world.pass_from_now(digit).await;
        }
    }
    // The block of the last one has to be there.
    world.pass_from_now(2).await;

    let results = reader(&world, &store).with_transactions().read(id).await.unwrap();
    let told: Vec<_> =
        results.rows.iter().map(|row| (row.task_idx, row.account_id, row.answer.clone())).collect();
    let digit = |digit| Answer::Valid(json!({"digit": digit}));
    let (alice, bob) = (world.alice.id, world.bob.id);
    assert_eq!(
        told,
        [
            (0, alice, digit(2)),
            (0, bob, digit(2)),
            (1, alice, digit(1)),
            (1, bob, digit(0)),
            (2, alice, digit(3)),
            (2, bob, digit(3)),
        ]
    );
    for row in &results.rows {
        assert_eq!(row.task, Some(json!({"image": format!("{}.png", row.task_idx)})));
        let worker = if row.account_id == alice { world.alice } else { world.bob };
        assert_eq!(row.worker, Some(worker.name.into()));
        assert_eq!((row.standing, row.counts()), (Standing::Submitted, true));
        transactions.insert(row.transaction.expect("it is in a block"));
    }
    assert_eq!(transactions.len(), 6, "each was handed in by a transaction of its own");

    let Agreement { tasks, kappa, .. } = results.agreement(Some("digit"));
    let majorities: Vec<_> = tasks.iter().map(|task| task.majority.answer.as_deref()).collect();
    assert_eq!(majorities, [Some("2"), None, Some("3")]);
    assert!(kappa.unwrap().kappa.unwrap() > 0.0);

    let mut lines = Vec::new();
    results.write_json_lines(&mut lines).unwrap();
    let again = reader(&world, &store).of_batch(0).with_transactions().read(id).await.unwrap();
    let mut same = Vec::new();
    again.write_json_lines(&mut same).unwrap();
    assert_eq!(lines, same);
    let missing = reader(&world, &store).of_batch(1).read(id).await;
    assert!(matches!(missing, Err(Error::NoBatch { .. })));
    world.finish().await;
}

/// Documents that are missing, no JSON, or not what was asked for spoil nobody else's results.
#[tokio::test]
async fn a_worker_may_hand_in_anything() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 1, 4).await;
    let id = batch.campaign_id;
    let absent = content::cid_of(b"nowhere");
    submit(&world, world.alice, id, content::multihash_of(&absent)).await;
    let noise = content::add(&store, b"\xff\x00 no JSON").await.unwrap();
    submit(&world, world.bob, id, content::multihash_of(&noise)).await;
    work(&world, &store, world.carol, id, &json!({"digit": "seven"})).await;
    let message = json!({"task": "submit", "values": {"digit": 7}});
    work(&world, &store, world.dave, id, &message).await;

    let results = reader(&world, &store).read(id).await.unwrap();
    let answers: Vec<_> = results.rows.iter().map(|row| &row.answer).collect();
    let faults: Vec<_> = answers.iter().map(|answer| answer.fault().unwrap_or_default()).collect();
    assert!(faults[0].contains(&absent.to_string()), "{faults:?}");
    assert!(faults[1].starts_with("result document is not JSON"), "{faults:?}");
    assert_eq!(faults[2], "digit: \"seven\" is not of type \"integer\"");
    assert_eq!(*answers[3], Answer::Valid(json!({"digit": 7})));
    assert_eq!(results.rows.iter().filter(|row| row.counts()).count(), 1);
    let mut table = Vec::new();
    results.write_csv(&mut table).unwrap();
    assert_eq!(String::from_utf8(table).unwrap().lines().count(), 5);

    // Without the campaign's document nothing says what an answer is.
    let nothing = MemoryStore::default();
    assert!(matches!(reader(&world, &nothing).read(id).await, Err(Error::Document(_))));
    world.finish().await;
}

/// Results are rejected with a reason, or paid at once.
#[tokio::test]
async fn results_are_reviewed() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 2, 1).await;
    let (id, key) = (batch.campaign_id, protocol::force::batch::batch_key(batch.campaign_id, 0));
    let good = work(&world, &store, world.alice, id, &json!({"digit": 7})).await;
    let bad = work(&world, &store, world.bob, id, &json!({"digit": 0})).await;

    let reject = requester.reject(key, bad.task_idx, world.bob.id, "");
    assert!(matches!(reject.await, Err(Error::Refused(force::Error::BadReason))));
    requester.reject(key, bad.task_idx, world.bob.id, "that is a seven").await.unwrap();
    assert_eq!(requester.accept(key, world.alice.id).await.unwrap().len(), 1);
    assert_eq!(requester.accept(key, world.alice.id).await.unwrap().len(), 0);
    assert_eq!(world.credit(world.alice.id).await, tests::efx("1.0000"));
    let reject = requester.reject(key, good.task_idx, world.alice.id, "too late").await;
    assert_eq!(reject.unwrap_err().contract_error(), Some(force::Error::PaidAlready));

    let results = reader(&world, &store).read(id).await.unwrap();
    let told: Vec<_> =
        results.rows.iter().map(|row| (row.standing, row.rejection.as_deref())).collect();
    let rejected = (Standing::Rejected, Some("that is a seven"));
    assert_eq!(told, [(Standing::Submitted, None), rejected]);
    let progress = Progress::read(&world.force, id).await.unwrap();
    assert_eq!((progress.batches[0].rejected, progress.batches[0].results), (1, 2));

    // Nobody appeals: the rejection stands, and the task goes to somebody else.
    assert_eq!(requester.settle(key).await.unwrap().len(), 0);
    world.pass_from_now(DELAY).await;
    assert_eq!(requester.settle(key).await.unwrap().len(), 1);
    let results = reader(&world, &store).read(id).await.unwrap();
    assert_eq!(results.rows[1].standing, Standing::Dismissed);
    work(&world, &store, world.carol, id, &json!({"digit": 7})).await;
    let progress = Progress::read(&world.force, id).await.unwrap();
    assert!(progress.is_finished());
    let tasks = reader(&world, &store).read(id).await.unwrap().agreement(None).tasks;
    assert_eq!(tasks.iter().map(|task| task.majority.voters).collect::<Vec<_>>(), [1, 1]);
    world.finish().await;
}
