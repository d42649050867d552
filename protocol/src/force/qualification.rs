//! Qualifications: which NFTs a worker must hold, or must not hold, to work on a campaign.
//!
//! Assets are AtomicAssets'. How a worker's assets are found is the contract's business; here is what one entry
//! asks of one asset. What a filter means is in [`filter`](super::filter).

use alloc::vec::Vec;

use antelope::{Describe, Name, Pack, Unpack};

use super::{
    Error,
    filter::{DataFilter, Filter, Source},
};
use crate::atomicassets::{
    Asset, FormatLine,
    raw::{Raw, values_at},
};

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

/// The most assets that the contract looks through when it has to find one itself, or that there is none.
///
/// Anybody can give anybody assets. So many that a worker cannot be kept from campaigns that exclude holders of something
/// for less than half a megabyte of RAM; few enough for a few milliseconds.
pub const MAX_SEARCH: usize = 4096;

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

    fn check_address(&self, asset: &Asset) -> Result<(), Error> {
        match self.address {
            AssetAddress::Collection(name) if asset.collection_name != name => {
                Err(Error::WrongCollection)
            }
            AssetAddress::Template(id) if i64::from(asset.template_id) != i64::from(id) => {
                Err(Error::WrongTemplate)
            }
            AssetAddress::Asset(id) if asset.asset_id != id => Err(Error::WrongAsset),
            _ => Ok(()),
        }
    }

    /// Whether `asset` is what the entry is about.
    ///
    /// # Errors
    /// What is wrong about it: [`Error::WrongCollection`], [`Error::WrongTemplate`], [`Error::WrongAsset`] or
    /// [`Error::FilterNotMet`].
    pub fn check(&self, asset: &Asset, collections: &impl Collections) -> Result<(), Error> {
        self.check_address(asset)?;
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

/// The virtual account for whose user the tasks contract holds an asset: the asset's mutable attribute [`HELD_FOR`], a
/// `uint32`. Only its collection can change that.
pub fn held_for(asset: &Asset, collections: &impl Collections) -> Option<u32> {
    let format = collections.format(asset);
    let line = format.iter().position(|line| line.name == HELD_FOR && line.kind == "uint32")?;
    match values_at(&asset.mutable_serialized_data, &format, line).ok()?.first()? {
        Raw::Unsigned(value) => u32::try_from(*value).ok(),
        _ => None,
    }
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

/// Checks the assets that a worker names, one for each entry in order. `asset` gives the worker's asset of an id; what
/// stands at the place of an exclusive entry is not looked at.
///
/// # Errors
/// [`Error::WrongAssetCount`], [`Error::AssetUsedTwice`], or as [`Qualification::check`].
pub fn check_named(
    entries: &[Qualification],
    ids: &[u64],
    asset: impl Fn(u64) -> Asset,
    collections: &impl Collections,
) -> Result<(), Error> {
    if ids.len() != entries.len() {
        return Err(Error::WrongAssetCount);
    }
    let named = || entries.iter().zip(ids).filter(|(entry, _)| !entry.is_exclusive());
    for (place, (entry, id)) in named().enumerate() {
        entry.check(&asset(*id), collections)?;
        if named().take(place).any(|(_, other)| other == id) {
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

    /// Whether an asset may matter, if it is the worker's. Whose a held asset is takes another row to know.
    pub fn is_about(&self, asset: &Asset) -> bool {
        self.entries.iter().any(|entry| entry.check_address(asset).is_ok())
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

    use super::super::filter::{Comparison, Value};
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
        let user = |asset: &Asset| held_for(asset, &Levels);
        assert_eq!(user(&held), None, "no attribute is not user 0");
        held.immutable_serialized_data = vec![6, 7];
        assert_eq!(user(&held), None);
        held.mutable_serialized_data = vec![6, 7];
        assert_eq!(user(&held), Some(7));
        held.mutable_serialized_data = vec![6, 0xff, 0xff, 0xff, 0xff, 0x0f];
        assert_eq!(user(&held), Some(u32::MAX));
        held.mutable_serialized_data = vec![6, 0x80, 0x80, 0x80, 0x80, 0x10];
        assert_eq!(user(&held), None, "not a number of 32 bits");
        held.mutable_serialized_data = vec![6, 7, 99];
        assert_eq!(user(&held), None, "malformed");
        held.mutable_serialized_data = vec![6, 7];
        held.schema_name = name!("another");
        assert_eq!(user(&held), None, "the schema has no such attribute");
    }

    #[test]
    fn a_named_asset_must_be_the_one() {
        let entries = [
            Qualification::inclusive(Address::Collection(name!("good"))),
            Qualification::inclusive(Address::Template(5)),
            Qualification::inclusive(Address::Asset(9)),
        ];
        let (good, fifth, ninth) = (asset(1, "good", -1), asset(2, "other", 5), asset(9, "x", 1));
        let check = |assets: [&Asset; 3]| {
            let of_worker = |id| assets.into_iter().find(|a| a.asset_id == id).unwrap().clone();
            check_named(&entries, &assets.map(|asset| asset.asset_id), of_worker, &Levels)
        };
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
