//! Users without an account of the chain: they sign actions, and a relayer brings these to the chain.
//!
//! What is signed is the protocol's rule, [`protocol::signed`]; which nonce is next, and sending, are left to the
//! [contract handles](crate::contracts).

use std::fmt;

use antelope::{Checksum256, Crypto, PublicKey, Signature};
use protocol::{
    signed::{
        Method, Signed, Terms,
        proof::signing_digest,
        text::{Text, personal},
    },
    vaddress::Address,
};

use super::{Signer, SoftwareCrypto};
use crate::error::{Error, Result};

/// A user who holds a K1 key and no account of the chain.
#[derive(Clone, Copy)]
pub struct KeyHolder<'a> {
    signer: &'a dyn Signer,
    address: Address,
    method: Method,
}

impl<'a> KeyHolder<'a> {
    /// The user whose key `signer` holds. Signs digests.
    ///
    /// # Errors
    /// When the key is not of the kind K1.
    pub fn new(signer: &'a dyn Signer) -> Result<Self> {
        let address = address_of(&signer.public_key())
            .ok_or_else(|| Error::signing("the key is not of the kind K1"))?;
        Ok(Self { signer, address, method: Method::Digest })
    }

    /// The same user, who signs texts in the way of Ethereum's `personal_sign`.
    #[must_use]
    pub const fn with_personal_sign(self) -> Self {
        Self { method: Method::PersonalSign, ..self }
    }

    /// Who the user is on the chain.
    pub const fn address(&self) -> Address {
        self.address
    }

    /// How the user signs.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// `action` with the user's signature under `terms`.
    ///
    /// # Errors
    /// When the terms name no known method, or the signer refuses.
    pub async fn sign<A: Signed>(&self, action: A, terms: Terms) -> Result<A> {
        let request = SigningRequest::new(action, terms)?;
        let signature = self.signer.sign(request.digest()).await?;
        Ok(request.complete(signature))
    }
}

impl fmt::Debug for KeyHolder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, method, .. } = self;
        f.debug_struct("KeyHolder")
            .field("address", address)
            .field("method", method)
            .finish_non_exhaustive()
    }
}

/// An action that waits for its user's signature: for wallets that show a text and sign it by themselves.
#[derive(Clone, Debug)]
pub struct SigningRequest<A> {
    action: A,
    terms: Terms,
    digest: Checksum256,
    text: Text,
}

impl<A: Signed> SigningRequest<A> {
    /// What is to be signed so that `action` counts under `terms`.
    ///
    /// # Errors
    /// When the terms name no known method.
    pub fn new(mut action: A, terms: Terms) -> Result<Self> {
        action.set_proof(Signature::K1([0; 65]), terms);
        let blank = antelope::pack(&action);
        let details = action.proof().details;
        let digest =
            signing_digest(&terms, &details, &blank, &SoftwareCrypto).map_err(Error::signing)?;
        let text = Text::of(&terms, &details, &SoftwareCrypto.sha256(&blank));
        Ok(Self { action, terms, digest, text })
    }

    /// What the key signs.
    pub const fn digest(&self) -> &Checksum256 {
        &self.digest
    }

    /// What a wallet is given to sign, where the method is `personal_sign`: it adds the prefix and hashes by itself.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The action with a signature over [`digest`](Self::digest).
    #[must_use]
    pub fn complete(mut self, signature: Signature) -> A {
        self.action.set_proof(signature, self.terms);
        self.action
    }

    /// The action with the signature that a wallet of Ethereum gave over [`text`](Self::text): r, s and v.
    ///
    /// # Errors
    /// When v is not a recovery id, bare or with 27 added.
    pub fn complete_with_ethereum(self, signature: &[u8; 65]) -> Result<A> {
        Ok(self.complete(Signature::K1(from_ethereum(signature)?)))
    }
}

/// The address of a key; `None` if it is not of the kind K1.
pub fn address_of(key: &PublicKey) -> Option<Address> {
    match key {
        PublicKey::K1(key) => Some(Address(SoftwareCrypto.ripemd160(key))),
        _ => None,
    }
}

/// The address of a wallet of Ethereum, which knows its key by another one: from its signature over any text that it was
/// given to sign, r, s and v.
///
/// # Errors
/// When v is not a recovery id, bare or with 27 added, or the signature is of no key.
pub fn address_of_wallet(text: &str, signature: &[u8; 65]) -> Result<Address> {
    let digest = SoftwareCrypto.keccak256(&personal(text.as_bytes()));
    let key = SoftwareCrypto
        .recover_k1(&digest, &from_ethereum(signature)?)
        .ok_or_else(|| Error::signing("the signature is of no key"))?;
    Ok(Address::of_key(key, &SoftwareCrypto))
}

