//! Batches: made as drafts, and removed, by the campaign's owner.

use antelope::{Asset, Extension, Name};
use protocol::force::{
    Error,
    actions::{MakeBatch, RemoveBatch},
    batch::{Batch, State, batch_key},
    campaign::Content,
    settings::Settings,
};
use tests::{EFX, Missing, World, efx};

fn making(id: u32, campaign_id: u32, payer: Name) -> MakeBatch {
    let content = Content::ipfs("batch".into());
    MakeBatch {
        id,
        campaign_id,
        content,
        repetitions: 1,
        payer,
        sig: Extension(None),
        terms: Extension(None),
    }
}

fn removal(id: u32, campaign_id: u32) -> RemoveBatch {
    RemoveBatch { id, campaign_id, sig: Extension(None), terms: Extension(None) }
}

/// `mkbatch` at the documented limit of repetitions is accepted, beyond it or with none refused.
#[tokio::test]
async fn f08_repetitions_have_limits() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let limit = Settings::DEFAULT_MAX_REPETITIONS;
    world.refuses(Error::TooManyRepetitions, world.batch(campaign, limit + 1)).await;
    world.refuses(Error::NoRepetitions, world.batch(campaign, 0)).await;
    let batch = world.batch(campaign, limit).await.unwrap();
    assert_eq!(world.batch_row(batch).await.repetitions, limit);
    world.finish().await;
}

/// Owners make batches: ids are sequential, a gap or a repeat is refused; no tasks, a balance of zero in the reward's
/// symbol.
#[tokio::test]
async fn f09_batch_ids_are_sequential() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let other = world.campaign(world.terms("2.0000")).await.unwrap();
    for (campaign, repetitions, key) in [
        (campaign, 2, batch_key(campaign, 0)),
        (campaign, 1, batch_key(campaign, 1)),
        (other, 1, batch_key(other, 0)),
        (campaign, 1, batch_key(campaign, 2)),
        (other, 1, batch_key(other, 1)),
    ] {
        assert_eq!(world.batch(campaign, repetitions).await.unwrap(), key);
    }
    for id in [0, 2, 4, u32::MAX] {
        let push = world.push(world.requester, &making(id, campaign, world.requester));
        world.refuses(Error::BatchIdNotSequential, push).await;
    }
    assert_eq!(world.campaign_row(campaign).await.num_batches, 3);
    assert_eq!(world.campaign_row(other).await.num_batches, 2);

    let expected = Batch {
        id: 0,
        campaign_id: campaign,
        content: Content::ipfs("batch".into()),
        balance: world.amount(Asset::new(0, EFX)),
        repetitions: 2,
        num_tasks: 0,
        start_task_idx: 0,
        reward: world.amount(efx("1.0000")),
        fee: 0,
        state: State::Draft as u8,
        frontier: 0,
        submissions: 0,
        reserved: 0,
        reopened: 0,
        clear_cursor: 0,
        review: world.campaign_row(campaign).await.review,
        held: 0,
        dismissed: 0,
    };
    assert_eq!(world.batch_row(batch_key(campaign, 0)).await, expected);
    world.finish().await;
}

/// There is no campaign of a key holder yet; and an owner with an account acts by his own authority, not by a
/// signature.
#[tokio::test]
async fn f10_batches_are_not_made_by_signature_so_far() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let signature = world.signer.sign_digest(&antelope::Checksum256([8; 32])).unwrap();
    let sig = Extension(Some(Some(signature)));
    let signed = MakeBatch { sig, ..making(0, campaign, world.requester) };
    world.refuses(Error::SignatureNotAllowed, world.push(world.requester, &signed)).await;
    let nowhere = making(0, campaign + 1, world.requester);
    world.refuses(Error::CampaignNotFound, world.push(world.requester, &nowhere)).await;
    let by_stranger = making(0, campaign, world.stranger);
    world.refuses(Missing(world.requester), world.push(world.stranger, &by_stranger)).await;
    let at_others_cost = making(0, campaign, world.stranger);
    world.refuses(Error::BadPayer, world.push(world.requester, &at_others_cost)).await;
    world.finish().await;
}

/// Somebody else removes a batch: missing authority, and the row is still there.
#[tokio::test]
async fn f11_only_the_owner_removes_a_batch() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.batch(campaign, 1).await.unwrap();
    for actor in [world.stranger, world.rival, world.alice.name] {
        let push = world.push(actor, &removal(0, campaign));
        world.refuses(Missing(world.requester), push).await;
    }
    world.finish().await;
}

/// `rmbatch` in a campaign that does not exist: "campaign not found".
#[tokio::test]
async fn f12_a_batch_of_no_campaign_is_not_removed() {
    let world = World::new().await;
    world.refuses(Error::CampaignNotFound, world.push(world.requester, &removal(0, 99))).await;
    world.finish().await;
}

/// `rmbatch` of a batch that does not exist: "batch does not exist".
#[tokio::test]
async fn f13_a_batch_that_is_not_there_is_not_removed() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let push = world.push(world.requester, &removal(99, campaign));
    world.refuses(Error::BatchDoesNotExist, push).await;
    world.finish().await;
}

/// The owner removes a draft: the row is gone, and the campaign's tasks are what they were. Its id is not used again,
/// so `num_batches` stays.
#[tokio::test]
async fn f14_a_removed_draft_leaves_no_trace_and_its_id_unused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    world.batch(campaign, 1).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let before = world.campaign_row(campaign).await;

    let receipt = world.remove(batch).await.unwrap();
    assert!(receipt.ram_delta(world.requester) < 0, "the RAM comes back");
    assert_eq!(world.force.batch(campaign, 2).await.unwrap(), None);
    let after = world.campaign_row(campaign).await;
    assert_eq!((after.num_batches, after.total_tasks), (3, 4));
    assert_eq!((before.live_batches, after.live_batches), (3, 2));
    world.refuses(Error::BatchDoesNotExist, world.remove(batch)).await;
    assert_eq!(world.batch(campaign, 1).await.unwrap(), batch_key(campaign, 3));
    world.finish().await;
}

/// A signature does not remove the batch of an owner with an account.
#[tokio::test]
async fn f15_batches_are_not_removed_by_signature_so_far() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.batch(campaign, 1).await.unwrap();
    let signature = world.signer.sign_digest(&antelope::Checksum256([12; 32])).unwrap();
    let signed = RemoveBatch { sig: Extension(Some(Some(signature))), ..removal(0, campaign) };
    for actor in [world.requester, world.stranger] {
        world.refuses(Error::SignatureNotAllowed, world.push(actor, &signed)).await;
    }
    world.finish().await;
}
