//! Payments: what workers have earned and not cashed yet.

use antelope::{
    Asset, Describe, ExtendedAsset, Name, Pack, TimePointSec, Unpack, name,
    table::{Index, Row},
};

use super::Error;

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
}

impl Payment {
    /// Whether it takes the reward of a submission made now.
    pub const fn takes_submissions(&self, payout_delay: u32, now: TimePointSec) -> bool {
        self.opened_on.seconds_after(payout_delay / 8) >= now.0 as u64
    }

    /// Whether it can be paid out.
    pub const fn is_due(&self, payout_delay: u32, now: TimePointSec) -> bool {
        self.last_submission_time.seconds_after(payout_delay) <= now.0 as u64
    }

    /// Adds the reward of a submission, in smallest units.
    ///
    /// # Errors
    /// [`Error::Overflow`] when the sum is no valid amount.
    pub fn add(&mut self, reward: i64, now: TimePointSec) -> Result<(), Error> {
        let sum = self.pending.quantity.amount.checked_add(reward);
        self.pending.quantity.amount =
            sum.filter(|sum| *sum <= Asset::MAX_AMOUNT).ok_or(Error::Overflow)?;
        self.last_submission_time = now;
        Ok(())
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
    use super::*;

    fn payment(opened_on: u32, last: u32) -> Payment {
        Payment {
            id: 0,
            account_id: 0,
            batch_id: 0,
            pending: ExtendedAsset::default(),
            last_submission_time: TimePointSec(last),
            opened_on: TimePointSec(opened_on),
        }
    }

    #[test]
    fn a_row_is_open_for_an_eighth_of_the_delay() {
        for (delay, now, open) in
            [(800, 100, true), (800, 200, true), (800, 201, false), (7, 100, true), (7, 101, false)]
        {
            assert_eq!(
                payment(100, 100).takes_submissions(delay, TimePointSec(now)),
                open,
                "{delay} {now}"
            );
        }
    }

    #[test]
    fn a_row_is_due_after_the_delay_and_never_wraps() {
        for (delay, now, due) in
            [(10, 109, false), (10, 110, true), (0, 100, true), (u32::MAX, u32::MAX, false)]
        {
            assert_eq!(payment(0, 100).is_due(delay, TimePointSec(now)), due, "{delay} {now}");
        }
    }

    #[test]
    fn earlier_work_is_due_at_most_nine_eighths_of_the_delay_after_it_was_done() {
        let delay = 800;
        let mut row = payment(1000, 1000);
        let mut now = 1000;
        while row.takes_submissions(delay, TimePointSec(now)) {
            row.add(1, TimePointSec(now)).unwrap();
            now += 1;
        }
        assert!(row.is_due(delay, TimePointSec(1000 + delay + delay / 8)));
    }
}
