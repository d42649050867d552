//! The contract's log: actions that it sends to itself, so that history shows what happened, and tells the accounts
//! that a collection wants to be told.

use antelope::{Action, Name, PermissionLevel};
use framework::{current_receiver, notify, require_auth};
use protocol::atomicassets::{
    Error,
    actions::{LogBurnAsset, LogMint, LogNewTemplate, LogSetData, LogTransfer},
};

use crate::state;

/// Logs an event.
pub(crate) fn send(event: &impl Action) {
    let this = current_receiver();
    framework::send(this, PermissionLevel::active(this), event);
}

pub(crate) fn new_template(event: LogNewTemplate) -> Result<(), Error> {
    require_auth(current_receiver());
    notify_accounts_of(event.collection_name)
}

pub(crate) fn mint(event: LogMint) -> Result<(), Error> {
    require_auth(current_receiver());
    notify(event.new_asset_owner);
    notify_accounts_of(event.collection_name)
}

pub(crate) fn set_data(event: LogSetData) -> Result<(), Error> {
    require_auth(current_receiver());
    let asset = state::assets(event.asset_owner).get(event.asset_id).ok_or(Error::AssetNotFound)?;
    notify_accounts_of(asset.collection_name)
}

pub(crate) fn transfer(event: LogTransfer) -> Result<(), Error> {
    require_auth(current_receiver());
    notify_accounts_of(event.collection_name)
}

pub(crate) fn burn(event: LogBurnAsset) -> Result<(), Error> {
    require_auth(current_receiver());
    notify_accounts_of(event.collection_name)
}

fn notify_accounts_of(collection: Name) -> Result<(), Error> {
    state::collection(collection)?.notify_accounts.into_iter().for_each(notify);
    Ok(())
}
