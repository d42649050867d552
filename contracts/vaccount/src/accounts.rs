//! Opening rows.

use antelope::{Asset, ExtendedAsset};
use framework::{OrFailWith, Payer, check, current_receiver, has_auth, is_account};
use protocol::{
    vaccount::{Account, Error, actions::Open},
    vaddress::VAddress,
};

use crate::state;

/// The most symbols of one token contract that a user may have rows for; each is looked at when another is opened.
const MAX_SYMBOLS: usize = 32;

pub(crate) fn open(action: Open) {
    check(action.payer != current_receiver() && has_auth(action.payer), Error::BadPayer);

    let Err(known) = state::row_of(action.acc, action.symbol) else { return };
    let token = state::token(action.symbol).or_fail(Error::NoSuchToken);
    let last = state::accounts().last();

    if let VAddress::Name(name) = action.acc {
        check(is_account(name), Error::NoSuchAccount);
    }
    // Symbols exist by the token contract's will alone, so nobody can fill up another user's list.
    check(token.supply.symbol == action.symbol.sym, Error::NoSuchToken);
    check(known < MAX_SYMBOLS, Error::TooManySymbols);
    let id = match last {
        Some(last) => last.id.checked_add(1).or_fail(Error::IdsUsedUp),
        None => 0,
    };

    let balance = ExtendedAsset {
        quantity: Asset::new(0, action.symbol.sym),
        contract: action.symbol.contract,
    };
    let row = Account { id, nonce: 0, address: action.acc, balance };
    state::accounts().insert(&row, Payer::Account(action.payer));
}
