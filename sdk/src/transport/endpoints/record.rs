//! What is known of one endpoint, and when it may be asked again.
//!
//! Nothing here asks or waits: the time is an argument, and what an answer means is in [`verdict`](super::verdict).

use std::time::Duration;

use antelope::TimePoint;

use super::super::TransportError;
use crate::{
    clock::{later, since},
    info::Info,
};

/// How an endpoint stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// It was not asked yet.
    #[default]
    Unknown,
    /// It answers, and its chain is where that of the others is.
    Good,
    /// Its newest block is much older than that of another endpoint.
    Stale,
    /// It is of another chain.
    OtherChain,
    /// It did not answer, or not as a node does.
    Failing,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) standing: Standing,
    /// The state of its chain when it was last told.
    pub(super) info: Option<Info>,
    /// Faults in a row.
    pub(super) faults: u32,
    /// What the last fault was.
    pub(super) last_fault: Option<TransportError>,
    /// Before this it is not asked.
    aside_until: Option<TimePoint>,
    /// When its rate allows another request.
    next_turn: Option<TimePoint>,
}

impl Record {
    /// How long an endpoint is left alone after its first fault; each further one doubles it.
    const FIRST_PAUSE: Duration = Duration::from_millis(500);
    /// The longest that an endpoint is left alone by our own choice.
    const LONGEST_PAUSE: Duration = Duration::from_secs(60);
    /// The longest that an endpoint is left alone because it asks for that.
    const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(600);

    /// When it may be asked again, if that is later than `now`.
    pub(super) fn aside_until(&self, now: TimePoint) -> Option<TimePoint> {
        self.aside_until.filter(|until| *until > now)
    }

    /// Whether it may be sent requests.
    pub(super) fn is_usable(&self, now: TimePoint) -> bool {
        self.standing == Standing::Good && self.aside_until(now).is_none()
    }

    pub(super) fn found_good(&mut self) {
        // Faults are forgotten when a request succeeds: to tell where the chain is may be all that still works.
        (self.standing, self.aside_until) = (Standing::Good, None);
    }

    pub(super) fn succeeded(&mut self) {
        self.faults = 0;
    }

    pub(super) fn failed(
        &mut self,
        now: TimePoint,
        fault: TransportError,
        retry_after: Option<Duration>,
    ) {
        let doublings = self.faults.min(16);
        self.faults = self.faults.saturating_add(1);
        let pause = (Self::FIRST_PAUSE * (1 << doublings)).min(Self::LONGEST_PAUSE);
        let asked = retry_after.unwrap_or_default().min(Self::LONGEST_RETRY_AFTER);
        self.put_aside(Standing::Failing, later(now, pause.max(asked)), fault);
    }

    pub(super) fn put_aside(
        &mut self,
        standing: Standing,
        until: TimePoint,
        fault: TransportError,
    ) {
        self.standing = standing;
        self.aside_until = Some(until);
        self.last_fault = Some(fault);
    }

    /// Takes the next turn under a rate with so much time between requests, and gives how long it is until then.
    pub(super) fn take_turn(&mut self, now: TimePoint, interval: Duration) -> Duration {
        let turn = self.next_turn.map_or(now, |next| next.max(now));
        self.next_turn = Some(later(turn, interval));
        since(turn, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: TimePoint = TimePoint(1_000_000_000);

    fn fault() -> TransportError {
        TransportError::new("broken")
    }

    #[test]
    fn pauses_grow_with_the_faults_in_a_row_and_end() {
        let mut record = Record::default();
        record.found_good();
        let pause = |record: &mut Record, retry_after| {
            record.failed(NOW, fault(), retry_after);
            assert!(!record.is_usable(NOW));
            since(record.aside_until(NOW).unwrap(), NOW).as_millis()
        };
        let pauses: Vec<_> = (0..9).map(|_| pause(&mut record, None)).collect();
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        // An endpoint that is well again, but does not do what it is asked, is not trusted for that.
        record.found_good();
        assert_eq!(pause(&mut record, None), 60_000);
        record.found_good();
        record.succeeded();
        assert_eq!(pause(&mut record, None), 500);
        // What it asks for is granted, to some measure.
        assert_eq!(pause(&mut record, Some(Duration::from_secs(7))), 7_000);
        assert_eq!(pause(&mut record, Some(Duration::MAX)), 600_000);
        record.faults = u32::MAX;
        assert_eq!(pause(&mut record, None), 60_000);
    }

    #[test]
    fn turns_keep_their_distance() {
        let mut record = Record::default();
        let interval = Duration::from_millis(100);
        let turns: Vec<_> = (0..3).map(|_| record.take_turn(NOW, interval).as_millis()).collect();
        assert_eq!(turns, [0, 100, 200]);
        let rested = later(NOW, Duration::from_secs(10));
        assert_eq!(record.take_turn(rested, interval), Duration::ZERO);
        assert_eq!(record.take_turn(rested, interval), interval);
    }
}
