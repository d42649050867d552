//! Who acts, and who pays.
//!
//! An account of the chain acts by its authority, the holder of a key by a signature that a relayer brings.

use antelope::{Extension, Name, PermissionLevel, name};
use framework::{
    OrFail, OrFailWith, Payer, action_data, check, crypto::Host, current_receiver,
    current_time_sec, fail, has_auth, require_auth, send,
};
use protocol::{
    force::{Error, nonce::Nonce, settings::Settings},
    signed::{self, Place, Proof, Signed},
    token::actions::Transfer,
    vaccount::Account,
    vaddress::{Address, VAddress},
};

use crate::state;

/// Checks that `user` acts here. Gives who acts on the chain: the user's account, or the relayer.
pub(crate) fn require_user<A: Signed>(user: VAddress, action: &A) -> Name {
    require(user, &action.proof(), A::NAME)
}

/// Checks that the worker acts here. Gives who acts on the chain.
pub(crate) fn require_worker(settings: &Settings, account_id: u32, action: &impl Signed) -> Name {
    require_user(worker(settings, account_id).address, action)
}

/// A worker who acts here.
pub(crate) struct Acting {
    pub(crate) settings: Settings,
    pub(crate) account: Account,
    /// Who pays for RAM in his stead, or he himself.
    pub(crate) payer: Payer,
}

/// Checks that the worker acts here, and that `payer` may be made to pay for RAM.
pub(crate) fn require_paid_worker<A: Signed>(
    account_id: u32,
    payer: Extension<Name>,
    action: &A,
) -> Acting {
    require_paid(account_id, payer, &action.proof(), A::NAME)
}

fn require_paid(
    account_id: u32,
    named: Extension<Name>,
    proof: &Proof<'_>,
    action: Name,
) -> Acting {
    let settings = state::settings();
    let account = worker(&settings, account_id);
    let actor = require(account.address, proof, action);
    let payer = Payer::Account(payer(named, actor));
    Acting { settings, account, payer }
}

/// Whether it is `user` who acts here. What [`require_user`] checks beside that is not checked.
pub(crate) fn is_by<A: Signed>(user: VAddress, action: &A) -> bool {
    let proof = action.proof();
    match user {
        VAddress::Name(account) => has_auth(account),
        VAddress::Address(address) => !proof.is_empty() && signer(&proof, A::NAME) == address,
    }
}

fn require(user: VAddress, proof: &Proof<'_>, action: Name) -> Name {
    match user {
        VAddress::Name(account) => {
            check(proof.is_empty(), Error::SignatureNotAllowed);
            require_auth(account);
            account
        }
        VAddress::Address(address) => {
            check(signer(proof, action) == address, signed::Error::Invalid);
            let terms = proof.terms().or_fail();
            let relayer = checked_payer(terms.relayer, signed::Error::BadRelayer);
            let nonces = state::nonces();
            let key = Nonce::key_of(address);
            match nonces.entry(key) {
                Some(mut row) => {
                    row.next = terms.use_nonce(row.next).or_fail();
                    row.save(Payer::Same);
                }
                None => {
                    let next = terms.use_nonce(0).or_fail();
                    nonces.insert(&Nonce { key, next }, Payer::Account(relayer));
                }
            }
            relayer
        }
    }
}

/// Who has signed the action.
#[inline(never)]
fn signer(proof: &Proof<'_>, action: Name) -> Address {
    let settings = state::settings();
    let place = Place {
        chain_id: &settings.chain_id,
        contract: current_receiver(),
        action,
        now: current_time_sec(),
    };
    proof.signer(&place, &mut action_data(), &Host).or_fail()
}

/// The virtual account of a worker.
pub(crate) fn worker(settings: &Settings, account_id: u32) -> Account {
    let accounts = state::accounts(settings.vaccount_contract);
    accounts.get(u64::from(account_id)).or_fail(Error::AccountNotFound)
}

/// Who pays for RAM: the account that is named, or else `actor`.
pub(crate) fn payer(named: Extension<Name>, actor: Name) -> Name {
    checked_payer(named.0.unwrap_or(actor), Error::BadPayer)
}

/// The account, if it can be made to pay for RAM: it signed, and it is not this contract. A contract may charge itself
/// without anybody's authority, so anybody could use up its RAM.
fn checked_payer(payer: Name, error: impl antelope::ContractError) -> Name {
    if payer == current_receiver() || !has_auth(payer) {
        fail(error);
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
