//! Collections.

use framework::{Payer, has_auth, is_account, require_auth};
use protocol::atomicassets::{
    Collection, Error, actions::CreateCollection, atomicdata, collection::name_authority,
};

use crate::state;

pub(crate) fn create(action: CreateCollection) -> Result<(), Error> {
    let name = action.collection_name;
    require_auth(action.author);
    if let Some((account, refusal)) = name_authority(name, is_account(name))?
        && !has_auth(account)
    {
        return Err(refusal);
    }

    let collections = state::collections();
    let config = state::config()?;

    if collections.contains(name.0) {
        return Err(Error::CollectionExists);
    }
    let collection = Collection {
        collection_name: name,
        author: action.author,
        allow_notify: action.allow_notify,
        authorized_accounts: action.authorized_accounts,
        notify_accounts: action.notify_accounts,
        market_fee: action.market_fee,
        serialized_data: atomicdata::serialize(&action.data, &config.collection_format)?,
    };
    let mut accounts = collection.authorized_accounts.iter().chain(&collection.notify_accounts);
    if !accounts.all(|account| is_account(*account)) {
        return Err(Error::NoSuchAccount);
    }
    collection.check_new()?;
    action.data.check_name()?;

    collections.insert(&collection, Payer::Account(action.author));
    Ok(())
}
