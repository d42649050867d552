//! Which gateways are asked: one that lies or fails again and again is left out for a while.

use std::time::Duration;

use antelope::TimePoint;

use crate::clock::later;

/// How long a gateway is left out that sent something else than was asked for.
pub(super) const LIE_PAUSE: Duration = Duration::from_secs(600);
/// How long a gateway is left out that does not answer.
pub(super) const FAILURE_PAUSE: Duration = Duration::from_secs(30);
/// How many times in a row it may not answer before.
pub(super) const FAILURES: u32 = 3;

/// What is remembered of a gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// How many times in a row it has not answered.
    pub failures: u32,
    /// Until when it is not asked.
    pub paused_until: Option<TimePoint>,
    /// What was wrong the last time that something was.
    pub last_fault: Option<String>,
}

impl Health {
    /// Whether it may be asked. After a pause it is asked again, and one more failure is another pause.
    pub fn is_open(&self, now: TimePoint) -> bool {
        self.paused_until.is_none_or(|until| until <= now)
    }

    /// It sent what was asked for, or said that it does not have it.
    pub(super) const fn answered(&mut self) {
        self.failures = 0;
        self.paused_until = None;
    }

    /// It did not answer, or not in time.
    pub(super) fn failed(&mut self, now: TimePoint, reason: &str) {
        self.failures = self.failures.saturating_add(1);
        self.last_fault = Some(reason.to_owned());
        if self.failures >= FAILURES {
            self.paused_until = Some(later(now, FAILURE_PAUSE));
        }
    }

    /// It sent something else.
    pub(super) fn lied(&mut self, now: TimePoint, reason: &str) {
        self.last_fault = Some(reason.to_owned());
        self.paused_until = Some(later(now, LIE_PAUSE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_follow_lies_at_once_and_failures_in_a_row() {
        let at = |seconds: i64| TimePoint(seconds * 1_000_000);
        let mut health = Health::default();
        health.failed(at(0), "no answer");
        health.failed(at(0), "no answer");
        assert!(health.is_open(at(0)));
        health.answered();
        health.failed(at(0), "no answer");
        health.failed(at(0), "no answer");
        assert!(health.is_open(at(0)), "in a row, not in all");
        health.failed(at(1), "no answer");
        assert!(!health.is_open(at(30)));
        assert!(health.is_open(at(31)));
        health.failed(at(31), "no answer");
        assert!(!health.is_open(at(60)), "after a pause, one more is enough");
        health.answered();
        assert!(health.is_open(at(60)));
        health.lied(at(100), "html");
        assert!(!health.is_open(at(699)));
        assert!(health.is_open(at(700)));
        assert_eq!(health.last_fault.as_deref(), Some("html"));
    }
}
