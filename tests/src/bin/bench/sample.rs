//! Samples: what each run of an action cost, and what is typical of an action.
//!
//! Where they come from is left to [`world`](crate::world).

use std::collections::BTreeMap;

/// A change of RAM by who pays, in bytes; nobody whose RAM stays the same is in it.
pub(crate) type Ram = BTreeMap<String, i64>;

/// What one transaction cost.
#[derive(Clone, Debug)]
pub(crate) struct Cost {
    /// Billed CPU, in microseconds.
    pub(crate) cpu_us: u32,
    /// Billed CPU of the empty action that was run right after it, in microseconds.
    pub(crate) empty_us: u32,
    /// How long its actions ran, in microseconds; without what surrounds them, such as checking the signature.
    pub(crate) run_us: i64,
    /// Billed NET, in bytes.
    pub(crate) net_bytes: u64,
    /// The change of RAM.
    pub(crate) ram: Ram,
}

/// The costs of all actions, in the order in which they were first measured.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    actions: Vec<(&'static str, Vec<Cost>)>,
}

impl Samples {
    /// Adds what an action cost.
    pub(crate) fn add(&mut self, action: &'static str, cost: Cost) {
        match self.actions.iter_mut().find(|(name, _)| *name == action) {
            Some((_, costs)) => costs.push(cost),
            None => self.actions.push((action, vec![cost])),
        }
    }

    /// What is typical of each action.
    pub(crate) fn summaries(&self) -> impl Iterator<Item = Summary> {
        self.actions.iter().map(|(name, costs)| Summary::of(name, costs))
    }

    /// What is typical of one action; `None` if it was not measured.
    pub(crate) fn summary(&self, action: &str) -> Option<Summary> {
        self.summaries().find(|summary| summary.name == action)
    }
}

/// What is typical of an action.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    /// The action.
    pub(crate) name: &'static str,
    /// How often it was measured; not never.
    pub(crate) count: usize,
    /// The median of the billed CPU, in microseconds.
    pub(crate) cpu_us_median: u32,
    /// The median of the empty actions run among these, in microseconds. What else the machine does changes by the
    /// minute, so each action has its own baseline.
    pub(crate) empty_us_median: u32,
    /// Nine of ten cost no more CPU, in microseconds.
    pub(crate) cpu_us_p90: u32,
    /// The median of how long its actions ran, in microseconds.
    pub(crate) run_us_median: i64,
    /// The most frequent NET, in bytes.
    pub(crate) net_bytes: u64,
    /// The changes of RAM with how often each happened, the most frequent first.
    pub(crate) ram: Vec<(Ram, usize)>,
}

impl Summary {
    fn of(name: &'static str, costs: &[Cost]) -> Self {
        let cpu = Sorted::of(costs.iter().map(|cost| cost.cpu_us));
        let run = Sorted::of(costs.iter().map(|cost| cost.run_us));
        let net = frequencies(costs.iter().map(|cost| cost.net_bytes));
        Self {
            name,
            count: costs.len(),
            cpu_us_median: cpu.percentile(50),
            empty_us_median: Sorted::of(costs.iter().map(|cost| cost.empty_us)).percentile(50),
            cpu_us_p90: cpu.percentile(90),
            run_us_median: run.percentile(50),
            net_bytes: net.first().map_or(0, |(net, _)| *net),
            ram: frequencies(costs.iter().map(|cost| cost.ram.clone())),
        }
    }

    /// The most frequent change of RAM.
    pub(crate) fn usual_ram(&self) -> Ram {
        self.ram.first().map(|(ram, _)| ram.clone()).unwrap_or_default()
    }
}

struct Sorted<T>(Vec<T>);

impl<T: Copy + Default + Ord> Sorted<T> {
    fn of(items: impl Iterator<Item = T>) -> Self {
        let mut items: Vec<_> = items.collect();
        items.sort_unstable();
        Self(items)
    }

    /// The item that `percent` of all do not exceed.
    fn percentile(&self, percent: usize) -> T {
        let rank = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(rank).copied().unwrap_or_default()
    }
}

/// How often each item comes, the most frequent first.
fn frequencies<T: Ord>(items: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_insert(0) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typical_is_the_middle_and_the_most_frequent() {
        let mut samples = Samples::default();
        for (cpu_us, bytes) in [(30, 128), (10, 0), (20, 128), (100, 0), (40, 128)] {
            let ram = Ram::from([("worker".to_owned(), bytes)]);
            samples.add("open", Cost { cpu_us, empty_us: 5, run_us: 0, net_bytes: 96, ram });
        }
        let summary = samples.summary("open").unwrap();
        assert_eq!((summary.count, summary.cpu_us_median, summary.cpu_us_p90), (5, 30, 100));
        assert_eq!(summary.usual_ram(), Ram::from([("worker".to_owned(), 128)]));
        assert_eq!(summary.ram.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [3, 2]);
        assert!(samples.summary("close").is_none());
    }
}
