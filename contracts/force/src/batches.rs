//! Batches: made, published, refunded and removed by the campaign's owner.

use antelope::{Extension, Name, table::composite};
use framework::{Entry, OrFail, OrFailWith, Payer, check};
use protocol::{
    force::{
        Error,
        actions::{Cancel, MakeBatch, PublishBatch, REFUND_MEMO, Refund, RemoveBatch},
        batch::{Batch, State, check_repetitions, split_batch_key},
        campaign::Campaign,
        escrow,
    },
    signed::Signed,
    vaddress::VAddress,
};

use crate::{authority, payments, state};

pub(crate) fn make(action: MakeBatch) {
    let mut campaign = state::campaign(action.campaign_id);
    let owner = authority::require_user(campaign.owner, &action);
    let payer = authority::payer(Extension(Some(action.payer)), owner);

    let settings = state::settings();
    check_repetitions(action.repetitions, settings.max_repetitions).or_fail();
    action.content.validate(settings.max_content).or_fail();
    check(action.id == campaign.num_batches, Error::BatchIdNotSequential);

    let batch = Batch::draft(&campaign, action.content, action.repetitions);
    campaign.num_batches = action.id.checked_add(1).or_fail(Error::BatchIdNotSequential);
    campaign.live_batches = campaign.live_batches.checked_add(1).or_fail(Error::Overflow);
    campaign.save(Payer::Same);
    state::batches().insert(&batch, Payer::Account(payer));
}

pub(crate) fn publish(action: PublishBatch) {
    let (mut campaign, mut batch, owner) =
        load_as_owner(action.batch_id, &action, Error::BatchNotFound);

    batch.publish(&mut campaign, action.num_tasks, &state::settings()).or_fail();

    batch.save(Payer::SameOr(owner));
    set_active_batch(&mut campaign);
    campaign.save(Payer::Same);
}

pub(crate) fn refund(action: Refund) {
    let (mut campaign, mut batch, _) =
        load_as_owner(action.batch_id, &action, Error::BatchNotFound);

    let free = escrow::take_free(&mut batch).or_fail();
    check(free != 0, Error::NothingToRefund);

    save_or_drop(&mut campaign, batch);
    pay_back(&campaign, free);
    campaign.save(Payer::Same);
}

pub(crate) fn remove(action: RemoveBatch) {
    let key = composite(action.campaign_id, action.id);
    let (mut campaign, batch, _) = load_as_owner(key, &action, Error::BatchDoesNotExist);

    let free = end(&mut campaign, batch);
    pay_back(&campaign, free);
    set_active_batch(&mut campaign);
    campaign.save(Payer::Same);
}

/// The most batches that a step of cancelling looks at.
const MAX_CANCELLED: u32 = 10;

pub(crate) fn cancel(action: Cancel) {
    let mut campaign = state::campaign(action.campaign_id);
    authority::require_user(campaign.owner, &action);

    let first = campaign.cancelled;
    let end_of_step = first.saturating_add(MAX_CANCELLED).min(campaign.num_batches);
    check(first < end_of_step, Error::NothingToCancel);

    campaign.paused = true;
    campaign.cancelled = end_of_step;
    let mut refund: i64 = 0;
    for batch in (first..end_of_step).filter_map(|id| state::batch(action.campaign_id, id)) {
        if batch.state() != State::Removed {
            let free = end(&mut campaign, batch);
            refund = refund.checked_add(free).or_fail(Error::Overflow);
        }
    }
    pay_back(&campaign, refund);
    set_active_batch(&mut campaign);
    campaign.save(Payer::Same);
}

/// Removes a batch. Gives what its owner gets back, in the smallest units of the reward's token.
// Not inlined: it is long and used twice.
#[inline(never)]
fn end(campaign: &mut Campaign, mut batch: Entry<Batch>) -> i64 {
    let free = batch.remove(campaign).or_fail();
    save_or_drop(campaign, batch);
    free
}

/// The batch and its campaign, for its owner; and who acts on the chain.
fn load_as_owner(
    key: u64,
    action: &impl Signed,
    not_found: Error,
) -> (Entry<Campaign>, Entry<Batch>, Name) {
    let (campaign_id, batch_idx) = split_batch_key(key);
    let campaign = state::campaign(campaign_id);
    let batch = state::batch(campaign_id, batch_idx).or_fail(not_found);
    let owner = authority::require_user(campaign.owner, action);
    (campaign, batch, owner)
}

/// Sends `amount` smallest units of the campaign's token to its owner.
fn pay_back(campaign: &Campaign, amount: i64) {
    if amount == 0 {
        return;
    }
    // The token is fixed once there are batches.
    let mut refund = campaign.reward;
    refund.quantity.amount = amount;
    let owner = campaign.owner;
    match owner {
        VAddress::Name(owner) => {
            check(state::has_balance(owner, refund.token()), Error::OwnerHasNoBalance);
            authority::pay(owner, refund, REFUND_MEMO);
        }
        VAddress::Address(_) => {
            let settings = state::settings();
            let row = state::account_of(&settings, owner, refund.token());
            payments::deposit(&settings, row.or_fail(Error::OwnerHasNoBalance).id, refund);
        }
    }
}

/// Points the campaign at the first batch that has something fresh; at none, by the id of the next one to be made.
pub(crate) fn set_active_batch(campaign: &mut Campaign) {
    campaign.active_batch =
        first_open(campaign.id, 0).map_or(campaign.num_batches, |key| split_batch_key(key).1);
}

/// The key of the first batch at or after a task index that has something fresh.
pub(crate) fn first_open(campaign_id: u32, task_idx: u32) -> Option<u64> {
    let key = state::open_batches().lower_bound(composite(campaign_id, task_idx)).next()?;
    (split_batch_key(key).0 == campaign_id).then_some(key)
}

/// Writes the batch; or erases it, when it was removed and nothing of it is left.
pub(crate) fn save_or_drop(campaign: &mut Campaign, mut batch: Entry<Batch>) {
    if is_over(&batch) {
        batch.erase();
        campaign.live_batches = campaign.live_batches.checked_sub(1).or_fail(Error::LedgerBroken);
    } else {
        batch.save(Payer::Same);
    }
}

/// Whether the batch was removed, and neither money nor a row of any table is left of it.
pub(crate) fn is_over(batch: &Batch) -> bool {
    batch.state() == State::Removed
        && batch.balance.quantity.amount == 0
        && batch.is_cleared()
        && !has_counts(batch)
}

/// Whether the repetitions of one of its tasks are still counted.
fn has_counts(batch: &Batch) -> bool {
    let start = composite(batch.campaign_id, batch.start_task_idx);
    let row = state::repetitions().lower_bound(start).next();
    row.is_some_and(|row| {
        row.campaign_id == batch.campaign_id && row.task_idx < batch.end_task_idx()
    })
}
