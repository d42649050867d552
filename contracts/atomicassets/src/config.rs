//! The contract's own settings.

use framework::{Payer, current_receiver, require_auth};
use protocol::atomicassets::{
    Config, Error, TokenConfigs,
    actions::{AdminEditCollections, Init},
    schema,
};

use crate::state;

pub(crate) fn init(_: Init) {
    let this = current_receiver();
    require_auth(this);

    let (config, token_configs) = (state::config_row(), state::token_configs_row());

    if config.get().is_none() {
        config.set(&Config::default(), Payer::Account(this));
    }
    if token_configs.get().is_none() {
        token_configs.set(&TokenConfigs::default(), Payer::Account(this));
    }
}

pub(crate) fn extend_collection_format(action: AdminEditCollections) -> Result<(), Error> {
    require_auth(current_receiver());

    let mut config = state::config()?;

    schema::extend_format(&mut config.collection_format, action.collection_format_extension)?;

    config.save(Payer::Same);
    Ok(())
}
