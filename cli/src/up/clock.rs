//! The time outside.

use std::{
    sync::Arc,
    time::{Instant, SystemTime},
};

use antelope::TimePoint;
use chain::server::Clock;

/// The time of this machine when it is called, which from then on goes evenly, also when the machine's clock is set.
pub(crate) fn clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "here is where time comes from")]
    let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let started = Instant::now();
    Arc::new(move || {
        let now = begun.saturating_add(started.elapsed()).as_micros();
        TimePoint(i64::try_from(now).unwrap_or(i64::MAX))
    })
}
