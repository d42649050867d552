//! Terms of review: set by the owner within the network's limits, and fixed for what is published.

use antelope::{Name, name};
use protocol::force::{Error, review::Review, settings::Settings};
use tests::{Missing, World, efx};

/// A new campaign has the network's terms; its owner changes them within limits.
#[tokio::test]
async fn terms_are_set_by_the_owner_within_limits() {
    let world = World::with(|network| network.payout_delay_sec = 60).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let expected = Review { payout_delay_sec: 60, arbiter: Name(0), policy: 0 };
    assert_eq!(world.campaign_row(campaign).await.review, expected);

    type Change = fn(&mut Review);
    let changes: [(Change, Error); 4] = [
        (|review| review.payout_delay_sec = Settings::MAX_DELAY + 1, Error::BadDelay),
        (|review| review.payout_delay_sec = u32::MAX, Error::BadDelay),
        (|review| review.arbiter = name!("nobody"), Error::NoSuchAccount),
        (|review| review.policy = 1, Error::UnknownPolicy),
    ];
    for (change, error) in changes {
        world.refuses(error, world.set_review(campaign, change)).await;
    }
    world.set_review(campaign, |review| review.payout_delay_sec = 0).await.unwrap();
    world
        .set_review(campaign, |review| {
            review.payout_delay_sec = Settings::MAX_DELAY;
            review.arbiter = world.rival;
        })
        .await
        .unwrap();
    let row = world.campaign_row(campaign).await;
    assert_eq!(row.review.arbiter, world.rival);

    // The network narrows its limits: what is published later has to keep them.
    let published = world.published(campaign, 1, 1).await.unwrap();
    world.settings(|now| now.max_payout_delay_sec = 3600).await.unwrap();
    let later = world.batch(campaign, 1).await.unwrap();
    world.fund(later, efx("1.1000")).await.unwrap();
    world.refuses(Error::BadDelay, world.publish(later, 1)).await;
    world.set_review(campaign, |review| review.payout_delay_sec = 3600).await.unwrap();
    world.publish(later, 1).await.unwrap();
    assert_eq!(world.batch_row(later).await.review.payout_delay_sec, 3600);
    assert_eq!(world.batch_row(published).await.review.payout_delay_sec, Settings::MAX_DELAY);
    world.finish().await;
}

/// Nobody but the owner changes the terms.
#[tokio::test]
async fn nobody_else_sets_the_terms() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let action = protocol::force::actions::SetReview {
        campaign_id: campaign,
        review: Review::default(),
        sig: antelope::Extension(None),
        terms: antelope::Extension(None),
    };
    for actor in [world.rival, world.stranger, world.force.account()] {
        world.refuses(Missing(world.requester), world.push(actor, &action)).await;
    }
    world.finish().await;
}

/// What a worker was promised never changes: neither the owner nor the network moves delay or arbiter of what is
/// published.
#[tokio::test]
async fn published_terms_never_change() {
    let world = World::with(|network| network.payout_delay_sec = 5).await;
    world.settings(|now| now.arbiter = world.rival).await.unwrap();
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let promised = world.batch_row(batch).await.review;
    assert_eq!((promised.payout_delay_sec, promised.arbiter), (5, world.rival));

    world
        .set_review(campaign, |review| {
            review.payout_delay_sec = 3600;
            review.arbiter = world.requester;
        })
        .await
        .unwrap();
    world
        .settings(|now| {
            now.payout_delay_sec = 7200;
            now.arbiter = world.stranger;
        })
        .await
        .unwrap();
    assert_eq!(world.batch_row(batch).await.review, promised);

    let result = world.work(world.alice, campaign).await.unwrap();
    world.reject(&result).await.unwrap();
    world.appeal(world.alice, &result).await.unwrap();
    for not_arbiter in [world.requester, world.stranger] {
        let resolved = world.resolve(not_arbiter, &result, true);
        world.refuses(Missing(world.rival), resolved).await;
    }
    world.resolve(world.rival, &result, false).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.pass(5).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("2.0000"));
    world.finish().await;
}
