//! What a batch costs.

use antelope::{Asset, ExtendedAsset};
use protocol::force::{Error, escrow};

/// What a batch costs, before anything is paid. All amounts are of one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// How many tasks.
    pub tasks: u32,
    /// How many workers do each of them.
    pub repetitions: u32,
    /// What a result earns its worker.
    pub reward: ExtendedAsset,
    /// What a result earns the network.
    pub fee: Asset,
    /// What all results earn their workers.
    pub rewards: Asset,
    /// What all results earn the network.
    pub fees: Asset,
    /// What goes into the escrow: rewards and fees.
    pub total: Asset,
}

impl Quote {
    /// What `tasks`, each done by `repetitions` workers for `reward`, cost in a network that takes `fee_bps` basis points.
    ///
    /// # Errors
    /// [`Error::Overflow`] when that is no valid amount.
    pub fn new(
        reward: ExtendedAsset,
        fee_bps: u16,
        tasks: u32,
        repetitions: u32,
    ) -> Result<Self, Error> {
        let results = u64::from(tasks) * u64::from(repetitions);
        let each = reward.quantity.amount;
        let fee = escrow::fee_of(each, fee_bps);
        let amount = |amount| Asset::new(amount, reward.quantity.symbol);
        let total = escrow::cost(each, fee, results)?;
        let rewards = escrow::cost(each, 0, results)?;
        let fees = total.checked_sub(rewards).ok_or(Error::Overflow)?;
        Ok(Self {
            tasks,
            repetitions,
            reward,
            fee: amount(fee),
            rewards: amount(rewards),
            fees: amount(fees),
            total: amount(total),
        })
    }

    /// How many results there will be.
    pub const fn results(&self) -> u64 {
        self.tasks as u64 * self.repetitions as u64
    }

    /// What goes into the escrow, with the contract of its token.
    pub const fn escrow(&self) -> ExtendedAsset {
        ExtendedAsset { quantity: self.total, contract: self.reward.contract }
    }
}

#[cfg(test)]
mod tests {
    use antelope::{Symbol, name};

    use super::*;

    #[test]
    fn the_total_is_rewards_and_fees_of_all_results() {
        let efx = |amount| Asset::new(amount, Symbol::constant(4, "EFX"));
        let quote = |reward, bps, tasks, repetitions| {
            let reward = ExtendedAsset { quantity: efx(reward), contract: name!("token") };
            Quote::new(reward, bps, tasks, repetitions)
        };
        for (reward, bps, tasks, repetitions, expected) in [
            (15_000, 1000, 100, 3, (1_500, 4_500_000, 450_000, 4_950_000)),
            // The fee is rounded down for each result.
            (19, 1000, 100, 1, (1, 1_900, 100, 2_000)),
            (0, 1000, 100, 1, (0, 0, 0, 0)),
        ] {
            let (fee, rewards, fees, total) = expected;
            let quote = quote(reward, bps, tasks, repetitions).unwrap();
            assert_eq!((quote.fee, quote.rewards), (efx(fee), efx(rewards)));
            assert_eq!((quote.fees, quote.total), (efx(fees), efx(total)));
            assert_eq!(quote.results(), u64::from(tasks) * u64::from(repetitions));
        }
        assert_eq!(quote(Asset::MAX_AMOUNT, 0, 2, 1), Err(Error::Overflow));
        assert_eq!(quote(1, 0, u32::MAX, u32::MAX), Err(Error::Overflow));
    }
}