/// The chain's form of a signature r, s, v.
fn from_ethereum(signature: &[u8; 65]) -> Result<[u8; 65]> {
    let [numbers @ .., v] = signature;
    let recovery_id = match v {
        0 | 1 => *v,
        27 | 28 => v - 27,
        _ => return Err(Error::signing("v of the signature is no recovery id")),
    };
    let mut bytes = [31 + recovery_id; 65];
    bytes[1..].copy_from_slice(numbers);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use antelope::{Asset, ExtendedAsset, Extension, Name, Symbol, TimePointSec, name, unpack};
    use proptest::prelude::*;
    use protocol::{
        signed::{Error as Refusal, Place, proof::SIGNATURE},
        vaccount::actions::Withdraw,
    };

    use super::*;
    use crate::signer::LocalSigner;

    const WALLETS_SIGNATURE: &str = "3837f26a11c033852759d76ee071a1b0a1ee8f285e27c9f651f4d8a6b3659a7a\
                                     66fe2ab0dad0a35799accd4a1be2c78d149604bfc0d0bdfe5bfe5351b3b624a21c";

    const CHAIN: Checksum256 = Checksum256([3; 32]);
    const CONTRACT: Name = name!("vaccount");

    fn key() -> LocalSigner {
        LocalSigner::from_bytes(&[7; 32]).unwrap()
    }

    fn withdrawal(amount: i64, memo: &str, with_fee: bool) -> Withdraw {
        let efx = |amount| ExtendedAsset {
            quantity: Asset::new(amount, Symbol::constant(4, "EFX")),
            contract: name!("token"),
        };
        Withdraw {
            from_id: 7,
            to_account: name!("alice"),
            quantity: efx(amount),
            memo: memo.into(),
            sig: None,
            fee: with_fee.then(|| efx(1)),
            terms: Extension(None),
        }
    }

    fn terms(method: Method) -> Terms {
        Terms {
            chain_id: CHAIN,
            contract: CONTRACT,
            action: name!("withdraw"),
            nonce: 0,
            expires_on: TimePointSec(1000),
            method: method as u8,
            relayer: name!("relayer"),
        }
    }

    fn signed(action: Withdraw, method: Method) -> Withdraw {
        let request = SigningRequest::new(action, terms(method)).unwrap();
        let signature = key().sign_digest(request.digest()).unwrap();
        request.complete(signature)
    }

    /// Who has signed an action with this data, as a contract finds it out.
    fn signer_of(data: &[u8]) -> std::result::Result<Address, Refusal> {
        let action: Withdraw = unpack(data).unwrap();
        let place = Place {
            chain_id: &CHAIN,
            contract: CONTRACT,
            action: name!("withdraw"),
            now: TimePointSec(1000),
        };
        action.proof().signer(&place, &mut data.to_vec(), &SoftwareCrypto)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_contracts_rule_finds_who_signed(
            amount: i64,
            memo in ".{0,300}",
            with_fee: bool,
            personal: bool,
            at: prop::sample::Index,
        ) {
            let method = if personal { Method::PersonalSign } else { Method::Digest };
            let action = signed(withdrawal(amount, &memo, with_fee), method);
            let address = address_of(&key().public_key());
            let data = antelope::pack(&action);
            prop_assert_eq!(signer_of(&data).ok(), address);

            // Of another action it is not the signature: another amount, or the same in another place.
            let mut changed = action.clone();
            changed.quantity.quantity.amount ^= 1 << at.index(64);
            prop_assert_ne!(signer_of(&antelope::pack(&changed)).ok(), address);
            let mut changed = action;
            changed.to_account.0 ^= 1 << at.index(64);
            prop_assert_ne!(signer_of(&antelope::pack(&changed)).ok(), address);
        }

        #[test]
        fn no_signature_makes_the_rule_panic(bytes: [u8; 32], more: [u8; 33]) {
            let mut action = signed(withdrawal(1, "", false), Method::Digest);
            let bytes = [bytes.as_slice(), &more].concat().try_into().unwrap();
            action.sig = Some(Signature::K1(bytes));
            let data = antelope::pack(&action);
            prop_assert_ne!(signer_of(&data).ok(), address_of(&key().public_key()));
        }
    }

    #[test]
    fn data_that_is_too_short_for_its_proof_is_refused() {
        let action = signed(withdrawal(1, "", true), Method::Digest);
        let place = Place {
            chain_id: &CHAIN,
            contract: CONTRACT,
            action: name!("withdraw"),
            now: TimePointSec(0),
        };
        for length in [0, 1, SIGNATURE, action.proof().after, action.proof().after + SIGNATURE - 1]
        {
            let signer = action.proof().signer(&place, &mut vec![0; length], &SoftwareCrypto);
            assert_eq!(signer, Err(Refusal::Invalid), "{length} bytes");
        }
    }

    /// By ethers: `new Wallet("0x" + "07".repeat(32)).signMessageSync("who am I?")`.
    #[test]
    fn a_wallet_is_known_by_what_it_signs() {
        let signature = hex::decode(WALLETS_SIGNATURE).unwrap().try_into().unwrap();
        let address = address_of_wallet("who am I?", &signature).unwrap();
        assert_eq!(Some(address), address_of(&key().public_key()));
        assert_ne!(address_of_wallet("who are you?", &signature).ok(), Some(address));
        assert!(address_of_wallet("who am I?", &[0; 65]).is_err());
    }

    #[test]
    fn a_wallets_recovery_id_is_read_in_both_ways() {
        let request =
            || SigningRequest::new(withdrawal(1, "", false), terms(Method::PersonalSign)).unwrap();
        let Signature::K1(expected) = key().sign_digest(request().digest()).unwrap() else {
            panic!("not K1")
        };
        let with = |v: u8| {
            let bytes = [&expected[1..], &[v]].concat().try_into().unwrap();
            request().complete_with_ethereum(&bytes)
        };
        let recovery_id = expected[0] - 31;
        for v in [recovery_id, recovery_id + 27] {
            assert_eq!(with(v).unwrap().sig, Some(Signature::K1(expected)));
        }
        for v in [2, 26, 29, 31, 255] {
            assert!(with(v).unwrap_err().is_signing(), "{v}");
        }
    }
}
