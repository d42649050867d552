//! What a deployment did, step by step.

use std::fmt;

use antelope::Checksum256;

use super::RamNeed;

/// What a deployment did. Printed, it is a line for each step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// How much RAM the accounts of contracts needed, or will need, for code that was not there.
    pub ram: Vec<RamNeed>,
}

/// One step of a deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is so after it, such as "code of force".
    pub what: String,
    /// What it took.
    pub outcome: Outcome,
}

/// What a step took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done, by this transaction.
    Done(Checksum256),
    /// It would be done; this was a rehearsal.
    Pending,
    /// It had been done before.
    Present,
    /// There is something else, which was left as it is.
    Kept,
}

impl Report {
    /// Whether nothing had to be done.
    pub fn is_unchanged(&self) -> bool {
        !self.steps.iter().any(|step| matches!(step.outcome, Outcome::Done(_) | Outcome::Pending))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.outcome {
            Outcome::Done(id) => write!(f, "{}: done in {id}", self.what),
            Outcome::Pending => write!(f, "{}: to be done", self.what),
            Outcome::Present => write!(f, "{}: there already", self.what),
            Outcome::Kept => write!(f, "{}: different, left as it is", self.what),
        }
    }
}
