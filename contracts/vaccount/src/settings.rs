//! Settings.

use framework::{Payer, current_receiver, require_auth};
use protocol::{signed::actions::SetChain, vaccount::Settings};

use crate::state;

pub(crate) fn set_chain(action: SetChain) {
    require_auth(current_receiver());

    let settings = Settings { chain_id: action.chain_id };
    state::settings_row().set(&settings, Payer::Account(current_receiver()));
}
