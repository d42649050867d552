//! Qualifications: NFTs that a worker must hold, or must not.

use antelope::Name;
use protocol::{
    atomicassets::AttributeMap,
    force::{
        Error,
        filter::DataFilter,
        qualification::{AssetAddress, MAX_QUALIFICATIONS, MAX_SEARCH, Qualification},
    },
};
use tests::{
    World,
    assets::{COLLECTION, NO_TEMPLATE, OTHER_COLLECTION},
};

const IN_COLLECTION: Qualification = Qualification::inclusive(AssetAddress::Collection(COLLECTION));

/// A campaign with five tasks for those who qualify.
async fn campaign(world: &World, entries: &[Qualification]) -> u32 {
    let mut terms = world.terms("1.0000");
    terms.qualis = entries.to_vec();
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 5).await.unwrap();
    campaign
}

/// The owner edits in one entry, a collection: it is stored.
#[tokio::test]
async fn f30_a_qualification_is_edited_in() {
    let world = World::new().await;
    let campaign = campaign(&world, &[]).await;
    world.reserve(world.alice, campaign).await.unwrap();
    world.edit(campaign, |edit| edit.qualis = vec![IN_COLLECTION]).await.unwrap();
    let stored = world.campaign_row(campaign).await.qualis;
    assert_eq!(stored, [IN_COLLECTION]);
    assert_eq!(stored[0].kind, 0);
    world.refuses(Error::MissingQualification, world.reserve(world.bob, campaign)).await;
    world.finish().await;
}

/// A worker with the wrong number of assets, with none, or with another's is refused.
#[tokio::test]
async fn f31_assets_that_do_not_qualify_are_refused() {
    let world = World::new().await;
    let campaign = campaign(&world, &[IN_COLLECTION]).await;
    let alices = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    let bob = |assets: &[u64]| world.reserve_with(world.bob, campaign, Some(assets.to_vec()));
    world.refuses(Error::WrongAssetCount, bob(&[])).await;
    world.refuses(Error::WrongAssetCount, bob(&[alices, alices])).await;
    world.refuses(Error::AssetNotOwned, bob(&[alices])).await;
    world.refuses(Error::AssetNotOwned, bob(&[u64::MAX])).await;
    world.refuses(Error::MissingQualification, world.reserve(world.bob, campaign)).await;
    world.finish().await;
}

/// A worker with an asset of the collection is accepted; with one of another collection refused.
#[tokio::test]
async fn f32_an_asset_of_the_collection_qualifies() {
    let world = World::new().await;
    let campaign = campaign(&world, &[IN_COLLECTION]).await;
    let good = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    let foreign = world.mint(world.alice, OTHER_COLLECTION, NO_TEMPLATE).await;
    let with = |asset| world.reserve_with(world.alice, campaign, Some(vec![asset]));
    world.refuses(Error::WrongCollection, with(foreign)).await;
    assert_eq!(with(good).await.unwrap().task_idx, 0);
    world.finish().await;
}

/// A worker can reserve when he qualifies, and is told which qualification is missing when he does not.
#[tokio::test]
async fn x03_every_entry_must_hold() {
    let world = World::new().await;
    let template = world.template().await;
    let of_template = AssetAddress::Template(u32::try_from(template).unwrap());
    let campaign = campaign(&world, &[IN_COLLECTION, Qualification::inclusive(of_template)]).await;
    let plain = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    let alice = |assets: Option<&[u64]>| {
        world.reserve_with(world.alice, campaign, assets.map(<[u64]>::to_vec))
    };
    world.refuses(Error::WrongTemplate, alice(Some(&[plain, plain]))).await;
    world.refuses(Error::MissingQualification, alice(None)).await;
    let special = world.mint(world.alice, COLLECTION, template).await;
    // One asset serves one entry.
    world.refuses(Error::AssetUsedTwice, alice(Some(&[special, special]))).await;
    alice(Some(&[plain, special])).await.unwrap();
    world.finish().await;
}

/// A worker is refused before the qualification is given to him, and accepted after; it can be taken away again.
#[tokio::test]
async fn x04_a_qualification_can_be_given() {
    let world = World::new().await;
    let campaign = campaign(&world, &[IN_COLLECTION]).await;
    world.refuses(Error::MissingQualification, world.reserve(world.bob, campaign)).await;
    let asset = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    world.hand_on(world.alice, world.bob, asset).await.unwrap();
    world.work(world.bob, campaign).await.unwrap();
    world.hand_on(world.bob, world.carol, asset).await.unwrap();
    world.refuses(Error::MissingQualification, world.reserve(world.bob, campaign)).await;
    world.reserve(world.carol, campaign).await.unwrap();
    world.finish().await;
}

