//! Collections: who may make one, and who may make and change what is in it.

use alloc::vec::Vec;

use antelope::{Describe, Name, Pack, Unpack, name, table::Row};

use super::{Error, asset::has_duplicates};
use crate::float::Float64Bits;

/// The most that markets may take for a collection's author, as a part of the price.
pub const MAX_MARKET_FEE: f64 = 0.15;

/// A collection.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "collections_s")]
pub struct Collection {
    /// Its name.
    pub collection_name: Name,
    /// Whose it is.
    pub author: Name,
    /// Whether accounts may be notified.
    pub allow_notify: bool,
    /// Who may make schemas, templates and assets, and change assets.
    pub authorized_accounts: Vec<Name>,
    /// Who is notified of what happens in it, and can make it fail.
    pub notify_accounts: Vec<Name>,
    /// What markets take for the author, as a part of the price.
    pub market_fee: Float64Bits,
    /// Attributes, as ATOMICDATA by the format in the contract's [`Config`](super::Config).
    pub serialized_data: Vec<u8>,
}

impl Row for Collection {
    const TABLE: Name = name!("collections");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.collection_name.0
    }
}

impl Collection {
    /// Checks what a new collection says of itself, but for its name and attributes.
    ///
    /// # Errors
    /// [`Error::NotifyNotAllowed`], [`Error::AuthorizedTwice`], [`Error::NotifiedTwice`], [`Error::BadMarketFee`].
    pub fn check_new(&self) -> Result<(), Error> {
        if !self.allow_notify && !self.notify_accounts.is_empty() {
            return Err(Error::NotifyNotAllowed);
        }
        if has_duplicates(&self.authorized_accounts) {
            return Err(Error::AuthorizedTwice);
        }
        if has_duplicates(&self.notify_accounts) {
            return Err(Error::NotifiedTwice);
        }
        // Floats from zero up are ordered as their bits are; what has a sign, or is no number, is above them.
        let Float64Bits(fee) = self.market_fee;
        let minus_zero = (-0.0_f64).to_bits();
        if fee > MAX_MARKET_FEE.to_bits() && fee != minus_zero {
            return Err(Error::BadMarketFee);
        }
        Ok(())
    }

    /// Checks that `account` may make and change what is in the collection; `refusal` is the error when not.
    ///
    /// # Errors
    /// `refusal`.
    pub fn check_authorized(&self, account: Name, refusal: Error) -> Result<(), Error> {
        if self.authorized_accounts.contains(&account) { Ok(()) } else { Err(refusal) }
    }
}

/// Who must authorize that a collection takes a name, with the error when he does not. `is_account` says whether
/// there is an account of that name.
///
/// # Errors
/// [`Error::BadCollectionName`].
pub fn name_authority(
    collection_name: Name,
    is_account: bool,
) -> Result<Option<(Name, Error)>, Error> {
    if is_account {
        return Ok(Some((collection_name, Error::AccountNotAuthorized)));
    }
    let characters = characters(collection_name);
    let length = length(&characters);
    let suffix = suffix(&characters, length);
    if suffix != collection_name {
        return Ok(Some((suffix, Error::SuffixNotAuthorized)));
    }
    if length == 12 { Ok(None) } else { Err(Error::BadCollectionName) }
}

/// The characters of a name as their five bits, 0 for a dot.
fn characters(name: Name) -> [u8; 13] {
    core::array::from_fn(|place| match 59usize.checked_sub(5 * place) {
        Some(shift) => (name.0 >> shift & 0x1f) as u8,
        None => (name.0 & 0x0f) as u8,
    })
}

/// The number of characters up to the last that is not a dot.
fn length(characters: &[u8; 13]) -> usize {
    characters.iter().rposition(|c| *c != 0).map_or(0, |last| last + 1)
}

/// What follows the last dot within the name: all of it where there is none.
fn suffix(characters: &[u8; 13], length: usize) -> Name {
    let text = characters.iter().take(length);
    let dots = text.clone().rposition(|c| *c == 0).map_or(0, |dot| dot + 1);
    let mut suffix = 0;
    for (place, c) in text.skip(dots).enumerate() {
        // The four bits of a thirteenth character, that stands before the others now, are its lower four.
        match 59usize.checked_sub(5 * place) {
            Some(shift) => suffix |= u64::from(*c) << shift,
            None => suffix |= u64::from(*c),
        }
    }
    Name(suffix)
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    fn collection() -> Collection {
        Collection {
            collection_name: name!("forcecollect"),
            author: name!("author"),
            allow_notify: true,
            authorized_accounts: vec![name!("minter"), name!("author")],
            notify_accounts: vec![name!("market")],
            market_fee: Float64Bits(0),
            serialized_data: vec![],
        }
    }

    #[test]
    fn a_name_is_free_or_needs_authority() {
        let by_suffix =
            |suffix: &str| Ok(Some((suffix.parse().unwrap(), Error::SuffixNotAuthorized)));
        for (name, expected) in [
            ("forcecollect", Ok(None)),
            ("collection11", Ok(None)),
            ("short", Err(Error::BadCollectionName)),
            ("", Err(Error::BadCollectionName)),
            ("thirteencharj", Err(Error::BadCollectionName)),
            ("quali.effect", by_suffix("effect")),
            ("a.b.effect", by_suffix("effect")),
            (".effect", by_suffix("effect")),
            ("abcdefghij.kj", by_suffix("kj")),
        ] {
            assert_eq!(name_authority(name.parse().unwrap(), false), expected, "{name}");
        }
        let taken = name!("effect.force");
        assert_eq!(name_authority(taken, true), Ok(Some((taken, Error::AccountNotAuthorized))));
    }

    #[test]
    fn a_market_fee_is_at_most_15_percent() {
        for (fee, good) in [
            (0.0, true),
            (-0.0, true),
            (0.05, true),
            (0.15, true),
            (0.150_000_001, false),
            (1.0, false),
            (-0.01, false),
            (f64::NEG_INFINITY, false),
            (f64::INFINITY, false),
            (f64::NAN, false),
            (-f64::NAN, false),
        ] {
            let expected = if good { Ok(()) } else { Err(Error::BadMarketFee) };
            let collection = Collection { market_fee: fee.into(), ..collection() };
            assert_eq!(collection.check_new(), expected, "{fee}");
        }
    }

    #[test]
    fn lists_have_no_account_twice() {
        let twice = vec![name!("a"), name!("b"), name!("a")];
        let authorized = Collection { authorized_accounts: twice.clone(), ..collection() };
        assert_eq!(authorized.check_new(), Err(Error::AuthorizedTwice));
        let notified = Collection { notify_accounts: twice, ..collection() };
        assert_eq!(notified.check_new(), Err(Error::NotifiedTwice));
        let silent = Collection { allow_notify: false, ..collection() };
        assert_eq!(silent.check_new(), Err(Error::NotifyNotAllowed));
    }

    #[test]
    fn only_the_authorized_are_authorized() {
        let check = |account| collection().check_authorized(account, Error::MinterNotAuthorized);
        assert_eq!(check(name!("minter")), Ok(()));
        assert_eq!(check(name!("stranger")), Err(Error::MinterNotAuthorized));
    }
}
