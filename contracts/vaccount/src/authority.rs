//! Who acts: an account of the chain by its authority, the holder of a key by a signature that a relayer brings.

use antelope::Name;
use framework::{
    OrFail, OrFailWith, action_data, check, crypto::Host, current_receiver, current_time_sec, fail,
    has_auth, require_auth,
};
use protocol::{
    signed::{self, Place, Proof},
    vaccount::{Account, Error},
    vaddress::{Address, VAddress},
};

use crate::state;

/// Checks that the row's user acts here. Gives the relayer, if the user holds a key.
///
/// Transfers and withdrawals count the row's nonce; what is checked here is that the signature names the next one.
pub(crate) fn require_user(row: &Account, proof: &Proof<'_>, action: Name) -> Option<Name> {
    match row.address {
        VAddress::Name(account) => {
            check(proof.is_empty(), Error::SignatureNotAllowed);
            require_auth(account);
            None
        }
        VAddress::Address(address) => Some(require_signature(address, row.nonce, proof, action)),
    }
}

fn require_signature(address: Address, nonce: u32, proof: &Proof<'_>, action: Name) -> Name {
    let terms = proof.terms().or_fail();
    let settings = state::settings_row().get().or_fail(signed::Error::NoChain);
    let place = Place {
        chain_id: &settings.chain_id,
        contract: current_receiver(),
        action,
        now: current_time_sec(),
    };
    let signer = proof.signer(&place, &mut action_data(), &Host).or_fail();
    check(signer == address, signed::Error::Invalid);
    terms.use_nonce(nonce).or_fail();
    if terms.relayer == current_receiver() || !has_auth(terms.relayer) {
        fail(signed::Error::BadRelayer);
    }
    terms.relayer
}
