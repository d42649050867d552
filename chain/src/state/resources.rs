//! NET and CPU: what blocks and accounts used lately, and how much there is of both.
//!
//! The arithmetic is the node's (`resource_limits_manager`), to the last rounding. Which transaction may use how much
//! is decided in [`transaction`](crate::transaction).

use antelope::{BlockTimestamp, Name, Pack, Unpack};

use super::{Parameters, State};
use crate::{Error, error::exception};

/// Averages are kept in millionths.
const PRECISION: u128 = 1_000_000;
/// What an account used counts for a day, in slots.
const ACCOUNT_WINDOW: u32 = 24 * 60 * 60 * 2;
/// What blocks used counts for a minute, in blocks.
const BLOCK_WINDOW: u32 = 60 * 2;
/// How much more than in a full block accounts may use when blocks are empty.
const MAX_MULTIPLIER: u64 = 1000;

/// What was used of something, forgotten in proportion to the time that passes (a moving average).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Usage {
    /// The slot or block of the last use.
    pub last: u32,
    /// The average use in a slot or block, in millionths.
    pub average: u64,
}

impl Usage {
    /// Adds what was used at a time; less of what was used before counts from then on.
    pub(crate) fn add(&mut self, units: u64, time: u32, window: u32) {
        if time > self.last {
            let left = u128::from(window.saturating_sub(time - self.last));
            // No more than it was.
            self.average = (u128::from(self.average) * left / u128::from(window)) as u64;
            self.last = time;
        }
        let more = (u128::from(units) * PRECISION).div_ceil(u128::from(window));
        self.average = self.average.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
    }

    fn of_account_at(mut self, slot: BlockTimestamp) -> Self {
        self.add(0, slot.0, ACCOUNT_WINDOW);
        self
    }

    /// What an account used in the last day.
    fn in_window(self) -> u128 {
        (u128::from(self.average) * u128::from(ACCOUNT_WINDOW)).div_ceil(PRECISION)
    }
}

/// NET or CPU of the whole chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Resource {
    /// The most that a block may use, as of the last block.
    pub max: u64,
    /// What the pending block used.
    pub pending: u64,
    /// What blocks used.
    pub usage: Usage,
    /// What accounts share, for each block: it grows while blocks are rather empty.
    pub virtual_limit: u64,
    /// The shares of all accounts that have a limit, as of the last block.
    pub total_weight: u64,
}

/// NET and CPU of the whole chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Resources {
    /// NET, in bytes.
    pub net: Resource,
    /// CPU, in microseconds.
    pub cpu: Resource,
}

/// What an account may use of NET or CPU, and what it used, in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountLimit {
    /// What it used as of its last use, in bytes or microseconds; -1 without limit, as the next three.
    pub used: i64,
    /// What is left of the most.
    pub available: i64,
    /// The most.
    pub max: i64,
    /// What of its use still counts now.
    pub current_used: i64,
    /// The slot of its last use; 0 when there was none.
    pub last_usage_update_time: BlockTimestamp,
}

impl Resource {
    fn new(max: u64) -> Self {
        // A chain begins as if it were busy.
        Self { max, virtual_limit: max, ..Self::default() }
    }

    /// What the pending block has left.
    pub(crate) const fn left_in_block(&self) -> u64 {
        self.max.saturating_sub(self.pending)
    }

    /// What an account of this weight may use at all; nothing when there is no limit.
    fn max_of(&self, weight: i64) -> Option<u128> {
        let weight = u128::try_from(weight).ok().filter(|_| self.total_weight > 0)?;
        let capacity = u128::from(self.virtual_limit) * u128::from(ACCOUNT_WINDOW);
        Some(capacity.saturating_mul(weight) / u128::from(self.total_weight))
    }

    /// What an account of this weight may still use; nothing when there is no limit.
    ///
    /// # Errors
    /// As on a node: when that is more than 63 bits, which it is only until the weight counts in the sum of all.
    pub(crate) fn available(&self, weight: i64, usage: Usage) -> Result<Option<i64>, Error> {
        let Some(max) = self.max_of(weight) else { return Ok(None) };
        let available = max.saturating_sub(usage.in_window());
        let Ok(available) = i64::try_from(available) else {
            let most = i64::MAX;
            let message = format!(
                "Casting a higher bit integer value {available} to a lower bit integer value which cannot contain the value, valid range is [0, {most}]"
            );
            return Err(Error::new(exception::RATE_LIMITING_STATE_INCONSISTENT, message));
        };
        Ok(Some(available))
    }

    /// What an account may use and used, as of a time.
    fn limit(&self, weight: i64, usage: Usage, now: BlockTimestamp) -> AccountLimit {
        let last_usage_update_time = BlockTimestamp(usage.last);
        let Some(max) = self.max_of(weight) else {
            let (used, available, max, current_used) = (-1, -1, -1, -1);
            return AccountLimit { used, available, max, current_used, last_usage_update_time };
        };
        AccountLimit {
            used: narrow(usage.in_window()),
            available: narrow(max.saturating_sub(usage.in_window())),
            max: narrow(max),
            current_used: narrow(usage.of_account_at(now).in_window()),
            last_usage_update_time,
        }
    }

    fn end_block(&mut self, number: u32, max: u64, target: u64) {
        self.max = max;
        self.usage.add(self.pending, number, BLOCK_WINDOW);
        self.pending = 0;
        let (limit, average) =
            (u128::from(self.virtual_limit), u128::from(self.usage.average).div_ceil(PRECISION));
        let (up, down) = if average > u128::from(target) { (99, 100) } else { (1000, 999) };
        let limit = u64::try_from(limit * up / down).unwrap_or(u64::MAX);
        self.virtual_limit = limit.max(max).min(max.saturating_mul(MAX_MULTIPLIER));
    }

