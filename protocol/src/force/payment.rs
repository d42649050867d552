//! Payments: what workers have earned and not cashed yet.

use antelope::{
    Asset, Describe, ExtendedAsset, Name, Pack, TimePointSec, Unpack, name,
    table::{Index, Row},
};

use super::{
    Error,
    batch::{Batch, batch_key},
    submission::Submission,
};

/// What a worker earned in a batch over some time. Scope: the contract.
///
/// A row takes new rewards for at most an eighth of the payout delay; then another opens. Whoever works every day
/// can therefore cash what was earned earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "payment")]
pub struct Payment {
    /// The id of the first submission that it pays for; never used again.
    pub id: u64,
    /// The worker.
    pub account_id: u32,
    /// The key of the batch.
    pub batch_id: u64,
    /// What is owed to the worker.
    pub pending: ExtendedAsset,
    /// When the last submission came in; the payout delay counts from here.
    pub last_submission_time: TimePointSec,
    /// When the first submission came in.
    pub opened_on: TimePointSec,
    /// How long it waits after the last submission, in seconds: the batch's delay.
    pub payout_delay_sec: u32,
    /// What the network earns when it is paid, in the smallest units of `pending`.
    pub fee: i64,
}

impl Payment {
    /// The most of a worker's payments for a batch that are looked at for the one that a result is in.
    ///
    /// It is never further back: payments open more than an eighth of the delay apart, and a result may be rejected
    /// for one delay.
    pub const MAX_LOOKED_AT: usize = 10;

    /// A payment for a first result, made now.
    pub const fn open(batch: &Batch, result: &Submission, now: TimePointSec) -> Self {
        Self {
            id: result.id,
            // A row without a worker is never written.
            account_id: match result.account_id {
                Some(account_id) => account_id,
                None => 0,
            },
            batch_id: batch_key(batch.campaign_id, batch.id),
            pending: batch.reward,
            last_submission_time: now,
            opened_on: now,
            payout_delay_sec: batch.review.payout_delay_sec,
            fee: batch.fee,
        }
    }

    /// Whether it takes the reward of a submission made now.
    pub const fn takes_submissions(&self, now: TimePointSec) -> bool {
        self.opened_on.seconds_after(self.payout_delay_sec / 8) >= now.0 as u64
    }

    /// Whether it can be paid out.
    pub const fn is_due(&self, now: TimePointSec) -> bool {
        self.last_submission_time.seconds_after(self.payout_delay_sec) <= now.0 as u64
    }

    /// Adds reward and fee of a result of `batch`, submitted now.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum is no valid amount.
    pub fn add(&mut self, batch: &Batch, now: TimePointSec) -> Result<(), Error> {
        let sum = self.pending.quantity.amount.checked_add(batch.reward.quantity.amount);
        self.pending.quantity.amount =
            sum.filter(|sum| *sum <= Asset::MAX_AMOUNT).ok_or(Error::Overflow)?;
        self.fee = self.fee.checked_add(batch.fee).ok_or(Error::Overflow)?;
        self.last_submission_time = now;
        Ok(())
    }

    /// Takes reward and fee of a result of `batch` out. Gives whether anything is left.
    ///
    /// # Errors
    /// [`Error::LedgerBroken`] if they are not in it, which no action leads to.
    pub fn take_back(&mut self, batch: &Batch) -> Result<bool, Error> {
        let rest = self.pending.quantity.amount.checked_sub(batch.reward.quantity.amount);
        self.pending.quantity.amount = rest.filter(|rest| *rest >= 0).ok_or(Error::LedgerBroken)?;
        let rest = self.fee.checked_sub(batch.fee);
        self.fee = rest.filter(|rest| *rest >= 0).ok_or(Error::LedgerBroken)?;
        Ok(self.pending.quantity.amount > 0)
    }

