//! Who a user is: an account of the chain, or the holder of a key.

use antelope::{Checksum160, Checksum256, Crypto, Describe, Name, Pack, Unpack};

/// The ripemd160 of a compressed secp256k1 public key: a user without an account of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack, Describe)]
#[abi(alias = "address")]
pub struct Address(pub Checksum160);

impl Address {
    /// The address of a key, given uncompressed (4, x, y).
    pub fn of_key(mut key: [u8; 65], crypto: &impl Crypto) -> Self {
        // A compressed key is x after the parity of y.
        key[0] = 2 | key[64] & 1;
        Self(crypto.ripemd160(&key[..33]))
    }
}

/// An account of the chain or the holder of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack, Describe)]
#[abi(name = "variant_address_name", alias = "vaddress")]
pub enum VAddress {
    /// The holder of a key, who acts by signature.
    Address(Address),
    /// An account of the chain, which acts by its own authority.
    Name(Name),
}

impl VAddress {
    /// The account of the chain, if it is one.
    pub const fn account(self) -> Option<Name> {
        match self {
            Self::Name(name) => Some(name),
            Self::Address(_) => None,
        }
    }

    /// The key under which a user's rows for tokens of `contract` are found: the contract, the kind of user, the
    /// user, then zeros.
    ///
    /// The layout is the published one. It does not hold the symbol: the rows of several symbols of one contract
    /// share a key.
    #[inline(never)]
    pub fn token_key(self, contract: Name) -> Checksum256 {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&contract.0.to_le_bytes());
        match self {
            Self::Address(address) => key[9..29].copy_from_slice(&address.0.0),
            Self::Name(name) => {
                key[8] = 1;
                key[9..17].copy_from_slice(&name.0.to_le_bytes());
            }
        }
        Checksum256(key)
    }
}

impl From<Name> for VAddress {
    fn from(name: Name) -> Self {
        Self::Name(name)
    }
}

#[cfg(test)]
mod tests {
    use antelope::name;

    use super::*;

    #[test]
    fn the_key_is_contract_kind_user_and_zeros() {
        let of_name = VAddress::Name(name!("alice")).token_key(name!("effecttokens")).0;
        assert_eq!(of_name[..8], name!("effecttokens").0.to_le_bytes());
        assert_eq!(of_name[8], 1);
        assert_eq!(of_name[9..17], name!("alice").0.to_le_bytes());
        assert_eq!(of_name[17..], [0; 15]);

        let of_key = VAddress::Address(Address(Checksum160([7; 20]))).token_key(name!("a")).0;
        assert_eq!(of_key[8], 0);
        assert_eq!(of_key[9..29], [7; 20]);
        assert_eq!(of_key[29..], [0; 3]);
    }
}
