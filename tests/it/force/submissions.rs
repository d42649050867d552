//! Submissions: a result for a reserved task, and the reward for it.

use antelope::pack::Pair;
use protocol::force::{Error, actions::SubmitTask};
use tests::{Missing, World, efx, result};

/// Who holds no reservation, submits for another, or names another task is refused, and nothing changes.
#[tokio::test]
async fn f23_only_the_holder_submits_and_only_his_task() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 2, 4).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    world.refuses(Error::NotReserved, world.submit(world.carol, held)).await;
    let for_bob = world.submission(world.bob.id, held);
    world.refuses(Missing(world.bob.name), world.push(world.alice.name, &for_bob)).await;
    let wrong = SubmitTask { task_idx: held.task_idx + 1, ..for_bob };
    world.refuses(Error::WrongTaskIndex, world.push(world.bob.name, &wrong)).await;
    let key_held = world.submission(world.key_holder, held);
    let push = world.push(world.bob.name, &key_held);
    world.refuses(protocol::signed::Error::Missing, push).await;
    world.finish().await;
}

/// The holder submits: one submission with the reservation's id; the reservation is gone; the payment is the reward.
#[tokio::test]
async fn f24_a_result_earns_the_reward() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 2, 4).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    let submitted = world.submit(world.bob, held).await.unwrap();

    assert_eq!(
        world.force.submissions(campaign, 0).await.unwrap(),
        std::slice::from_ref(&submitted)
    );
    assert_eq!((submitted.id, submitted.account_id), (held.id, Some(world.bob.id)));
    assert_eq!((submitted.campaign_id, submitted.batch_idx, submitted.task_idx), (campaign, 0, 0));
    assert_eq!(submitted.data, result(1));
    assert!(submitted.paid && submitted.submitted_on >= held.reserved_on);
    assert_eq!(world.held(world.bob, campaign).await, None);

    let payment = world.payment(world.bob, batch).await;
    assert_eq!(payment.pending, world.amount(efx("3.0000")));
    assert_eq!(payment.last_submission_time, submitted.submitted_on);
    assert_eq!(world.campaign_row(campaign).await.total_submissions, 1);
    world.finish().await;
}

/// The same again: "already submitted or not reserved by you"; still one submission, and the payment is unchanged.
#[tokio::test]
async fn f25_a_task_is_submitted_once() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 2, 4).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    world.submit(world.bob, held).await.unwrap();
    world.refuses(Error::NotReserved, world.submit(world.bob, held)).await;
    world.finish().await;
}

/// Both repetitions of task 0 are by different workers, then task 1 is given; counters and payments add up.
#[tokio::test]
async fn f26_each_repetition_is_by_another_worker() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 2, 4).await.unwrap();
    assert_eq!(world.work(world.bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.work(world.carol, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.work(world.dave, campaign).await.unwrap().task_idx, 1);
    let row = world.campaign_row(campaign).await;
    assert_eq!((row.total_submissions, row.reservations_done), (3, 1));
    for worker in [world.bob, world.carol, world.dave] {
        assert_eq!(world.earned(worker, batch).await, efx("3.0000"));
    }
    let by: Vec<_> = world.force.submissions(campaign, 0).await.unwrap();
    let by: Vec<_> = by.iter().map(|row| (row.task_idx, row.account_id.unwrap())).collect();
    assert_eq!(by, [(0, world.bob.id), (0, world.carol.id), (1, world.dave.id)]);
    world.finish().await;
}

/// A result is the multihash of an IPFS document.
#[tokio::test]
async fn a_result_of_another_form_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    let good = result(7);
    let mut other_hash = good.clone();
    other_hash.second[0] = 0x13;
    for data in [
        Pair { first: 0, ..good.clone() },
        Pair { second: Vec::new(), ..good.clone() },
        Pair { second: b"testdata".to_vec(), ..good.clone() },
        Pair { second: good.second[..33].to_vec(), ..good.clone() },
        other_hash,
    ] {
        let submit = SubmitTask { data, ..world.submission(world.bob.id, held) };
        world.refuses(Error::BadData, world.push(world.bob.name, &submit)).await;
    }
    world.submit(world.bob, held).await.unwrap();
    world.finish().await;
}

/// A late result is accepted while nobody has taken the task over, and refused afterwards.
#[tokio::test]
async fn a_late_result_counts_until_the_task_is_taken_over() {
    let world = World::new().await;
    let mut terms = world.terms("3.0000");
    terms.max_task_time = 3;
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let late = world.reserve(world.alice, campaign).await.unwrap();
    let too_late = world.reserve(world.bob, campaign).await.unwrap();
    world.pass(3).await;
    world.submit(world.alice, late).await.unwrap();
    let taken = world.reserve(world.carol, campaign).await.unwrap();
    assert_eq!(taken.task_idx, too_late.task_idx);
    world.refuses(Error::NotReserved, world.submit(world.bob, too_late)).await;
    world.submit(world.carol, taken).await.unwrap();
    assert_eq!(world.earned(world.bob, batch).await, efx("0.0000"));
    world.finish().await;
}
