//! Time, which is the chain's: on nodeos it passes as blocks come, two a second; on the embedded chain it is told to.

use std::time::{Duration, Instant};

use antelope::TimePoint;
use sdk::Client;

use crate::{World, node::Node};

/// How often to look whether a block has come.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// How long a block may take. There are two a second.
const PATIENCE: Duration = Duration::from_secs(20);

impl World {
    /// Lets `seconds` pass on the chain since the latest action.
    ///
    /// # Panics
    /// When blocks do not come.
    pub async fn pass(&self, seconds: u32) {
        self.reach(self.latest(), seconds).await;
    }

    /// Lets `seconds` pass on the chain from now on, also when the latest action was not sent by the scenario itself.
    ///
    /// # Panics
    /// When blocks do not come.
    pub async fn pass_from_now(&self, seconds: u32) {
        match &self.node {
            Node::Embedded(devnet) => self.reach(devnet.now(), seconds).await,
            Node::Nodeos(_) => {
                let head = self.client.get_info().await.unwrap().head_block_time;
                // The latest action may be in the next block, which is not there yet.
                self.reach(head, seconds + 1).await;
            }
        }
    }

    async fn reach(&self, TimePoint(since): TimePoint, seconds: u32) {
        let target = TimePoint(since + i64::from(seconds) * 1_000_000);
        match &self.node {
            Node::Embedded(devnet) => devnet.warp_to(target),
            Node::Nodeos(_) => wait_until(&self.client, target).await,
        }
    }
}

/// Waits until the newest block is of this moment or a later one.
async fn wait_until(client: &Client, target: TimePoint) {
    let mut newest = TimePoint(0);
    let mut deadline = Instant::now() + PATIENCE;
    while newest < target {
        let now = client.get_info().await.unwrap().head_block_time;
        if now > newest {
            (newest, deadline) = (now, Instant::now() + PATIENCE);
        }
        assert!(Instant::now() < deadline, "no block comes after {newest}");
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}
