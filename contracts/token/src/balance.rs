//! The balances of accounts: opening, closing, adding and taking.
//!
//! What is in circulation as a whole is left to [`supply`](crate::supply).

use antelope::{Asset, Name};
use framework::{Payer, Table, is_account, require_auth};
use protocol::token::{
    Error,
    actions::{Close, Open},
    tables::Account,
};

use crate::supply;

/// The balances of `owner`, one for each token.
pub(crate) fn balances(owner: Name) -> Table<Account> {
    Table::of_self(owner)
}

/// # RAM
/// The named payer pays for the row, until its owner first spends from it.
pub(crate) fn open(action: Open) -> Result<(), Error> {
    require_auth(action.ram_payer);

    if !is_account(action.owner) {
        return Err(Error::NoSuchOwner);
    }
    let code = action.symbol.code();
    let token = supply::tokens(code).get(code.0).ok_or(Error::SymbolNotFound)?;
    let balances = balances(action.owner);

    token.check_precision(action.symbol)?;

    if !balances.contains(code.0) {
        let row = Account { balance: Asset::new(0, action.symbol) };
        balances.insert(&row, Payer::Account(action.ram_payer));
    }
    Ok(())
}

/// # RAM
/// Goes back to whoever paid for the row.
pub(crate) fn close(action: Close) -> Result<(), Error> {
    require_auth(action.owner);

    let balance = balances(action.owner).entry(action.symbol.code().0);
    let balance = balance.ok_or(Error::AlreadyClosed)?;

    balance.check_close()?;

    balance.erase();
    Ok(())
}

/// Adds `quantity` to the balance of `owner`. A row that newly comes into being is paid for by `payer`.
pub(crate) fn add(owner: Name, quantity: Asset, payer: Name) -> Result<(), Error> {
    let balances = balances(owner);
    match balances.entry(quantity.symbol.code().0) {
        Some(mut balance) => {
            balance.credit(quantity)?;
            balance.save(Payer::Same);
        }
        None => balances.insert(&Account { balance: quantity }, Payer::Account(payer)),
    }
    Ok(())
}

/// Takes `quantity` from the balance of `owner`, who pays for the row from now on.
pub(crate) fn take(owner: Name, quantity: Asset) -> Result<(), Error> {
    let balance = balances(owner).entry(quantity.symbol.code().0);
    let mut balance = balance.ok_or(Error::NoBalance)?;
    balance.debit(quantity)?;
    balance.save(Payer::Account(owner));
    Ok(())
}
