//! Random sequences of actions; after each, money and tasks must add up.

use proptest::prelude::*;
use protocol::force::{
    Error,
    batch::{State, batch_key},
    dispatch::Decision,
    policy::Event,
};

use crate::world::{MAX_TASKS, PAYOUT_DELAY, World};

/// Two hundred actions a case and five hundred cases: 10^5 steps.
const STEPS: usize = 200;
const CASES: u32 = 500;

const CAMPAIGNS: u32 = 2;
const WORKERS: u32 = 6;

#[derive(Clone, Copy, Debug)]
enum Step {
    MakeBatch { campaign: u32, repetitions: u32 },
    Fund { batch: usize, amount: i64 },
    Publish { batch: usize, tasks: u32 },
    Remove { batch: usize },
    Refund { batch: usize },
    Clear { batch: usize },
    Reserve { campaign: u32, worker: u32 },
    Submit { campaign: u32, worker: u32 },
    Skip { campaign: u32, worker: u32 },
    Release { campaign: u32, worker: u32 },
    StandBy { campaign: u32, worker: u32 },
    Leave { campaign: u32, worker: u32 },
    Assign { campaign: u32, max: u32 },
    Payout { payment: usize },
    Accept { payment: usize },
    Reject { result: usize },
    Answer { rejection: usize, event: Event },
    SetReview { campaign: u32, delay: u32 },
    Cancel { campaign: u32 },
    ClaimFees,
    SetFee { bps: u16 },
    Wait { seconds: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    let (campaign, worker, batch) = (0..CAMPAIGNS, 0..WORKERS, 0..64usize);
    let by = (campaign.clone(), worker);
    prop_oneof![
        6 => (campaign, 0..5u32).prop_map(|(campaign, repetitions)| Step::MakeBatch { campaign, repetitions }),
        8 => (batch.clone(), -1_000..20_000i64).prop_map(|(batch, amount)| Step::Fund { batch, amount }),
        8 => (batch.clone(), 0..=MAX_TASKS + 1).prop_map(|(batch, tasks)| Step::Publish { batch, tasks }),
        1 => batch.clone().prop_map(|batch| Step::Remove { batch }),
        2 => batch.clone().prop_map(|batch| Step::Refund { batch }),
        4 => batch.prop_map(|batch| Step::Clear { batch }),
        100 => by.clone().prop_map(|(campaign, worker)| Step::Reserve { campaign, worker }),
        80 => by.clone().prop_map(|(campaign, worker)| Step::Submit { campaign, worker }),
        20 => by.clone().prop_map(|(campaign, worker)| Step::Skip { campaign, worker }),
        15 => by.clone().prop_map(|(campaign, worker)| Step::Release { campaign, worker }),
        40 => by.clone().prop_map(|(campaign, worker)| Step::StandBy { campaign, worker }),
        4 => by.prop_map(|(campaign, worker)| Step::Leave { campaign, worker }),
        15 => (0..CAMPAIGNS, 0..4u32).prop_map(|(campaign, max)| Step::Assign { campaign, max }),
        15 => (0..64usize).prop_map(|payment| Step::Payout { payment }),
        3 => (0..64usize).prop_map(|payment| Step::Accept { payment }),
        20 => (0..1024usize).prop_map(|result| Step::Reject { result }),
        25 => (0..64usize, answer()).prop_map(|(rejection, event)| Step::Answer { rejection, event }),
        1 => (0..CAMPAIGNS, 0..=2 * PAYOUT_DELAY + 1)
            .prop_map(|(campaign, delay)| Step::SetReview { campaign, delay }),
        1 => (0..CAMPAIGNS).prop_map(|campaign| Step::Cancel { campaign }),
        3 => Just(Step::ClaimFees),
        1 => (0..=10_000u16).prop_map(|bps| Step::SetFee { bps }),
        30 => (0..15u32).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

fn answer() -> impl Strategy<Value = Event> {
    prop_oneof![
        5 => Just(Event::Appeal),
        2 => Just(Event::Uphold),
        2 => Just(Event::Overrule),
        3 => Just(Event::Settle),
    ]
}

fn world() -> World {
    let mut world = World::new(1000);
    world.make_campaign(10, 30);
    world.make_campaign(0, 7);
    // A first batch each, so that there is work from the start.
    for (campaign, repetitions, tasks) in [(0, 3, 5), (0, 1, 3), (1, 2, 8)] {
        let batch = batch_key(campaign, world.campaigns[&campaign].num_batches);
        world.make_batch(campaign, repetitions).expect("a valid batch");
        world.fund(batch, 600).expect("a valid amount");
        world.publish(batch, tasks).expect("enough money");
    }
    world
}

fn nth<K: Copy, V>(map: &std::collections::BTreeMap<K, V>, n: usize) -> Option<K> {
    map.keys().nth(n % map.len().max(1)).copied()
}

fn play(world: &mut World, step: Step) -> Result<(), Error> {
    let batch_at = |world: &World, n| nth(&world.batches, n).ok_or(Error::BatchNotFound);
    match step {
        Step::MakeBatch { campaign, repetitions } => world.make_batch(campaign, repetitions),
        Step::Fund { batch, amount } => world.fund(batch_at(world, batch)?, amount),
        Step::Publish { batch, tasks } => world.publish(batch_at(world, batch)?, tasks),
        Step::Remove { batch } => world.remove_batch(batch_at(world, batch)?),
        Step::Refund { batch } => world.refund(batch_at(world, batch)?),
        Step::Clear { batch } => world.clear(batch_at(world, batch)?),
        Step::Reserve { campaign, worker } => world.reserve(campaign, worker),
        Step::Submit { campaign, worker } => world.submit(campaign, worker),
        Step::Skip { campaign, worker } => world.skip(campaign, worker),
        Step::Release { campaign, worker } => world.release(campaign, worker),
        Step::StandBy { campaign, worker } => world.stand_by(campaign, worker),
        Step::Leave { campaign, worker } => world.leave(campaign, worker),
        Step::Assign { campaign, max } => world.assign(campaign, max),
        Step::Payout { payment } => {
            world.pay_out(nth(&world.payments, payment).ok_or(Error::PaymentNotFound)?, false)
        }
        Step::Accept { payment } => {
            world.pay_out(nth(&world.payments, payment).ok_or(Error::PaymentNotFound)?, true)
        }
        Step::Reject { result } => {
            world.reject(nth(&world.submissions, result).ok_or(Error::SubmissionNotFound)?)
        }
        Step::Answer { rejection, event } => {
            world.answer(nth(&world.rejections, rejection).ok_or(Error::NotRejected)?, event)
        }
        Step::SetReview { campaign, delay } => world.set_review(campaign, delay),
        Step::Cancel { campaign } => world.cancel(campaign),
        Step::ClaimFees => world.claim_fees(),
        Step::SetFee { bps } => {
            world.settings.fee_bps = bps;
            Ok(())
        }
        Step::Wait { seconds } => {
            world.now += seconds;
            Ok(())
        }
    }
}

/// Lets everybody work until nothing is left, then removes and clears everything.
fn wind_down(world: &mut World) {
    // Time decides what is rejected or appealed.
    world.now += 2 * PAYOUT_DELAY;
    for rejection in world.rejections.keys().copied().collect::<Vec<_>>() {
        world.answer(rejection, Event::Settle).expect("time decides in the end");
        world.check();
    }
    // More workers than any task has repetitions and dismissed results, so that every task can be finished.
    let mut workers = WORKERS * 2;
    for _ in 0..4_000 {
        let before = world.history.len();
        for campaign in 0..CAMPAIGNS {
            for worker in 0..workers {
                if world.reserve(campaign, worker) == Err(Error::OthersWaiting) {
                    world.assign(campaign, u32::MAX).expect("those who wait can be served");
                    let _ = world.reserve(campaign, worker);
                }
                let _ = world.submit(campaign, worker);
                world.check();
            }
        }
        world.now += 11;
        if world.history.len() == before {
            if workers == WORKERS * 5 {
                break;
            }
            workers += WORKERS;
        }
        if world.batches.values().all(|batch| batch.state() != State::Published) {
            break;
        }
    }
    for batch in world.batches.values() {
        assert_ne!(batch.state(), State::Published, "no published task is a dead end: {batch:?}");
    }
    world.now += 2 * PAYOUT_DELAY;
    for campaign in 0..CAMPAIGNS {
        // Offers that were not accepted, of batches that are removed.
        let _ = world.assign(campaign, u32::MAX);
        world.check();
    }
    for batch in world.batches.keys().copied().collect::<Vec<_>>() {
        let _ = world.remove_batch(batch);
        for _ in 0..200 {
            let _ = world.clear(batch);
            let _ = world.refund(batch);
            world.check();
        }
    }
    world.now += 1_000;
    for payment in world.payments.keys().copied().collect::<Vec<_>>() {
        world.pay_out(payment, false).expect("every payment is due in the end");
    }
    world.claim_fees().expect("fees can always be claimed");
    assert_eq!(world.tokens, 0, "nothing stays behind");
    let ended: Vec<_> = world.paid.union(&world.dismissed).copied().collect();
    assert_eq!(ended, world.history.iter().copied().collect::<Vec<_>>(), "paid, or dismissed");
    assert!(world.paid.is_disjoint(&world.dismissed));
    assert!(world.batches.is_empty(), "{:?}", world.batches);
    assert!(world.reservations.is_empty() && world.reopened.is_empty());
    assert!(world.standby.values().all(|row| row.offer().is_none()), "nobody is offered anything");
    assert!(world.repetitions.is_empty() && world.submissions.is_empty());
    assert!(world.campaigns.values().all(|campaign| campaign.live_batches == 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn money_and_tasks_add_up_after_every_action(steps in prop::collection::vec(step(), STEPS)) {
        let mut world = world();
        for step in steps {
            let before = world.clone();
            if play(&mut world, step).is_err() {
                // A refused action is rolled back by the chain.
                world = before;
            }
            world.check();
        }
        wind_down(&mut world);
    }
}

#[test]
fn a_worker_with_nothing_fresh_gets_what_lapsed() {
    let mut world = World::new(0);
    world.make_campaign(10, 30);
    world.make_batch(0, 1).unwrap();
    world.fund(0, 1_000).unwrap();
    world.publish(0, 1).unwrap();
    world.reserve(0, 1).unwrap();
    assert_eq!(world.decide(0, 2, None), Decision::Nothing);
    world.now += 10;
    assert!(matches!(world.decide(0, 2, None), Decision::TakeOver { .. }));
}
