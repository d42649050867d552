//! Tokens that come in for a row.

use framework::{Env, OrFail, OrFailWith, Payer, check};
use protocol::{memo, token::actions::Transfer, vaccount::Error};

use crate::state;

/// A transfer of any token contract that names this one.
pub(crate) fn on_transfer(env: &Env, transfer: Transfer) {
    if transfer.to != env.receiver || memo::is_from_system(transfer.from) {
        return;
    }

    let id = memo::parse_key(&transfer.memo).or_fail(Error::BadMemo);
    let mut row = state::account(id, Error::RowNotFound);

    let same_token =
        env.code == row.balance.contract && transfer.quantity.symbol == row.balance.quantity.symbol;
    check(same_token, Error::AssetMismatch);
    row.credit(transfer.quantity.amount).or_fail();

    row.save(Payer::Same);
}
