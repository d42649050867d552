//! The fee of a relayer, which is signed like every argument.

use antelope::ExtendedAsset;

use super::Error;

/// The fee in smallest units, for an action that moves `amount`; 0 without one.
///
/// # Errors
/// [`Error::BadFee`] when it is not above zero, or of another token than the amount.
pub fn fee_on(amount: ExtendedAsset, fee: Option<ExtendedAsset>) -> Result<i64, Error> {
    match fee {
        None => Ok(0),
        Some(fee) if fee.token() == amount.token() && fee.quantity.amount > 0 => {
            Ok(fee.quantity.amount)
        }
        Some(_) => Err(Error::BadFee),
    }
}

/// What is left of `amount` for the user, and the fee that was taken from it; which is 0 without one.
///
/// # Errors
/// As [`fee_on`]; [`Error::FeeTooHigh`] when nothing would be left.
pub fn take_fee(
    mut amount: ExtendedAsset,
    fee: Option<ExtendedAsset>,
) -> Result<(ExtendedAsset, ExtendedAsset), Error> {
    let mut taken = amount;
    taken.quantity.amount = fee_on(amount, fee)?;
    let rest = amount.quantity.amount.checked_sub(taken.quantity.amount);
    let leaves_something = |rest: &i64| *rest > 0 || fee.is_none();
    amount.quantity.amount = rest.filter(leaves_something).ok_or(Error::FeeTooHigh)?;
    Ok((amount, taken))
}

#[cfg(test)]
mod tests {
    use antelope::{Asset, Symbol, name};

    use super::*;

    #[test]
    fn a_fee_leaves_something_for_the_user() {
        let efx = |amount| ExtendedAsset {
            quantity: Asset::new(amount, Symbol::constant(4, "EFX")),
            contract: name!("token"),
        };
        for (amount, fee, expected) in [
            (10, None, Ok((10, 0))),
            (0, None, Ok((0, 0))),
            (10, Some(1), Ok((9, 1))),
            (10, Some(9), Ok((1, 9))),
            (10, Some(10), Err(Error::FeeTooHigh)),
            (10, Some(i64::MAX), Err(Error::FeeTooHigh)),
            (0, Some(1), Err(Error::FeeTooHigh)),
            (10, Some(0), Err(Error::BadFee)),
            (10, Some(-1), Err(Error::BadFee)),
        ] {
            let taken = take_fee(efx(amount), fee.map(efx));
            let expected = expected.map(|(rest, fee)| (efx(rest), efx(fee)));
            assert_eq!(taken, expected, "{fee:?} of {amount}");
        }
    }

    #[test]
    fn a_fee_is_positive_and_of_the_same_token() {
        let efx = |amount| ExtendedAsset {
            quantity: Asset::new(amount, Symbol::constant(4, "EFX")),
            contract: name!("token"),
        };
        let amount = efx(100);
        let of_other = |symbol, contract| {
            let quantity = Asset::new(1, symbol);
            Some(ExtendedAsset { quantity, contract })
        };
        for (fee, expected) in [
            (None, Ok(0)),
            (Some(efx(1)), Ok(1)),
            (Some(efx(i64::MAX)), Ok(i64::MAX)),
            (Some(efx(0)), Err(Error::BadFee)),
            (Some(efx(-1)), Err(Error::BadFee)),
            (Some(efx(i64::MIN)), Err(Error::BadFee)),
            (of_other(Symbol::constant(4, "EFX"), name!("fake")), Err(Error::BadFee)),
            (of_other(Symbol::constant(3, "EFX"), name!("token")), Err(Error::BadFee)),
            (of_other(Symbol::constant(4, "NFX"), name!("token")), Err(Error::BadFee)),
        ] {
            assert_eq!(fee_on(amount, fee), expected, "{fee:?}");
        }
    }
}
