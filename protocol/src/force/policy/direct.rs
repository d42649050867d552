//! Direct: the owner of a campaign reviews, and whoever is silent agrees.
//!
//! | standing | in time | when the time is up |
//! |---|---|---|
//! | submitted | the owner rejects it | it counts |
//! | rejected | the worker appeals | the rejection stands: reopened |
//! | appealed | the arbiter upholds the rejection or overrules it | it was wrong: paid |
//!
//! Whoever is to act next and does not lets the other have it, so nobody can block anybody for longer than three
//! times the delay. What was decided once is never rejected again.

use super::{Event, Outcome};
use crate::force::{Error, submission::Standing};

pub(super) const fn outcome(
    event: Event,
    standing: Standing,
    is_over: bool,
) -> Result<Outcome, Error> {
    // In which standing an event can happen, what it makes of the result, and what is said in another standing.
    let (turn, outcome, otherwise) = match event {
        Event::Submit => return Ok(Outcome::Earn),
        Event::Reject => (Standing::Submitted, Outcome::Hold, Error::RejectedBefore),
        Event::Appeal => (Standing::Rejected, Outcome::Refer, Error::NotRejected),
        Event::Uphold => (Standing::Appealed, Outcome::Reopen, Error::NotAppealed),
        Event::Overrule => (Standing::Appealed, Outcome::Pay, Error::NotAppealed),
        Event::Settle => match standing {
            Standing::Appealed => (Standing::Appealed, Outcome::Pay, Error::NotAppealed),
            _ => (Standing::Rejected, Outcome::Reopen, Error::NotRejected),
        },
    };
    if standing as u8 != turn as u8 {
        return Err(otherwise);
    }
    match (matches!(event, Event::Settle), is_over) {
        (true, false) => Err(Error::ReviewRuns),
        (false, true) => Err(Error::ReviewOver),
        _ => Ok(outcome),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of it: every event, in every standing, in time and too late.
    #[test]
    fn each_party_acts_in_its_turn_and_time_decides_for_the_other() {
        use Error::{NotAppealed, NotRejected, RejectedBefore, ReviewOver, ReviewRuns};
        use Outcome::{Hold, Pay, Refer, Reopen};
        use Standing::{Appealed, Confirmed, Dismissed, Rejected, Submitted};

        for (event, expected) in [
            (
                Event::Reject,
                [
                    (Submitted, Ok(Hold), Err(ReviewOver)),
                    (Rejected, Err(RejectedBefore), Err(RejectedBefore)),
                    (Appealed, Err(RejectedBefore), Err(RejectedBefore)),
                    (Dismissed, Err(RejectedBefore), Err(RejectedBefore)),
                    (Confirmed, Err(RejectedBefore), Err(RejectedBefore)),
                ],
            ),
            (
                Event::Appeal,
                [
                    (Submitted, Err(NotRejected), Err(NotRejected)),
                    (Rejected, Ok(Refer), Err(ReviewOver)),
                    (Appealed, Err(NotRejected), Err(NotRejected)),
                    (Dismissed, Err(NotRejected), Err(NotRejected)),
                    (Confirmed, Err(NotRejected), Err(NotRejected)),
                ],
            ),
            (
                Event::Uphold,
                [
                    (Submitted, Err(NotAppealed), Err(NotAppealed)),
                    (Rejected, Err(NotAppealed), Err(NotAppealed)),
                    (Appealed, Ok(Reopen), Err(ReviewOver)),
                    (Dismissed, Err(NotAppealed), Err(NotAppealed)),
                    (Confirmed, Err(NotAppealed), Err(NotAppealed)),
                ],
            ),
            (
                Event::Overrule,
                [
                    (Submitted, Err(NotAppealed), Err(NotAppealed)),
                    (Rejected, Err(NotAppealed), Err(NotAppealed)),
                    (Appealed, Ok(Pay), Err(ReviewOver)),
                    (Dismissed, Err(NotAppealed), Err(NotAppealed)),
                    (Confirmed, Err(NotAppealed), Err(NotAppealed)),
                ],
            ),
            (
                Event::Settle,
                [
                    (Submitted, Err(NotRejected), Err(NotRejected)),
                    (Rejected, Err(ReviewRuns), Ok(Reopen)),
                    (Appealed, Err(ReviewRuns), Ok(Pay)),
                    (Dismissed, Err(NotRejected), Err(NotRejected)),
                    (Confirmed, Err(NotRejected), Err(NotRejected)),
                ],
            ),
        ] {
            for (standing, in_time, too_late) in expected {
                assert_eq!(outcome(event, standing, false), in_time, "{event:?} {standing:?}");
                assert_eq!(outcome(event, standing, true), too_late, "{event:?} {standing:?} late");
            }
        }
        assert_eq!(outcome(Event::Submit, Submitted, true), Ok(Outcome::Earn));
    }
}
