//! Rows of Effect Network V1 that are carried over: its qualifications, and who holds them.
//!
//! Virtual accounts have the same row in V1 as now, see [`crate::vaccount::Account`]. What becomes of the rows
//! is left to the client.

use alloc::string::String;

use antelope::{
    Describe, Extension, Name, Pack, Unpack, name,
    table::{Row, composite},
};

use crate::force::campaign::Content;

/// A qualification. Scope: the tasks contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "quali")]
pub struct Qualification {
    /// Its id.
    pub id: u32,
    /// Its document: a name, a description, and whether it is hidden.
    pub content: Content,
    /// The virtual account of who gives it.
    pub account_id: u32,
}

impl Row for Qualification {
    const TABLE: Name = name!("quali");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        u64::from(self.id)
    }
}

/// A qualification that a user has. Scope: the tasks contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "userquali")]
pub struct UserQualification {
    /// The user's virtual account.
    pub account_id: u32,
    /// The qualification.
    pub quali_id: u32,
    /// A note of who gave it, such as a score.
    pub value: Extension<String>,
}

impl Row for UserQualification {
    const TABLE: Name = name!("userquali");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        composite(self.account_id, self.quali_id)
    }
}

/// The ABI of the tables that are carried over, those of the tasks contract and of the contract of virtual accounts.
#[cfg(feature = "abi")]
pub fn abi() -> antelope::abi::Abi {
    antelope::abi::AbiBuilder::new()
        .table::<Qualification>()
        .table::<UserQualification>()
        .table::<crate::vaccount::Account>()
        .build()
}
