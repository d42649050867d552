//! Key holders who work.

use antelope::Extension;
use protocol::{
    force::{
        Error as ForceError,
        actions::{ReleaseTask, SkipTask},
        batch::batch_key,
        reservation::Reservation,
    },
    signed::Error,
};
use tests::{Missing, World, efx};

use super::{payout, reserve};

/// The task that the key holder holds.
async fn held(world: &World, campaign: u32) -> Option<Reservation> {
    world.force.reservation(campaign, world.key_holder).await.unwrap()
}

fn release(world: &World, task: &Reservation) -> ReleaseTask {
    ReleaseTask {
        campaign_id: task.campaign_id,
        task_idx: task.task_idx,
        account_id: task.account_id.unwrap(),
        payer: world.stranger.into(),
        sig: Extension(None),
        terms: Extension(None),
    }
}

fn skip(world: &World, task: &Reservation) -> SkipTask {
    SkipTask {
        campaign_id: task.campaign_id,
        task_idx: task.task_idx,
        account_id: task.account_id.unwrap(),
        quali_assets: None,
        payer: world.stranger.into(),
        sig: Extension(None),
        terms: Extension(None),
    }
}

/// A task is reserved, skipped, submitted and paid for by signature.
#[tokio::test]
async fn a_key_holder_works_and_is_paid() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    for unsigned in [reserve(&world, campaign)] {
        world.refuses(Error::Missing, world.push(world.stranger, &unsigned)).await;
    }
    world.relay(reserve(&world, campaign)).await.unwrap();
    let first = held(&world, campaign).await.unwrap();
    assert_eq!((first.task_idx, first.account_id), (0, Some(world.key_holder)));
    world.refuses(ForceError::AlreadyReserved, world.relay(reserve(&world, campaign))).await;

    world.refuses(Error::Missing, world.push(world.stranger, &skip(&world, &first))).await;
    world.relay(skip(&world, &first)).await.unwrap();
    let second = held(&world, campaign).await.unwrap();
    assert_eq!(second.task_idx, 1);

    let mut submission = world.submission(world.key_holder, second);
    submission.payer = world.stranger.into();
    world.refuses(Error::Missing, world.push(world.stranger, &submission)).await;
    world.relay(submission.clone()).await.unwrap();
    assert_eq!(held(&world, campaign).await, None);
    world.refuses(ForceError::NotReserved, world.relay(submission)).await;
    let row = world.force.submission(batch_key(campaign, 0), 1, world.key_holder).await.unwrap();
    assert_eq!(row.unwrap().account_id, Some(world.key_holder));
    world.finish().await;
}

/// A task is given back by who holds it: a key holder's signature, and nobody else's.
#[tokio::test]
async fn x09_a_key_holder_releases_by_signature_only() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    let of_alice = world.reserve(world.alice, campaign).await.unwrap();
    world.relay(reserve(&world, campaign)).await.unwrap();
    let task = held(&world, campaign).await.unwrap();

    // Unsigned it is the owner's, who may do so only after the task has lapsed.
    let unsigned = release(&world, &task);
    world.refuses(Missing(world.requester), world.push(world.stranger, &unsigned)).await;
    // The signature of a worker gives back his own task, not another's.
    let foreign = tests::key_holders::foreign_key();
    let user = sdk::signer::KeyHolder::new(&foreign).unwrap();
    let signed = world.force.signed(&user, world.stranger, unsigned.clone()).await.unwrap();
    let push = world.push(world.stranger, &signed);
    world.refuses(ForceError::SignatureNotAllowed, push).await;
    let others = world.relay(release(&world, &of_alice));
    world.refuses(ForceError::SignatureNotAllowed, others).await;

    world.relay(unsigned).await.unwrap();
    assert_eq!(held(&world, campaign).await, None);
    let given_back = world.force.reopened(campaign).await.unwrap();
    assert_eq!(given_back.len(), 1);
    world.release(world.alice.name, world.alice, of_alice).await.unwrap();
    world.finish().await;
}

/// The owner of a campaign who holds a key frees a lapsed task by signature, and not before.
#[tokio::test]
async fn x09_an_owner_releases_by_signature_after_the_lapse() {
    let world = super::funded().await;
    let campaign = super::owners::campaign(&world, "0.0000").await.unwrap();
    let batch = super::owners::published_free(&world, campaign, 1).await;
    assert_eq!(batch, batch_key(campaign, 0));
    let task = world.reserve(world.alice, campaign).await.unwrap();
    let free = release(&world, &task);
    world.refuses(ForceError::ReleaseTooEarly, world.relay(free)).await;
    world.finish().await;
}

/// A key holder takes over a task that has lapsed.
#[tokio::test]
async fn x12_a_key_holder_takes_over_a_lapsed_task() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 0;
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let lapsed = world.reserve(world.alice, campaign).await.unwrap();
    world.relay(reserve(&world, campaign)).await.unwrap();
    let task = held(&world, campaign).await.unwrap();
    assert_eq!(task.task_idx, lapsed.task_idx);
    assert_eq!(world.held(world.alice, campaign).await, None);
    world.finish().await;
}

/// A payout by signature: once, to the worker's own row, and by nobody else.
#[tokio::test]
async fn x16_a_key_holder_cashes_once() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.relay(reserve(&world, campaign)).await.unwrap();
    let mut submission = world.submission(world.key_holder, held(&world, campaign).await.unwrap());
    submission.payer = world.stranger.into();
    world.relay(submission).await.unwrap();
    let payment = world.force.payments_for(batch, world.key_holder).await.unwrap()[0];
    assert_eq!(payment.pending.quantity, efx("3.0000"));
    world.pass(2).await;

    world.refuses(Error::Missing, world.push(world.stranger, &payout(payment.id))).await;
    let signed = world.signed(payout(payment.id)).await;
    world.push(world.stranger, &signed).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("3.0000"));
    assert_eq!(world.force.payment(payment.id).await.unwrap(), None);
    let push = world.push(world.stranger, &signed);
    world.refuses(ForceError::PaymentNotFound, push).await;
    world.finish().await;
}

/// The payment of a worker with an account is his to cash.
#[tokio::test]
async fn x16_nobody_cashes_an_accounts_payment_by_signature() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let id = world.payment(world.alice, batch).await.id;
    world.pass(2).await;
    let signed = world.signed(payout(id)).await;
    for actor in [world.stranger, world.alice.name] {
        world.refuses(ForceError::SignatureNotAllowed, world.push(actor, &signed)).await;
    }
    world.payout(world.alice, id).await.unwrap();
    world.finish().await;
}

/// The row of another user cannot be worked for.
#[tokio::test]
async fn a_signature_acts_for_its_own_user_only() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let foreign = tests::key_holders::foreign_key();
    let user = sdk::signer::KeyHolder::new(&foreign).unwrap();
    let signed = world.force.signed(&user, world.stranger, reserve(&world, campaign)).await;
    world.refuses(Error::Invalid, world.push(world.stranger, &signed.unwrap())).await;
    world.finish().await;
}