    /// Whether the reward of `result` is in it, if it is the latest payment of its worker for its batch that was
    /// opened by this result or one before it.
    ///
    /// Otherwise it has been paid: a later result has its reward in a later row, and a row before this one was closed
    /// when this result came in.
    pub fn holds(&self, result: &Submission) -> bool {
        result.submitted_on <= self.last_submission_time
    }
}

impl Row for Payment {
    const TABLE: Name = name!("payment");
    type Indices = (ByBatchAndAccount, ByAccount);

    fn primary_key(&self) -> u64 {
        self.id
    }
}

/// The payments of a worker for a batch, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct ByBatchAndAccount;

impl ByBatchAndAccount {
    /// The key of a worker's payments for a batch, in the published layout.
    pub const fn key_of(batch_id: u64, account_id: u32) -> u128 {
        (batch_id as u128) << 64 | (account_id as u128) << 32
    }
}

impl Index for ByBatchAndAccount {
    type Row = Payment;
    type Key = u128;
    const POSITION: u8 = 2;
    const NAME: &'static str = "accbatch";

    fn key(row: &Payment) -> Option<u128> {
        Some(Self::key_of(row.batch_id, row.account_id))
    }
}

/// All payments of a worker.
#[derive(Clone, Copy, Debug)]
pub struct ByAccount;

impl Index for ByAccount {
    type Row = Payment;
    type Key = u64;
    const POSITION: u8 = 3;
    const NAME: &'static str = "acc";

    fn key(row: &Payment) -> Option<u64> {
        Some(u64::from(row.account_id))
    }
}

#[cfg(test)]
mod tests {
    use std::{vec, vec::Vec};

    use antelope::Symbol;
    use proptest::prelude::*;

    use super::*;
    use crate::force::{
        campaign::{Campaign, Content},
        reservation::Reservation,
        review::Review,
        submission::ResultData,
    };

    fn batch(payout_delay_sec: u32) -> Batch {
        let quantity = Asset::new(70, Symbol::constant(4, "EFX"));
        let reward = ExtendedAsset { quantity, contract: name!("effecttokens") };
        let review = Review { payout_delay_sec, ..Review::default() };
        let owner = name!("requester").into();
        let campaign = Campaign::new(2, owner, Content::default(), 0, reward, vec![], review);
        Batch { fee: 7, ..Batch::draft(&campaign, Content::default(), 1) }
    }

    fn result(id: u64, now: u32) -> Submission {
        let reservation = Reservation {
            id,
            task_idx: id as u32,
            account_id: Some(1),
            batch_idx: 0,
            reserved_on: TimePointSec(0),
            campaign_id: 2,
        };
        let data = ResultData { first: 1, second: vec![] };
        Submission::new(&reservation, data, TimePointSec(now))
    }

    fn payment(delay: u32, now: u32) -> Payment {
        Payment::open(&batch(delay), &result(0, now), TimePointSec(now))
    }

    #[test]
    fn a_row_is_open_for_an_eighth_of_the_delay() {
        for (delay, now, open) in
            [(800, 100, true), (800, 200, true), (800, 201, false), (7, 100, true), (7, 101, false)]
        {
            let row = payment(delay, 100);
            assert_eq!(row.takes_submissions(TimePointSec(now)), open, "{delay} {now}");
        }
    }

    #[test]
    fn a_row_is_due_after_the_delay_and_never_wraps() {
        for (delay, now, due) in
            [(10, 109, false), (10, 110, true), (0, 100, true), (u32::MAX, u32::MAX, false)]
        {
            assert_eq!(payment(delay, 100).is_due(TimePointSec(now)), due, "{delay} {now}");
        }
    }

    #[test]
    fn earlier_work_is_due_at_most_nine_eighths_of_the_delay_after_it_was_done() {
        let delay = 800;
        let mut row = payment(delay, 1000);
        let mut now = 1000;
        while row.takes_submissions(TimePointSec(now)) {
            row.add(&batch(delay), TimePointSec(now)).unwrap();
            now += 1;
        }
        assert!(row.is_due(TimePointSec(1000 + delay + delay / 8)));
    }

