//! Policies: the rule that settles a result.
//!
//! What happened, how the result stands, and whether the time is up, in; what becomes of its reward, out. Each policy
//! is a module of its own. What an outcome does to counters and escrow is left to [`settlement`](super::settlement),
//! what it does to rows to the contract.

use super::{Error, submission::Standing};

mod direct;

/// A rule that settles results. A batch has one, fixed when it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Policy {
    /// A result counts when it is submitted, unless the owner rejects it in time.
    Direct = 0,
}

/// What happens to a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Its worker hands it in.
    Submit,
    /// The campaign's owner rejects it.
    Reject,
    /// Its worker appeals against the rejection.
    Appeal,
    /// The arbiter finds the rejection right.
    Uphold,
    /// The arbiter finds the rejection wrong.
    Overrule,
    /// Somebody asks for what time has decided.
    Settle,
}

/// What becomes of a result and of its reward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Reward and fee go to the worker's payment, and may still be taken back.
    Earn,
    /// Reward and fee go back under the batch, which keeps them for this result.
    Hold,
    /// The arbiter is to decide.
    Refer,
    /// The worker is paid at once, for good.
    Pay,
    /// The result is worth nothing, for good: its task goes to another worker.
    Reopen,
}

impl Policy {
    /// The policy with this number.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Direct),
            _ => None,
        }
    }

    /// Decides what `event` makes of a result that stands like this. `is_over` is whether the time for an answer to
    /// the last event has passed.
    ///
    /// # Errors
    /// Why it cannot happen: [`Error::RejectedBefore`], [`Error::NotRejected`], [`Error::NotAppealed`],
    /// [`Error::ReviewOver`], [`Error::ReviewRuns`].
    pub const fn outcome(
        self,
        event: Event,
        standing: Standing,
        is_over: bool,
    ) -> Result<Outcome, Error> {
        match self {
            Self::Direct => direct::outcome(event, standing, is_over),
        }
    }
}
