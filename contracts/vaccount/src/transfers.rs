//! Tokens that leave a row: to another row, or to an account of the chain.

use antelope::{Action, ExtendedAsset, Name, PermissionLevel, name};
use framework::{OrFail, OrFailWith, Payer, check, current_receiver, is_account, notify, send};
use protocol::{
    signed::{self, Proof, Signed, fee_on},
    token::actions::Transfer,
    vaccount::{
        Error,
        actions::{MAX_MEMO, VTransfer, Withdraw},
    },
    vaddress::VAddress,
};

use crate::{authority, state};

pub(crate) fn transfer(action: VTransfer) {
    spend(
        action.from_id,
        action.quantity,
        action.fee,
        &action.memo,
        action.proof(),
        VTransfer::NAME,
    );

    check(action.from_id != action.to_id, Error::ToSelf);
    let mut to = state::account(action.to_id, Error::ToNotFound);
    check(to.balance.token() == action.quantity.token(), Error::SymbolMismatch);
    to.credit(action.quantity.quantity.amount).or_fail();

    to.save(Payer::Same);
    if let VAddress::Name(name) = to.address {
        notify(name);
    }
}

pub(crate) fn withdraw(action: Withdraw) {
    spend(
        action.from_id,
        action.quantity,
        action.fee,
        &action.memo,
        action.proof(),
        Withdraw::NAME,
    );

    let (from, to) = (current_receiver(), action.to_account);
    check(to != from && is_account(to), Error::BadDestination);
    check(state::has_balance(to, action.quantity.token()), Error::NoBalance);

    // A permission that is linked to nothing but transfers.
    let permission = PermissionLevel { actor: from, permission: name!("xfer") };
    let transfer = Transfer { from, to, quantity: action.quantity.quantity, memo: action.memo };
    send(action.quantity.contract, permission, &transfer);
}

/// Takes the quantity out of the user's row, and the relayer's fee, which goes to the relayer's own row.
///
/// All rows are written: the quantity may go to the relayer's row, too.
#[inline(never)]
fn spend(
    from_id: u64,
    quantity: ExtendedAsset,
    fee: Option<ExtendedAsset>,
    memo: &str,
    proof: Proof<'_>,
    action: Name,
) {
    let mut from = state::account(from_id, Error::FromNotFound);
    let relayer = authority::require_user(&from, &proof, action);

    check(memo.len() <= MAX_MEMO, Error::MemoTooLong);
    check(from.balance.token() == quantity.token(), Error::SymbolMismatch);
    check(quantity.quantity.amount > 0, Error::BadQuantity);
    let fee = fee_on(quantity, fee).or_fail();

    from.debit(quantity.quantity.amount.checked_add(fee).or_fail(Error::Overflow)).or_fail();
    from.save(Payer::Same);
    if fee > 0 {
        let relayer = relayer.or_fail(Error::FeeNotAllowed);
        let row = state::row_of(relayer.into(), quantity.token()).ok();
        let mut row = row.or_fail(signed::Error::NoRelayerAccount);
        row.credit(fee).or_fail();
        row.save(Payer::Same);
    }
}
