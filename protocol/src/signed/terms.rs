//! The terms of a signature: where it counts, how often, until when, by whose hands.
//!
//! Whether the signature is the user's is found out by [`proof`](super::proof).

use antelope::{Checksum256, Describe, Name, Pack, TimePointSec, Unpack};

use super::Error;

/// What a user signs beside the arguments of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "terms")]
pub struct Terms {
    /// The chain.
    pub chain_id: Checksum256,
    /// The account of the contract.
    pub contract: Name,
    /// The action.
    pub action: Name,
    /// The user's next nonce: in the tasks contract that of the address, for virtual accounts that of the row.
    pub nonce: u32,
    /// The last second in which the signature counts.
    pub expires_on: TimePointSec,
    /// How it is signed, a [`Method`] by its number.
    pub method: u8,
    /// Who brings the action to the chain: pays for RAM where the action names nobody, and earns the fee.
    pub relayer: Name,
}

/// How terms and arguments become what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Method {
    /// The digest itself is signed.
    Digest = 0,
    /// A text that holds the digest is signed, in the way of Ethereum's `personal_sign`.
    PersonalSign = 1,
}

/// Where and when a signature is to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The chain; zero if the contract has not been told.
    pub chain_id: &'a Checksum256,
    /// The account of the contract.
    pub contract: Name,
    /// The action.
    pub action: Name,
    /// The chain's time.
    pub now: TimePointSec,
}

impl Terms {
    /// The size of an `Option` that holds terms, in bytes.
    pub const PACKED_OPTION: usize = 1 + 32 + 8 + 8 + 4 + 4 + 1 + 8;

    /// How it is signed.
    ///
    /// # Errors
    /// [`Error::UnknownMethod`].
    pub const fn method(&self) -> Result<Method, Error> {
        match self.method {
            0 => Ok(Method::Digest),
            1 => Ok(Method::PersonalSign),
            _ => Err(Error::UnknownMethod),
        }
    }

    /// Checks that a signature under these terms counts here and now.
    ///
    /// # Errors
    /// [`Error::NoChain`], [`Error::OtherChain`], [`Error::OtherContract`], [`Error::OtherAction`] or
    /// [`Error::Expired`].
    pub fn check(&self, place: &Place<'_>) -> Result<(), Error> {
        if *place.chain_id == Checksum256::default() {
            return Err(Error::NoChain);
        }
        if self.chain_id != *place.chain_id {
            return Err(Error::OtherChain);
        }
        if self.contract != place.contract {
            return Err(Error::OtherContract);
        }
        if self.action != place.action {
            return Err(Error::OtherAction);
        }
        if self.expires_on < place.now {
            return Err(Error::Expired);
        }
        Ok(())
    }

    /// Checks the nonce against the user's next one. Gives the one after that.
    ///
    /// # Errors
    /// [`Error::NonceUsed`], [`Error::NonceTooHigh`] or [`Error::NoncesUsedUp`].
    pub const fn use_nonce(&self, next: u32) -> Result<u32, Error> {
        if self.nonce < next {
            return Err(Error::NonceUsed);
        }
        if self.nonce > next {
            return Err(Error::NonceTooHigh);
        }
        match next.checked_add(1) {
            Some(following) => Ok(following),
            None => Err(Error::NoncesUsedUp),
        }
    }
}

#[cfg(test)]
mod tests {
    use antelope::{name, pack};

    use super::*;

    const CHAIN: Checksum256 = Checksum256([9; 32]);

    fn terms() -> Terms {
        Terms {
            chain_id: CHAIN,
            contract: name!("force"),
            action: name!("payout"),
            nonce: 7,
            expires_on: TimePointSec(1000),
            method: Method::Digest as u8,
            relayer: name!("relayer"),
        }
    }

    #[test]
    fn terms_have_one_size() {
        assert_eq!(pack(&Some(terms())).len(), Terms::PACKED_OPTION);
    }

    #[test]
    fn a_signature_counts_at_its_place_only_and_until_its_last_second() {
        fn check(change: impl FnOnce(&mut Terms), now: u32, expected: Result<(), Error>) {
            let mut signed = terms();
            change(&mut signed);
            let Terms { chain_id, contract, action, .. } = terms();
            let place = Place { chain_id: &chain_id, contract, action, now: TimePointSec(now) };
            assert_eq!(signed.check(&place), expected, "{signed:?} at {place:?}");
        }
        check(|_| (), 0, Ok(()));
        check(|_| (), 1000, Ok(()));
        check(|_| (), 1001, Err(Error::Expired));
        check(|_| (), u32::MAX, Err(Error::Expired));
        check(|terms| terms.expires_on = TimePointSec(0), 1, Err(Error::Expired));
        check(|terms| terms.expires_on = TimePointSec(u32::MAX), u32::MAX, Ok(()));
        check(|terms| terms.chain_id.0[31] ^= 1, 0, Err(Error::OtherChain));
        check(|terms| terms.chain_id = Checksum256::default(), 0, Err(Error::OtherChain));
        check(|terms| terms.contract = name!("force2"), 0, Err(Error::OtherContract));
        check(|terms| terms.action = name!("refund"), 0, Err(Error::OtherAction));
    }

    #[test]
    fn no_signature_counts_where_the_chain_is_not_known() {
        let unknown = Checksum256::default();
        let Terms { contract, action, .. } = terms();
        let place = Place { chain_id: &unknown, contract, action, now: TimePointSec(0) };
        for chain_id in [CHAIN, unknown] {
            let terms = Terms { chain_id, ..terms() };
            assert_eq!(terms.check(&place), Err(Error::NoChain));
        }
    }

    #[test]
    fn nonces_come_one_after_the_other_and_the_last_is_never_used() {
        for (nonce, next, expected) in [
            (0, 0, Ok(1)),
            (7, 7, Ok(8)),
            (6, 7, Err(Error::NonceUsed)),
            (0, u32::MAX, Err(Error::NonceUsed)),
            (8, 7, Err(Error::NonceTooHigh)),
            (u32::MAX, 0, Err(Error::NonceTooHigh)),
            (u32::MAX - 1, u32::MAX - 1, Ok(u32::MAX)),
            (u32::MAX, u32::MAX, Err(Error::NoncesUsedUp)),
        ] {
            let terms = Terms { nonce, ..terms() };
            assert_eq!(terms.use_nonce(next), expected, "{nonce} where {next} is next");
        }
    }

    #[test]
    fn a_method_is_known_by_its_number() {
        for method in [Method::Digest, Method::PersonalSign] {
            assert_eq!(Terms { method: method as u8, ..terms() }.method(), Ok(method));
        }
        for method in [2, 255] {
            assert_eq!(Terms { method, ..terms() }.method(), Err(Error::UnknownMethod));
        }
    }
}
