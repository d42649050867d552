//! Tokens that leave a row: to another row, or to an account of the chain.

use antelope::{ExtendedAsset, PermissionLevel, Signature, name};
use framework::{
    Entry, OrFail, OrFailWith, Payer, check, current_receiver, is_account, notify, require_auth,
    send,
};
use protocol::{
    token::actions::Transfer,
    vaccount::{
        Account, Error,
        actions::{MAX_MEMO, VTransfer, Withdraw},
    },
    vaddress::VAddress,
};

use crate::state;

pub(crate) fn transfer(action: VTransfer) {
    let mut from = state::account(action.from_id, Error::FromNotFound);
    authorize(&from, &action.sig, &action.fee);

    check(action.from_id != action.to_id, Error::ToSelf);
    let mut to = state::account(action.to_id, Error::ToNotFound);
    take(&mut from, action.quantity, &action.memo);
    check(to.balance.token() == action.quantity.token(), Error::SymbolMismatch);
    to.credit(action.quantity.quantity.amount).or_fail();

    from.save(Payer::Same);
    to.save(Payer::Same);
    if let VAddress::Name(name) = to.address {
        notify(name);
    }
}

pub(crate) fn withdraw(action: Withdraw) {
    let mut row = state::account(action.from_id, Error::FromNotFound);
    authorize(&row, &action.sig, &action.fee);

    let to = action.to_account;
    check(to != current_receiver() && is_account(to), Error::BadDestination);
    take(&mut row, action.quantity, &action.memo);
    check(state::has_balance(to, action.quantity.token()), Error::NoBalance);

    row.save(Payer::Same);
    let from = current_receiver();
    // A permission that is linked to nothing but transfers.
    let permission = PermissionLevel { actor: from, permission: name!("xfer") };
    let transfer = Transfer { from, to, quantity: action.quantity.quantity, memo: action.memo };
    send(action.quantity.contract, permission, &transfer);
}

/// Checks that the row's user acts here.
///
/// Users who hold a key will act by signature, and pay a relayer; until then they are refused.
fn authorize(row: &Account, sig: &Option<Signature>, fee: &Option<ExtendedAsset>) {
    let account = row.address.account().or_fail(Error::SignatureNotSupported);
    check(sig.is_none(), Error::SignatureNotAllowed);
    check(fee.is_none(), Error::FeeNotAllowed);
    require_auth(account);
}

/// Takes the quantity out of the row, if it is one that the row can give.
fn take(row: &mut Entry<Account>, quantity: ExtendedAsset, memo: &str) {
    check(memo.len() <= MAX_MEMO, Error::MemoTooLong);
    check(row.balance.token() == quantity.token(), Error::SymbolMismatch);
    row.debit(quantity.quantity.amount).or_fail();
}
