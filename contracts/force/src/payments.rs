//! Payments: workers cash what they earned, into their virtual accounts.

use framework::{OrFailWith, check, current_time_sec};
use protocol::{
    force::{Error, actions::Payout},
    memo::write_key,
};

use crate::{authority, state};

pub(crate) fn payout(action: Payout) {
    let settings = state::settings();
    let payment = state::payments().entry(action.payment_id).or_fail(Error::PaymentNotFound);
    authority::require_worker(&settings, payment.account_id, &action.sig);

    check(payment.is_due(settings.payout_delay_sec, current_time_sec()), Error::PayoutTooEarly);
    check(payment.pending.quantity.amount > 0, Error::NothingToPay);

    let payment = payment.erase();
    // The worker's row is one for the reward's token, or it could not have worked.
    let mut memo = [0; 20];
    let memo = write_key(u64::from(payment.account_id), &mut memo);
    authority::pay(settings.vaccount_contract, payment.pending, memo);
}
