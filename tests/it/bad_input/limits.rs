//! The ends of 32 and 64 bits: numbers of tasks, repetitions and results, and prices beyond any amount.

use antelope::{Asset, ExtendedAsset};
use protocol::force::Error;
use tests::{EFX, World, efx};

/// With every limit of the settings at its end, what does not fit is refused and nothing wraps.
#[tokio::test]
async fn numbers_at_the_end_of_their_type_do_not_wrap() {
    let world = World::new().await;
    world
        .settings(|settings| {
            settings.max_tasks = u32::MAX;
            settings.max_repetitions = u32::MAX;
        })
        .await
        .unwrap();
    let free = world.campaign(world.terms("0.0000")).await.unwrap();

    // Results are counted with 32 bits.
    let most = world.batch(free, u32::MAX).await.unwrap();
    world.refuses(Error::TooManyTasks, world.publish(most, 2)).await;
    world.refuses(Error::TooManyTasks, world.publish(most, u32::MAX)).await;
    let half = world.batch(free, 1 << 16).await.unwrap();
    world.refuses(Error::TooManyTasks, world.publish(half, 1 << 16)).await;

    // So are indices; the last is left free.
    let batch = world.batch(free, 1).await.unwrap();
    world.refuses(Error::TooManyTasks, world.publish(batch, u32::MAX)).await;
    world.publish(batch, u32::MAX - 1).await.unwrap();
    let next = world.batch(free, 1).await.unwrap();
    for tasks in [1, 2, u32::MAX] {
        world.refuses(Error::TooManyTasks, world.publish(next, tasks)).await;
    }
    assert_eq!(world.campaign_row(free).await.end_task_idx, u32::MAX - 1);
    // It can be worked on and removed like any other.
    let task = world.reserve(world.alice, free).await.unwrap();
    world.submit(world.alice, task).await.unwrap();
    world.remove(batch).await.unwrap();
    world.pass(1).await;
    world.clear(batch).await.unwrap();
    assert_eq!(world.campaign_row(free).await.total_tasks, 1);
    world.finish().await;
}

/// A price that no amount can hold is not covered by any escrow.
#[tokio::test]
async fn price_beyond_any_amount_is_not_covered() {
    let world = World::new().await;
    world.settings(|settings| settings.fee_bps = 10_000).await.unwrap();
    for (units, tasks) in [(Asset::MAX_AMOUNT, 1), (Asset::MAX_AMOUNT, 100_000), (1 << 50, 100_000)]
    {
        let mut terms = world.terms("0.0000");
        terms.reward = ExtendedAsset { quantity: Asset::new(units, EFX), ..terms.reward };
        let campaign = world.campaign(terms).await.unwrap();
        let batch = world.batch(campaign, 1).await.unwrap();
        world.fund(batch, efx("1000.0000")).await.unwrap();
        world.refuses(Error::BatchUnderfunded, world.publish(batch, tasks)).await;
        world.remove(batch).await.unwrap();
    }
    world.finish().await;
}
