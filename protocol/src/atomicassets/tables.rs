//! Rows of the AtomicAssets contract.

use alloc::vec::Vec;

use antelope::{Describe, Name, Pack, Unpack, name, table::Row};

/// An NFT. Scope: its owner.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "assets_s")]
pub struct Asset {
    /// Its id, which is unique over all owners.
    pub asset_id: u64,
    /// Its collection.
    pub collection_name: Name,
    /// Its schema in the collection.
    pub schema_name: Name,
    /// Its template, or -1.
    pub template_id: i32,
    /// Who pays its RAM.
    pub ram_payer: Name,
    /// Tokens that burning it gives free.
    pub backed_tokens: Vec<antelope::Asset>,
    /// Attributes that never change, as ATOMICDATA.
    pub immutable_serialized_data: Vec<u8>,
    /// Attributes that may change, as ATOMICDATA.
    pub mutable_serialized_data: Vec<u8>,
}

impl Row for Asset {
    const TABLE: Name = name!("assets");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.asset_id
    }
}
