//! Balances and supplies, and what may be done to them.
//!
//! Who may do it, and who pays for the rows, is left to the contract.

use antelope::{Asset, Describe, Name, Pack, Symbol, Unpack, name, table::Row};

use super::{Error, actions::MAX_MEMO};

/// A balance. Scope: its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "account")]
pub struct Account {
    /// The balance.
    pub balance: Asset,
}

impl Row for Account {
    const TABLE: Name = name!("accounts");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.balance.symbol.code().0
    }
}

impl Account {
    /// Takes `quantity`, which is positive and of the token, out of the balance.
    ///
    /// # Errors
    /// [`Error::Overdrawn`].
    pub fn debit(&mut self, quantity: Asset) -> Result<(), Error> {
        if self.balance.amount < quantity.amount {
            return Err(Error::Overdrawn);
        }
        self.balance = self.balance.checked_sub(quantity).ok_or(Error::Underflow)?;
        Ok(())
    }

    /// Adds `quantity`, which is positive and of the token, to the balance.
    ///
    /// # Errors
    /// [`Error::Overflow`].
    pub fn credit(&mut self, quantity: Asset) -> Result<(), Error> {
        self.balance = self.balance.checked_add(quantity).ok_or(Error::Overflow)?;
        Ok(())
    }

    /// Checks that nothing is lost with the row.
    ///
    /// # Errors
    /// [`Error::BalanceNotZero`].
    pub const fn check_close(&self) -> Result<(), Error> {
        if self.balance.amount == 0 { Ok(()) } else { Err(Error::BalanceNotZero) }
    }
}

/// A token and its supply. Scope: the code of its symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "currency_stats")]
pub struct CurrencyStats {
    /// How much there is.
    pub supply: Asset,
    /// How much there may be.
    pub max_supply: Asset,
    /// Who may issue and retire.
    pub issuer: Name,
}

impl Row for CurrencyStats {
    const TABLE: Name = name!("stat");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.supply.symbol.code().0
    }
}

impl CurrencyStats {
    /// A token of which there may be `max_supply` and is nothing yet.
    ///
    /// # Errors
    /// [`Error::BadSymbol`], [`Error::BadSupply`], [`Error::SupplyNotPositive`].
    pub fn new(issuer: Name, max_supply: Asset) -> Result<Self, Error> {
        check_symbol(max_supply.symbol)?;
        if !max_supply.is_valid() {
            return Err(Error::BadSupply);
        }
        if max_supply.amount <= 0 {
            return Err(Error::SupplyNotPositive);
        }
        Ok(Self { supply: Asset::new(0, max_supply.symbol), max_supply, issuer })
    }

    /// Checks that `quantity` is a positive amount of this token; `not_positive` is the error for zero and less.
    ///
    /// # Errors
    /// [`Error::BadQuantity`], `not_positive`, [`Error::PrecisionMismatch`].
    pub fn check_quantity(&self, quantity: Asset, not_positive: Error) -> Result<(), Error> {
        if !quantity.is_valid() {
            return Err(Error::BadQuantity);
        }
        if quantity.amount <= 0 {
            return Err(not_positive);
        }
        self.check_precision(quantity.symbol)
    }

    /// Checks that `symbol`, whose code is the token's, has its decimals.
    ///
    /// # Errors
    /// [`Error::PrecisionMismatch`].
    pub fn check_precision(&self, symbol: Symbol) -> Result<(), Error> {
        if symbol == self.supply.symbol { Ok(()) } else { Err(Error::PrecisionMismatch) }
    }

    /// Adds `quantity` to the supply.
    ///
    /// # Errors
    /// As [`check_quantity`](Self::check_quantity), and [`Error::SupplyExceeded`].
    pub fn issue(&mut self, quantity: Asset) -> Result<(), Error> {
        self.check_quantity(quantity, Error::IssueNotPositive)?;
        let supply = self.supply.checked_add(quantity);
        let within = supply.filter(|supply| supply.amount <= self.max_supply.amount);
        self.supply = within.ok_or(Error::SupplyExceeded)?;
        Ok(())
    }

    /// Takes `quantity` out of the supply.
    ///
    /// # Errors
    /// As [`check_quantity`](Self::check_quantity). That it is there to be retired is for the issuer's balance to
    /// say.
    pub fn retire(&mut self, quantity: Asset) -> Result<(), Error> {
        self.check_quantity(quantity, Error::RetireNotPositive)?;
        self.supply = self.supply.checked_sub(quantity).ok_or(Error::Underflow)?;
        Ok(())
    }
}

/// Checks that a symbol is well formed.
///
/// # Errors
/// [`Error::BadSymbol`].
pub const fn check_symbol(symbol: Symbol) -> Result<(), Error> {
    if symbol.is_valid() { Ok(()) } else { Err(Error::BadSymbol) }
}

