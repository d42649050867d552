//! Weighing: do keys, permissions and a delay satisfy a permission?
//!
//! Permissions may ask for permissions of others, to a depth. Keys that did not help in the end count as unused.

use std::collections::{BTreeMap, BTreeSet};

use antelope::{Name, PermissionLevel, PublicKey};

use super::{Provided, get};
use crate::{
    Error,
    error::exception,
    host::fuel,
    state::{Authority, State},
    transaction::Meter,
};

/// The depth of permissions that no setting exceeds: each takes a piece of this thread's stack.
const MAX_DEPTH: u16 = 250;

/// What is known of a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Being looked at just now: a circle does not satisfy itself.
    Open,
    Satisfied,
    Unsatisfied,
}

type Known = BTreeMap<PermissionLevel, Status>;

/// Weighs authorities with what is provided, and remembers the keys that it used.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    state: &'a State,
    keys: Vec<&'a PublicKey>,
    permissions: &'a BTreeSet<PermissionLevel>,
    used: Vec<bool>,
    delay: u64,
    max_depth: u16,
    meter: &'a mut Meter,
}

/// Something that counts towards a threshold.
enum Factor<'a> {
    Account(PermissionLevel),
    Key(&'a PublicKey),
    Wait(u32),
}

impl<'a> Checker<'a> {
    pub(super) fn new(state: &'a State, provided: &'a Provided, meter: &'a mut Meter) -> Self {
        let keys: Vec<_> = provided.keys.iter().collect();
        let used = vec![false; keys.len()];
        let max_depth = state.settings.parameters.max_authority_depth.min(MAX_DEPTH);
        let permissions = &provided.permissions;
        Self { state, keys, permissions, used, delay: 0, max_depth, meter }
    }

    /// Whether the permission is satisfied under a delay in microseconds.
    pub(super) fn satisfied(&mut self, level: PermissionLevel, delay: u64) -> Result<bool, Error> {
        self.meter.charge(fuel::FACTOR * self.permissions.len() as u64)?;
        self.delay = delay;
        let mut known: Known =
            self.permissions.iter().map(|level| (*level, Status::Satisfied)).collect();
        self.permission(level, &mut known, 0)
    }

    pub(super) fn unused_keys(&self) -> BTreeSet<PublicKey> {
        let unused = self.keys.iter().zip(&self.used).filter(|(_, used)| !**used);
        unused.map(|(key, _)| (*key).clone()).collect()
    }

    fn permission(
        &mut self,
        level: PermissionLevel,
        known: &mut Known,
        depth: u16,
    ) -> Result<bool, Error> {
        self.meter.charge(fuel::LOOKUP)?;
        let of_account = PermissionLevel { permission: Name::default(), ..level };
        if let Some(status) = known.get(&level).or_else(|| known.get(&of_account)) {
            return Ok(*status == Status::Satisfied);
        }
        if depth >= self.max_depth {
            return Ok(false);
        }
        let state = self.state;
        let authority = match get(state, level) {
            Ok(permission) => &permission.authority,
            // A permission that does not exist counts for nothing.
            Err(error) if error.exception() == exception::PERMISSION_QUERY => return Ok(false),
            Err(error) => return Err(error),
        };
        known.insert(level, Status::Open);
        let satisfied = self.authority(authority, known, depth + 1)?;
        known.insert(level, if satisfied { Status::Satisfied } else { Status::Unsatisfied });
        Ok(satisfied)
    }

    fn authority(
        &mut self,
        authority: &Authority,
        known: &mut Known,
        depth: u16,
    ) -> Result<bool, Error> {
        let count = authority.keys.len() + authority.accounts.len() + authority.waits.len();
        self.meter.charge(fuel::FACTOR * (1 + count) as u64 + fuel::bytes(self.used.len()))?;
        let used = self.used.clone();
        let mut total = 0u32;
        for (weight, factor) in factors(authority) {
            let counts = match factor {
                Factor::Account(level) => self.permission(level, known, depth)?,
                Factor::Key(key) => self.key(key),
                Factor::Wait(seconds) => self.delay >= u64::from(seconds) * 1_000_000,
            };
            if counts {
                // At most 2^16 weights of 16 bits each.
                total = total.saturating_add(u32::from(weight));
            }
            if total >= authority.threshold {
                return Ok(true);
            }
        }
        self.used = used;
        Ok(false)
    }

    fn key(&mut self, key: &PublicKey) -> bool {
        // They come from a set, so they are in order.
        match self.keys.binary_search(&key) {
            Ok(place) => {
                self.used[place] = true;
                true
            }
            Err(_) => false,
        }
    }
}

/// What counts towards the threshold, the heaviest first; of the same weight waits, then keys, then accounts.
fn factors(authority: &Authority) -> Vec<(u16, Factor<'_>)> {
    let mut factors = Vec::new();
    let waits = authority.waits.iter();
    factors.extend(waits.map(|wait| (wait.weight, Factor::Wait(wait.wait_sec))));
    let keys = authority.keys.iter();
    factors.extend(keys.map(|key| (key.weight, Factor::Key(&key.key))));
    let accounts = authority.accounts.iter();
    factors.extend(accounts.map(|item| (item.weight, Factor::Account(item.permission))));
    // Stable: among equals the order stays.
    factors.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    factors
}
