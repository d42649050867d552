use std::{cell::Cell, vec, vec::Vec};

use antelope::{ExtendedAsset, table::composite};

use super::*;
use crate::force::{batch::State, campaign::Content, review::Review};

const CAMPAIGN: u32 = 7;
const NOW: u32 = 1_000;
const MAX_TASK_TIME: u32 = 100;

/// What the rule may ask: tasks that the worker has done, batches that were removed, cursors of other workers.
#[derive(Default)]
struct World {
    done: Vec<(u32, u32)>,
    removed: Vec<u32>,
    cursors: Vec<(u32, u32)>,
}

impl Facts for World {
    fn has_done(&self, batch_idx: u32, task_idx: u32) -> bool {
        self.done.contains(&(batch_idx, task_idx))
    }

    fn is_published(&self, batch_idx: u32) -> bool {
        !self.removed.contains(&batch_idx)
    }

    fn cursor_of(&self, account_id: u32) -> Option<AccountTaskIndex> {
        let (account_id, value) = *self.cursors.iter().find(|(id, _)| *id == account_id)?;
        Some(AccountTaskIndex { account_id, campaign_id: CAMPAIGN, batch_idx: 0, value })
    }
}

fn fresh(task_idx: u32) -> Option<FreshTask> {
    Some(FreshTask { batch_idx: 0, task_idx })
}

/// Worker 1 asks, with his next fresh task at `fresh`.
fn request(fresh: Option<FreshTask>) -> Request {
    let now = TimePointSec(NOW);
    Request { account_id: 1, fresh, skipped: None, max_task_time: MAX_TASK_TIME, now }
}

fn held(number: u32, task_idx: u32, account_id: u32, reserved_on: u32) -> Reservation {
    Reservation {
        id: composite(CAMPAIGN, number),
        task_idx,
        account_id: Some(account_id),
        batch_idx: 0,
        reserved_on: TimePointSec(reserved_on),
        campaign_id: CAMPAIGN,
    }
}

/// A reservation whose time was up at this very second.
fn lapsed(number: u32, task_idx: u32, account_id: u32) -> Reservation {
    held(number, task_idx, account_id, NOW - MAX_TASK_TIME)
}

fn given_back(number: u32, task_idx: u32, account_id: u32) -> Reopened {
    Reopened { id: composite(CAMPAIGN, number), batch_idx: 0, task_idx, account_id }
}

fn take_over(reservation: Reservation) -> Decision {
    Decision::TakeOver { reservation, advances: false }
}

#[track_caller]
fn check(
    request: Request,
    world: &World,
    reopened: &[Reopened],
    reservations: &[Reservation],
    expected: Decision,
) {
    let decision = decide(&request, world, reopened.iter().copied(), reservations.iter().copied());
    assert_eq!(decision, expected);
}

#[test]
fn with_nothing_second_hand_the_next_fresh_task_is_given() {
    check(request(fresh(5)), &World::default(), &[], &[], Decision::Fresh(fresh(5).unwrap()));
    check(request(None), &World::default(), &[], &[], Decision::Nothing);
}

#[test]
fn a_lapsed_task_goes_first_the_oldest_before_the_others() {
    let rows = [lapsed(1, 3, 2), lapsed(2, 0, 3)];
    check(request(fresh(5)), &World::default(), &[], &rows, take_over(rows[0]));
    check(request(None), &World::default(), &[], &rows, take_over(rows[0]));
}

#[test]
fn a_reservation_lapses_at_the_end_of_its_last_second_and_not_before() {
    let live = held(1, 0, 2, NOW - MAX_TASK_TIME + 1);
    check(request(None), &World::default(), &[], &[live], Decision::Nothing);
    check(request(None), &World::default(), &[], &[lapsed(1, 0, 2)], take_over(lapsed(1, 0, 2)));
}

#[test]
fn given_back_and_lapsed_tasks_come_in_one_order_of_age() {
    let world = World::default();
    let (row, back) = (lapsed(4, 0, 2), given_back(3, 1, 2));
    check(request(None), &world, &[back], &[row], Decision::Reopened(back));
    let (row, back) = (lapsed(3, 0, 2), given_back(4, 1, 2));
    check(request(None), &world, &[back], &[row], take_over(row));
}

#[test]
fn every_second_hand_task_is_considered_not_only_the_oldest() {
    let world = World { done: vec![(0, 0)], removed: vec![], cursors: vec![] };
    let rows = [lapsed(1, 0, 2), lapsed(2, 1, 3)];
    check(request(None), &world, &[], &rows, take_over(rows[1]));
    let backs = [given_back(1, 0, 2), given_back(2, 1, 3)];
    check(request(None), &world, &backs, &[], Decision::Reopened(backs[1]));
}

#[test]
fn a_task_of_a_removed_batch_is_given_to_nobody() {
    let world = World { removed: vec![0], ..World::default() };
    check(request(None), &world, &[given_back(1, 0, 2)], &[lapsed(2, 1, 3)], Decision::Nothing);
}