/// Checks that a memo has at most [`MAX_MEMO`] bytes.
///
/// # Errors
/// [`Error::MemoTooLong`].
pub const fn check_memo(memo: &str) -> Result<(), Error> {
    if memo.len() <= MAX_MEMO { Ok(()) } else { Err(Error::MemoTooLong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFX: Symbol = Symbol::constant(4, "EFX");

    fn efx(amount: i64) -> Asset {
        Asset::new(amount, EFX)
    }

    fn token(supply: i64, max_supply: i64) -> CurrencyStats {
        let (supply, max_supply) = (efx(supply), efx(max_supply));
        CurrencyStats { supply, max_supply, issuer: name!("issuer") }
    }

    #[test]
    fn a_token_has_a_symbol_and_a_positive_supply() {
        for (supply, expected) in [
            (efx(1), Ok(token(0, 1))),
            (efx(Asset::MAX_AMOUNT), Ok(token(0, Asset::MAX_AMOUNT))),
            (efx(0), Err(Error::SupplyNotPositive)),
            (efx(-1), Err(Error::SupplyNotPositive)),
            (efx(Asset::MAX_AMOUNT + 1), Err(Error::BadSupply)),
            (efx(i64::MIN), Err(Error::BadSupply)),
            (Asset::new(1, Symbol(4)), Err(Error::BadSymbol)),
            (Asset::new(1, Symbol::new(EFX.code(), 19)), Err(Error::BadSymbol)),
        ] {
            assert_eq!(CurrencyStats::new(name!("issuer"), supply), expected, "{supply:?}");
        }
    }

    #[test]
    fn no_more_is_issued_than_there_may_be() {
        let other_precision = Asset::new(1, Symbol::constant(3, "EFX"));
        for (quantity, expected) in [
            (efx(1), Ok(())),
            (efx(60), Ok(())),
            (efx(61), Err(Error::SupplyExceeded)),
            (efx(Asset::MAX_AMOUNT), Err(Error::SupplyExceeded)),
            (efx(0), Err(Error::IssueNotPositive)),
            (efx(-1), Err(Error::IssueNotPositive)),
            (efx(i64::MAX), Err(Error::BadQuantity)),
            (other_precision, Err(Error::PrecisionMismatch)),
        ] {
            let mut issued = token(40, 100);
            assert_eq!(issued.issue(quantity), expected, "{quantity:?}");
            let expected = if expected.is_ok() { 40 + quantity.amount } else { 40 };
            assert_eq!(issued, token(expected, 100), "{quantity:?}");
        }
    }

    #[test]
    fn retiring_shrinks_the_supply() {
        for (quantity, expected) in [
            (efx(40), Ok(())),
            (efx(0), Err(Error::RetireNotPositive)),
            (efx(-1), Err(Error::RetireNotPositive)),
            (efx(i64::MIN), Err(Error::BadQuantity)),
            (Asset::new(1, Symbol::constant(5, "EFX")), Err(Error::PrecisionMismatch)),
        ] {
            let mut retired = token(40, 100);
            assert_eq!(retired.retire(quantity), expected, "{quantity:?}");
            let expected = if expected.is_ok() { 0 } else { 40 };
            assert_eq!(retired, token(expected, 100), "{quantity:?}");
        }
    }

    #[test]
    fn a_balance_gives_what_it_has() {
        for (quantity, expected, left) in [
            (1, Ok(()), 9),
            (10, Ok(()), 0),
            (11, Err(Error::Overdrawn), 10),
            (Asset::MAX_AMOUNT, Err(Error::Overdrawn), 10),
        ] {
            let mut account = Account { balance: efx(10) };
            assert_eq!(account.debit(efx(quantity)), expected, "{quantity}");
            assert_eq!(account.balance, efx(left), "{quantity}");
        }
        let mut full = Account { balance: efx(Asset::MAX_AMOUNT) };
        assert_eq!(full.credit(efx(1)), Err(Error::Overflow));
        assert_eq!(full.check_close(), Err(Error::BalanceNotZero));
        assert_eq!(full.debit(efx(Asset::MAX_AMOUNT)), Ok(()));
        assert_eq!(full.check_close(), Ok(()));
        assert_eq!(full.credit(efx(7)), Ok(()));
        assert_eq!(full.balance, efx(7));
    }

    #[test]
    fn a_memo_has_at_most_256_bytes() {
        for (len, expected) in [(0, Ok(())), (256, Ok(())), (257, Err(Error::MemoTooLong))] {
            assert_eq!(check_memo(&"m".repeat(len)), expected, "{len}");
        }
    }
}
