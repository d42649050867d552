//! Review: results are rejected, appealed, decided about and paid; and nobody can block anybody for good.

use protocol::force::submission::Submission;
use tests::{Actor, World};

mod appeals;
mod attempts_to_block;
mod early_acceptance;
mod key_holders;
mod life;
mod rejections;
mod terms;

/// How long a result may be rejected, a rejection appealed, and an appeal decided, in seconds: long enough for some
/// actions on a real chain, short enough to wait for.
const DELAY: u32 = 5;

/// A world in which results may be reviewed for [`DELAY`].
async fn world() -> World {
    World::with(|network| network.payout_delay_sec = DELAY).await
}

/// A world in which nobody waits for anything.
async fn patient_world() -> World {
    World::with(|network| network.payout_delay_sec = 3600).await
}

/// A published batch of a campaign whose arbiter is the rival. Gives the campaign and the batch.
async fn published(world: &World, repetitions: u32, tasks: u32) -> (u32, u64) {
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.set_review(campaign, |review| review.arbiter = world.rival).await.unwrap();
    let batch = world.published(campaign, repetitions, tasks).await.unwrap();
    (campaign, batch)
}

/// A result of a batch of one task, rejected.
async fn rejected(world: &World, worker: Actor) -> (u32, u64, Submission) {
    let (campaign, batch) = published(world, 1, 1).await;
    let result = world.work(worker, campaign).await.unwrap();
    world.reject(&result).await.unwrap();
    (campaign, batch, result)
}

/// A result of a batch of one task, rejected and appealed.
async fn appealed(world: &World, worker: Actor) -> (u32, u64, Submission) {
    let (campaign, batch, result) = rejected(world, worker).await;
    world.appeal(worker, &result).await.unwrap();
    (campaign, batch, result)
}
