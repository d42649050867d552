//! Rows: every field is set when a row is made, and nothing is read that has gone.

use antelope::{ExtendedAsset, TimePointSec};
use protocol::force::{
    batch::{Batch, OpenBatches, State, batch_key},
    campaign::{Campaign, Content},
    payment::Payment,
    reservation::{AccountTaskIndex, RepetitionsDone, Reservation},
    review::Review,
    submission::{Standing, Submission},
};
use tests::{World, efx, exactly, result};

fn zero(amount: ExtendedAsset) -> ExtendedAsset {
    ExtendedAsset { quantity: antelope::Asset { amount: 0, ..amount.quantity }, ..amount }
}

/// D31: fields of new rows held whatever the memory held, and others were never written. Every field of every row is as
/// it should be, when it is made and after each step.
#[tokio::test]
async fn d31_every_field_of_a_new_row_is_set_and_every_field_is_used() {
    let world = World::new().await;
    let terms = world.terms("2.0000");
    let id = world.campaign(terms.clone()).await.unwrap();
    let mut campaign = Campaign {
        id,
        reservations_done: 0,
        total_submissions: 0,
        total_tasks: 0,
        active_batch: 0,
        num_batches: 0,
        owner: world.requester.into(),
        paused: false,
        content: terms.content,
        max_task_time: terms.max_task_time,
        reward: terms.reward,
        qualis: vec![],
        end_task_idx: 0,
        live_batches: 0,
        next_reservation: 0,
        review: Review { payout_delay_sec: 1, ..Review::default() },
        cancelled: 0,
        first_waiting: 0,
    };
    assert_eq!(world.campaign_row(id).await, campaign);
    world.published(id, 1, 3).await.unwrap();
    let key = world.batch(id, 2).await.unwrap();
    let mut batch = Batch {
        id: 1,
        campaign_id: id,
        content: Content::ipfs("batch".into()),
        balance: zero(terms.reward),
        repetitions: 2,
        num_tasks: 0,
        start_task_idx: 0,
        reward: terms.reward,
        fee: 0,
        state: State::Draft as u8,
        frontier: 0,
        submissions: 0,
        reserved: 0,
        reopened: 0,
        clear_cursor: 0,
        review: campaign.review,
        held: 0,
        dismissed: 0,
    };
    assert_eq!(world.batch_row(key).await, batch);
    world.fund(key, exactly(efx("2.0000"), 4)).await.unwrap();
    world.publish(key, 2).await.unwrap();
    batch.balance.quantity = exactly(efx("2.0000"), 4);
    batch.num_tasks = 2;
    batch.start_task_idx = 3;
    batch.frontier = 3;
    batch.fee = 2_000;
    batch.state = State::Published as u8;
    // The campaign names nobody to decide appeals: the network's arbiter does.
    batch.review.arbiter = world.force.account();
    assert_eq!(world.batch_row(key).await, batch);
    campaign.num_batches = 2;
    campaign.live_batches = 2;
    campaign.total_tasks = 5;
    campaign.end_task_idx = 5;
    assert_eq!(world.campaign_row(id).await, campaign);

    for _ in 0..3 {
        world.work(world.alice, id).await.unwrap();
    }
    let task = world.reserve(world.alice, id).await.unwrap();
    let reserved_on = task.reserved_on;
    assert!(reserved_on > TimePointSec(0));
    let expected = Reservation {
        id: u64::from(id) << 32 | 3,
        task_idx: 3,
        account_id: Some(world.alice.id),
        batch_idx: 1,
        reserved_on,
        campaign_id: id,
    };
    assert_eq!(task, expected);
    let now = world.snapshot().await;
    let cursor =
        AccountTaskIndex { account_id: world.alice.id, campaign_id: id, batch_idx: 1, value: 3 };
    assert_eq!(now.cursors, [cursor]);
    assert_eq!(now.repetitions, [RepetitionsDone { campaign_id: id, task_idx: 3, value: 1 }]);

    // D49: rows are erased in these steps, and what follows from them is right.
    let submission = world.submit(world.alice, task).await.unwrap();
    let submitted_on = submission.submitted_on;
    let expected = Submission {
        id: task.id,
        campaign_id: id,
        task_idx: 3,
        account_id: Some(world.alice.id),
        batch_idx: 1,
        data: result(1),
        paid: true,
        submitted_on,
        state: Standing::Submitted as u8,
    };
    assert_eq!(submission, expected);
    assert!(submitted_on >= reserved_on);
    let payment = world.payment(world.alice, key).await;
    let expected = Payment {
        id: task.id,
        account_id: world.alice.id,
        batch_id: batch_key(id, 1),
        pending: terms.reward,
        last_submission_time: submitted_on,
        opened_on: submitted_on,
        payout_delay_sec: 1,
        fee: 2_000,
    };
    assert_eq!(payment, expected);
    batch.submissions = 1;
    batch.balance.quantity = exactly(efx("2.0000"), 3);
    assert_eq!(world.batch_row(key).await, batch);
    campaign.reservations_done = 3;
    campaign.total_submissions = 4;
    campaign.next_reservation = 4;
    campaign.active_batch = 1;
    assert_eq!(world.campaign_row(id).await, campaign);
    world.finish().await;
}

