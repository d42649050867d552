use std::vec;

use antelope::{Asset, ExtendedAsset, Symbol, TimePointSec, name};

use super::*;
use crate::force::{
    campaign::Content, reservation::Reservation, review::Review, settings::Settings,
    submission::ResultData,
};

const PRICE: i64 = 77;

/// A published batch with exactly the money that it needs.
fn published(tasks: u32, repetitions: u32) -> (Campaign, Batch) {
    let quantity = Asset::new(70, Symbol::constant(4, "EFX"));
    let reward = ExtendedAsset { quantity, contract: name!("effecttokens") };
    let owner = name!("requester").into();
    let review = Review::default();
    let mut campaign = Campaign::new(2, owner, Content::default(), 0, reward, vec![], review);
    let mut batch = Batch::draft(&campaign, Content::default(), repetitions);
    batch.balance.quantity.amount = PRICE * i64::from(tasks) * i64::from(repetitions);
    let settings = Settings { fee_bps: 1000, max_tasks: 100, ..Settings::example() };
    batch.publish(&mut campaign, tasks, &settings).expect("enough money");
    (campaign, batch)
}

fn money(batch: &Batch) -> (i64, i64) {
    (batch.balance.quantity.amount, escrow::owed(batch).expect("an amount"))
}

/// Of one task with one result: handed in, so that the batch is finished.
fn finished() -> (Campaign, Batch) {
    let (mut campaign, mut batch) = published(1, 1);
    batch.give_fresh(&mut campaign, 0, 0).unwrap();
    batch.submit().unwrap();
    (campaign, batch)
}

#[test]
fn a_task_is_given_out_as_often_as_it_is_to_be_done_and_then_the_next_one() {
    let (mut campaign, mut batch) = published(2, 2);
    for (task, given, repetition, frontier, done) in [
        (0, 0, Repetition::Counted(1), 0, 0),
        (1, 0, Repetition::Counted(1), 0, 0),
        (0, 1, Repetition::Last, 1, 1),
        (1, 1, Repetition::Last, 2, 2),
    ] {
        assert_eq!(batch.give_fresh(&mut campaign, task, given), Ok(repetition));
        assert_eq!((batch.frontier, campaign.reservations_done), (frontier, done));
    }
    assert_eq!(batch.reserved, 4);
    assert_eq!((batch.is_open(), batch.tasks_open()), (false, 0));
}

#[test]
fn a_place_that_is_given_back_waits_only_in_a_batch_that_goes_on() {
    let (mut campaign, mut batch) = published(2, 1);
    batch.give_fresh(&mut campaign, 0, 0).unwrap();
    assert_eq!(batch.take_back(), Ok(true));
    assert_eq!((batch.reserved, batch.reopened), (0, 1));
    batch.give_again().unwrap();
    assert_eq!((batch.reserved, batch.reopened), (1, 0));
    assert_eq!(batch.remove(&mut campaign), Ok(PRICE), "one is held, the other free");
    assert_eq!(campaign.total_tasks, 1);
    assert_eq!(batch.take_back(), Ok(false));
    assert_eq!((batch.reserved, batch.reopened, money(&batch)), (0, 0, (PRICE, 0)));
    assert_eq!(batch.remove(&mut campaign), Err(Error::BatchRemoved));
}

#[test]
fn the_last_result_finishes_a_batch_and_each_costs_its_price() {
    let (mut campaign, mut batch) = published(2, 1);
    for task in 0..2 {
        batch.give_fresh(&mut campaign, task, 0).unwrap();
    }
    batch.submit().unwrap();
    assert_eq!((batch.state(), money(&batch)), (State::Published, (PRICE, PRICE)));
    batch.submit().unwrap();
    assert_eq!((batch.state(), money(&batch)), (State::Finished, (0, 0)));
}

#[test]
fn a_rejected_result_is_held_until_it_counts_or_its_task_goes_to_another() {
    let (_, mut batch) = finished();
    batch.reject().unwrap();
    assert_eq!((batch.state(), batch.held, money(&batch)), (State::Finished, 1, (PRICE, PRICE)));
    let mut overruled = batch.clone();
    overruled.overrule().unwrap();
    assert_eq!(
        (overruled.state(), overruled.held, money(&overruled)),
        (State::Finished, 0, (0, 0))
    );

    batch.dismiss().unwrap();
    assert_eq!((batch.state(), batch.results()), (State::Published, 0));
    assert_eq!((batch.held, batch.dismissed, batch.reopened), (0, 1, 1));
    assert_eq!(money(&batch), (PRICE, PRICE));
    batch.give_again().unwrap();
    batch.submit().unwrap();
    assert_eq!((batch.state(), batch.submissions), (State::Finished, 2));
    assert_eq!(money(&batch), (0, 0));
}

#[test]
fn what_is_held_in_a_removed_batch_is_paid_or_free() {
    let (mut campaign, mut batch) = finished();
    batch.reject().unwrap();
    assert_eq!(batch.remove(&mut campaign), Ok(0), "it may count after all");
    let mut overruled = batch.clone();
    overruled.overrule().unwrap();
    assert_eq!(money(&overruled), (0, 0));

    batch.dismiss().unwrap();
    assert_eq!((batch.state(), batch.reopened, money(&batch)), (State::Removed, 0, (PRICE, 0)));
    assert_eq!(escrow::take_free(&mut batch), Ok(PRICE));
}

#[test]
fn what_is_cleared_is_forgotten() {
    let (mut campaign, mut batch) = finished();
    batch.reject().unwrap();
    batch.dismiss().unwrap();
    batch.give_again().unwrap();
    batch.remove(&mut campaign).unwrap();
    let reservation = Reservation {
        id: 0,
        task_idx: 0,
        account_id: Some(1),
        batch_idx: 0,
        reserved_on: TimePointSec(0),
        campaign_id: 2,
    };
    let data = ResultData { first: 1, second: vec![] };
    let mut result = Submission::new(&reservation, data, TimePointSec(0));
    result.set_standing(Standing::Dismissed);
    batch.forget_result(&result).unwrap();
    batch.forget_places(0, 1).unwrap();
    assert!(batch.is_cleared());
    assert_eq!(batch.dismissed, 0);
    assert_eq!(batch.forget_result(&result), Err(Error::LedgerBroken));
    assert_eq!(batch.forget_places(1, 0), Err(Error::LedgerBroken));
}

#[test]
fn counters_never_wrap() {
    let (_, mut batch) = published(1, 1);
    let untouched = batch.clone();
    for broken in [
        Batch::give_again,
        |batch: &mut Batch| batch.take_back().map(drop),
        Batch::submit,
        Batch::overrule,
        Batch::dismiss,
    ] {
        batch = untouched.clone();
        assert_eq!(broken(&mut batch), Err(Error::LedgerBroken));
    }
}