/// Whoever does not qualify does not get a task that was given back or has lapsed either, nor another one by skipping.
#[tokio::test]
async fn x10_returned_tasks_ask_for_qualifications_too() {
    let world = World::new().await;
    let campaign = campaign(&world, &[IN_COLLECTION]).await;
    let asset = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    let held = world.reserve(world.alice, campaign).await.unwrap();
    world.release(world.alice.name, world.alice, held).await.unwrap();
    world.refuses(Error::MissingQualification, world.reserve(world.bob, campaign)).await;

    let held = world.reserve(world.alice, campaign).await.unwrap();
    world.hand_on(world.alice, world.carol, asset).await.unwrap();
    world.refuses(Error::MissingQualification, world.skip(world.alice, held)).await;
    // What he has been given he may finish.
    world.submit(world.alice, held).await.unwrap();
    world.finish().await;
}

/// Entries for a template and for a single asset.
#[tokio::test]
async fn templates_and_single_assets_qualify() {
    let world = World::new().await;
    let (template, other) = (world.template().await, world.template().await);
    let of_template = AssetAddress::Template(u32::try_from(template).unwrap());
    let by_template = campaign(&world, &[Qualification::inclusive(of_template)]).await;
    let good = world.mint(world.alice, COLLECTION, template).await;
    let bad = world.mint(world.bob, COLLECTION, other).await;
    let bob = world.reserve_with(world.bob, by_template, Some(vec![bad]));
    world.refuses(Error::WrongTemplate, bob).await;
    world.refuses(Error::MissingQualification, world.reserve(world.bob, by_template)).await;
    world.reserve_with(world.alice, by_template, Some(vec![good])).await.unwrap();

    let by_asset = campaign(&world, &[Qualification::inclusive(AssetAddress::Asset(good))]).await;
    let bob = world.reserve_with(world.bob, by_asset, Some(vec![bad]));
    world.refuses(Error::WrongAsset, bob).await;
    world.refuses(Error::MissingQualification, world.reserve(world.bob, by_asset)).await;
    world.reserve(world.alice, by_asset).await.unwrap();
    world.finish().await;
}

/// The contract finds the assets when none are named, among a bounded number.
#[tokio::test]
async fn the_contract_searches_for_assets() {
    let world = World::new().await;
    let campaign = campaign(&world, &[IN_COLLECTION]).await;
    let none = AttributeMap::default();
    world.mint_many(world.alice.name, OTHER_COLLECTION, none, MAX_SEARCH).await;
    world.refuses(Error::MissingQualification, world.reserve(world.alice, campaign)).await;
    let last = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    // It is one too far for the search, not for a worker who names it.
    world.refuses(Error::TooManyAssets, world.reserve(world.alice, campaign)).await;
    world.reserve_with(world.alice, campaign, Some(vec![last])).await.unwrap();
    world.finish().await;
}

/// With an exclusive entry the worker must not hold such an asset, whatever he names.
#[tokio::test]
async fn exclusive_entries_keep_workers_out() {
    let world = World::new().await;
    let excluded = AssetAddress::Collection(OTHER_COLLECTION);
    let campaign = campaign(&world, &[IN_COLLECTION, Qualification::exclusive(excluded)]).await;
    let good = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    world.work(world.alice, campaign).await.unwrap();
    let bad = world.mint(world.alice, OTHER_COLLECTION, NO_TEMPLATE).await;
    world.refuses(Error::Excluded, world.reserve(world.alice, campaign)).await;
    let named = world.reserve_with(world.alice, campaign, Some(vec![good, 0]));
    world.refuses(Error::Excluded, named).await;
    world.hand_on(world.alice, world.bob, bad).await.unwrap();
    world.reserve_with(world.alice, campaign, Some(vec![good, 0])).await.unwrap();
    world.finish().await;
}

/// Entries that mean nothing are refused when the campaign is made.
#[tokio::test]
async fn entries_that_mean_nothing_are_refused() {
    let world = World::new().await;
    let filter = DataFilter { attr_id: 0, filter_type: 0, data: Vec::new() };
    let entry = |kind, address| Qualification { kind, address, data_filter: None };
    let collection = AssetAddress::Collection(COLLECTION);
    for (error, entries) in [
        (Error::UnknownQualification, vec![entry(3, collection)]),
        (Error::QualificationAddress, vec![entry(1, collection)]),
        (Error::QualificationAddress, vec![entry(0, AssetAddress::Asset(1))]),
        (Error::QualificationAddress, vec![entry(0, AssetAddress::Collection(Name(0)))]),
        (Error::QualificationAddress, vec![entry(1, AssetAddress::Template(0))]),
        (Error::BadFilter, vec![Qualification { data_filter: Some(filter), ..IN_COLLECTION }]),
        (Error::TooManyQualifications, vec![IN_COLLECTION; MAX_QUALIFICATIONS + 1]),
    ] {
        let mut terms = world.terms("1.0000");
        terms.qualis = entries;
        world.refuses(error, world.campaign(terms)).await;
    }
    world.finish().await;
}
