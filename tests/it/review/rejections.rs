//! Rejections: the reward goes back under the batch, and what is not appealed is done by somebody else.

use antelope::Extension;
use protocol::force::{Error, actions::Reject, batch::State, submission::Standing};
use tests::{Missing, World, efx, exactly};

use super::{DELAY, patient_world, published, rejected, world};

/// The whole way: rejected, held, not appealed, dismissed, done by another worker, who alone is paid. The network
/// earns nothing for what was rejected.
#[tokio::test]
async fn what_is_rejected_and_not_appealed_is_done_by_another() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 1).await;
    let result = world.work(world.alice, campaign).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    let payment = world.payment(world.alice, batch).await;

    world.reject(&result).await.unwrap();
    assert_eq!(world.standing(&result).await, Standing::Rejected);
    assert_eq!(world.force.payment(payment.id).await.unwrap(), None);
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.held), (State::Finished, 1));
    assert_eq!(row.balance.quantity, exactly(efx("1.0000"), 1));
    let rejection = world.rejection_of(&result).await.unwrap();
    assert_eq!(rejection.reason, "the answer is not what was asked for");
    // It may count after all: so long it is nobody's.
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.refuses(Error::ReviewRuns, world.settle(&result)).await;
    world.refuses(Error::NoBatches, world.reserve(world.bob, campaign)).await;

    world.pass(DELAY).await;
    let receipt = world.settle(&result).await.unwrap();
    assert!(receipt.ram_delta(world.requester) < 0, "the rejection's row is gone");
    assert_eq!(world.standing(&result).await, Standing::Dismissed);
    assert_eq!(world.rejection_of(&result).await, None);
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.held, row.reopened), (State::Published, 0, 1));
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;

    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    let again = world.work(world.bob, campaign).await.unwrap();
    assert_eq!(again.task_idx, result.task_idx);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    assert_eq!(world.escrow(batch).await, efx("0.0000"));
    world.pass(DELAY).await;
    world.refuses(Error::ReviewOver, world.reject(&again)).await;
    let payment = world.payment(world.bob, batch).await;
    world.payout(world.bob, payment.id).await.unwrap();
    assert_eq!(world.credit(world.bob.id).await, efx("1.0000"));
    assert_eq!(world.credit(world.alice.id).await, efx("0.0000"));
    assert_eq!(world.pot().await, efx("0.1000"));
    world.finish().await;
}

/// The owner rejects, with a reason, what is there, and once.
#[tokio::test]
async fn only_the_owner_rejects_with_a_reason_and_only_once() {
    let world = patient_world().await;
    let (campaign, batch) = published(&world, 1, 2).await;
    let result = world.work(world.alice, campaign).await.unwrap();
    let reject = world.rejection(&result, "wrong");
    for actor in [world.stranger, world.rival, world.alice.name, world.force.account()] {
        world.refuses(Missing(world.requester), world.push(actor, &reject)).await;
    }
    for payer in [world.stranger, world.force.account()] {
        let paid = Reject { payer: Extension(Some(payer)), ..reject.clone() };
        world.refuses(Error::BadPayer, world.push(world.requester, &paid)).await;
    }
    for (error, wrong) in [
        (Error::BatchNotFound, Reject { batch_id: batch + 1, ..reject.clone() }),
        (Error::SubmissionNotFound, Reject { task_idx: 1, ..reject.clone() }),
        (Error::SubmissionNotFound, Reject { account_id: world.bob.id, ..reject.clone() }),
        (Error::BadReason, world.rejection(&result, "")),
        (Error::BadReason, world.rejection(&result, &"a".repeat(257))),
    ] {
        world.refuses(error, world.push(world.requester, &wrong)).await;
    }
    world.push(world.requester, &world.rejection(&result, &"a".repeat(256))).await.unwrap();
    world.refuses(Error::RejectedBefore, world.reject(&result)).await;
    world.appeal(world.alice, &result).await.unwrap();
    world.refuses(Error::RejectedBefore, world.reject(&result)).await;
    world.resolve(world.rival, &result, true).await.unwrap();
    world.refuses(Error::RejectedBefore, world.reject(&result)).await;
    world.refuses(Error::NotRejected, world.settle(&result)).await;
    world.finish().await;
}

