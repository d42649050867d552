//! Deposits: tokens that come in for a batch, and assets that come in for a user who holds a key.

use framework::{Env, OrFail, OrFailWith, Payer, check};
use protocol::{
    atomicassets,
    force::{
        Error,
        batch::{State, split_batch_key},
        escrow,
    },
    memo,
    token::actions::Transfer,
};

use crate::{qualifications, state};

/// A transfer of any token contract that names this one.
pub(crate) fn on_transfer(env: &Env, transfer: Transfer) {
    if transfer.to != env.receiver
        || transfer.from == env.receiver
        || memo::is_from_system(transfer.from)
    {
        return;
    }

    let key = memo::parse_key(&transfer.memo).or_fail(Error::BadMemo);
    let (campaign_id, batch_idx) = split_batch_key(key);
    let mut batch = state::batch(campaign_id, batch_idx).or_fail(Error::BatchNotFound);

    check(env.code == batch.balance.contract, Error::WrongTokenContract);
    check(transfer.quantity.symbol == batch.balance.quantity.symbol, Error::WrongSymbol);
    check(!matches!(batch.state(), State::Finished | State::Removed), Error::BatchEnded);
    escrow::deposit(&mut batch, transfer.quantity.amount).or_fail();

    batch.save(Payer::Same);
}

/// A transfer of assets that names this contract. Nothing sends them back, so only those that serve somebody are taken.
pub(crate) fn on_assets(env: &Env, transfer: atomicassets::actions::Transfer) {
    if transfer.to == env.receiver {
        qualifications::require_holders(&transfer.asset_ids);
    }
}
