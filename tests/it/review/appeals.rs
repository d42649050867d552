//! Appeals: the arbiter decides about a rejection, and silence pays.

use antelope::Extension;
use protocol::force::{
    Error,
    actions::{Appeal, Resolve, Settle},
    batch::State,
    submission::Standing,
};
use tests::{Missing, efx, exactly};

use super::{DELAY, appealed, patient_world, rejected, world};

/// Overruled: the worker is paid at once and for good, and the network with him.
#[tokio::test]
async fn an_overruled_rejection_pays_the_worker_for_good() {
    let world = world().await;
    let (_, batch, result) = appealed(&world, world.alice).await;
    assert_eq!(world.standing(&result).await, Standing::Appealed);
    world.resolve(world.rival, &result, false).await.unwrap();
    assert_eq!(world.standing(&result).await, Standing::Confirmed);
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    assert_eq!(world.pot().await, efx("0.1000"));
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.held), (State::Finished, 0));
    assert_eq!(row.balance.quantity, efx("0.0000"));

    world.refuses(Error::RejectedBefore, world.reject(&result)).await;
    world.refuses(Error::NotRejected, world.appeal(world.alice, &result)).await;
    world.refuses(Error::NotRejected, world.resolve(world.rival, &result, true)).await;
    world.pass(DELAY).await;
    world.refuses(Error::NotRejected, world.settle(&result)).await;
    assert!(world.force.payments_of(world.alice.id).await.unwrap().is_empty());
    world.finish().await;
}

/// Upheld: as if it had not been appealed.
#[tokio::test]
async fn an_upheld_rejection_reopens_the_task() {
    let world = world().await;
    let (campaign, batch, result) = appealed(&world, world.alice).await;
    let receipt = world.resolve(world.rival, &result, true).await.unwrap();
    assert!(receipt.ram_delta(world.rival) > 0, "the arbiter pays for the row of the task");
    assert_eq!(world.standing(&result).await, Standing::Dismissed);
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.reopened), (State::Published, 1));
    assert_eq!(row.balance.quantity, exactly(efx("1.0000"), 1));
    world.refuses(Error::NotRejected, world.resolve(world.rival, &result, false)).await;
    world.refuses(Error::NotRejected, world.appeal(world.alice, &result)).await;
    world.work(world.bob, campaign).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("0.0000"));
    world.finish().await;
}

/// The arbiter is silent: the worker is paid.
#[tokio::test]
async fn an_appeal_that_nobody_decides_is_granted() {
    let world = world().await;
    let (_, _, result) = appealed(&world, world.alice).await;
    world.refuses(Error::ReviewRuns, world.settle(&result)).await;
    world.pass(DELAY).await;
    for upheld in [true, false] {
        let late = world.resolve(world.rival, &result, upheld);
        world.refuses(Error::ReviewOver, late).await;
    }
    world.settle(&result).await.unwrap();
    assert_eq!(world.standing(&result).await, Standing::Confirmed);
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.refuses(Error::NotRejected, world.settle(&result)).await;
    world.finish().await;
}

/// The arbiter's time begins with the appeal, however late that was.
#[tokio::test]
async fn the_arbiter_has_a_delay_of_his_own() {
    let world = world().await;
    let (_, batch, result) = rejected(&world, world.alice).await;
    world.pass(DELAY - 2).await;
    world.appeal(world.alice, &result).await.unwrap();
    world.pass(DELAY - 2).await;
    world.refuses(Error::ReviewRuns, world.settle(&result)).await;
    world.resolve(world.rival, &result, true).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Published);
    world.finish().await;
}

/// Each acts in his turn: the worker appeals, once and in time; the arbiter decides what is appealed.
#[tokio::test]
async fn each_party_acts_in_its_turn() {
    let world = patient_world().await;
    let (_, batch, result) = rejected(&world, world.alice).await;
    let (task_idx, account_id) = (result.task_idx, world.alice.id);
    world.refuses(Error::NotAppealed, world.resolve(world.rival, &result, true)).await;
    world.refuses(Error::NotAppealed, world.resolve(world.rival, &result, false)).await;

    let (sig, terms) = (Extension(None), Extension(None));
    let appeal = Appeal { batch_id: batch, task_idx, account_id, sig, terms };
    for actor in [world.bob.name, world.requester, world.rival, world.stranger] {
        world.refuses(Missing(world.alice.name), world.push(actor, &appeal)).await;
    }
    let of_bob = Appeal { account_id: world.bob.id, ..appeal.clone() };
    world.refuses(Error::SubmissionNotFound, world.push(world.bob.name, &of_bob)).await;
    let nobody = Appeal { account_id: 1_000, ..appeal.clone() };
    world.refuses(Error::AccountNotFound, world.push(world.bob.name, &nobody)).await;
    world.push(world.alice.name, &appeal).await.unwrap();
    world.refuses(Error::NotRejected, world.push(world.alice.name, &appeal)).await;
    world.refuses(Error::RejectedBefore, world.reject(&result)).await;

    let payer = Extension(None);
    let resolve = Resolve { batch_id: batch, task_idx, account_id, upheld: true, payer };
    for actor in [world.alice.name, world.requester, world.stranger, world.force.account()] {
        world.refuses(Missing(world.rival), world.push(actor, &resolve)).await;
    }
    for payer in [world.requester, world.force.account()] {
        let paid = Resolve { payer: Extension(Some(payer)), ..resolve.clone() };
        world.refuses(Error::BadPayer, world.push(world.rival, &paid)).await;
        let settle = Settle { batch_id: batch, task_idx, account_id, payer };
        world.refuses(Error::BadPayer, world.push(world.stranger, &settle)).await;
    }
    world.push(world.rival, &resolve).await.unwrap();
    world.finish().await;
}

/// Who appeals too late has accepted the rejection.
#[tokio::test]
async fn a_late_appeal_is_refused() {
    let world = world().await;
    let (campaign, _, result) = rejected(&world, world.alice).await;
    world.pass(DELAY).await;
    world.refuses(Error::ReviewOver, world.appeal(world.alice, &result)).await;
    world.settle(&result).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    world.finish().await;
}

/// In a removed batch, too, a worker is heard and paid; and what is dismissed there is the owner's.
#[tokio::test]
async fn appeals_outlive_the_removal_of_the_batch() {
    let world = world().await;
    let (_, paid, overruled) = rejected(&world, world.alice).await;
    world.remove(paid).await.unwrap();
    world.appeal(world.alice, &overruled).await.unwrap();
    let (campaign, free, upheld) = rejected(&world, world.bob).await;
    world.appeal(world.bob, &upheld).await.unwrap();
    world.cancel(world.requester, campaign).await.unwrap();
    world.refuses(Error::CampaignHasBatches, world.remove_campaign(campaign)).await;

    world.resolve(world.rival, &overruled, false).await.unwrap();
    world.resolve(world.rival, &upheld, true).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    assert_eq!(world.credit(world.bob.id).await, efx("0.0000"));
    assert_eq!(world.escrow(paid).await, efx("0.0000"));
    world.refund(free).await.unwrap();
    for batch in [paid, free] {
        world.clear(batch).await.unwrap();
    }
    world.remove_campaign(campaign).await.unwrap();
    assert!(world.snapshot().await.batches.is_empty());
    world.finish().await;
}