#[test]
fn a_task_ahead_of_the_worker_is_left_for_others() {
    let world = World { cursors: vec![(2, 6)], ..World::default() };
    let expected = Decision::Fresh(fresh(5).unwrap());
    check(request(fresh(5)), &world, &[], &[lapsed(1, 6, 2)], expected);
    check(request(fresh(5)), &world, &[given_back(1, 6, 2)], &[], expected);
    // His very next one, given back, he gets fresh: a place in it is free.
    check(request(fresh(5)), &world, &[given_back(1, 5, 2)], &[], expected);
}

#[test]
fn his_very_next_task_is_taken_over_from_a_holder_who_stands_there() {
    let row = lapsed(1, 5, 2);
    let stands = World { cursors: vec![(2, 5)], ..World::default() };
    let advances = Decision::TakeOver { reservation: row, advances: true };
    check(request(fresh(5)), &stands, &[], &[row], advances);
    let has_gone_on = World { cursors: vec![(2, 9)], ..World::default() };
    check(request(fresh(5)), &has_gone_on, &[], &[row], Decision::Fresh(fresh(5).unwrap()));
}

#[test]
fn his_own_given_back_task_comes_last() {
    let own = given_back(1, 0, 1);
    check(request(fresh(5)), &World::default(), &[own], &[], Decision::Fresh(fresh(5).unwrap()));
    let other = given_back(2, 1, 9);
    check(request(None), &World::default(), &[own, other], &[], Decision::Reopened(other));
    check(request(None), &World::default(), &[own], &[], Decision::Reopened(own));
}

#[test]
fn a_skipped_task_does_not_come_back_at_once_by_any_way() {
    let mut request = request(None);
    request.skipped = Some(0);
    let world = World::default();
    check(request, &world, &[given_back(5, 0, 1)], &[lapsed(2, 0, 3)], Decision::Nothing);
    let other = lapsed(3, 1, 3);
    check(request, &world, &[given_back(5, 0, 1)], &[lapsed(2, 0, 3), other], take_over(other));
}

#[test]
fn no_more_rows_are_read_than_the_limit() {
    let read = Cell::new(0);
    let counted = |_: &_| read.set(read.get() + 1);
    let count_row = |_: &Reservation| read.set(read.get() + 1);
    // The worker has done all of them.
    let world = World { done: (0..100).map(|task| (0, task)).collect(), ..World::default() };
    let backs = (0..100).map(|n| given_back(n * 2, n, 2)).inspect(counted);
    let rows = (0..100).map(|n| lapsed(n * 2 + 1, n, 2)).inspect(count_row);
    assert_eq!(decide(&request(None), &world, backs, rows), Decision::Nothing);
    assert!(read.get() <= MAX_LOOKED_AT + 2, "{} rows were read", read.get());
}

#[test]
fn the_first_reservation_that_has_not_lapsed_ends_the_reading() {
    let read = Cell::new(0);
    let rows = (0..100).map(|n| held(n, n, 2, NOW)).inspect(|_| read.set(read.get() + 1));
    assert_eq!(decide(&request(None), &World::default(), [], rows), Decision::Nothing);
    assert_eq!(read.get(), 1);
}

fn batch(state: State, frontier: u32) -> Batch {
    Batch {
        id: 3,
        campaign_id: CAMPAIGN,
        content: Content::default(),
        balance: ExtendedAsset::default(),
        repetitions: 2,
        num_tasks: 5,
        start_task_idx: 10,
        reward: ExtendedAsset::default(),
        fee: 0,
        state: state as u8,
        frontier,
        submissions: 0,
        reserved: 0,
        reopened: 0,
        clear_cursor: 0,
        review: Review::default(),
        held: 0,
        dismissed: 0,
    }
}

#[test]
fn fresh_is_after_cursor_and_frontier_and_inside_the_batch() {
    for (state, frontier, cursor, expected) in [
        (State::Published, 10, None, Some(10)),
        (State::Published, 12, None, Some(12)),
        (State::Published, 10, Some(3), Some(10)),
        (State::Published, 10, Some(10), Some(11)),
        (State::Published, 12, Some(10), Some(12)),
        (State::Published, 12, Some(13), Some(14)),
        (State::Published, 12, Some(14), None),
        (State::Published, 15, None, None),
        (State::Published, 10, Some(u32::MAX), None),
        (State::Draft, 10, None, None),
        (State::Finished, 10, None, None),
        (State::Removed, 10, None, None),
    ] {
        let fresh = fresh_in(&batch(state, frontier), cursor);
        assert_eq!(fresh.map(|fresh| fresh.task_idx), expected, "{state:?} {frontier} {cursor:?}");
    }
}

#[test]
fn every_repetition_counts_once() {
    assert_eq!(count_repetition(0, 1), Repetition::Last);
    assert_eq!(count_repetition(0, 3), Repetition::Counted(1));
    assert_eq!(count_repetition(1, 3), Repetition::Counted(2));
    assert_eq!(count_repetition(2, 3), Repetition::Last);
}
