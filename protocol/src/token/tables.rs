//! Balances and supplies.

use antelope::{Asset, Describe, Name, Pack, Unpack, name, table::Row};

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
