//! What the contract of virtual accounts has been told.

use antelope::{Checksum256, Describe, Name, Pack, Unpack, name, table::Row};

/// The contract's settings; one row, whose key is its name. Without it, no signature is accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "settings")]
pub struct Settings {
    /// The chain on which signatures count; zero for none.
    pub chain_id: Checksum256,
}

impl Settings {
    /// The key of the one row.
    pub const KEY: u64 = name!("settings").0;
}

impl Row for Settings {
    const TABLE: Name = name!("settings");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        Self::KEY
    }
}
