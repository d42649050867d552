//! What a relayer tells about a request, for a log: a line of JSON each.
//!
//! Where it is written is left to who listens.

use std::sync::Arc;

use antelope::{Checksum256, Name, TimePoint};
use serde::Serialize;

/// Who is told what became of each request.
pub type Observer = Arc<dyn Fn(&Record) + Send + Sync>;

/// What became of a request.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Record {
    /// When it came.
    pub time: TimePoint,
    /// How long it took, in microseconds.
    pub elapsed_us: u64,
    /// What became of it: `relayed`, `repeated`, or how it was refused.
    pub outcome: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// Whose it was, as an address in hexadecimal; unknown when it was refused before that was found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// What was to be done.
    pub actions: Vec<Name>,
    /// The transaction, if one was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<Checksum256>,
    /// By how much the RAM grew that the relayer pays for, in bytes.
    pub ram_bytes: i64,
    /// The CPU that was billed, in microseconds.
    pub cpu_us: u32,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Record {
    pub(super) const fn new(time: TimePoint) -> Self {
        Self {
            time,
            elapsed_us: 0,
            outcome: "relayed",
            status: 200,
            user: None,
            actions: Vec::new(),
            transaction: None,
            ram_bytes: 0,
            cpu_us: 0,
            reason: None,
        }
    }
}
