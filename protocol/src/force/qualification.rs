//! Qualifications: which NFTs a worker must hold, or must not hold, to work on a campaign.
//!
//! Assets are AtomicAssets'. How a worker's assets are found is the contract's business; here is what one entry
//! asks of one asset. What a filter means is in [`filter`](super::filter).

use alloc::vec::Vec;

use antelope::{Describe, Name, Pack, Unpack};

use super::{
    Error,
    filter::{Comparison, DataFilter, Filter, Source, Value},
};
use crate::atomicassets::{Asset, FormatLine};

/// What an entry is about: a collection, a template or an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "variant_name_uint32_uint64", alias = "QUALI_ATOMIC_ADDRESS")]
pub enum AssetAddress {
    /// The name of a collection.
    Collection(Name),
    /// The id of a template.
    Template(u32),
    /// The id of an asset.
    Asset(u64),
}

/// One entry of a campaign's qualifications.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "Quali")]
pub struct Qualification {
    /// 0 collection, 1 template, 2 asset; with [`EXCLUSIVE`] added, the worker must *not* hold such an asset.
    #[abi(rename = "type")]
    pub kind: u8,
    /// Which collection, template or asset.
    pub address: AssetAddress,
    /// A further condition on the asset's attributes.
    pub data_filter: Option<DataFilter>,
}

/// The bit of a type that turns its sense round.
pub const EXCLUSIVE: u8 = 0x80;

/// The most entries of a campaign: each costs every reservation a look at an asset.
pub const MAX_QUALIFICATIONS: usize = 8;

/// The most assets of a worker that the contract looks through when it has to find one itself.
pub const MAX_SEARCH: usize = 64;

impl Qualification {
    const COLLECTION: u8 = 0;
    const TEMPLATE: u8 = 1;
    const ASSET: u8 = 2;

    /// The worker must hold what `address` names.
    pub const fn inclusive(address: AssetAddress) -> Self {
        let kind = match address {
            AssetAddress::Collection(_) => Self::COLLECTION,
            AssetAddress::Template(_) => Self::TEMPLATE,
            AssetAddress::Asset(_) => Self::ASSET,
        };
        Self { kind, address, data_filter: None }
    }

    /// The worker must not hold what `address` names.
    pub const fn exclusive(address: AssetAddress) -> Self {
        let mut entry = Self::inclusive(address);
        entry.kind |= EXCLUSIVE;
        entry
    }

    /// Whether the worker must not hold such an asset.
    pub const fn is_exclusive(&self) -> bool {
        self.kind & EXCLUSIVE != 0
    }

    /// Checks that the entry means something: its type is known and fits its address.
    ///
    /// # Errors
    /// [`Error::UnknownQualification`], [`Error::QualificationAddress`], [`Error::BadFilter`].
    pub fn validate(&self) -> Result<(), Error> {
        let fits = match (self.kind & !EXCLUSIVE, self.address) {
            (Self::COLLECTION, AssetAddress::Collection(name)) => !name.is_empty(),
            // Ids are stored signed, with -1 for "none": the upper half can be no template's.
            (Self::TEMPLATE, AssetAddress::Template(id)) => id > 0 && i32::try_from(id).is_ok(),
            (Self::ASSET, AssetAddress::Asset(_)) => true,
            (Self::COLLECTION | Self::TEMPLATE | Self::ASSET, _) => false,
            _ => return Err(Error::UnknownQualification),
        };
        if !fits {
            return Err(Error::QualificationAddress);
        }
        if let Some(filter) = &self.data_filter {
            filter.parse()?;
        }
        Ok(())
    }

    /// Whether `asset` is what the entry is about.
    ///
    /// # Errors
    /// What is wrong about it: [`Error::WrongCollection`], [`Error::WrongTemplate`], [`Error::WrongAsset`] or
    /// [`Error::FilterNotMet`].
    pub fn check(&self, asset: &Asset, collections: &impl Collections) -> Result<(), Error> {
        match self.address {
            AssetAddress::Collection(name) if asset.collection_name != name => {
                return Err(Error::WrongCollection);
            }
            AssetAddress::Template(id) if i64::from(asset.template_id) != i64::from(id) => {
                return Err(Error::WrongTemplate);
            }
            AssetAddress::Asset(id) if asset.asset_id != id => return Err(Error::WrongAsset),
            _ => {}
        }
        match &self.data_filter {
            Some(filter) if !is_met(&filter.parse()?, asset, collections) => {
                Err(Error::FilterNotMet)
            }
            _ => Ok(()),
        }
    }
}

