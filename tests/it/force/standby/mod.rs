//! Standby: workers wait for tasks, and are served in the order in which they came.

mod attacks;
mod endings;
mod offers;
mod order;
mod ram;

use tests::World;

/// How long an offer may be accepted in a [`hasty`] network, in seconds.
const ACCEPT: u32 = 8;

/// A network, and a campaign in it that is empty.
async fn world() -> (World, u32) {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    (world, campaign)
}

/// The same, where offers lapse soon.
async fn hasty() -> (World, u32) {
    let (world, campaign) = world().await;
    world.settings(|now| now.accept_sec = ACCEPT).await.unwrap();
    (world, campaign)
}