    /// Replaces an account's weight in the sum of all.
    fn reweigh(&mut self, old: i64, new: i64) {
        self.total_weight = self.total_weight.saturating_sub(u64::try_from(old).unwrap_or(0));
        self.total_weight = self.total_weight.saturating_add(u64::try_from(new).unwrap_or(0));
    }
}

fn narrow(value: u128) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl Resources {
    pub(crate) fn new(parameters: &Parameters) -> Self {
        Self {
            net: Resource::new(parameters.max_block_net_usage),
            cpu: Resource::new(parameters.max_block_cpu_usage.into()),
        }
    }
}

impl State {
    /// What an account may use and used of NET, in bytes, as of a time.
    pub fn net_limit(&self, account: Name, now: BlockTimestamp) -> Option<AccountLimit> {
        let account = self.accounts.get(&account)?;
        Some(self.resources.net.limit(account.net_weight, account.net_usage, now))
    }

    /// What an account may use and used of CPU, in microseconds, as of a time.
    pub fn cpu_limit(&self, account: Name, now: BlockTimestamp) -> Option<AccountLimit> {
        let account = self.accounts.get(&account)?;
        Some(self.resources.cpu.limit(account.cpu_weight, account.cpu_usage, now))
    }

    /// Limits an account: RAM in bytes, NET and CPU as shares; -1 for no limit. Shares of others follow with the end
    /// of the block. Whether it may use less RAM than before; nothing without such an account.
    pub(crate) fn set_resource_limits(
        &mut self,
        name: Name,
        (ram_bytes, net_weight, cpu_weight): (i64, i64, i64),
    ) -> Option<bool> {
        let account = self.accounts.get_mut(&name)?;
        let decreased = ram_bytes >= 0 && (account.ram_quota < 0 || ram_bytes < account.ram_quota);
        let before = (account.net_weight, account.cpu_weight);
        (account.ram_quota, account.net_weight, account.cpu_weight) =
            (ram_bytes, net_weight, cpu_weight);
        if !self.reweighed.contains(&name) {
            self.reweighed.insert(name, before);
        }
        Some(decreased)
    }

    /// Counts what an account used in a slot.
    pub(crate) fn use_resources(&mut self, name: Name, net: u64, cpu: u64, slot: BlockTimestamp) {
        if let Some(account) = self.accounts.get_mut(&name) {
            account.net_usage.add(net, slot.0, ACCOUNT_WINDOW);
            account.cpu_usage.add(cpu, slot.0, ACCOUNT_WINDOW);
        }
    }

    /// Ends a block: limits that changed in it count for all, and what it used moves what accounts may use.
    pub(crate) fn end_block_of_resources(&mut self, number: u32) {
        for (name, (net, cpu)) in std::mem::take(&mut self.reweighed).iter() {
            if let Some(account) = self.accounts.get(name) {
                self.resources.net.reweigh(*net, account.net_weight);
                self.resources.cpu.reweigh(*cpu, account.cpu_weight);
            }
        }
        let parameters = &self.settings.parameters;
        let share = |of: u64, hundredths: u32| {
            u64::try_from(u128::from(of) * u128::from(hundredths) / 10_000).unwrap_or(u64::MAX)
        };
        let net = parameters.max_block_net_usage;
        self.resources.net.end_block(
            number,
            net,
            share(net, parameters.target_block_net_usage_pct),
        );
        let cpu = u64::from(parameters.max_block_cpu_usage);
        self.resources.cpu.end_block(
            number,
            cpu,
            share(cpu, parameters.target_block_cpu_usage_pct),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_is_forgotten_in_a_day() {
        let mut usage = Usage::default();
        usage.add(1000, 10, ACCOUNT_WINDOW);
        assert_eq!((usage.average, usage.in_window()), (5788, 1001), "rounded up twice");
        usage.add(0, 10 + ACCOUNT_WINDOW / 2, ACCOUNT_WINDOW);
        assert_eq!(usage.in_window(), 501);
        usage.add(0, 10 + 2 * ACCOUNT_WINDOW, ACCOUNT_WINDOW);
        assert_eq!((usage.last, usage.in_window()), (10 + 2 * ACCOUNT_WINDOW, 0));
    }

    #[test]
    fn empty_blocks_stretch_what_accounts_share_and_full_ones_shrink_it() {
        let mut resource = Resource::new(1000);
        for number in 2..9000 {
            resource.end_block(number, 1000, 100);
        }
        assert_eq!(resource.virtual_limit, 1_000_000);
        for number in 9000..20_000 {
            resource.pending = 1000;
            resource.end_block(number, 1000, 100);
        }
        assert_eq!(resource.virtual_limit, 1000);
    }

    #[test]
    fn weights_share_the_whole() {
        let resource = Resource { virtual_limit: 100, total_weight: 4, ..Resource::default() };
        let unused = Usage::default();
        let available = |weight| resource.available(weight, unused).unwrap();
        assert_eq!(available(1), Some(25 * i64::from(ACCOUNT_WINDOW)));
        assert_eq!(available(0), Some(0));
        assert_eq!(available(-1), None);
        assert!(resource.available(i64::MAX, unused).is_err(), "before its weight counts");
        let alone = Resource { total_weight: 0, ..resource };
        assert_eq!(
            alone.available(0, unused).unwrap(),
            None,
            "where nobody has a share all is free"
        );
    }
}
