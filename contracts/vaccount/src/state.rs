//! The contract's tables, and what it reads of token contracts.
//!
//! | table | scope | paid by |
//! |---|---|---|
//! | `settings` | contract | contract |
//! | `account` | contract | `payer` of `open` |

use antelope::{ExtendedSymbol, Name, table::Index};
use framework::{Entry, OrFailWith, Singleton, Table, View, current_receiver};
use protocol::{
    token::tables::{Account as Balance, CurrencyStats},
    vaccount::{Account, Error, Settings, account::ByToken},
    vaddress::VAddress,
};

pub(crate) fn settings_row() -> Singleton<Settings> {
    Singleton::of_self(current_receiver())
}

pub(crate) fn accounts() -> Table<Account> {
    Table::of_self(current_receiver())
}

/// The row with this id. Ids of 64 bits are accepted, as published; none is above 32.
pub(crate) fn account(id: u64, not_found: Error) -> Entry<Account> {
    accounts().entry(id).or_fail(not_found)
}

/// The row of a user for a token; or else how many rows for other symbols of the token's contract there are.
#[inline(never)]
pub(crate) fn row_of(user: VAddress, token: ExtendedSymbol) -> Result<Entry<Account>, usize> {
    let key = user.token_key(token.contract);
    let mut others = 0;
    for row in accounts().index::<ByToken>().lower_bound(key).entries() {
        if ByToken::key(&row) != Some(key) {
            break;
        }
        if row.balance.token() == token {
            return Ok(row);
        }
        others += 1;
    }
    Err(others)
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