    #[test]
    fn what_is_taken_back_is_what_was_added() {
        let batch = batch(800);
        let mut row = payment(800, 1000);
        row.add(&batch, TimePointSec(1001)).unwrap();
        assert_eq!((row.pending.quantity.amount, row.fee), (140, 14));
        assert_eq!(row.take_back(&batch), Ok(true));
        assert_eq!((row.pending.quantity.amount, row.fee), (70, 7));
        assert_eq!(row.take_back(&batch), Ok(false));
        assert_eq!(row.take_back(&batch), Err(Error::LedgerBroken));
    }

    /// Who hands in without a pause has the most payments: those that matter are all looked at.
    #[test]
    fn no_payment_that_matters_is_further_back_than_is_looked_at() {
        let mut furthest = 0;
        for delay in 1..200 {
            let batch = batch(delay);
            let mut rows: Vec<Payment> = vec![];
            let mut results = vec![];
            for now in 1000..1000 + 2 * delay {
                let result = result(u64::from(now), now);
                match rows.first_mut().filter(|row| row.takes_submissions(TimePointSec(now))) {
                    Some(row) => row.add(&batch, TimePointSec(now)).unwrap(),
                    None => rows.insert(0, Payment::open(&batch, &result, TimePointSec(now))),
                }
                results.push(result);
                let oldest = results.iter().find(|row| row.submitted_on.0 + delay > now).unwrap();
                let place = rows.iter().position(|row| row.id <= oldest.id).unwrap();
                assert!(rows[place].holds(oldest));
                furthest = furthest.max(place + 1);
            }
        }
        assert!(furthest <= Payment::MAX_LOOKED_AT, "{furthest}");
        assert!(
            furthest + 1 >= Payment::MAX_LOOKED_AT,
            "no more are looked at than needed: {furthest}"
        );
    }

    proptest! {
        /// As long as a result may be rejected, the row that holds its reward is found, however often its worker
        /// hands in, and whatever of it has been accepted or rejected meanwhile; and never another one.
        #[test]
        fn the_payment_of_a_result_is_found_while_it_may_be_rejected(
            delay in 1..100u32,
            steps in prop::collection::vec((0..20u32, 0..8u8, any::<prop::sample::Index>()), 1..60),
        ) {
            let batch = batch(delay);
            let mut now = 1000;
            // Rows, the latest first, and which of them has the reward of each result.
            let mut rows: Vec<Payment> = vec![];
            let mut results: Vec<(Submission, Option<u64>)> = vec![];
            for (id, (wait, step, which)) in steps.into_iter().enumerate() {
                now += wait;
                match step {
                    // The owner accepts a payment.
                    0 if !rows.is_empty() => {
                        let paid = rows.remove(which.index(rows.len())).id;
                        results.iter_mut().filter(|(_, row)| *row == Some(paid)).for_each(|(_, row)| *row = None);
                    }
                    // The owner rejects a result.
                    1 | 2 if !results.is_empty() => {
                        let (result, expected) = results.remove(which.index(results.len()));
                        if result.submitted_on.seconds_after(delay) <= u64::from(now) {
                            continue;
                        }
                        let mut looked_at = rows.iter_mut().take(Payment::MAX_LOOKED_AT);
                        let found = looked_at.find(|row| row.id <= result.id);
                        let found = found.filter(|row| row.holds(&result));
                        prop_assert_eq!(found.as_ref().map(|row| row.id), expected);
                        if let Some(row) = found && !row.take_back(&batch).unwrap() {
                            let id = row.id;
                            rows.retain(|row| row.id != id);
                        }
                    }
                    _ => {
                        let result = result(id as u64, now);
                        let now = TimePointSec(now);
                        match rows.first_mut().filter(|row| row.takes_submissions(now)) {
                            Some(row) => row.add(&batch, now).unwrap(),
                            None => rows.insert(0, Payment::open(&batch, &result, now)),
                        }
                        results.push((result, rows.first().map(|row| row.id)));
                    }
                }
            }
        }
    }
}
