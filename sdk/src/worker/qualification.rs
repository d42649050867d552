//! Which campaigns a worker qualifies for, and by which of his assets.
//!
//! What an entry asks of an asset is the protocol's rule, [`protocol::force::qualification`]; here the assets are fetched
//! and given out to the entries.

use std::collections::{BTreeMap, btree_map::Entry};

use antelope::Name;
use protocol::{
    atomicassets::{self, Asset, FormatLine, Schema, Template},
    force::{
        Error as Refusal,
        qualification::{Collections, MAX_SEARCH, Qualification, held_for},
    },
};

use crate::{client::Client, contracts::AtomicAssetsContract, error::Result};

/// The assets that count as a worker's, with what it takes to read them, as they were when they were fetched.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// His own ones, or of those that the tasks contract holds the ones that are his.
    assets: Vec<Asset>,
    /// How many the contract would have to look through.
    looked_through: usize,
    rows: Rows,
}

/// The rows behind the assets, by collection.
#[derive(Clone, Debug, Default)]
struct Rows {
    schemas: BTreeMap<(Name, Name), Vec<FormatLine>>,
    templates: BTreeMap<(Name, u64), Vec<u8>>,
}

impl Collections for Rows {
    fn format(&self, asset: &Asset) -> Vec<FormatLine> {
        let key = (asset.collection_name, asset.schema_name);
        self.schemas.get(&key).cloned().unwrap_or_default()
    }

    fn template_data(&self, asset: &Asset) -> Option<Vec<u8>> {
        self.templates.get(&(asset.collection_name, asset.template_key()?)).cloned()
    }
}

impl Holdings {
    /// Fetches the assets of an account of the chain; or, of a user who holds a key, those that the tasks contract holds
    /// for his virtual account.
    ///
    /// # Errors
    /// When the node does not answer. Where there is no AtomicAssets, nobody has any assets.
    pub async fn fetch(
        client: &Client,
        owner: Name,
        held_for_account: Option<u32>,
    ) -> Result<Self> {
        let contract = AtomicAssetsContract::new(client.clone(), atomicassets::CONTRACT);
        let assets = match contract.assets(owner).await {
            Ok(assets) => assets,
            Err(error) if error.is_unknown_account() || is_without_table(&error) => Vec::new(),
            Err(error) => return Err(error),
        };
        let looked_through = assets.len();
        let mut rows = Rows::default();
        for asset in &assets {
            rows.fetch(&contract, asset).await?;
        }
        let is_his = |asset: &Asset| {
            held_for_account.is_none() || held_for(asset, &rows) == held_for_account
        };
        let assets = assets.into_iter().filter(is_his).collect();
        Ok(Self { assets, looked_through, rows })
    }

    /// The assets.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The assets to name for the entries of a campaign, one for each in order; none when there are no entries. At the
    /// place of an exclusive entry stands a 0.
    ///
    /// One asset fills one entry, and each is given where all of them can be filled, if that is possible at all.
    ///
    /// # Errors
    /// [`Refusal::Excluded`], [`Refusal::MissingQualification`] or [`Refusal::TooManyAssets`].
    pub fn choose(&self, entries: &[Qualification]) -> Result<Option<Vec<u64>>, Refusal> {
        if entries.is_empty() {
            return Ok(None);
        }
        let fits = |entry: &Qualification, asset: &Asset| entry.check(asset, &self.rows).is_ok();
        let mut exclusive = entries.iter().filter(|entry| entry.is_exclusive()).peekable();
        if exclusive.peek().is_some() {
            if exclusive.any(|entry| self.assets.iter().any(|asset| fits(entry, asset))) {
                return Err(Refusal::Excluded);
            }
            if self.looked_through > MAX_SEARCH {
                return Err(Refusal::TooManyAssets);
            }
        }
        let candidates: Vec<Vec<u64>> = (entries.iter())
            .map(|entry| match entry.is_exclusive() {
                true => Vec::new(),
                false => {
                    let fitting = self.assets.iter().filter(|asset| fits(entry, asset));
                    fitting.map(|asset| asset.asset_id).collect()
                }
            })
            .collect();
        let mut filled = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            let mut tried = Vec::new();
            if !entry.is_exclusive() && !fill(place, &candidates, &mut filled, &mut tried) {
                return Err(Refusal::MissingQualification);
            }
        }
        let mut chosen = vec![0; entries.len()];
        for (asset, place) in filled {
            chosen[place] = asset;
        }
        Ok(Some(chosen))
    }
}

/// Fills a place with an asset that nobody has, or that another place can do without. `filled` says which place has an
/// asset; `tried` keeps it from going in circles.
fn fill(
    place: usize,
    candidates: &[Vec<u64>],
    filled: &mut BTreeMap<u64, usize>,
    tried: &mut Vec<u64>,
) -> bool {
    for asset in &candidates[place] {
        if tried.contains(asset) {
            continue;
        }
        tried.push(*asset);
        let holder = filled.get(asset).copied();
        if holder.is_none_or(|holder| fill(holder, candidates, filled, tried)) {
            filled.insert(*asset, place);
            return true;
        }
    }
    false
}

