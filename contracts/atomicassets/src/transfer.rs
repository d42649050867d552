//! Assets from one owner to another.

use antelope::Name;
use framework::{Payer, is_account, notify, require_auth};
use protocol::atomicassets::{
    Asset, Error,
    actions::{LogTransfer, Transfer},
    asset::{ByCollection, check_transfer},
};

use crate::{log, state};

pub(crate) fn transfer(action: Transfer) -> Result<(), Error> {
    let Transfer { from, to, asset_ids, memo } = action;
    require_auth(from);

    if !is_account(to) {
        return Err(Error::NoSuchReceiver);
    }
    check_transfer(from, to, &asset_ids, &memo)?;

    notify(from);
    notify(to);
    let mut moved = ByCollection::default();
    for asset_id in asset_ids {
        let asset = move_asset(from, to, asset_id)?;
        moved.add(asset.collection_name, asset_id);
    }
    for (collection_name, asset_ids) in moved {
        log::send(&LogTransfer { collection_name, from, to, asset_ids, memo: memo.clone() });
    }
    Ok(())
}

/// # RAM
/// The asset's payer goes on to pay for it: the chain allows that without his authority, since what he pays does not
/// grow. The scope of an owner without assets would be charged to him on top, so the sender opens it.
fn move_asset(from: Name, to: Name, asset_id: u64) -> Result<Asset, Error> {
    let senders = state::assets(from).entry(asset_id).ok_or(Error::NotOwned)?;
    let receivers = state::assets(to);

    if state::template_of(&senders).is_some_and(|template| !template.transferable) {
        return Err(Error::NotTransferable);
    }

    let opens_scope = receivers.first().is_none();
    if opens_scope {
        receivers.insert(&Asset::placeholder(from), Payer::Account(from));
    }
    let asset = senders.erase();
    receivers.insert(&asset, Payer::Account(asset.ram_payer));
    if opens_scope && let Some(placeholder) = receivers.entry(u64::MAX) {
        placeholder.erase();
    }
    Ok(asset)
}
