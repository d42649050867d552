//! How often users without an account of the chain have acted.

use antelope::{Describe, Name, Pack, Unpack, name, table::Row};

use crate::vaddress::Address;

/// The next nonce of a user who holds a key. Scope: the contract. Counts up; never removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "nonce")]
pub struct Nonce {
    /// The first eight bytes of the user's address, as a little-endian number.
    ///
    /// Users whose addresses begin alike share a count, and then each has to look what is next. Nobody can make that
    /// happen to another: it takes 2^64 keys to find one that begins as a given one.
    pub key: u64,
    /// What the user's next signature must say.
    pub next: u32,
}

impl Nonce {
    /// The key of a user's row.
    pub fn key_of(user: Address) -> u64 {
        let [bytes @ .., _, _, _, _, _, _, _, _, _, _, _, _] = user.0.0;
        u64::from_le_bytes(bytes)
    }
}

impl Row for Nonce {
    const TABLE: Name = name!("nonce");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.key
    }
}

#[cfg(test)]
mod tests {
    use antelope::Checksum160;

    use super::*;

    #[test]
    fn the_key_is_the_beginning_of_the_address() {
        let mut address = [9; 20];
        address[..8].copy_from_slice(&[1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(Nonce::key_of(Address(Checksum160(address))), 0x0807_0605_0403_0201);
    }
}
