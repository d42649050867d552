//! Who pays for RAM.
//!
//! Whether an account may be made to pay is the chain's rule, whether it should be is the contract's.

use antelope::Name;

/// Who pays for the RAM of a row and its index entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// Who pays now. An index entry that comes into being by the change has nobody who pays: use
    /// [`SameOr`](Self::SameOr) where that can happen.
    Same,
    /// The account, also for what another paid until now. Only what is written is moved: an index entry whose key
    /// stays the same keeps its payer.
    Account(Name),
    /// Who pays now, and the account for index entries that come into being by the change.
    SameOr(Name),
}

impl Payer {
    /// The account that pays for what is there already; 0 keeps the payer.
    pub(crate) const fn of_old(self) -> u64 {
        match self {
            Self::Same | Self::SameOr(_) => 0,
            Self::Account(account) => account.0,
        }
    }

    /// The account that pays for what is new; the chain refuses 0.
    pub(crate) const fn of_new(self) -> u64 {
        match self {
            Self::Same => 0,
            Self::Account(account) | Self::SameOr(account) => account.0,
        }
    }
}
