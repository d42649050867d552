//! Escrow: what a batch must hold, what it owes, and what is free.
//!
//! Nothing but results spends escrow: each moves reward and fee to the worker's payment. Which event does that is in
//! [`places`](super::places).

use antelope::Asset;

use super::{Error, batch::Batch, settings::BASIS_POINTS};

/// The network's fee for one result, in the reward's smallest units.
///
/// The fraction of a smallest unit that may be left is not charged.
pub const fn fee_of(reward: i64, fee_bps: u16) -> i64 {
    // Whole parts and rest apart, so that no product exceeds the reward: exact, and without 128-bit division.
    let (whole, bps) = (BASIS_POINTS as i64, fee_bps as i64);
    reward / whole * bps + reward % whole * bps / whole
}

/// What `results` results cost, reward and fee, in smallest units.
///
/// # Errors
/// [`Error::Overflow`] when that is no valid amount.
pub fn cost(reward: i64, fee: i64, results: u64) -> Result<i64, Error> {
    let each = reward.checked_add(fee);
    let all = each.zip(i64::try_from(results).ok()).and_then(|(each, n)| each.checked_mul(n));
    all.filter(|cost| *cost <= Asset::MAX_AMOUNT).ok_or(Error::Overflow)
}

/// What the escrow of `batch` owes for the results it may still get.
///
/// # Errors
/// [`Error::Overflow`] when that is no valid amount, which a published batch's never is.
pub fn owed(batch: &Batch) -> Result<i64, Error> {
    cost(batch.reward.quantity.amount, batch.fee, batch.results_owed())
}

/// What the owner of `batch` can have back now.
///
/// # Errors
/// As [`owed`]. [`Error::LedgerBroken`] if it owes more than it holds, which no action leads to.
pub fn free(batch: &Batch) -> Result<i64, Error> {
    let free = batch.balance.quantity.amount.checked_sub(owed(batch)?);
    free.filter(|free| *free >= 0).ok_or(Error::LedgerBroken)
}

/// Adds an incoming amount, in smallest units, to the escrow.
///
/// # Errors
/// [`Error::BadQuantity`] when it is not above zero, [`Error::Overflow`] when the sum is no valid amount.
pub fn deposit(batch: &mut Batch, amount: i64) -> Result<(), Error> {
    if amount <= 0 {
        return Err(Error::BadQuantity);
    }
    put_back(batch, amount)
}

/// Takes reward and fee of a result out of the escrow.
///
/// # Errors
/// [`Error::LedgerBroken`] if the escrow does not hold them, which no action leads to.
pub(super) fn spend_price(batch: &mut Batch) -> Result<(), Error> {
    let price = price(batch)?;
    spend(batch, price)
}

/// Puts reward and fee of a result back into the escrow.
///
/// # Errors
/// [`Error::Overflow`] when the sum is no valid amount, to which no action leads.
pub(super) fn put_back_price(batch: &mut Batch) -> Result<(), Error> {
    let price = price(batch)?;
    put_back(batch, price)
}

fn price(batch: &Batch) -> Result<i64, Error> {
    // The product with the number of results was a valid amount when the batch was published.
    batch.reward.quantity.amount.checked_add(batch.fee).ok_or(Error::Overflow)
}

fn put_back(batch: &mut Batch, amount: i64) -> Result<(), Error> {
    let balance = batch.balance.quantity.amount.checked_add(amount);
    batch.balance.quantity.amount =
        balance.filter(|balance| *balance <= Asset::MAX_AMOUNT).ok_or(Error::Overflow)?;
    Ok(())
}

fn spend(batch: &mut Batch, amount: i64) -> Result<(), Error> {
    let balance = batch.balance.quantity.amount.checked_sub(amount);
    batch.balance.quantity.amount = balance.filter(|rest| *rest >= 0).ok_or(Error::LedgerBroken)?;
    Ok(())
}

/// Takes what is free out of the escrow, for the batch's owner. Gives how much, in smallest units.
///
/// # Errors
/// As [`free`].
pub fn take_free(batch: &mut Batch) -> Result<i64, Error> {
    let free = free(batch)?;
    spend(batch, free)?;
    Ok(free)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_fee_is_exact_and_rounds_down() {
        for (reward, bps, fee) in [
            (0, 1000, 0),
            (9, 1000, 0),
            (10, 1000, 1),
            (19, 1000, 1),
            (30_000, 1000, 3000),
            (16_777_217, 10_000, 16_777_217),
            (1_677_721_610, 1000, 167_772_161),
            (Asset::MAX_AMOUNT, 10_000, Asset::MAX_AMOUNT),
            (Asset::MAX_AMOUNT, 1, Asset::MAX_AMOUNT / 10_000),
        ] {
            assert_eq!(fee_of(reward, bps), fee, "{reward} at {bps}");
        }
    }

    #[test]
    fn a_cost_beyond_an_amount_is_refused() {
        assert_eq!(cost(30_000, 3000, 20), Ok(660_000));
        assert_eq!(cost(Asset::MAX_AMOUNT, 0, 1), Ok(Asset::MAX_AMOUNT));
        assert_eq!(cost(Asset::MAX_AMOUNT, 1, 1), Err(Error::Overflow));
        assert_eq!(cost(Asset::MAX_AMOUNT, Asset::MAX_AMOUNT, u64::MAX), Err(Error::Overflow));
        assert_eq!(cost(0, 0, 1 << 60), Ok(0));
    }

    proptest! {
        #[test]
        fn fees_of_results_never_exceed_the_fraction_of_their_rewards(
            reward in 0..=Asset::MAX_AMOUNT, bps in 0..=BASIS_POINTS,
        ) {
            let fee = i128::from(fee_of(reward, bps));
            let exact = i128::from(reward) * i128::from(bps);
            prop_assert!(fee * 10_000 <= exact && exact < (fee + 1) * 10_000);
        }
    }
}
