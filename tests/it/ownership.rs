//! Ownership of campaigns: given away, paused, cancelled.

use antelope::{Extension, Name};
use protocol::force::{
    Error,
    actions::{Cancel, Pause, SetOwner},
    batch::{State, batch_key},
};
use tests::{Missing, World, efx, exactly};

/// A campaign is given away: the new owner may do all, the old one nothing, and refunds are the new owner's.
#[tokio::test]
async fn a_campaign_changes_hands_with_all_that_is_in_it() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();

    let receipt = world.set_owner(world.requester, campaign, world.rival.into()).await.unwrap();
    assert_eq!(receipt.ram_delta(world.rival), 0);
    assert_eq!(world.campaign_row(campaign).await.owner, world.rival.into());
    for refused in [
        world.pause(world.requester, campaign, true).await,
        world.cancel(world.requester, campaign).await,
        world.set_owner(world.requester, campaign, world.requester.into()).await,
    ] {
        assert_eq!(refused.unwrap_err().missing_authority(), Some(world.rival));
    }
    let before = world.balance(world.rival).await;
    world.remove(batch).await.unwrap();
    let gained = world.balance(world.rival).await.checked_sub(before).unwrap();
    assert_eq!(gained, exactly(efx("1.0000"), 1));
    assert_eq!(world.earned(world.alice, batch).await, efx("1.0000"));
    // He pays for the row when he changes it.
    let receipt = world.edit(campaign, |edit| edit.paused = true).await.unwrap();
    assert!(receipt.ram_delta(world.requester) < 0 && receipt.ram_delta(world.rival) > 0);
    world.finish().await;
}

/// A campaign is given by its owner, to somebody who is there, at the expense of somebody who has agreed.
#[tokio::test]
async fn only_the_owner_gives_a_campaign_away_and_only_to_who_exists() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let give = |new_owner, payer| SetOwner {
        campaign_id: campaign,
        new_owner,
        payer,
        sig: Extension(None),
        terms: Extension(None),
    };
    let (requester, rival, stranger) = (world.requester, world.rival, world.stranger);
    for actor in [rival, stranger, world.force.account()] {
        let push = world.push(actor, &give(rival.into(), actor));
        world.refuses(Missing(requester), push).await;
    }
    for nobody in [Name(0), Name(1), world.own_name("nobody")] {
        let push = world.push(requester, &give(nobody.into(), requester));
        world.refuses(Error::NoSuchAccount, push).await;
    }
    for payer in [rival, world.force.account()] {
        let push = world.push(requester, &give(rival.into(), payer));
        world.refuses(Error::BadPayer, push).await;
    }
    let nowhere = SetOwner { campaign_id: 99, ..give(rival.into(), requester) };
    world.refuses(Error::CampaignNotFound, world.push(requester, &nowhere)).await;
    // The holder of a key is somebody, too.
    world.push(requester, &give(World::key_address(), requester)).await.unwrap();
    assert_eq!(world.campaign_row(campaign).await.owner, World::key_address());
    world.finish().await;
}

/// Pausing stops what gives out tasks, and nothing else; the owner lets it go on.
#[tokio::test]
async fn a_paused_campaign_gives_out_nothing_until_it_goes_on() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    let other = world.reserve(world.bob, campaign).await.unwrap();
    let pause = |campaign_id, paused| Pause {
        campaign_id,
        paused,
        sig: Extension(None),
        terms: Extension(None),
    };
    let by_stranger = world.push(world.stranger, &pause(campaign, true));
    world.refuses(Missing(world.requester), by_stranger).await;
    let nowhere = world.push(world.requester, &pause(9, true));
    world.refuses(Error::CampaignNotFound, nowhere).await;
    let before = world.campaign_row(campaign).await;
    world.pause(world.requester, campaign, true).await.unwrap();
    let expected = protocol::force::campaign::Campaign { paused: true, ..before };
    assert_eq!(world.campaign_row(campaign).await, expected);

    world.refuses(Error::CampaignPaused, world.reserve(world.carol, campaign)).await;
    world.refuses(Error::CampaignPaused, world.skip(world.bob, other)).await;
    world.submit(world.alice, held).await.unwrap();
    world.release(world.bob.name, world.bob, other).await.unwrap();
    world.pause(world.requester, campaign, false).await.unwrap();
    assert_eq!(world.reserve(world.carol, campaign).await.unwrap().task_idx, 1);
    world.finish().await;
}

/// A campaign with many batches is cancelled step by step: everything free is refunded, what is owed stays, and in the
/// end the campaign can be removed.
#[tokio::test]
async fn a_campaign_is_cancelled_in_bounded_steps() {
    const DRAFTS: u32 = 11;
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.refuses(Error::NothingToCancel, world.cancel(world.requester, campaign)).await;
    let worked = world.published(campaign, 1, 3).await.unwrap();
    for _ in 0..DRAFTS {
        let draft = world.batch(campaign, 1).await.unwrap();
        world.fund(draft, efx("2.0000")).await.unwrap();
    }
    let last = world.published(campaign, 1, 1).await.unwrap();
    world.remove(batch_key(campaign, 1)).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();

    let cancel = Cancel { campaign_id: campaign, sig: Extension(None), terms: Extension(None) };
    for actor in [world.rival, world.stranger] {
        world.refuses(Missing(world.requester), world.push(actor, &cancel)).await;
    }
    let before = world.balance(world.requester).await;
    world.cancel(world.requester, campaign).await.unwrap();
    let row = world.campaign_row(campaign).await;
    assert_eq!((row.paused, row.cancelled, row.live_batches), (true, 10, 4));
    assert_eq!(world.batch_row(last).await.state(), State::Published);
    world.refuses(Error::CampaignPaused, world.reserve(world.carol, campaign)).await;
    world.cancel(world.requester, campaign).await.unwrap();
    world.refuses(Error::NothingToCancel, world.cancel(world.requester, campaign)).await;
    let row = world.campaign_row(campaign).await;
    assert_eq!((row.live_batches, row.total_tasks - row.reservations_done), (1, 0));
    let refunded = world.balance(world.requester).await.checked_sub(before).unwrap();
    // Ten drafts, what nobody was given of the first batch, and the last one.
    let expected = efx("2.0000").amount * i64::from(DRAFTS - 1) + exactly(efx("1.0000"), 2).amount;
    assert_eq!(refunded.amount, expected);

    assert_eq!(world.escrow(worked).await, exactly(efx("1.0000"), 1));
    world.submit(world.bob, held).await.unwrap();
    world.pass(1).await;
    world.clear(worked).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
    for worker in [world.alice, world.bob] {
        let payment = world.payment(worker, worked).await;
        world.payout(worker, payment.id).await.unwrap();
        assert_eq!(world.credit(worker.id).await, efx("1.0000"));
    }
    world.finish().await;
}

/// Whoever cancels may begin anew: batches made later are published, and cancelled, like any other.
#[tokio::test]
async fn a_cancelled_campaign_can_go_on_with_new_batches() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.cancel(world.requester, campaign).await.unwrap();
    let next = world.published(campaign, 1, 1).await.unwrap();
    world.refuses(Error::CampaignPaused, world.reserve(world.alice, campaign)).await;
    world.pause(world.requester, campaign, false).await.unwrap();
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 1);
    world.cancel(world.requester, campaign).await.unwrap();
    assert_eq!(world.batch_row(next).await.state(), State::Removed);
    world.finish().await;
}
