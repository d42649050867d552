//! The supply of a token: creating, issuing, retiring.
//!
//! Who holds it is left to [`balance`].

use antelope::SymbolCode;
use framework::{Payer, Table, current_receiver, require_auth};
use protocol::token::{
    Error,
    actions::{Create, Issue, Retire},
    tables::{CurrencyStats, check_memo, check_symbol},
};

use crate::balance;

/// The tokens of this code: one or none.
pub(crate) fn tokens(code: SymbolCode) -> Table<CurrencyStats> {
    Table::of_self(code.0)
}

/// # RAM
/// The contract pays for the token.
pub(crate) fn create(action: Create) -> Result<(), Error> {
    require_auth(current_receiver());

    let code = action.maximum_supply.symbol.code();
    let tokens = tokens(code);

    let token = CurrencyStats::new(action.issuer, action.maximum_supply)?;
    if tokens.contains(code.0) {
        return Err(Error::TokenExists);
    }

    tokens.insert(&token, Payer::Account(current_receiver()));
    Ok(())
}

/// # RAM
/// The issuer pays for its balance.
pub(crate) fn issue(action: Issue) -> Result<(), Error> {
    let code = action.quantity.symbol.code();
    check_symbol(action.quantity.symbol)?;
    check_memo(&action.memo)?;
    let mut token = tokens(code).entry(code.0).ok_or(Error::NotCreated)?;
    if action.to != token.issuer {
        return Err(Error::IssueToIssuer);
    }
    require_auth(token.issuer);

    token.issue(action.quantity)?;

    token.save(Payer::Same);
    balance::add(action.to, action.quantity, action.to)
}

/// # RAM
/// The issuer pays for its balance.
pub(crate) fn retire(action: Retire) -> Result<(), Error> {
    let code = action.quantity.symbol.code();
    check_symbol(action.quantity.symbol)?;
    check_memo(&action.memo)?;
    let mut token = tokens(code).entry(code.0).ok_or(Error::TokenNotFound)?;
    require_auth(token.issuer);

    token.retire(action.quantity)?;

    token.save(Payer::Same);
    balance::take(token.issuer, action.quantity)
}
