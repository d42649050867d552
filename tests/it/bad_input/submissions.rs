//! Results: of the task that is held, by its holder, once, and of a form that can be fetched.

use antelope::pack::Pair;
use protocol::force::{Error, reservation::Reservation, submission::DATA_IPFS};
use tests::{Missing, World, result};

/// Another task, another worker, and a second time.
#[tokio::test]
async fn result_is_of_the_held_task_by_its_holder_once() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    let other = world.reserve(world.bob, campaign).await.unwrap();
    for task_idx in [other.task_idx, 2, 4, u32::MAX] {
        let wrong = Reservation { task_idx, ..task };
        let submitted = world.submit(world.alice, wrong);
        world.refuses(Error::WrongTaskIndex, submitted).await;
        world.refuses(Error::WrongTaskIndex, world.skip(world.alice, wrong)).await;
        let released = world.release(world.alice.name, world.alice, wrong);
        world.refuses(Error::WrongTaskIndex, released).await;
    }
    // Carol holds nothing; and nobody acts with another's account.
    world.refuses(Error::NotReserved, world.submit(world.carol, task)).await;
    world.refuses(Error::NotReserved, world.skip(world.carol, task)).await;
    let foreign = world.submission(world.alice.id, task);
    world.refuses(Missing(world.alice.name), world.push(world.bob.name, &foreign)).await;
    world.refuses(Error::AlreadyReserved, world.reserve(world.alice, campaign)).await;

    world.submit(world.alice, task).await.unwrap();
    world.refuses(Error::NotReserved, world.submit(world.alice, task)).await;
    let twice = world.submission(world.bob.id, other);
    let action = world.force.action(world.bob.name, &twice);
    let twice = [action.clone(), action];
    world.refuses(Error::NotReserved, world.push_all(&twice)).await;
    world.finish().await;
}

/// Only the multihash of a document on IPFS is a result.
#[tokio::test]
async fn data_of_another_kind_or_length_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    let good = result(1);
    let with = |second| Pair { first: DATA_IPFS, second };
    let mut other_hash = good.second.clone();
    if let Some(kind) = other_hash.first_mut() {
        *kind = 0x13;
    }
    for data in [
        Pair { first: 0, ..good.clone() },
        Pair { first: 2, ..good.clone() },
        Pair { first: -1, ..good.clone() },
        Pair { first: i8::MIN, ..good.clone() },
        with(vec![]),
        with(good.second[..33].to_vec()),
        with([&good.second[..], &[0]].concat()),
        with(vec![0; 34]),
        with(other_hash),
        with(b"QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n".to_vec()),
        with([&good.second[..], &[7; 30_000]].concat()),
    ] {
        let mut submission = world.submission(world.alice.id, task);
        submission.data = data;
        world.refuses(Error::BadData, world.push(world.alice.name, &submission)).await;
    }
    world.finish().await;
}
