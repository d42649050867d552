//! Who acts, and who pays.
//!
//! Users who hold a key will act by signature; until then they are refused, whether or not one is given.

use antelope::{Extension, Name, PermissionLevel, name};
use framework::{OrFailWith, check, current_receiver, fail, has_auth, require_auth, send};
use protocol::{
    force::{Error, actions::OptionalSignature, settings::Settings},
    token::actions::Transfer,
    vaccount::Account,
    vaddress::VAddress,
};

/// Checks that `user` acts here. Gives the user's account of the chain.
pub(crate) fn require_user(user: VAddress, sig: &OptionalSignature) -> Name {
    let account = user.account().or_fail(Error::SignatureNotSupported);
    check(!sig.0.as_ref().is_some_and(Option::is_some), Error::SignatureNotAllowed);
    require_auth(account);
    account
}

/// Checks that the worker acts here. Gives the worker's account of the chain.
pub(crate) fn require_worker(
    settings: &Settings,
    account_id: u32,
    sig: &OptionalSignature,
) -> Name {
    require_user(worker(settings, account_id).address, sig)
}

/// The virtual account of a worker.
pub(crate) fn worker(settings: &Settings, account_id: u32) -> Account {
    let accounts = crate::state::accounts(settings.vaccount_contract);
    accounts.get(u64::from(account_id)).or_fail(Error::AccountNotFound)
}

/// Who pays for RAM: the account that is named, or else `actor`. It signed, and it is not this contract: a contract
/// may charge itself without anybody's authority, so anybody could use up its RAM.
pub(crate) fn payer(named: Extension<Name>, actor: Name) -> Name {
    let payer = named.0.unwrap_or(actor);
    if payer == current_receiver() || !has_auth(payer) {
        fail(Error::BadPayer);
    }
    payer
}

/// Sends tokens of this contract, by the permission that is linked to nothing but transfers.
pub(crate) fn pay(to: Name, amount: antelope::ExtendedAsset, memo: &str) {
    let from = current_receiver();
    let permission = PermissionLevel { actor: from, permission: name!("xfer") };
    let transfer = Transfer { from, to, quantity: amount.quantity, memo: memo.into() };
    send(amount.contract, permission, &transfer);
}