/// What has matured or was paid is not rejected: not even when a worker has another payment for the batch.
#[tokio::test]
async fn nothing_is_rejected_after_it_matured_or_was_paid() {
    let world = World::with(|network| network.payout_delay_sec = 8).await;
    let (campaign, batch) = published(&world, 1, 4).await;
    // A payment takes results for an eighth of the delay: three results, three payments.
    let first = world.work(world.alice, campaign).await.unwrap();
    world.pass(2).await;
    let second = world.work(world.alice, campaign).await.unwrap();
    world.pass(2).await;
    let third = world.work(world.alice, campaign).await.unwrap();
    let payments = world.force.payments_for(batch, world.alice.id).await.unwrap();
    assert_eq!(payments.len(), 3);

    world.accept_payment(world.requester, payments[1].id).await.unwrap();
    world.refuses(Error::PaidAlready, world.reject(&second)).await;
    world.accept_payment(world.requester, payments[2].id).await.unwrap();
    world.refuses(Error::PaidAlready, world.reject(&third)).await;
    assert_eq!(world.force.payments_for(batch, world.alice.id).await.unwrap(), payments[..1]);
    world.pass(8).await;
    world.refuses(Error::ReviewOver, world.reject(&first)).await;
    world.payout(world.alice, payments[0].id).await.unwrap();
    world.refuses(Error::ReviewOver, world.reject(&first)).await;
    assert_eq!(world.credit(world.alice.id).await, efx("3.0000"));
    world.finish().await;
}

/// One of several results is rejected: the reward comes from the payment that it is in, the others stay.
#[tokio::test]
async fn each_result_is_rejected_out_of_its_own_payment() {
    let world = World::with(|network| network.payout_delay_sec = 16).await;
    let (campaign, batch) = published(&world, 1, 5).await;
    let older = world.work(world.alice, campaign).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    world.pass(3).await;
    let newer = world.work(world.alice, campaign).await.unwrap();
    let ids = world.force.payments_for(batch, world.alice.id).await.unwrap();
    assert_eq!(ids.iter().map(|row| row.id).collect::<Vec<_>>(), [older.id, newer.id]);

    world.reject(&older).await.unwrap();
    let rows = world.force.payments_for(batch, world.alice.id).await.unwrap();
    let left: Vec<_> =
        rows.iter().map(|row| (row.id, row.pending.quantity.amount, row.fee)).collect();
    assert_eq!(left, [(older.id, 10_000, 1_000), (newer.id, 10_000, 1_000)]);
    world.reject(&newer).await.unwrap();
    let rows = world.force.payments_for(batch, world.alice.id).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [older.id]);
    assert_eq!(world.earned(world.bob, batch).await, efx("1.0000"));
    let row = world.batch_row(batch).await;
    assert_eq!((row.held, row.balance.quantity), (2, exactly(efx("1.0000"), 3)));
    world.finish().await;
}

/// Work without a reward is rejected and done again like any other.
#[tokio::test]
async fn unpaid_work_is_rejected_too() {
    let world = world().await;
    let campaign = world.campaign(world.terms("0.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let result = world.work(world.alice, campaign).await.unwrap();
    world.reject(&result).await.unwrap();
    world.pass(DELAY).await;
    world.settle(&result).await.unwrap();
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// In a batch with several repetitions a dismissed result makes room for one more worker, and nobody does a task twice.
#[tokio::test]
async fn a_dismissed_repetition_is_done_by_one_more_worker() {
    let world = world().await;
    let (campaign, batch) = published(&world, 2, 1).await;
    let by_alice = world.work(world.alice, campaign).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    world.reject(&by_alice).await.unwrap();
    world.pass(DELAY).await;
    world.settle(&by_alice).await.unwrap();
    for worker in [world.alice, world.bob] {
        world.refuses(Error::NoBatches, world.reserve(worker, campaign)).await;
    }
    world.work(world.carol, campaign).await.unwrap();
    let row = world.batch_row(batch).await;
    assert_eq!((row.state(), row.submissions, row.dismissed), (State::Finished, 3, 1));
    world.refuses(Error::NoBatches, world.reserve(world.dave, campaign)).await;
    world.finish().await;
}

/// A rejected worker may go on with other tasks, and a task that is open again goes to who has passed it.
#[tokio::test]
async fn a_rejected_worker_goes_on_with_other_tasks() {
    let world = world().await;
    let (campaign, batch) = published(&world, 1, 3).await;
    let first = world.work(world.alice, campaign).await.unwrap();
    world.reject(&first).await.unwrap();
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 1);
    world.pass(DELAY).await;
    world.settle(&first).await.unwrap();
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 2);
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}

/// Of a removed batch the money for what is dismissed is free, and nothing is given out again.
#[tokio::test]
async fn in_a_removed_batch_the_money_becomes_free() {
    let world = world().await;
    let (campaign, batch, result) = rejected(&world, world.alice).await;
    world.remove(batch).await.unwrap();
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    world.refuses(Error::NothingToClear, world.clear(batch)).await;
    world.pass(DELAY).await;
    world.settle(&result).await.unwrap();
    assert!(world.force.reopened(campaign).await.unwrap().is_empty());
    world.refuses(Error::NoBatches, world.reserve(world.bob, campaign)).await;
    world.refund(batch).await.unwrap();
    world.clear(batch).await.unwrap();
    let now = world.snapshot().await;
    assert!(now.batches.is_empty() && now.submissions.is_empty() && now.rejections.is_empty());
    assert_eq!(now.escrow, efx("0.0000"));
    world.finish().await;
}
