//! Qualifications: what is refused when a campaign is made, and how assets are counted.

use protocol::force::{
    Error,
    filter::DataFilter,
    qualification::{AssetAddress, MAX_QUALIFICATIONS, Qualification},
};
use tests::{
    World,
    assets::{COLLECTION, NO_TEMPLATE, OTHER_COLLECTION},
};

/// D45: malformed entries ended in opaque aborts, or made a campaign on which nobody could work. Type and address are
/// checked when it is made and when it is edited, and everything else by name when a worker asks.
#[tokio::test]
async fn d45_malformed_qualification_or_unknown_account_is_refused_with_a_message() {
    use AssetAddress::{Asset, Collection, Template};
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let entry = |kind, address| Qualification { kind, address, data_filter: None };
    let filter = DataFilter { attr_id: 0, filter_type: 0, data: vec![] };
    let filtered = Qualification { data_filter: Some(filter), ..entry(0, Collection(COLLECTION)) };
    let many = vec![entry(0, Collection(COLLECTION)); MAX_QUALIFICATIONS + 1];
    for (qualis, error) in [
        (vec![entry(0, Template(1))], Error::QualificationAddress),
        (vec![entry(0, Asset(1))], Error::QualificationAddress),
        (vec![entry(1, Collection(COLLECTION))], Error::QualificationAddress),
        (vec![entry(2, Template(1))], Error::QualificationAddress),
        (vec![entry(0x82, Template(1))], Error::QualificationAddress),
        (vec![entry(0, Collection(antelope::Name(0)))], Error::QualificationAddress),
        (vec![entry(1, Template(u32::MAX))], Error::QualificationAddress),
        (vec![entry(1, Template(0))], Error::QualificationAddress),
        (vec![entry(3, Asset(1))], Error::UnknownQualification),
        (vec![entry(0xff, Asset(1))], Error::UnknownQualification),
        (vec![entry(0, Collection(COLLECTION)), entry(7, Asset(1))], Error::UnknownQualification),
        (vec![filtered], Error::BadFilter),
        (many, Error::TooManyQualifications),
    ] {
        let mut terms = world.terms("1.0000");
        terms.qualis.clone_from(&qualis);
        world.refuses(error, world.campaign(terms)).await;
        world.refuses(error, world.edit(campaign, |edit| edit.qualis = qualis)).await;
    }

    let mut terms = world.terms("1.0000");
    terms.qualis = vec![entry(0, Collection(COLLECTION))];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let mine = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    let other = world.mint(world.alice, OTHER_COLLECTION, NO_TEMPLATE).await;
    let foreign = world.mint(world.bob, COLLECTION, NO_TEMPLATE).await;
    for (assets, error) in [
        (Some(vec![]), Error::WrongAssetCount),
        (Some(vec![mine, mine]), Error::WrongAssetCount),
        (Some(vec![other]), Error::WrongCollection),
        (Some(vec![foreign]), Error::AssetNotOwned),
        (Some(vec![0]), Error::AssetNotOwned),
        (Some(vec![u64::MAX]), Error::AssetNotOwned),
    ] {
        world.refuses(error, world.reserve_with(world.alice, campaign, assets)).await;
    }
    world.refuses(Error::MissingQualification, world.reserve(world.carol, campaign)).await;
    let unknown = tests::Actor { id: 4_000_000, ..world.alice };
    world.refuses(Error::AccountNotFound, world.reserve(unknown, campaign)).await;
    world.reserve_with(world.alice, campaign, Some(vec![mine])).await.unwrap();
    world.finish().await;
}

/// D46: one asset satisfied several entries, the search was missing, filters were ignored and there was no exclusion. Each
/// part is there, or refused when the campaign is made.
#[tokio::test]
async fn d46_one_asset_serves_one_qualification_and_filters_are_applied() {
    let world = World::new().await;
    let collection = AssetAddress::Collection(COLLECTION);
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![Qualification::inclusive(collection), Qualification::inclusive(collection)];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    let one = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    let named = world.reserve_with(world.alice, campaign, Some(vec![one, one]));
    world.refuses(Error::AssetUsedTwice, named).await;
    world.refuses(Error::MissingQualification, world.reserve(world.alice, campaign)).await;
    let two = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    world.work(world.alice, campaign).await.unwrap();
    let task = world.reserve_with(world.alice, campaign, Some(vec![one, two])).await.unwrap();
    // Skipping asks again: the right to work may have gone.
    world.hand_on(world.alice, world.bob, two).await.unwrap();
    world.refuses(Error::MissingQualification, world.skip(world.alice, task)).await;
    // What is held may be handed in.
    world.submit(world.alice, task).await.unwrap();

    let mut terms = world.terms("1.0000");
    terms.qualis = vec![Qualification::exclusive(collection)];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.refuses(Error::Excluded, world.reserve(world.bob, campaign)).await;
    let named = world.reserve_with(world.bob, campaign, Some(vec![0]));
    world.refuses(Error::Excluded, named).await;
    world.reserve(world.carol, campaign).await.unwrap();
    world.finish().await;
}
