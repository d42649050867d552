//! Assets: the row, and what may be transferred.
//!
//! Whether an asset's template lets it go is left to [`Template`](super::Template).

use alloc::vec::Vec;

use antelope::{Describe, Name, Pack, Unpack, name, table::Row};

use super::Error;

/// The longest memo of a transfer, in bytes.
pub const MAX_MEMO: usize = 256;

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

impl Asset {
    /// The template id of an asset without a template.
    pub const NO_TEMPLATE: i32 = -1;

    /// A row that is no asset: while it stands, `ram_payer` comes to pay for its owner's scope.
    pub const fn placeholder(ram_payer: Name) -> Self {
        Self {
            asset_id: u64::MAX,
            collection_name: Name(0),
            schema_name: Name(0),
            template_id: Self::NO_TEMPLATE,
            ram_payer,
            backed_tokens: Vec::new(),
            immutable_serialized_data: Vec::new(),
            mutable_serialized_data: Vec::new(),
        }
    }

    /// The key of its template in the collection's scope, if it has a template.
    pub fn template_key(&self) -> Option<u64> {
        u64::try_from(self.template_id).ok()
    }
}

/// Checks what a transfer says, before any asset is looked at.
///
/// # Errors
/// [`Error::ToSelf`], [`Error::NothingToTransfer`], [`Error::MemoTooLong`], [`Error::TransferredTwice`].
pub fn check_transfer(from: Name, to: Name, asset_ids: &[u64], memo: &str) -> Result<(), Error> {
    if from == to {
        return Err(Error::ToSelf);
    }
    if asset_ids.is_empty() {
        return Err(Error::NothingToTransfer);
    }
    if memo.len() > MAX_MEMO {
        return Err(Error::MemoTooLong);
    }
    if has_duplicates(asset_ids) {
        return Err(Error::TransferredTwice);
    }
    Ok(())
}

/// Whether a value stands in a list twice.
pub(super) fn has_duplicates<T: PartialEq>(items: &[T]) -> bool {
    items
        .iter()
        .enumerate()
        .any(|(place, item)| items.iter().take(place).any(|other| other == item))
}

/// The assets of a transfer by collection, in the order of the collections' names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByCollection(Vec<(Name, Vec<u64>)>);

impl ByCollection {
    /// Adds an asset after the others of its collection.
    pub fn add(&mut self, collection: Name, asset_id: u64) {
        match self.0.binary_search_by_key(&collection, |(name, _)| *name) {
            Ok(place) => {
                if let Some((_, ids)) = self.0.get_mut(place) {
                    ids.push(asset_id);
                }
            }
            Err(place) => self.0.insert(place, (collection, alloc::vec![asset_id])),
        }
    }
}

impl IntoIterator for ByCollection {
    type Item = (Name, Vec<u64>);
    type IntoIter = alloc::vec::IntoIter<(Name, Vec<u64>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    #[test]
    fn a_transfer_names_assets_once_and_another_owner() {
        let (alice, bob) = (name!("alice"), name!("bob"));
        let long = "m".repeat(MAX_MEMO + 1);
        for (to, ids, memo, expected) in [
            (bob, &[1, 2, 3][..], "", Ok(())),
            (bob, &[1], &long[..MAX_MEMO], Ok(())),
            (bob, &[1], &long[..], Err(Error::MemoTooLong)),
            (bob, &[], "", Err(Error::NothingToTransfer)),
            (bob, &[1, 2, 1], "", Err(Error::TransferredTwice)),
            (alice, &[1], "", Err(Error::ToSelf)),
        ] {
            assert_eq!(check_transfer(alice, to, ids, memo), expected, "{to} {ids:?}");
        }
    }

    #[test]
    fn assets_are_grouped_in_the_order_of_collections() {
        let mut grouped = ByCollection::default();
        for (collection, id) in [("b", 1), ("a", 2), ("b", 3), ("c", 4), ("a", 5)] {
            grouped.add(collection.parse().unwrap(), id);
        }
        let expected =
            vec![(name!("a"), vec![2, 5]), (name!("b"), vec![1, 3]), (name!("c"), vec![4])];
        assert_eq!(grouped.into_iter().collect::<Vec<_>>(), expected);
    }
}