impl Rows {
    async fn fetch(&mut self, contract: &AtomicAssetsContract, asset: &Asset) -> Result<()> {
        let collection = asset.collection_name;
        let schema = (collection, asset.schema_name);
        if let Entry::Vacant(place) = self.schemas.entry(schema) {
            let row: Option<Schema> = contract.contract().row(collection, schema.1.0).await?;
            place.insert(row.map(|row| row.format).unwrap_or_default());
        }
        if let Some(id) = asset.template_key()
            && !self.templates.contains_key(&(collection, id))
        {
            let row: Option<Template> = contract.contract().row(collection, id).await?;
            if let Some(row) = row {
                self.templates.insert((collection, id), row.immutable_serialized_data);
            }
        }
        Ok(())
    }
}

/// Whether there is no such contract at the account.
fn is_without_table(error: &crate::Error) -> bool {
    error.chain_error().is_some_and(|error| error.code == crate::ChainError::UNKNOWN_TABLE)
}

#[cfg(test)]
mod tests {
    use antelope::name;
    use proptest::prelude::*;
    use protocol::force::qualification::{AssetAddress, check_named};

    use super::*;

    fn asset(asset_id: u64, template_id: i32) -> Asset {
        Asset {
            asset_id,
            collection_name: name!("guild"),
            schema_name: name!("default"),
            template_id,
            ram_payer: name!("minter"),
            backed_tokens: vec![],
            immutable_serialized_data: vec![],
            mutable_serialized_data: vec![],
        }
    }

    fn holdings(assets: Vec<Asset>) -> Holdings {
        Holdings { looked_through: assets.len(), assets, ..Holdings::default() }
    }

    const COLLECTION: Qualification =
        Qualification::inclusive(AssetAddress::Collection(name!("guild")));

    const fn template(id: u32) -> Qualification {
        Qualification::inclusive(AssetAddress::Template(id))
    }

    #[test]
    fn assets_are_given_to_the_entries_that_need_them() {
        let [first, second] = [asset(10, 1), asset(11, 2)];
        for (entries, expected) in [
            (vec![], Ok(None)),
            (vec![COLLECTION], Ok(Some(vec![10]))),
            // The first asset fits both, and is left to the entry that nothing else fills.
            (vec![COLLECTION, template(1)], Ok(Some(vec![11, 10]))),
            (vec![template(1), COLLECTION], Ok(Some(vec![10, 11]))),
            (vec![COLLECTION, COLLECTION, COLLECTION], Err(Refusal::MissingQualification)),
            (vec![template(3)], Err(Refusal::MissingQualification)),
            (
                vec![Qualification::exclusive(AssetAddress::Template(3)), template(2)],
                Ok(Some(vec![0, 11])),
            ),
            (vec![Qualification::exclusive(AssetAddress::Template(2))], Err(Refusal::Excluded)),
        ] {
            let holdings = holdings(vec![first.clone(), second.clone()]);
            assert_eq!(holdings.choose(&entries), expected, "{entries:?}");
        }
    }

    #[test]
    fn who_has_more_assets_than_the_contract_looks_through_cannot_be_cleared_of_one() {
        let many = |count| holdings((0..count).map(|id| asset(id, 1)).collect());
        let entries = [Qualification::exclusive(AssetAddress::Template(2))];
        assert_eq!(many(MAX_SEARCH as u64).choose(&entries), Ok(Some(vec![0])));
        assert_eq!(many(MAX_SEARCH as u64 + 1).choose(&entries), Err(Refusal::TooManyAssets));
    }

    proptest! {
        /// What is chosen passes the contract's check; and where nothing is, no choice does.
        #[test]
        fn the_choice_is_one_that_the_contract_accepts(
            templates in prop::collection::vec(1..4i32, 0..5),
            asked in prop::collection::vec(0..4u32, 0..4),
        ) {
            let assets: Vec<_> =
                templates.iter().zip(1..).map(|(template, id)| asset(id, *template)).collect();
            let entries: Vec<_> =
                asked.iter().map(|id| if *id == 0 { COLLECTION } else { template(*id) }).collect();
            let find = |id: u64| assets[id as usize - 1].clone();
            let accepts = |ids: &[u64]| check_named(&entries, ids, find, &Rows::default()).is_ok();
            match holdings(assets.clone()).choose(&entries) {
                Ok(chosen) => prop_assert!(accepts(&chosen.unwrap_or_default())),
                Err(_) => {
                    let mut ids = vec![vec![]];
                    for _ in &entries {
                        let longer = |ids: &Vec<u64>| {
                            let longer = |id| [ids.clone(), vec![id]].concat();
                            (1..=assets.len() as u64).map(longer).collect::<Vec<_>>()
                        };
                        ids = ids.iter().flat_map(longer).collect();
                    }
                    prop_assert!(!ids.iter().any(|ids| accepts(ids)));
                }
            }
        }
    }
}
