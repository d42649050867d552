//! Submissions: workers hand in results, and are owed the reward.

use antelope::TimePointSec;
use antelope::table::Row;
use framework::{OrFail, OrFailWith, Payer, current_time_sec};
use protocol::force::{
    Error,
    actions::SubmitTask,
    batch::Batch,
    escrow,
    payment::{ByBatchAndAccount, Payment},
    reservation::Reservation,
    submission::{Submission, check_data},
};

use crate::{authority, reservations, state};

pub(crate) fn submit(action: SubmitTask) {
    let settings = state::settings();
    let worker = authority::require_worker(&settings, action.account_id, &action.sig);
    let payer = Payer::Account(authority::payer(action.payer, worker));

    let mut campaign = state::campaign(action.campaign_id);
    let own = reservations::held(action.account_id, action.campaign_id, action.task_idx);
    let mut batch = state::batch(action.campaign_id, own.batch_idx).or_fail(Error::BatchNotFound);
    let now = current_time_sec();

    check_data(&action.data).or_fail();
    escrow::settle_result(&mut batch).or_fail();
    campaign.total_submissions = campaign.total_submissions.checked_add(1).or_fail(Error::Overflow);

    let own = own.erase();
    let submission = Submission {
        id: own.id,
        campaign_id: own.campaign_id,
        task_idx: own.task_idx,
        account_id: own.account_id,
        batch_idx: own.batch_idx,
        data: action.data,
        paid: true,
        submitted_on: now,
    };
    state::submissions(own.campaign_id, own.batch_idx).insert(&submission, payer);
    batch.save(Payer::Same);
    campaign.save(Payer::Same);
    pay(&own, action.account_id, &batch, settings.payout_delay_sec, now, payer);
    earn_fee(&batch)
}

/// Adds the reward to the worker's payment that is open, or opens one.
fn pay(
    own: &Reservation,
    account_id: u32,
    batch: &Batch,
    payout_delay: u32,
    now: TimePointSec,
    payer: Payer,
) {
    if batch.reward.quantity.amount == 0 {
        return;
    }
    let batch_id = batch.primary_key();
    let key = ByBatchAndAccount::key_of(batch_id, account_id);
    let payments = state::payments();
    let latest = payments.index::<ByBatchAndAccount>().upper_bound(key).backwards().next();
    let open = latest.and_then(|id| payments.entry(id)).filter(|row| {
        row.batch_id == batch_id
            && row.account_id == account_id
            && row.takes_submissions(payout_delay, now)
    });
    match open {
        Some(mut row) => {
            row.add(batch.reward.quantity.amount, now).or_fail();
            row.save(Payer::Same);
        }
        None => {
            let row = Payment {
                id: own.id,
                account_id,
                batch_id,
                pending: batch.reward,
                last_submission_time: now,
                opened_on: now,
            };
            payments.insert(&row, payer);
        }
    }
}

/// Adds the fee for one result to the pot.
fn earn_fee(batch: &Batch) {
    if batch.fee == 0 {
        return;
    }
    let mut token = state::token(batch.reward.token()).or_fail(Error::TokenNotAccepted);
    token.fees.amount = token.fees.amount.checked_add(batch.fee).or_fail(Error::Overflow);
    token.save(Payer::Same);
}
