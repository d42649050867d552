//! The requester wants results for nothing, his money back while it is owed, and no fee.

use antelope::{Extension, Name, name};
use protocol::{
    force::{
        Error,
        actions::{Refund, RemoveBatch},
        batch::{State, split_batch_key},
        qualification::{AssetAddress, Qualification},
    },
    vaccount::{self, actions::Withdraw},
};
use tests::{Actor, World, efx, hostile, world::FORTUNE};

/// Puts on the requester's account a contract that answers the news of his refund with another demand.
async fn answer_refunds_with<A: antelope::Action>(world: &World, action: &A) {
    let answer = world.force.action(world.requester, action);
    world.set_acting_code(world.requester, &hostile::answering(&answer)).await;
}

fn refund(batch_id: u64) -> Refund {
    Refund { batch_id, sig: Extension(None), terms: Extension(None) }
}

/// The owner's account is a contract that, told of its refund, asks for it again before the first call has ended: what was
/// free is gone by then, and both are undone.
#[tokio::test]
async fn a_refund_is_not_paid_twice_by_calling_back() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    world.fund(batch, efx("5.0000")).await.unwrap();
    let (campaign_id, id) = split_batch_key(batch);
    let removal = RemoveBatch { id, campaign_id, sig: Extension(None), terms: Extension(None) };

    answer_refunds_with(&world, &refund(batch)).await;
    world.refuses(Error::NothingToRefund, world.refund(batch)).await;
    answer_refunds_with(&world, &removal).await;
    world.refuses(Error::BatchDoesNotExist, world.remove(batch)).await;
    // A contract that does not answer gets what is free, once.
    world.set_code(world.requester, &hostile::forwarding()).await;
    world.refund(batch).await.unwrap();
    let owned = world.balance(world.requester).await.amount;
    assert_eq!(owned, efx(FORTUNE).amount - 2 * efx("2.2000").amount, "for two batches");
    world.finish().await;
}

/// The same with a virtual account: the receiver of a withdrawal withdraws again when it is told.
#[tokio::test]
async fn a_withdrawal_is_not_paid_twice_by_calling_back() {
    let world = World::new().await;
    let row = world.open_row(world.requester, world.token).await.unwrap();
    world.deposit(row, efx("10.0000")).await.unwrap();
    world.deposit(world.alice.id, efx("10.0000")).await.unwrap();
    let withdraw = Withdraw {
        from_id: row.into(),
        to_account: world.requester,
        quantity: world.amount(efx("6.0000")),
        memo: String::new(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let action = world.vaccount.action(world.requester, &withdraw);
    world.set_acting_code(world.requester, &hostile::answering(&action)).await;
    world.refuses(vaccount::Error::NotEnough, world.push_all(&[action])).await;
    assert_eq!(world.credit(row).await, efx("10.0000"));
    world.finish().await;
}

/// He is owner, worker and arbiter at once, pays himself, rejects himself and decides for himself: round and round, his
/// money grows by nothing, and each result that stands costs the fee.
#[tokio::test]
async fn dealing_with_oneself_costs_the_fee() {
    let world = World::with(|network| network.payout_delay_sec = 3600).await;
    let name = world.requester;
    let himself = Actor { name, id: world.open_row(name, world.token).await.unwrap() };
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.set_review(campaign, |review| review.arbiter = name).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    // Accepted at once; rejected and granted; rejected and dismissed.
    world.work(himself, campaign).await.unwrap();
    let payment = world.payment(himself, batch).await;
    world.accept_payment(name, payment.id).await.unwrap();
    for upheld in [false, true] {
        let result = world.work(himself, campaign).await.unwrap();
        world.reject(&result).await.unwrap();
        world.appeal(himself, &result).await.unwrap();
        world.resolve(name, &result, upheld).await.unwrap();
    }
    world.remove(batch).await.unwrap();
    let has = world.balance(name).await.amount + world.credit(himself.id).await.amount;
    assert_eq!(world.pot().await, efx("0.2000"));
    assert_eq!(has, efx(FORTUNE).amount - efx("0.2000").amount);
    world.finish().await;
}

/// Rewards so small that the fee on each rounds to nothing. What is saved is less than a smallest unit a result.
#[tokio::test]
async fn dust_saves_less_than_a_smallest_unit_of_fee_a_result() {
    let world = World::new().await;
    let (tasks, whole, dust) = (10, "0.0090", "0.0009");
    let mut fees = Vec::new();
    for (reward, tasks) in [(whole, 1), (dust, tasks)] {
        let campaign = world.campaign(world.terms(reward)).await.unwrap();
        let batch = world.published(campaign, 1, tasks).await.unwrap();
        for _ in 0..tasks {
            world.work(world.alice, campaign).await.unwrap();
        }
        let rows = world.force.payments_for(batch, world.alice.id).await.unwrap();
        fees.push(rows.iter().map(|row| row.fee).sum::<i64>());
    }
    assert_eq!(fees, [9, 0]);
    assert!(fees[0] < i64::from(tasks));
    world.finish().await;
}

/// Who holds a task is to be kept from handing it in: by qualifications that nobody meets, a pause, the end of the batch,
/// another owner. Submitting asks for none of these.
#[tokio::test]
async fn no_change_of_the_campaign_keeps_a_held_task_from_being_paid() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    let kept = world.reserve(world.bob, campaign).await.unwrap();
    let impossible = Qualification::inclusive(AssetAddress::Asset(u64::MAX));
    let edit = world.edit(campaign, |edit| {
        edit.qualis = vec![impossible];
        edit.reward = world.amount(efx("0.0001"));
        edit.paused = true;
    });
    edit.await.unwrap();
    world.cancel(world.requester, campaign).await.unwrap();
    let nobody: Name = name!("atomicassets");
    world.set_owner(world.requester, campaign, nobody.into()).await.unwrap();
    world.submit(world.alice, task).await.unwrap();
    world.release(world.bob.name, world.bob, kept).await.unwrap();
    world.pass(1).await;
    let payment = world.payment(world.alice, batch).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}

/// The money of one batch is to pay for another: a removed batch is published again, funded again, or its id made again.
#[tokio::test]
async fn an_ended_batch_does_not_come_back() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let finished = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let removed = world.published(campaign, 1, 1).await.unwrap();
    let task = world.reserve(world.bob, campaign).await.unwrap();
    world.remove(removed).await.unwrap();
    for batch in [finished, removed] {
        world.refuses(Error::BatchEnded, world.publish(batch, 1)).await;
        world.refuses(Error::BatchEnded, world.fund(batch, efx("1.0000"))).await;
    }
    world.refuses(Error::NothingToRefund, world.refund(removed)).await;
    world.refuses(Error::BatchRemoved, world.remove(removed)).await;
    world.submit(world.bob, task).await.unwrap();
    assert_eq!(world.batch_row(finished).await.state(), State::Finished);
    world.finish().await;
}

/// Late rejections: of what was accepted, of what was paid, and by an owner who has just got the campaign.
#[tokio::test]
async fn what_one_owner_accepted_another_does_not_reject() {
    let world = World::with(|network| network.payout_delay_sec = 3600).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let accepted = world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.accept_payment(world.requester, payment.id).await.unwrap();
    let later = world.work(world.alice, campaign).await.unwrap();
    world.set_owner(world.requester, campaign, world.rival.into()).await.unwrap();
    // The money of the later result is not taken for the earlier one.
    world.refuses(Error::PaidAlready, world.reject(&accepted)).await;
    world.reject(&later).await.unwrap();
    world.refuses(Error::RejectedBefore, world.reject(&later)).await;
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}
