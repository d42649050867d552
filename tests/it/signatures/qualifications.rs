//! Qualifications of key holders: NFTs that the tasks contract holds for them.

use antelope::Name;
use protocol::{
    atomicassets::{AttributeMap, AttributeValue},
    force::{
        Error,
        actions::ReserveTask,
        qualification::{AssetAddress, Qualification},
    },
};
use tests::{
    World,
    assets::{COLLECTION, NO_TEMPLATE, OTHER_COLLECTION},
};

use super::reserve;

const IN_COLLECTION: Qualification = Qualification::inclusive(AssetAddress::Collection(COLLECTION));

/// An asset whose attribute says that it is held for a virtual account.
fn held_for(account_id: u32) -> AttributeMap {
    AttributeMap::from([("vaccount", AttributeValue::Uint32(account_id))])
}

/// Mints an asset to the tasks contract. Gives its id.
async fn held(
    world: &World,
    collection: Name,
    immutable: AttributeMap,
    mutable: AttributeMap,
) -> u64 {
    world.mint_with(world.force.account(), collection, NO_TEMPLATE, immutable, mutable).await
}

/// D40: for key holders the owner of the asset is the contract itself, so any asset in its custody was found as theirs.
#[tokio::test]
async fn d40_key_owned_worker_must_own_the_qualifying_asset() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![IN_COLLECTION];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 5).await.unwrap();
    let reserve = |assets: Option<Vec<u64>>| {
        let action = ReserveTask { quali_assets: assets, ..reserve(&world, campaign) };
        world.relay(action)
    };
    let none = AttributeMap::default;
    let own = || held_for(world.key_holder);

    let of_alice = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    world.refuses(Error::AssetNotOwned, reserve(Some(vec![of_alice]))).await;
    for (immutable, mutable) in [
        (none(), none()),
        (none(), held_for(world.alice.id)),
        (none(), held_for(world.key_holder + 1)),
        // What was minted once and for all says nothing about who holds it now.
        (own(), none()),
    ] {
        let asset = held(&world, COLLECTION, immutable, mutable).await;
        world.refuses(Error::NotHeldForWorker, reserve(Some(vec![asset]))).await;
    }
    world.refuses(Error::MissingQualification, reserve(None)).await;

    let other = held(&world, OTHER_COLLECTION, none(), own()).await;
    world.refuses(Error::WrongCollection, reserve(Some(vec![other]))).await;
    let asset = held(&world, COLLECTION, none(), own()).await;
    reserve(Some(vec![asset])).await.unwrap();
    world.finish().await;
}

/// Where no asset is named, the contract looks for one among those that it holds.
#[tokio::test]
async fn assets_held_for_a_key_holder_are_found() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![IN_COLLECTION];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 5).await.unwrap();
    world.refuses(Error::MissingQualification, world.relay(reserve(&world, campaign))).await;
    let asset = held(&world, COLLECTION, AttributeMap::default(), held_for(world.bob.id)).await;
    world.refuses(Error::MissingQualification, world.relay(reserve(&world, campaign))).await;
    world.set_attributes(world.force.account(), asset, held_for(world.key_holder)).await;
    world.relay(reserve(&world, campaign)).await.unwrap();
    // An account's assets are where the account is: what the contract holds is not his, whatever it says.
    world.set_attributes(world.force.account(), asset, held_for(world.bob.id)).await;
    world.refuses(Error::MissingQualification, world.reserve(world.bob, campaign)).await;
    world.finish().await;
}

/// Assets reach the contract by transfer, too. It has no way to give one back, so it takes only those that serve somebody:
/// whose `vaccount` attribute names a user who holds a key.
#[tokio::test]
async fn assets_of_a_key_holder_come_by_transfer_and_others_are_refused() {
    let world = World::new().await;
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![IN_COLLECTION];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 5).await.unwrap();
    let (alice, force) = (world.alice.name, world.force.account());
    let none = AttributeMap::default;
    let mint =
        |immutable, mutable| world.mint_with(alice, COLLECTION, NO_TEMPLATE, immutable, mutable);
    let own = mint(none(), held_for(world.key_holder)).await;
    for (immutable, mutable, reason) in [
        (none(), none(), Error::HeldForNobody),
        (held_for(world.key_holder), none(), Error::HeldForNobody),
        // An account's assets are where the account is.
        (none(), held_for(world.bob.id), Error::HeldForNobody),
        (none(), held_for(world.key_holder + 1), Error::AccountNotFound),
    ] {
        let stuck = mint(immutable, mutable).await;
        for assets in [&[stuck][..], &[own, stuck], &[stuck, own]] {
            let sent = world.send_assets(alice, force, assets);
            world.refuses(reason, sent).await;
        }
    }
    world.refuses(Error::MissingQualification, world.relay(reserve(&world, campaign))).await;
    world.send_assets(alice, force, &[own]).await.unwrap();
    let action = ReserveTask { quali_assets: Some(vec![own]), ..reserve(&world, campaign) };
    world.relay(action).await.unwrap();
    // Whose account the contract is can still send assets away.
    world.send_assets(force, alice, &[own]).await.unwrap();
    world.finish().await;
}
