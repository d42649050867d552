//! Identity: who owns a campaign, and ids that are never used twice.

use std::collections::BTreeSet;

use antelope::{Extension, Name};
use protocol::{
    force::{
        Error,
        actions::{EditCampaign, RemoveCampaign},
        batch::batch_key,
    },
    vaddress::VAddress,
};
use tests::{Missing, World, efx};

fn removal(campaign_id: u32, owner: Name) -> RemoveCampaign {
    RemoveCampaign {
        campaign_id,
        owner: owner.into(),
        sig: Extension(None),
        terms: Extension(None),
    }
}

/// D7: the published contract authenticates the owner that the *action* names, so that anybody removes any campaign and
/// freezes its escrow. Here the stored owner decides, and a campaign with money in it is not removed by him either.
#[tokio::test]
async fn d07_only_the_stored_owner_removes_a_campaign() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let (owner, stranger) = (world.requester, world.stranger);
    // By the argument, by the authority, and by both.
    for (named, actor, missing) in [
        (stranger, stranger, None),
        (owner, stranger, Some(owner)),
        (stranger, owner, Some(stranger)),
    ] {
        let removed = world.push(actor, &removal(campaign, named));
        match missing {
            Some(missing) => world.refuses(Missing(missing), removed).await,
            None => world.refuses(Error::NotOwner, removed).await,
        }
    }
    let named = RemoveCampaign {
        campaign_id: campaign,
        owner: World::key_address(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.refuses(protocol::signed::Error::Missing, world.push(stranger, &named)).await;
    let by_owner = world.push(owner, &removal(campaign, owner));
    world.refuses(Error::CampaignHasBatches, by_owner).await;

    // Reserved work, results and payments keep it too; in the end it goes, and the payment stays.
    let task = world.reserve(world.alice, campaign).await.unwrap();
    world.remove(batch).await.unwrap();
    let by_owner = world.push(owner, &removal(campaign, owner));
    world.refuses(Error::CampaignHasBatches, by_owner).await;
    world.submit(world.alice, task).await.unwrap();
    let by_owner = world.push(owner, &removal(campaign, owner));
    world.refuses(Error::CampaignHasBatches, by_owner).await;
    world.pass(1).await;
    world.clear(batch).await.unwrap();
    world.push(owner, &removal(campaign, owner)).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}

/// D8: the id of the highest campaign, once removed, went to the next one, whose owner then owned what was left of the
/// first. Ids count up and are never used again.
#[tokio::test]
async fn d08_campaign_id_is_never_used_twice() {
    let world = World::new().await;
    let first = world.campaign(world.terms("1.0000")).await.unwrap();
    let second = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(second, 1, 1).await.unwrap();
    world.work(world.alice, second).await.unwrap();
    world.remove(batch).await.unwrap();
    world.pass(1).await;
    world.clear(batch).await.unwrap();
    world.push(world.requester, &removal(second, world.requester)).await.unwrap();

    let mut terms = world.terms("1.0000");
    terms.owner = world.rival.into();
    terms.payer = world.rival;
    let third = world.campaign(terms).await.unwrap();
    assert_eq!((first, second, third), (0, 1, 2));
    assert_eq!(world.force.campaign(second).await.unwrap(), None);
    let row = world.campaign_row(third).await;
    assert_eq!((row.num_batches, row.live_batches, row.end_task_idx), (0, 0, 0));
    // Nothing reaches the old id any more, and the worker's payment of it is untouched.
    world.refuses(Error::CampaignNotFound, world.reserve(world.bob, second)).await;
    world.refuses(Error::CampaignNotFound, world.publish(batch, 1)).await;
    world.refuses(Error::BatchNotFound, world.fund(batch, efx("1.0000"))).await;
    assert_eq!(world.earned(world.alice, batch).await, efx("1.0000"));

    // Nor is the id of a batch used again, whatever was removed.
    let one = world.batch(first, 1).await.unwrap();
    world.remove(one).await.unwrap();
    let two = world.batch(first, 1).await.unwrap();
    assert_eq!((one, two), (batch_key(first, 0), batch_key(first, 1)));
    world.finish().await;
}

/// D9: as D7, for editing: a stranger would change the template, drop the qualifications and set the reward.
#[tokio::test]
async fn d09_only_the_stored_owner_edits_a_campaign() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let row = world.campaign_row(campaign).await;
    let edit = |owner: VAddress, payer: Name| EditCampaign {
        campaign_id: campaign,
        owner,
        content: protocol::force::campaign::Content::ipfs("phishing".into()),
        paused: true,
        reward: world.amount(efx("999.0000")),
        qualis: vec![],
        payer,
        sig: Extension(None),
        terms: Extension(None),
    };
    let (owner, stranger) = (world.requester, world.stranger);
    for (named, actor) in [(owner, stranger), (stranger, owner)] {
        let edited = world.push(actor, &edit(named.into(), actor));
        world.refuses(Missing(named), edited).await;
    }
    let edited = world.push(stranger, &edit(stranger.into(), stranger));
    world.refuses(Error::NotOwner, edited).await;
    let edited = world.push(stranger, &edit(World::key_address(), stranger));
    world.refuses(protocol::signed::Error::Missing, edited).await;
    assert_eq!(world.campaign_row(campaign).await, row);
    world.finish().await;
}

/// D32: the next free key of a table is the same again after its last row has gone. Ids of reservations, results,
/// given-back tasks and payments are each of a count that only goes up.
#[tokio::test]
async fn d32_row_ids_are_never_used_twice() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let (mut reservations, mut payments) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..3 {
        let batch = world.published(campaign, 1, 3).await.unwrap();
        let task = world.reserve(world.alice, campaign).await.unwrap();
        assert!(reservations.insert(task.id), "{round}: {task:?}");
        let skipped = world.skip(world.alice, task).await.unwrap();
        assert!(reservations.insert(skipped.id), "{round}: {skipped:?}");
        let [given_back] = world.force.reopened(campaign).await.unwrap()[..] else {
            panic!("one task was given back")
        };
        assert!(reservations.insert(given_back.id), "{round}: {given_back:?}");
        let result = world.submit(world.alice, skipped).await.unwrap();
        assert_eq!(result.id, skipped.id);
        for worker in [world.bob, world.carol] {
            let task = world.reserve(worker, campaign).await.unwrap();
            assert!(reservations.insert(task.id), "{round}: {task:?}");
            assert_eq!(world.submit(worker, task).await.unwrap().id, task.id);
        }
        world.pass(1).await;
        for worker in [world.alice, world.bob, world.carol] {
            let payment = world.payment(worker, batch).await;
            assert!(payments.insert(payment.id), "{round}: {payment:?}");
            world.payout(worker, payment.id).await.unwrap();
        }
        world.remove(batch).await.unwrap();
        world.clear(batch).await.unwrap();
        let now = world.snapshot().await;
        assert!(now.reservations.is_empty() && now.payments.is_empty() && now.batches.is_empty());
    }
    world.finish().await;
}
