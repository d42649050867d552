//! The contract's one table, and what it reads of token contracts.
//!
//! | table | scope | paid by |
//! |---|---|---|
//! | `account` | contract | `payer` of `open` |

use antelope::{ExtendedSymbol, Name};
use framework::{Entry, OrFailWith, Table, View, current_receiver};
use protocol::{
    token::tables::{Account as Balance, CurrencyStats},
    vaccount::{Account, Error},
};

pub(crate) fn accounts() -> Table<Account> {
    Table::of_self(current_receiver())
}

/// The row with this id. Ids of 64 bits are accepted, as published; none is above 32.
pub(crate) fn account(id: u64, not_found: Error) -> Entry<Account> {
    accounts().entry(id).or_fail(not_found)
}

/// The token as its contract knows it.
pub(crate) fn token(token: ExtendedSymbol) -> Option<CurrencyStats> {
    let code = token.sym.code().0;
    View::of(token.contract, code).get(code)
}

/// Whether an account has a row for its balance of a token. To one that has none, who sends tokens pays for the row.
pub(crate) fn has_balance(owner: Name, token: ExtendedSymbol) -> bool {
    View::<Balance>::of(token.contract, owner).contains(token.sym.code().0)
}
