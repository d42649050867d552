//! Time, which is the chain's: it passes as blocks come, two a second.

use std::time::{Duration, Instant};

use antelope::TimePoint;

use crate::World;

/// How often to look whether a block has come.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// How much longer than the chain's own time a wait may take.
const PATIENCE: Duration = Duration::from_secs(20);

impl World {
    /// Waits until `seconds` have passed on the chain since the latest action.
    ///
    /// # Panics
    /// When blocks do not come.
    pub async fn pass(&self, seconds: u32) {
        let TimePoint(latest) = self.latest();
        let target = TimePoint(latest + i64::from(seconds) * 1_000_000);
        let deadline = Instant::now() + Duration::from_secs(u64::from(seconds)) + PATIENCE;
        while self.client.get_info().await.unwrap().head_block_time < target {
            assert!(Instant::now() < deadline, "the chain does not reach {target}");
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }
}
