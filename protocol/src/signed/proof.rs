//! Whose signature it is.
//!
//! The data of an action, with the bytes of its signature set to zero, is what the user vouches for: a client packs the
//! action with a signature of zeros, and a contract blanks the signature in the data that it was called with. Nothing of
//! the action can then be left out, and nothing can be packed in another way.

use antelope::{Action, Checksum256, Crypto, ExtendedAsset, Signature};

use super::{Error, Method, OptionalSignature, OptionalTerms, Place, Terms, text::Text};
use crate::vaddress::Address;

/// The bytes of a K1 signature, without its kind.
pub const SIGNATURE: usize = 65;

/// An action that a user without an account of the chain may sign.
pub trait Signed: Action {
    /// What the action brings to show that its user wants it.
    fn proof(&self) -> Proof<'_>;

    /// Puts a signature and its terms into the action. Of the fields at its end, none is left out then: a payer that is
    /// not named becomes the relayer.
    fn set_proof(&mut self, signature: Signature, terms: Terms);
}

/// What an action brings to show that its user wants it; nothing, if an account of the chain acts.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The signature.
    pub signature: Option<&'a Signature>,
    /// Its terms.
    pub terms: Option<&'a Terms>,
    /// How many bytes of the action's data follow the signature.
    pub after: usize,
    /// What a user is shown beside the terms.
    pub details: Details,
}

/// What moves, for the eyes of who signs a text. The digest covers all arguments, these too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// How much.
    pub amount: Option<ExtendedAsset>,
    /// To whom.
    pub receiver: Option<Receiver>,
    /// What the relayer earns.
    pub fee: Option<ExtendedAsset>,
}

/// Where money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// To a row of the contract of virtual accounts.
    Row(u64),
    /// To an account of the chain.
    Account(antelope::Name),
}

impl<'a> Proof<'a> {
    /// That of an action that ends with these two.
    pub fn of_extensions(sig: &'a OptionalSignature, terms: &'a OptionalTerms) -> Self {
        Self {
            signature: sig.0.as_ref().and_then(Option::as_ref),
            terms: present(terms),
            after: Terms::PACKED_OPTION,
            details: Details::default(),
        }
    }

    /// Whether there is nothing: the action is an account's.
    pub const fn is_empty(&self) -> bool {
        self.signature.is_none() && self.terms.is_none()
    }

    /// The terms.
    ///
    /// # Errors
    /// [`Error::Missing`] without a signature and its terms.
    pub fn terms(&self) -> Result<&'a Terms, Error> {
        self.signature.and(self.terms).ok_or(Error::Missing)
    }

    /// Who has signed the action whose data is `data`, if the signature counts at this place. The nonce is left to the
    /// caller, who knows the user's next one.
    ///
    /// # Errors
    /// Any [`Error`] but those of nonces, relayers and fees. [`Error::Invalid`] only where the signature belongs to no
    /// key at all: a signature over other data belongs to another address.
    pub fn signer(
        &self,
        place: &Place<'_>,
        data: &mut [u8],
        crypto: &impl Crypto,
    ) -> Result<Address, Error> {
        let terms = self.terms()?;
        terms.check(place)?;
        let signature = self.signature.and_then(canonical).ok_or(Error::NotCanonical)?;

        let end = data.len().wrapping_sub(self.after);
        data.get_mut(end.wrapping_sub(SIGNATURE)..end).ok_or(Error::Invalid)?.fill(0);
        let digest = signing_digest(terms, &self.details, data, crypto)?;

        let key = crypto.recover_k1(&digest, signature).ok_or(Error::Invalid)?;
        Ok(Address::of_key(key, crypto))
    }
}

/// What a key signs, from the action's data with a signature of zeros.
///
/// # Errors
/// [`Error::UnknownMethod`].
pub fn signing_digest(
    terms: &Terms,
    details: &Details,
    blank: &[u8],
    crypto: &impl Crypto,
) -> Result<Checksum256, Error> {
    let mut digest = crypto.sha256(blank);
    if terms.method()? == Method::PersonalSign {
        digest = crypto.keccak256(&Text::of(terms, details, &digest).personal());
    }
    Ok(digest)
}

/// The terms, if they are there.
pub(crate) fn present(terms: &OptionalTerms) -> Option<&Terms> {
    terms.0.as_ref().and_then(Option::as_ref)
}

/// The signature, if it is of the one kind and in the one form that is accepted.
///
/// Of a signature anybody can make another one that is as good, with n − s for s, and some libraries add 4 to the
/// recovery id or not. The form here is that of the chain's own signatures; those of Ethereum's wallets have it once 31
/// is added to the recovery id.
const fn canonical(signature: &Signature) -> Option<&[u8; SIGNATURE]> {
    match signature {
        Signature::K1(bytes) if matches!(bytes[0], 31..=34) && bytes[33] < 0x80 => Some(bytes),
        _ => None,
    }
}
