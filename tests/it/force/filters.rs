//! Filters: qualifications that ask for attributes of an NFT.

use protocol::{
    atomicassets::{AttributeMap, AttributeValue},
    force::{
        Error,
        filter::{Comparison, Filter, Source, Value},
        qualification::{AssetAddress, Qualification},
    },
};
use tests::{
    World,
    assets::{COLLECTION, NO_TEMPLATE, line},
};

const IN_COLLECTION: Qualification = Qualification::inclusive(AssetAddress::Collection(COLLECTION));

/// An entry with a condition on the attribute `name`.
fn with_filter(
    mut entry: Qualification,
    source: Source,
    name: &str,
    comparison: Comparison,
    value: Value<'_>,
) -> Qualification {
    let filter = Filter { attribute: line(name), source, comparison, value };
    entry.data_filter = Some(filter.to_data());
    entry
}

/// A campaign with five tasks for those who meet one entry.
async fn campaign(world: &World, entry: Qualification) -> u32 {
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![entry];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 5).await.unwrap();
    campaign
}

fn level(level: u8) -> AttributeMap {
    AttributeMap::from([("name", "license".into()), ("level", AttributeValue::Uint8(level))])
}

/// A worker is accepted when his asset has the level that the campaign asks for, named by him or found by the contract.
#[tokio::test]
async fn an_attribute_must_be_as_the_campaign_asks() {
    let world = World::new().await;
    let expert = with_filter(
        IN_COLLECTION,
        Source::Immutable,
        "level",
        Comparison::AtLeast,
        Value::Unsigned(5),
    );
    let campaign = campaign(&world, expert).await;
    let none = AttributeMap::default;
    let [low, high] = [4, 5].map(|number| {
        world.mint_with(world.alice.name, COLLECTION, NO_TEMPLATE, level(number), none())
    });
    let alice = |assets: Option<Vec<u64>>| world.reserve_with(world.alice, campaign, assets);

    let low = low.await;
    world.refuses(Error::FilterNotMet, alice(Some(vec![low]))).await;
    world.refuses(Error::MissingQualification, alice(None)).await;
    // Of the mutable attributes nothing is asked, so they do not help.
    world.set_attributes(world.alice.name, low, level(9)).await;
    world.refuses(Error::FilterNotMet, alice(Some(vec![low]))).await;
    let high = high.await;
    world.refuses(Error::FilterNotMet, alice(Some(vec![low]))).await;
    assert_eq!(alice(Some(vec![high])).await.unwrap().task_idx, 0);
    world.finish().await;
}

/// What the collection changes counts at the next reservation: a licence can be withdrawn.
#[tokio::test]
async fn a_mutable_attribute_counts_as_it_is_now() {
    let world = World::new().await;
    let valid = with_filter(
        IN_COLLECTION,
        Source::Mutable,
        "titles",
        Comparison::Contains,
        Value::Bytes(b"reviewer"),
    );
    let campaign = campaign(&world, valid).await;
    let titles = |titles: &[&str]| {
        let titles = titles.iter().map(|title| String::from(*title)).collect();
        AttributeMap::from([("titles", AttributeValue::Strings(titles))])
    };
    let bob = world.bob.name;
    let asset = world.mint_with(bob, COLLECTION, NO_TEMPLATE, level(1), titles(&["author"])).await;
    let reserve = || world.reserve(world.bob, campaign);

    world.refuses(Error::MissingQualification, reserve()).await;
    world.set_attributes(bob, asset, titles(&["author", "reviewer"])).await;
    let task = reserve().await.unwrap();
    world.submit(world.bob, task).await.unwrap();
    world.set_attributes(bob, asset, titles(&[])).await;
    world.refuses(Error::MissingQualification, reserve()).await;
    world.finish().await;
}

/// The attributes of a template are those of all its assets.
#[tokio::test]
async fn a_template_has_attributes_too() {
    let world = World::new().await;
    let score = AttributeMap::from([("score", AttributeValue::from(0.75f64))]);
    let template = world.template_with(score).await;
    let other = world.template().await;
    let half = Value::Double(0.5f64.to_bits());
    let scored = with_filter(IN_COLLECTION, Source::Template, "score", Comparison::Greater, half);
    let campaign = campaign(&world, scored).await;
    for template_id in [NO_TEMPLATE, other] {
        let asset = world.mint(world.carol, COLLECTION, template_id).await;
        let named = world.reserve_with(world.carol, campaign, Some(vec![asset]));
        world.refuses(Error::FilterNotMet, named).await;
    }
    world.mint(world.carol, COLLECTION, template).await;
    world.reserve(world.carol, campaign).await.unwrap();
    world.finish().await;
}

/// An entry in the exclusive sense shuts out those who meet its filter, and no others.
#[tokio::test]
async fn a_filter_can_exclude() {
    let world = World::new().await;
    let banned = with_filter(
        Qualification::exclusive(AssetAddress::Collection(COLLECTION)),
        Source::Mutable,
        "level",
        Comparison::Equal,
        Value::Unsigned(0),
    );
    let campaign = campaign(&world, banned).await;
    let dave = world.dave.name;
    let asset = world.mint_with(dave, COLLECTION, NO_TEMPLATE, level(1), level(0)).await;
    world.refuses(Error::Excluded, world.reserve(world.dave, campaign)).await;
    world.set_attributes(dave, asset, level(1)).await;
    world.reserve(world.dave, campaign).await.unwrap();
    world.finish().await;
}

/// A filter that can mean nothing is refused when the campaign is made, not when somebody wants to work.
#[tokio::test]
async fn a_filter_that_means_nothing_is_refused() {
    let world = World::new().await;
    let mut text_order = with_filter(
        IN_COLLECTION,
        Source::Immutable,
        "name",
        Comparison::Equal,
        Value::Bytes(b"a"),
    );
    if let Some(filter) = &mut text_order.data_filter {
        filter.filter_type = Comparison::Greater as u8;
    }
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![text_order];
    world.refuses(Error::BadFilter, world.campaign(terms)).await;
    world.finish().await;
}
