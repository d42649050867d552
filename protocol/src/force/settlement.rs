//! Settlement: an event, decided by the batch's policy, and what it changes in the result and in its batch.
//!
//! Contract and random play call the same functions, so that the arithmetic that pays is the arithmetic that is
//! tested. Rows and tokens are moved by the caller, as the outcome says.

use antelope::TimePointSec;

use super::{
    Error,
    batch::Batch,
    policy::{Event, Outcome, Policy},
    submission::{Standing, Submission},
};

/// Lets `event` happen to a result, and changes it and its batch accordingly.
///
/// `since` is when the event was that this one answers: the submission, the rejection or the appeal.
///
/// What is left to do is, after [`Outcome::Earn`] and [`Outcome::Hold`], to give reward and fee to the worker's
/// payment or to take them out of it; after [`Outcome::Pay`], to pay them; after [`Outcome::Reopen`], if the batch is
/// published, to write that the task waits for another worker.
///
/// # Errors
/// Those of [`Policy::outcome`]; [`Error::LedgerBroken`] or [`Error::Overflow`], which no action leads to.
pub fn settle(
    batch: &mut Batch,
    result: &mut Submission,
    event: Event,
    since: TimePointSec,
    now: TimePointSec,
) -> Result<Outcome, Error> {
    let policy = Policy::from_number(batch.review.policy).ok_or(Error::UnknownPolicy)?;
    let is_over = since.seconds_after(batch.review.payout_delay_sec) <= u64::from(now.0);
    let outcome = policy.outcome(event, result.standing(), is_over)?;
    let standing = match outcome {
        Outcome::Earn => {
            batch.submit()?;
            Standing::Submitted
        }
        Outcome::Hold => {
            batch.reject()?;
            Standing::Rejected
        }
        Outcome::Refer => Standing::Appealed,
        Outcome::Pay => {
            batch.overrule()?;
            Standing::Confirmed
        }
        Outcome::Reopen => {
            batch.dismiss()?;
            Standing::Dismissed
        }
    };
    result.set_standing(standing);
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use std::vec;

    use antelope::{ExtendedAsset, name};

    use super::*;
    use crate::force::{
        batch::State,
        campaign::{Campaign, Content},
        reservation::Reservation,
        review::Review,
        submission::ResultData,
    };

    /// A task that is held, of a batch whose results are reviewed for ten seconds.
    fn held() -> (Batch, Reservation) {
        let review = Review { payout_delay_sec: 10, ..Review::default() };
        let owner = name!("requester").into();
        let reward = ExtendedAsset::default();
        let campaign = Campaign::new(0, owner, Content::default(), 0, reward, vec![], review);
        let batch = Batch::draft(&campaign, Content::default(), 1);
        let state = State::Published as u8;
        let reservation = Reservation {
            id: 0,
            task_idx: 0,
            account_id: Some(1),
            batch_idx: 0,
            reserved_on: TimePointSec(0),
            campaign_id: 0,
        };
        (Batch { num_tasks: 1, frontier: 1, reserved: 1, state, ..batch }, reservation)
    }

    #[test]
    fn a_turn_lasts_for_the_delay_and_ends_with_it() {
        use Event::{Appeal, Overrule, Reject, Settle, Submit};
        let (mut batch, reservation) = held();
        let data = ResultData { first: 1, second: vec![] };
        let mut result = Submission::new(&reservation, data, TimePointSec(100));
        let mut step = |event, since, now, expected| {
            let (since, now) = (TimePointSec(since), TimePointSec(now));
            let settled = settle(&mut batch, &mut result, event, since, now);
            assert_eq!(settled, expected, "{event:?} at {now:?}");
            (result.standing(), batch.held, batch.state())
        };
        let is = (Standing::Submitted, 0, State::Finished);
        assert_eq!(step(Submit, 100, 100, Ok(Outcome::Earn)), is);
        assert_eq!(step(Reject, 100, 110, Err(Error::ReviewOver)), is);
        let is = (Standing::Rejected, 1, State::Finished);
        assert_eq!(step(Reject, 100, 109, Ok(Outcome::Hold)), is);
        assert_eq!(step(Settle, 109, 118, Err(Error::ReviewRuns)), is);
        assert_eq!(step(Appeal, 109, 119, Err(Error::ReviewOver)), is);
        let is = (Standing::Appealed, 1, State::Finished);
        assert_eq!(step(Appeal, 109, 118, Ok(Outcome::Refer)), is);
        assert_eq!(step(Overrule, 118, 128, Err(Error::ReviewOver)), is);
        assert_eq!(step(Settle, 118, 127, Err(Error::ReviewRuns)), is);
        let is = (Standing::Confirmed, 0, State::Finished);
        assert_eq!(step(Settle, 118, 128, Ok(Outcome::Pay)), is);
    }

    #[test]
    fn a_policy_that_is_not_known_settles_nothing() {
        let (mut batch, reservation) = held();
        batch.review.policy = 1;
        let data = ResultData { first: 1, second: vec![] };
        let mut result = Submission::new(&reservation, data, TimePointSec(100));
        let before = (batch.clone(), result.clone());
        let now = TimePointSec(100);
        let settled = settle(&mut batch, &mut result, Event::Submit, now, now);
        assert_eq!(settled, Err(Error::UnknownPolicy));
        assert_eq!((batch, result), before);
    }
}
