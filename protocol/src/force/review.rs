//! Terms of review: how long results may be rejected, who decides appeals, and by which policy results are settled.
//!
//! A campaign has them, a batch keeps those with which it was published: what workers were promised never changes.
//! What follows from them is decided by [`policy`](super::policy).

use antelope::{Describe, Name, Pack, Unpack};

use super::{Error, policy::Policy, settings::Settings};

/// The terms of review of a campaign, or of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "review")]
pub struct Review {
    /// How long a result may be rejected, a rejection appealed, and an appeal decided, in seconds each. A payment
    /// waits as long after its last submission.
    pub payout_delay_sec: u32,
    /// Who decides appeals. Empty in a campaign means the network's arbiter at the time of publishing.
    pub arbiter: Name,
    /// A [`Policy`], by its number.
    pub policy: u8,
}

impl Review {
    /// The terms of a new campaign: the network's delay and arbiter, and results that count unless they are rejected.
    pub const fn of_network(settings: &Settings) -> Self {
        Self {
            payout_delay_sec: settings.payout_delay_sec,
            arbiter: Name(0),
            policy: Policy::Direct as u8,
        }
    }

    /// Checks what can be checked without the chain.
    ///
    /// # Errors
    /// [`Error::BadDelay`] or [`Error::UnknownPolicy`].
    pub const fn validate(&self, settings: &Settings) -> Result<(), Error> {
        if self.payout_delay_sec > settings.max_payout_delay_sec {
            return Err(Error::BadDelay);
        }
        match Policy::from_number(self.policy) {
            Some(_) => Ok(()),
            None => Err(Error::UnknownPolicy),
        }
    }

    /// The terms under which a batch is published now: the arbiter is a certain account.
    ///
    /// # Errors
    /// As [`validate`](Self::validate): the network may have narrowed its limits since they were set.
    pub fn for_publishing(self, settings: &Settings) -> Result<Self, Error> {
        self.validate(settings)?;
        let arbiter = if self.arbiter.is_empty() { settings.arbiter } else { self.arbiter };
        Ok(Self { arbiter, ..self })
    }
}
