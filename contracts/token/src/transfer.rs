//! Tokens from one account to another.

use framework::{has_auth, is_account, notify, require_auth};
use protocol::token::{Error, actions::Transfer, tables::check_memo};

use crate::{balance, supply};

/// # RAM
/// The sender pays for its own row; for a new row of the receiver, the receiver if it authorized the transfer too,
/// else the sender.
pub(crate) fn transfer(action: Transfer) -> Result<(), Error> {
    let Transfer { from, to, quantity, memo } = action;
    if from == to {
        return Err(Error::ToSelf);
    }
    require_auth(from);

    if !is_account(to) {
        return Err(Error::NoSuchReceiver);
    }
    let code = quantity.symbol.code();
    let token = supply::tokens(code).get(code.0).ok_or(Error::NoSuchToken)?;

    token.check_quantity(quantity, Error::TransferNotPositive)?;
    check_memo(&memo)?;

    notify(from);
    notify(to);
    balance::take(from, quantity)?;
    balance::add(to, quantity, if has_auth(to) { to } else { from })
}
