//! Payments: results earn them, and workers cash them into their virtual accounts.

use antelope::{ExtendedAsset, TimePointSec, table::Row};
use framework::{Entry, OrFail, OrFailWith, Payer, check, current_time_sec};
use protocol::{
    force::{
        Error,
        actions::{Accept, Payout},
        batch::{Batch, split_batch_key},
        payment::{ByBatchAndAccount, Payment},
        settings::Settings,
        submission::Submission,
    },
    memo::write_key,
    signed::{self, Signed, take_fee},
};

use crate::{authority, state};

pub(crate) fn payout(action: Payout) {
    let settings = state::settings();
    let payment = state::payments().entry(action.payment_id).or_fail(Error::PaymentNotFound);
    let relayer = authority::require_worker(&settings, payment.account_id, &action);

    let fee = action.fee.0.flatten();
    check(fee.is_none() || !action.proof().is_empty(), Error::FeeNotAllowed);
    check(payment.is_due(current_time_sec()), Error::PayoutTooEarly);
    let (rest, fee) = take_fee(payment.pending, fee).or_fail();

    let payment = payment.erase();
    pay(&settings, payment.account_id, rest, payment.fee);
    if fee.quantity.amount > 0 {
        let row = state::account_of(&settings, relayer.into(), fee.token());
        deposit(&settings, row.or_fail(signed::Error::NoRelayerAccount).id, fee);
    }
}

pub(crate) fn accept(action: Accept) {
    let settings = state::settings();
    let payment = state::payments().entry(action.payment_id).or_fail(Error::PaymentNotFound);
    // What is due is the worker's and the network's: nobody has to wait for the other to fetch it.
    if !payment.is_due(current_time_sec()) {
        let (campaign_id, _) = split_batch_key(payment.batch_id);
        authority::require_user(state::campaign(campaign_id).owner, &action);
    }

    let payment = payment.erase();
    pay(&settings, payment.account_id, payment.pending, payment.fee);
}

/// Pays a worker, and the fee for it to the pot.
pub(crate) fn pay(settings: &Settings, account_id: u32, reward: ExtendedAsset, fee: i64) {
    if reward.quantity.amount == 0 {
        return;
    }
    let mut token = state::token(reward.token()).or_fail(Error::TokenNotAccepted);
    token.fees.amount = token.fees.amount.checked_add(fee).or_fail(Error::Overflow);
    token.save(Payer::Same);
    // The worker's row is one for the reward's token, or it could not have worked.
    deposit(settings, account_id, reward);
}

/// Sends tokens to a virtual account.
pub(crate) fn deposit(settings: &Settings, account_id: u32, amount: ExtendedAsset) {
    let mut memo = [0; 20];
    let memo = write_key(u64::from(account_id), &mut memo);
    authority::pay(settings.vaccount_contract, amount, memo);
}

/// Adds reward and fee of a result to the worker's payment that is open, or opens one.
pub(crate) fn earn(batch: &Batch, result: &Submission, now: TimePointSec, payer: Payer) {
    if batch.reward.quantity.amount == 0 {
        return;
    }
    match latest(batch, result, u64::MAX).filter(|row| row.takes_submissions(now)) {
        Some(mut row) => {
            row.add(batch, now).or_fail();
            row.save(Payer::Same);
        }
        None => state::payments().insert(&Payment::open(batch, result, now), payer),
    }
}

/// Takes reward and fee of a result out of the worker's payment that holds them.
pub(crate) fn take_back(batch: &Batch, result: &Submission) {
    if batch.reward.quantity.amount == 0 {
        return;
    }
    let holding = latest(batch, result, result.id).filter(|row| row.holds(result));
    let mut row = holding.or_fail(Error::PaidAlready);
    if row.take_back(batch).or_fail() {
        row.save(Payer::Same);
    } else {
        row.erase();
    }
}

/// The latest payment of the worker of `result` for its batch whose id is `up_to` at most.
fn latest(batch: &Batch, result: &Submission, up_to: u64) -> Option<Entry<Payment>> {
    let batch_id = batch.primary_key();
    let account_id = result.account_id;
    let key = ByBatchAndAccount::key_of(batch_id, account_id.unwrap_or_default());
    let latest_first = state::payments().index::<ByBatchAndAccount>().upper_bound(key).backwards();
    let id = latest_first.take(Payment::MAX_LOOKED_AT).find(|id| *id <= up_to)?;
    let row = state::payments().entry(id)?;
    (row.batch_id == batch_id && Some(row.account_id) == account_id).then_some(row)
}
