//! The fuel that a transaction has left.
//!
//! What work costs is said in [`fuel`](crate::host::fuel); how much there is in [`allowance`](super::allowance).

use antelope::Checksum256;

use super::allowance::Allowance;
use crate::Error;

/// The fuel that a transaction has left.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    left: u64,
    initial: u64,
    fuel_per_microsecond: u64,
    /// What the transaction may use.
    pub(super) allowance: Allowance,
    id: Checksum256,
}

impl Meter {
    /// The meter of the transaction with this id.
    pub(super) fn new(allowance: Allowance, fuel_per_microsecond: u64, id: Checksum256) -> Self {
        let initial = allowance.deadline().saturating_mul(fuel_per_microsecond);
        Self { left: initial, initial, fuel_per_microsecond, allowance, id }
    }

    /// A meter for work that is part of no transaction.
    pub(crate) fn of_fuel(left: u64) -> Self {
        Self { left, ..Self::default() }
    }

    /// The fuel that is left.
    pub(crate) const fn left(&self) -> u64 {
        self.left
    }

    /// The fuel that was taken.
    pub(super) const fn used(&self) -> u64 {
        self.initial - self.left
    }

    /// The same as time, in microseconds.
    pub(super) fn time(&self) -> u64 {
        self.used() / self.fuel_per_microsecond.max(1)
    }

    /// Says what the machine left, which is not more than there was.
    pub(crate) const fn set_left(&mut self, left: u64) {
        self.left = left;
    }

    /// Takes fuel for work that is about to be done.
    pub(crate) fn charge(&mut self, fuel: u64) -> Result<(), Error> {
        match self.left.checked_sub(fuel) {
            Some(left) => self.left = left,
            None => return Err(self.exhausted()),
        }
        Ok(())
    }

    /// The failure of a transaction that used its fuel up.
    pub(crate) fn exhausted(&mut self) -> Error {
        self.left = 0;
        self.allowance.out_of_time(self.id)
    }
}
