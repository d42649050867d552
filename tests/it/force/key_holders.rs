//! Users who hold a key and no account: they cannot act yet, and nobody can act for them.

use antelope::{Extension, Signature};
use protocol::force::{
    Error,
    actions::{Payout, ReleaseTask, ReserveTask, SkipTask, SubmitTask},
};
use tests::{Missing, World, result};

fn signature(world: &World) -> Extension<Option<Signature>> {
    Extension(Some(Some(world.signer.sign_digest(&antelope::Checksum256([14; 32])).unwrap())))
}

/// A task is released by signature: refused so far; also where the user has an account.
#[tokio::test]
async fn x09_key_holders_release_nothing_so_far() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let held = world.reserve(world.alice, campaign).await.unwrap();
    let release = |account_id, sig| ReleaseTask {
        campaign_id: campaign,
        task_idx: held.task_idx,
        account_id,
        payer: world.stranger.into(),
        sig,
    };
    // A key holder's signature does not make him the campaign's owner, who alone could act for him.
    let of_key_holder = release(world.key_holder, Extension(Some(None)));
    let push = world.push(world.stranger, &of_key_holder);
    world.refuses(Missing(world.requester), push).await;
    for account_id in [world.key_holder, world.alice.id] {
        let signed = release(account_id, signature(&world));
        world.refuses(Error::SignatureNotAllowed, world.push(world.stranger, &signed)).await;
    }
    world.finish().await;
}

/// A task is reserved, skipped or submitted by a key holder: refused so far, with a signature or without.
#[tokio::test]
async fn x12_key_holders_hold_nothing_so_far() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let payer = Extension(Some(world.stranger));
    for sig in [Extension(Some(None)), signature(&world)] {
        let reserve = ReserveTask {
            campaign_id: campaign,
            account_id: world.key_holder,
            quali_assets: None,
            payer,
            sig: sig.clone(),
        };
        let push = world.push(world.stranger, &reserve);
        world.refuses(Error::SignatureNotSupported, push).await;
        let skip = SkipTask {
            campaign_id: campaign,
            task_idx: 0,
            account_id: world.key_holder,
            quali_assets: None,
            payer,
            sig: sig.clone(),
        };
        world.refuses(Error::SignatureNotSupported, world.push(world.stranger, &skip)).await;
        let submit = SubmitTask {
            campaign_id: campaign,
            task_idx: 0,
            data: result(1),
            account_id: world.key_holder,
            payer,
            sig,
        };
        world.refuses(Error::SignatureNotSupported, world.push(world.stranger, &submit)).await;
    }
    world.finish().await;
}

/// A payout by signature is refused: the payment of a worker with an account is his to cash.
#[tokio::test]
async fn x16_nobody_cashes_by_signature_so_far() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let payment_id = world.payment(world.alice, batch).await.id;
    world.pass(1).await;
    let signed = Payout { payment_id, sig: signature(&world) };
    for actor in [world.stranger, world.alice.name] {
        world.refuses(Error::SignatureNotAllowed, world.push(actor, &signed)).await;
    }
    world.payout(world.alice, payment_id).await.unwrap();
    world.finish().await;
}
