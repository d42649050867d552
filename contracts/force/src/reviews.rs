//! Review: the owner of a campaign rejects results, workers appeal, the arbiter decides, or time does.

use antelope::{Name, table::Row};
use framework::{Entry, OrFail, OrFailWith, Payer, current_time_sec, require_auth};
use protocol::force::{
    Error,
    actions::{Appeal, Reject, Resolve, Settle},
    batch::{Batch, State, split_batch_key},
    policy::{Event, Outcome},
    rejection::{Rejection, check_reason},
    settlement,
    submission::Submission,
};

use crate::{authority, payments, reservations, state};

pub(crate) fn reject(action: Reject) {
    let (mut batch, mut result) = load(action.batch_id, action.task_idx, action.account_id);
    let owner = authority::require_user(state::campaign(batch.campaign_id).owner, &action);
    let payer = authority::payer(action.payer, owner);

    let now = current_time_sec();
    let submitted_on = result.submitted_on;
    check_reason(&action.reason, state::settings().max_content).or_fail();
    settlement::settle(&mut batch, &mut result, Event::Reject, submitted_on, now).or_fail();

    payments::take_back(&batch, &result);
    let rejection = Rejection {
        task_idx: action.task_idx,
        account_id: action.account_id,
        since: now,
        reason: action.reason,
    };
    state::rejections(action.batch_id).insert(&rejection, Payer::Account(payer));
    result.save(Payer::Same);
    batch.save(Payer::Same);
}

pub(crate) fn appeal(action: Appeal) {
    let worker = authority::require_worker(&state::settings(), action.account_id, &action);

    let (batch, result) = load(action.batch_id, action.task_idx, action.account_id);

    apply(batch, result, Event::Appeal, worker);
}

pub(crate) fn resolve(action: Resolve) {
    let (batch, result) = load(action.batch_id, action.task_idx, action.account_id);
    let arbiter = batch.review.arbiter;
    require_auth(arbiter);
    let payer = authority::payer(action.payer, arbiter);

    let event = if action.upheld { Event::Uphold } else { Event::Overrule };

    apply(batch, result, event, payer);
}

pub(crate) fn settle(action: Settle) {
    let payer = authority::payer(action.payer.into(), action.payer);

    let (batch, result) = load(action.batch_id, action.task_idx, action.account_id);

    apply(batch, result, Event::Settle, payer);
}

fn load(batch_id: u64, task_idx: u32, account_id: u32) -> (Entry<Batch>, Entry<Submission>) {
    let (campaign_id, batch_idx) = split_batch_key(batch_id);
    let batch = state::batch(campaign_id, batch_idx).or_fail(Error::BatchNotFound);
    let result = state::submissions(campaign_id, batch_idx)
        .entry(Submission::key(task_idx, account_id))
        .or_fail(Error::SubmissionNotFound);
    (batch, result)
}

/// Lets an event happen to a rejected result, and does what follows from it.
fn apply(mut batch: Entry<Batch>, mut result: Entry<Submission>, event: Event, payer: Name) {
    let rejections = state::rejections(batch.primary_key());
    let mut rejection = rejections.entry(result.primary_key()).or_fail(Error::NotRejected);
    let now = current_time_sec();

    let since = rejection.since;
    let outcome = settlement::settle(&mut batch, &mut result, event, since, now).or_fail();

    result.save(Payer::Same);
    batch.save(Payer::Same);
    match outcome {
        Outcome::Refer => rejection.update(Payer::Same, |rejection| rejection.since = now),
        Outcome::Pay => {
            let account_id = rejection.erase().account_id;
            payments::pay(&state::settings(), account_id, batch.reward, batch.fee);
        }
        Outcome::Reopen => {
            let Rejection { task_idx, account_id, .. } = rejection.erase();
            if batch.state() == State::Published {
                let mut campaign = state::campaign(batch.campaign_id);
                let payer = Payer::Account(payer);
                reservations::reopen(&mut campaign, batch.id, task_idx, account_id, payer);
                campaign.save(Payer::Same);
            }
        }
        // The policy gives these to other events.
        Outcome::Earn | Outcome::Hold => (),
    }
}
