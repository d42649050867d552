//! From the least to the most.

use std::fmt;

/// The least and the most that was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub min: i64,
    /// The most.
    pub max: i64,
}

impl Span {
    /// Widens it so that the value lies in it; of no values before it, it is the value.
    pub(super) fn add(&mut self, before: u64, value: i64) {
        if before == 0 {
            *self = Self { min: value, max: value };
        }
        self.include(value);
    }

    /// Widens it so that the value lies in it.
    pub(super) fn include(&mut self, value: i64) {
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }
}

impl fmt::Display for Span {
    /// One number, or two with dots between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min == self.max {
            return f.pad(&self.min.to_string());
        }
        f.pad(&format!("{}..{}", self.min, self.max))
    }
}
