//! Review by users who hold a key and no account: the same turns, by signature.

use antelope::Extension;
use protocol::{
    force::{
        actions::{Accept, Appeal, Pause, ReserveTask, SetReview, SubmitTask},
        review::Review,
        submission::{Standing, Submission},
    },
    signed,
};
use tests::{World, efx, result};

use super::{DELAY, published, world};

/// The key holder does the next task of a campaign.
async fn work(world: &World, campaign_id: u32, batch: u64) -> Submission {
    let (account_id, payer) = (world.key_holder, Extension(Some(world.stranger)));
    let (sig, terms) = (Extension(None), Extension(None));
    let quali_assets = None;
    world
        .relay(ReserveTask { campaign_id, account_id, quali_assets, payer, sig, terms })
        .await
        .unwrap();
    let task_idx =
        world.force.reservation(campaign_id, account_id).await.unwrap().unwrap().task_idx;
    let (sig, terms) = (Extension(None), Extension(None));
    let data = result(1);
    world
        .relay(SubmitTask { campaign_id, task_idx, data, account_id, payer, sig, terms })
        .await
        .unwrap();
    world.force.submission(batch, task_idx, account_id).await.unwrap().unwrap()
}

/// A worker without an account appeals by signature, and is paid to his row.
#[tokio::test]
async fn a_worker_who_holds_a_key_appeals_by_signature() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 1).await;
    let result = work(&world, campaign, batch).await;
    world.reject(&result).await.unwrap();
    let (sig, terms) = (Extension(None), Extension(None));
    let (task_idx, account_id) = (result.task_idx, world.key_holder);
    let appeal = Appeal { batch_id: batch, task_idx, account_id, sig, terms };
    let unsigned = world.push(world.stranger, &appeal);
    world.refuses(signed::Error::Missing, unsigned).await;
    world.relay(appeal).await.unwrap();
    world.resolve(world.rival, &result, false).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("1.0000"));
    world.finish().await;
}

/// An owner without an account reviews by signature.
#[tokio::test]
async fn an_owner_who_holds_a_key_reviews_by_signature() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 3).await;
    world.set_owner(world.requester, campaign, World::key_address()).await.unwrap();
    let (sig, terms) = (Extension(None), Extension(None));
    let review = Review { payout_delay_sec: 60, arbiter: world.rival, policy: 0 };
    let set = SetReview { campaign_id: campaign, review, sig, terms };
    world.refuses(signed::Error::Missing, world.push(world.requester, &set)).await;
    world.relay(set).await.unwrap();
    assert_eq!(world.campaign_row(campaign).await.review, review);
    let (sig, terms) = (Extension(None), Extension(None));
    world.relay(Pause { campaign_id: campaign, paused: true, sig, terms }).await.unwrap();
    let (sig, terms) = (Extension(None), Extension(None));
    world.relay(Pause { campaign_id: campaign, paused: false, sig, terms }).await.unwrap();

    let bad = world.work(world.alice, campaign).await.unwrap();
    let good = world.work(world.bob, campaign).await.unwrap();
    let mut reject = world.rejection(&bad, "wrong");
    reject.payer = Extension(Some(world.stranger));
    world.refuses(signed::Error::Missing, world.push(world.requester, &reject)).await;
    world.relay(reject).await.unwrap();
    let payment_id = world.payment(world.bob, batch).await.id;
    let (sig, terms) = (Extension(None), Extension(None));
    world.relay(Accept { payment_id, sig, terms }).await.unwrap();
    assert_eq!(world.credit(world.bob.id).await, efx("1.0000"));
    assert_eq!(world.standing(&good).await, Standing::Submitted);
    world.pass(DELAY).await;
    world.settle(&bad).await.unwrap();
    assert_eq!(world.standing(&bad).await, Standing::Dismissed);
    world.finish().await;
}
