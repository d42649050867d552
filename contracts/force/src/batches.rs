//! Batches: made, published, refunded and removed by the campaign's owner.

use antelope::{ExtendedAsset, Extension, Name, table::composite};
use framework::{Entry, OrFail, OrFailWith, Payer, check};
use protocol::force::{
    Error,
    actions::{MakeBatch, OptionalSignature, PublishBatch, REFUND_MEMO, Refund, RemoveBatch},
    batch::{Batch, State, check_repetitions, split_batch_key},
    campaign::Campaign,
    escrow,
};

use crate::{authority, state};

pub(crate) fn make(action: MakeBatch) {
    let mut campaign = state::campaign(action.campaign_id);
    let owner = authority::require_user(campaign.owner, &action.sig);
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
        load_as_owner(action.batch_id, &action.sig, Error::BatchNotFound);

    let settings = state::settings();
    let fee = escrow::fee_of(batch.reward.quantity.amount, settings.fee_bps);
    batch.publish(campaign.end_task_idx, action.num_tasks, settings.max_tasks, fee).or_fail();
    escrow::free(&batch).map_err(|_| Error::BatchUnderfunded).or_fail();
    campaign.end_task_idx = batch.end_task_idx();
    campaign.total_tasks =
        campaign.total_tasks.checked_add(action.num_tasks).or_fail(Error::TooManyTasks);

    batch.save(Payer::SameOr(owner));
    set_active_batch(&mut campaign);
    campaign.save(Payer::Same);
}

pub(crate) fn refund(action: Refund) {
    let (mut campaign, mut batch, owner) =
        load_as_owner(action.batch_id, &action.sig, Error::BatchNotFound);

    let free = escrow::free(&batch).or_fail();
    check(free != 0, Error::NothingToRefund);

    pay_back(&mut batch, owner, free);
    save_or_drop(&mut campaign, batch);
    campaign.save(Payer::Same);
}

pub(crate) fn remove(action: RemoveBatch) {
    let key = composite(action.campaign_id, action.id);
    let (mut campaign, mut batch, owner) =
        load_as_owner(key, &action.sig, Error::BatchDoesNotExist);

    check(batch.state() != State::Removed, Error::BatchRemoved);
    // Only what nobody has been given yet goes; what workers hold stays owed.
    campaign.total_tasks =
        campaign.total_tasks.checked_sub(batch.tasks_open()).or_fail(Error::LedgerBroken);
    batch.state = State::Removed as u8;
    let free = escrow::free(&batch).or_fail();

    pay_back(&mut batch, owner, free);
    save_or_drop(&mut campaign, batch);
    set_active_batch(&mut campaign);
    campaign.save(Payer::Same);
}

/// The batch and its campaign, for its owner.
fn load_as_owner(
    key: u64,
    sig: &OptionalSignature,
    not_found: Error,
) -> (Entry<Campaign>, Entry<Batch>, Name) {
    let (campaign_id, batch_idx) = split_batch_key(key);
    let campaign = state::campaign(campaign_id);
    let batch = state::batch(campaign_id, batch_idx).or_fail(not_found);
    let owner = authority::require_user(campaign.owner, sig);
    (campaign, batch, owner)
}

/// Takes `amount` smallest units out of the escrow and sends them to the owner.
fn pay_back(batch: &mut Batch, owner: Name, amount: i64) {
    if amount > 0 {
        let rest = batch.balance.quantity.amount.checked_sub(amount).or_fail(Error::LedgerBroken);
        batch.balance.quantity.amount = rest;
        let mut refund: ExtendedAsset = batch.balance;
        refund.quantity.amount = amount;
        check(state::has_balance(owner, refund.token()), Error::OwnerHasNoBalance);
        authority::pay(owner, refund, REFUND_MEMO);
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