/// What has to be known of an asset's collection to read the asset's attributes.
pub trait Collections {
    /// The format of the asset's schema; empty if there is no such schema.
    fn format(&self, asset: &Asset) -> Vec<FormatLine>;
    /// The attributes of the asset's template, if it has one.
    fn template_data(&self, asset: &Asset) -> Option<Vec<u8>>;
}

fn is_met(filter: &Filter<'_>, asset: &Asset, collections: &impl Collections) -> bool {
    let format = collections.format(asset);
    match filter.source {
        Source::Immutable => filter.is_met(&asset.immutable_serialized_data, &format),
        Source::Mutable => filter.is_met(&asset.mutable_serialized_data, &format),
        Source::Template => {
            collections.template_data(asset).is_some_and(|data| filter.is_met(&data, &format))
        }
    }
}

/// The attribute that says for whom the tasks contract holds an asset: a virtual account.
pub const HELD_FOR: &str = "vaccount";

/// Whether an asset of the tasks contract is held for a user without an account of the chain: its mutable attribute
/// [`HELD_FOR`], a `uint32`, is the user's virtual account. Only its collection can change that.
pub fn is_held_for(account_id: u32, asset: &Asset, collections: &impl Collections) -> bool {
    let format = collections.format(asset);
    let line = format.iter().position(|line| line.name == HELD_FOR && line.kind == "uint32");
    line.and_then(|line| u8::try_from(line).ok()).is_some_and(|attribute| {
        let value = Value::Unsigned(u64::from(account_id));
        Filter { attribute, source: Source::Mutable, comparison: Comparison::Equal, value }
            .is_met(&asset.mutable_serialized_data, &format)
    })
}

/// Checks the entries of a campaign.
///
/// # Errors
/// [`Error::TooManyQualifications`], or as [`Qualification::validate`].
pub fn validate(entries: &[Qualification]) -> Result<(), Error> {
    if entries.len() > MAX_QUALIFICATIONS {
        return Err(Error::TooManyQualifications);
    }
    entries.iter().try_for_each(Qualification::validate)
}

/// Checks the assets that a worker names, one for each inclusive entry in order (`None` at the place of an
/// exclusive one).
///
/// # Errors
/// [`Error::AssetUsedTwice`], or as [`Qualification::check`].
pub fn check_named(
    entries: &[Qualification],
    named: &[Option<Asset>],
    collections: &impl Collections,
) -> Result<(), Error> {
    for (place, (entry, asset)) in entries.iter().zip(named).enumerate() {
        let Some(asset) = asset else { continue };
        entry.check(asset, collections)?;
        let earlier = named.iter().take(place).flatten();
        if earlier.into_iter().any(|other| other.asset_id == asset.asset_id) {
            return Err(Error::AssetUsedTwice);
        }
    }
    Ok(())
}

/// A search for assets that fill a campaign's entries, one asset after another.
///
/// An asset fills one entry. Where several fit, the narrowest entry takes it (an asset before a template before a
/// collection), so that the order in which assets come seldom matters; a worker for whom it does names the assets.
#[derive(Debug)]
pub struct Search<'a> {
    entries: &'a [Qualification],
    filled: u64,
}

impl<'a> Search<'a> {
    /// A search for `entries`. With `inclusive` off, only what excludes the worker is looked for.
    pub fn new(entries: &'a [Qualification], inclusive: bool) -> Self {
        let mut filled = 0;
        for (place, entry) in entries.iter().enumerate() {
            if entry.is_exclusive() || !inclusive {
                filled |= bit(place);
            }
        }
        Self { entries, filled }
    }

    /// Looks at one asset of the worker.
    ///
    /// # Errors
    /// [`Error::Excluded`] when it excludes the worker.
    pub fn look_at(&mut self, asset: &Asset, collections: &impl Collections) -> Result<(), Error> {
        let mut best: Option<(usize, u8)> = None;
        for (place, entry) in self.entries.iter().enumerate() {
            if entry.check(asset, collections).is_err() {
                continue;
            }
            if entry.is_exclusive() {
                return Err(Error::Excluded);
            }
            let narrower = best.is_none_or(|(_, kind)| entry.kind > kind);
            if self.filled & bit(place) == 0 && narrower {
                best = Some((place, entry.kind));
            }
        }
        if let Some((place, _)) = best {
            self.filled |= bit(place);
        }
        Ok(())
    }

