//! A user's balance in one token.

use antelope::{
    Asset, Checksum256, Describe, ExtendedAsset, Name, Pack, Unpack, name,
    table::{Index, Row},
};

use super::Error;
use crate::vaddress::VAddress;

/// A user's balance in one token. Scope: the contract.
///
/// A user has one row for each token, whose symbol and contract both count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "account")]
pub struct Account {
    /// Counts up; rows are never removed.
    pub id: u32,
    /// How many transfers and withdrawals the user has made from this row.
    pub nonce: u32,
    /// The user.
    pub address: VAddress,
    /// The balance.
    pub balance: ExtendedAsset,
}

impl Account {
    /// Adds an amount, in smallest units.
    ///
    /// # Errors
    /// [`Error::BadQuantity`] when it is not above zero, [`Error::Overflow`] when the sum is no valid amount.
    pub fn credit(&mut self, amount: i64) -> Result<(), Error> {
        if amount <= 0 {
            return Err(Error::BadQuantity);
        }
        let sum = self.balance.quantity.amount.checked_add(amount);
        self.balance.quantity.amount =
            sum.filter(|sum| *sum <= Asset::MAX_AMOUNT).ok_or(Error::Overflow)?;
        Ok(())
    }

    /// Takes an amount, in smallest units, and counts the nonce.
    ///
    /// # Errors
    /// [`Error::BadQuantity`] when it is not above zero, [`Error::NotEnough`] when the balance is lower.
    pub fn debit(&mut self, amount: i64) -> Result<(), Error> {
        if amount <= 0 {
            return Err(Error::BadQuantity);
        }
        let rest = self.balance.quantity.amount.checked_sub(amount);
        self.balance.quantity.amount = rest.filter(|rest| *rest >= 0).ok_or(Error::NotEnough)?;
        self.nonce = self.nonce.checked_add(1).ok_or(Error::NonceUsedUp)?;
        Ok(())
    }
}

impl Row for Account {
    const TABLE: Name = name!("account");
    type Indices = (ByToken,);

    fn primary_key(&self) -> u64 {
        u64::from(self.id)
    }
}

/// The rows of a user for the tokens of one contract.
#[derive(Clone, Copy, Debug)]
pub struct ByToken;

impl Index for ByToken {
    type Row = Account;
    type Key = Checksum256;
    const POSITION: u8 = 2;
    const NAME: &'static str = "token";

    fn key(row: &Account) -> Option<Checksum256> {
        Some(row.address.token_key(row.balance.contract))
    }
}

#[cfg(test)]
mod tests {
    use antelope::{Symbol, name};

    use super::*;

    fn account(amount: i64) -> Account {
        let quantity = Asset::new(amount, Symbol::constant(4, "EFX"));
        let balance = ExtendedAsset { quantity, contract: name!("effecttokens") };
        Account { id: 0, nonce: 0, address: name!("alice").into(), balance }
    }

    #[test]
    fn amounts_are_positive_and_balances_never_negative() {
        for (amount, expected) in [
            (1, Ok(())),
            (10, Ok(())),
            (11, Err(Error::NotEnough)),
            (i64::MAX, Err(Error::NotEnough)),
            (0, Err(Error::BadQuantity)),
            (-1, Err(Error::BadQuantity)),
            (i64::MIN, Err(Error::BadQuantity)),
        ] {
            let mut row = account(10);
            assert_eq!(row.debit(amount), expected, "{amount}");
            assert!(row.balance.quantity.amount >= 0);
        }
        for (amount, expected) in [
            (1, Ok(())),
            (0, Err(Error::BadQuantity)),
            (-1, Err(Error::BadQuantity)),
            (Asset::MAX_AMOUNT - 10, Ok(())),
            (Asset::MAX_AMOUNT - 9, Err(Error::Overflow)),
            (i64::MAX, Err(Error::Overflow)),
        ] {
            assert_eq!(account(10).credit(amount), expected, "{amount}");
        }
    }
}
