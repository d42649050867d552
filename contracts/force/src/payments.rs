//! Payments: workers cash what they earned, into their virtual accounts.

use alloc::borrow::ToOwned;

use antelope::{ExtendedSymbol, Name};
use framework::{OrFailWith, check, current_time_sec};
use protocol::{
    force::{Error, actions::Payout},
    memo::write_key,
    vaccount::account::{Account, ByToken},
};

use crate::{authority, state};

/// The most rows of a worker that are looked at for the one of the payment's token.
const MAX_ACCOUNTS: usize = 32;

pub(crate) fn payout(action: Payout) {
    let settings = state::settings();
    let payment = state::payments().entry(action.payment_id).or_fail(Error::PaymentNotFound);
    let accounts = state::accounts(settings.vaccount_contract);
    let account = accounts.get(u64::from(payment.account_id)).or_fail(Error::AccountNotFound);
    authority::require_user(account.address, &action.sig);

    check(payment.is_due(settings.payout_delay_sec, current_time_sec()), Error::PayoutTooEarly);
    check(payment.pending.quantity.amount > 0, Error::NothingToPay);
    let account_id = account_for(account, payment.pending.token(), settings.vaccount_contract);

    let pending = payment.erase().pending;
    let memo = write_key(u64::from(account_id), &mut [0; 20]).to_owned();
    authority::pay(settings.vaccount_contract, pending, &memo);
}

/// The id of the worker's row for a token: the one that he worked with, or another of his.
fn account_for(account: Account, token: ExtendedSymbol, contract: Name) -> u32 {
    if account.balance.token() == token {
        return account.id;
    }
    state::accounts(contract)
        .index::<ByToken>()
        .equal(account.address.token_key(token.contract))
        .rows()
        .take(MAX_ACCOUNTS)
        .find(|row| row.balance.token() == token)
        .map(|row| row.id)
        .or_fail(Error::NoAccountForToken)
}