    /// Whether no further asset can change the outcome.
    pub fn is_over(&self) -> bool {
        self.is_filled() && !self.entries.iter().any(Qualification::is_exclusive)
    }

    fn is_filled(&self) -> bool {
        self.entries.iter().enumerate().all(|(place, _)| self.filled & bit(place) != 0)
    }

    /// Checks that nothing is missing, after the last asset.
    ///
    /// # Errors
    /// [`Error::MissingQualification`].
    pub fn finish(self) -> Result<(), Error> {
        if self.is_filled() { Ok(()) } else { Err(Error::MissingQualification) }
    }
}

/// The place of an entry in a set. There are at most [`MAX_QUALIFICATIONS`].
fn bit(place: usize) -> u64 {
    1u64.checked_shl(place as u32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use antelope::name;
    use std::vec;

    use super::*;
    use AssetAddress as Address;

    fn asset(asset_id: u64, collection: &str, template_id: i32) -> Asset {
        Asset {
            asset_id,
            collection_name: collection.parse().unwrap(),
            schema_name: name!("default"),
            template_id,
            ram_payer: name!("minter"),
            backed_tokens: vec![],
            immutable_serialized_data: vec![],
            mutable_serialized_data: vec![],
        }
    }

    #[test]
    fn types_and_addresses_must_fit() {
        use Error::{QualificationAddress as Mismatch, UnknownQualification as Unknown};
        let (collection, template, asset) =
            (Address::Collection(name!("forcecollect")), Address::Template(7), Address::Asset(7));
        for (kind, address, expected) in [
            (0, collection, Ok(())),
            (1, template, Ok(())),
            (2, asset, Ok(())),
            (0x80, collection, Ok(())),
            (0x81, template, Ok(())),
            (0x82, asset, Ok(())),
            (0, template, Err(Mismatch)),
            (1, collection, Err(Mismatch)),
            (2, collection, Err(Mismatch)),
            (0x80, asset, Err(Mismatch)),
            (0, Address::Collection(Name(0)), Err(Mismatch)),
            (1, Address::Template(0), Err(Mismatch)),
            (1, Address::Template(u32::MAX), Err(Mismatch)),
            (3, asset, Err(Unknown)),
            (0x7f, asset, Err(Unknown)),
            (0xff, asset, Err(Unknown)),
        ] {
            let entry = Qualification { kind, address, data_filter: None };
            assert_eq!(entry.validate(), expected, "{entry:?}");
        }
    }

    #[test]
    fn a_filter_that_means_nothing_is_refused() {
        let mut entry = Qualification::inclusive(Address::Asset(1));
        entry.data_filter = Some(DataFilter { attr_id: 0, filter_type: 0, data: vec![] });
        assert_eq!(entry.validate(), Err(Error::BadFilter));
    }

    /// One schema, whose lines are a name, a level and the user for whom an asset is held; templates of level 9.
    struct Levels;

    impl Collections for Levels {
        fn format(&self, asset: &Asset) -> Vec<FormatLine> {
            let lines = [("name", "string"), ("level", "uint8"), (HELD_FOR, "uint32")];
            match asset.schema_name == name!("default") {
                true => lines.map(|(name, kind)| FormatLine::new(name, kind)).into(),
                false => vec![],
            }
        }

        fn template_data(&self, asset: &Asset) -> Option<Vec<u8>> {
            asset.template_key().map(|_| vec![5, 9])
        }
    }

    #[test]
    fn a_filter_looks_where_it_says() {
        let mut held = asset(1, "good", 5);
        held.immutable_serialized_data = vec![5, 3];
        held.mutable_serialized_data = vec![5, 4];
        for (source, level) in [(Source::Immutable, 3), (Source::Mutable, 4), (Source::Template, 9)]
        {
            let value = Value::Unsigned(level);
            let filter = Filter { attribute: 1, source, comparison: Comparison::Equal, value };
            let mut entry = Qualification::inclusive(Address::Collection(name!("good")));
            entry.data_filter = Some(filter.to_data());
            assert_eq!(entry.check(&held, &Levels), Ok(()));
            let mut other = held.clone();
            other.immutable_serialized_data = vec![5, 6];
            other.mutable_serialized_data = vec![];
            other.template_id = -1;
            assert_eq!(entry.check(&other, &Levels), Err(Error::FilterNotMet));
            other = held.clone();
            other.schema_name = name!("another");
            assert_eq!(entry.check(&other, &Levels), Err(Error::FilterNotMet));
        }
    }

    #[test]
    fn an_excluding_filter_excludes_only_whom_it_meets() {
        let value = Value::Unsigned(5);
        let filter =
            Filter { attribute: 1, source: Source::Mutable, comparison: Comparison::Less, value };
        let mut entry = Qualification::exclusive(Address::Collection(name!("good")));
        entry.data_filter = Some(filter.to_data());
        let entries = [entry];
        let (mut low, mut high) = (asset(1, "good", -1), asset(2, "good", -1));
        low.mutable_serialized_data = vec![5, 4];
        high.mutable_serialized_data = vec![5, 5];
        assert_eq!(search(&entries, true, &[high.clone()]), Ok(()));
        assert_eq!(search(&entries, true, &[high, low]), Err(Error::Excluded));
    }

    #[test]
    fn an_asset_is_held_for_the_user_that_its_mutable_attribute_names() {
        let mut held = asset(1, "good", -1);
        assert!(!is_held_for(0, &held, &Levels), "no attribute is not user 0");
        held.immutable_serialized_data = vec![6, 7];
        assert!(!is_held_for(7, &held, &Levels));
        held.mutable_serialized_data = vec![6, 7];
        assert!(is_held_for(7, &held, &Levels));
        assert!(!is_held_for(8, &held, &Levels));
        held.schema_name = name!("another");
        assert!(!is_held_for(7, &held, &Levels), "the schema has no such attribute");
    }

    #[test]
    fn a_named_asset_must_be_the_one() {
        let entries = [
            Qualification::inclusive(Address::Collection(name!("good"))),
            Qualification::inclusive(Address::Template(5)),
            Qualification::inclusive(Address::Asset(9)),
        ];
        let (good, fifth, ninth) = (asset(1, "good", -1), asset(2, "other", 5), asset(9, "x", 1));
        let check =
            |assets: [&Asset; 3]| check_named(&entries, &assets.map(|a| Some(a.clone())), &Levels);
        assert_eq!(check([&good, &fifth, &ninth]), Ok(()));
        assert_eq!(check([&fifth, &fifth, &ninth]), Err(Error::WrongCollection));
        assert_eq!(check([&good, &good, &ninth]), Err(Error::WrongTemplate));
        assert_eq!(check([&good, &fifth, &good]), Err(Error::WrongAsset));
        let both = asset(9, "good", 5);
        assert_eq!(check([&both, &both, &both]), Err(Error::AssetUsedTwice));
    }

    fn search(entries: &[Qualification], inclusive: bool, assets: &[Asset]) -> Result<(), Error> {
        let mut search = Search::new(entries, inclusive);
        assets.iter().try_for_each(|asset| search.look_at(asset, &Levels))?;
        search.finish()
    }

    #[test]
    fn a_search_fills_every_entry_with_another_asset() {
        let entries = [
            Qualification::inclusive(Address::Collection(name!("good"))),
            Qualification::inclusive(Address::Template(5)),
        ];
        let (plain, fifth) = (asset(1, "good", -1), asset(2, "good", 5));
        for (assets, expected) in [
            (vec![plain.clone(), fifth.clone()], Ok(())),
            (vec![fifth.clone(), plain.clone()], Ok(())),
            (vec![fifth.clone()], Err(Error::MissingQualification)),
            (vec![plain], Err(Error::MissingQualification)),
            (vec![], Err(Error::MissingQualification)),
        ] {
            assert_eq!(search(&entries, true, &assets), expected, "{assets:?}");
        }
        assert_eq!(search(&entries, false, &[]), Ok(()));
        assert_eq!(search(&entries, false, &[fifth]), Ok(()));
    }

    #[test]
    fn an_excluding_asset_excludes() {
        let entries = [
            Qualification::exclusive(Address::Collection(name!("spam"))),
            Qualification::inclusive(Address::Collection(name!("good"))),
        ];
        let (good, spam) = (asset(1, "good", -1), asset(2, "spam", -1));
        assert_eq!(search(&entries, true, std::slice::from_ref(&good)), Ok(()));
        assert_eq!(search(&entries, true, &[good, spam.clone()]), Err(Error::Excluded));
        assert_eq!(search(&entries, false, &[spam]), Err(Error::Excluded));
    }
}
