//! What each kind of action costs, and what RAM each account uses on the way.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use antelope::Name;
use sdk::Receipt;

use super::report::ActionCost;

/// What has been done so far.
#[derive(Debug, Default)]
pub(super) struct Journal(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    /// By kind of action; the kinds in the order of their first.
    costs: Vec<(String, Vec<Cost>)>,
    ram: BTreeMap<Name, RamUse>,
}

#[derive(Clone, Copy, Debug)]
struct Cost {
    cpu_us: u32,
    net_bytes: u64,
    wall: Duration,
}

/// What RAM an account uses more than when the journal was opened, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RamUse {
    pub(super) now: i64,
    /// The most it has been.
    pub(super) peak: i64,
}

impl Journal {
    /// Writes a transaction down.
    pub(super) fn note(&self, kind: String, receipt: &Receipt, wall: Duration) {
        let mut entries = self.entries();
        let cost = Cost { cpu_us: receipt.cpu_usage_us, net_bytes: receipt.net_usage_bytes, wall };
        match entries.costs.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, costs)) => costs.push(cost),
            None => entries.costs.push((kind, vec![cost])),
        }
        for delta in receipt.actions.iter().flat_map(|action| &action.ram_deltas) {
            let ram = entries.ram.entry(delta.account).or_default();
            ram.now = ram.now.saturating_add(delta.delta);
            ram.peak = ram.peak.max(ram.now);
        }
    }

    /// What RAM an account uses more than at the beginning.
    pub(super) fn ram(&self, account: Name) -> RamUse {
        self.entries().ram.get(&account).copied().unwrap_or_default()
    }

    /// The medians for each kind of action, in the order of their first.
    pub(super) fn costs(&self) -> Vec<ActionCost> {
        let entries = self.entries();
        let summary = |(action, costs): &(String, Vec<Cost>)| ActionCost {
            action: action.clone(),
            count: costs.len(),
            cpu_us_median: median(costs.iter().map(|cost| cost.cpu_us)),
            net_bytes_median: median(costs.iter().map(|cost| cost.net_bytes)),
            wall_ms_median: median(costs.iter().map(|cost| cost.wall)).as_secs_f64() * 1_000.0,
        };
        entries.costs.iter().map(summary).collect()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // A panic in between leaves figures, no broken promise.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The middle value, the upper of two; zero of none.
fn median<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(std::iter::empty::<u32>()), 0);
        assert_eq!(median([3].into_iter()), 3);
        assert_eq!(median([9, 1, 2].into_iter()), 2);
        assert_eq!(median([4, 3, 2, 1].into_iter()), 3);
    }
}