/// D49: rows were read after they had been erased, and an allocator that never frees hid it. What is done with an erased
/// row is what the row said: taking over, handing in, giving back, paying out.
#[tokio::test]
async fn d49_no_row_is_read_after_it_was_erased() {
    let world = World::new().await;
    let mut terms = world.terms("2.0000");
    terms.max_task_time = 0;
    let id = world.campaign(terms).await.unwrap();
    let key = world.published(id, 1, 1).await.unwrap();
    let first = world.reserve(world.alice, id).await.unwrap();
    let second = world.reserve(world.bob, id).await.unwrap();
    let expected = Reservation {
        id: first.id + 1,
        account_id: Some(world.bob.id),
        reserved_on: second.reserved_on,
        ..first
    };
    assert_eq!(second, expected);
    world.release(world.bob.name, world.bob, second).await.unwrap();
    let [reopened] = world.force.reopened(id).await.unwrap()[..] else { panic!("one row") };
    assert_eq!(
        (reopened.batch_idx, reopened.task_idx, reopened.account_id),
        (first.batch_idx, first.task_idx, world.bob.id)
    );
    let third = world.reserve(world.carol, id).await.unwrap();
    assert_eq!((third.batch_idx, third.task_idx), (first.batch_idx, first.task_idx));
    let result = world.submit(world.carol, third).await.unwrap();
    assert_eq!((result.id, result.account_id), (third.id, Some(world.carol.id)));
    let payment = world.payment(world.carol, key).await;
    world.pass(1).await;
    world.payout(world.carol, payment.id).await.unwrap();
    assert_eq!(world.credit(world.carol.id).await, payment.pending.quantity);
    world.finish().await;
}

/// D50, where keys of an index change: a batch is among the open ones exactly while it has something fresh.
#[tokio::test]
async fn d50_index_entries_follow_their_rows() {
    let world = World::new().await;
    let id = world.campaign(world.terms("1.0000")).await.unwrap();
    let open = async || -> Vec<u32> {
        let force = world.force.contract();
        let rows = force.rows_by::<OpenBatches>(world.force.account(), ..).await.unwrap();
        rows.iter().map(|row| row.id).collect()
    };
    let draft = world.batch(id, 1).await.unwrap();
    assert!(open().await.is_empty());
    world.published(id, 1, 1).await.unwrap();
    world.published(id, 1, 1).await.unwrap();
    assert_eq!(open().await, [1, 2]);
    let task = world.reserve(world.alice, id).await.unwrap();
    assert_eq!(open().await, [2]);
    world.submit(world.alice, task).await.unwrap();
    world.fund(draft, efx("5.0000")).await.unwrap();
    world.publish(draft, 2).await.unwrap();
    assert_eq!(open().await, [2, 0], "in the order of publishing");
    world.remove(batch_key(id, 2)).await.unwrap();
    assert_eq!(open().await, [0]);
    world.finish().await;
}

/// D53: debugging output was left in. No action prints anything, over the life of a campaign.
#[tokio::test]
async fn d53_no_debug_output_and_no_unused_argument() {
    let world = World::new().await;
    let id = world.campaign(world.terms("1.0000")).await.unwrap();
    let key = world.batch(id, 1).await.unwrap();
    let mut receipts = vec![
        world.fund(key, efx("9.0000")).await.unwrap(),
        world.publish(key, 3).await.unwrap(),
        world.edit(id, |edit| edit.paused = false).await.unwrap(),
        world.deposit(world.alice.id, efx("1.0000")).await.unwrap(),
    ];
    let task = world.reserve(world.alice, id).await.unwrap();
    receipts
        .push(world.push(world.alice.name, &world.submission(world.alice.id, task)).await.unwrap());
    let task = world.reserve(world.bob, id).await.unwrap();
    receipts.push(world.release(world.bob.name, world.bob, task).await.unwrap());
    world.pass(1).await;
    let payment = world.payment(world.alice, key).await;
    receipts.push(world.payout(world.alice, payment.id).await.unwrap());
    receipts.push(world.refund(key).await.unwrap());
    receipts.push(world.remove(key).await.unwrap());
    receipts.push(world.clear(key).await.unwrap());
    for trace in receipts.iter().flat_map(|receipt| &receipt.actions) {
        assert_eq!(trace.console, "", "{}", trace.action.name);
    }
    world.finish().await;
}
