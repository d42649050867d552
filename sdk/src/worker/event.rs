//! What a worker tells of his work while he does it.

use std::time::Duration;

use serde::Serialize;

use super::TaskId;
use crate::future::Shared;

/// Something that whoever watches a worker may want to see.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A task is held: it was given now, or before a crash.
    Reserved {
        /// Which.
        #[serde(flatten)]
        task: TaskId,
    },
    /// An answer is there, and recorded.
    Answered {
        /// To which task.
        #[serde(flatten)]
        task: TaskId,
        /// Whether it was in the journal, from before a crash.
        from_journal: bool,
    },
    /// A result was handed in.
    Submitted {
        /// Of which task.
        #[serde(flatten)]
        task: TaskId,
        /// The CID of its document.
        cid: String,
    },
    /// A task was given back.
    Returned {
        /// Which.
        #[serde(flatten)]
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// A task could not be done.
    Failed {
        /// Which.
        #[serde(flatten)]
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// A task is held no longer: it lapsed, and another worker took it.
    Lost {
        /// Which.
        #[serde(flatten)]
        task: TaskId,
    },
    /// The worker waits for tasks of a campaign.
    StandingBy {
        /// Which.
        campaign_id: u32,
    },
    /// A campaign is left alone for a while.
    Resting {
        /// Which.
        campaign_id: u32,
        /// Why.
        reason: String,
    },
    /// Something failed that may pass; it is tried again.
    Retrying {
        /// What.
        reason: String,
        /// In how many seconds.
        #[serde(rename = "seconds", serialize_with = "seconds")]
        pause: Duration,
    },
    /// There is nothing to do now.
    Idle {
        /// For how many seconds nothing is asked.
        #[serde(rename = "seconds", serialize_with = "seconds")]
        pause: Duration,
    },
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

/// Whoever watches a worker.
pub trait Observer: Shared {
    /// Is told what happens, in order.
    fn notice(&self, event: &Event);
}

impl<F: Fn(&Event) + Shared> Observer for F {
    fn notice(&self, event: &Event) {
        self(event);
    }
}
