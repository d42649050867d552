//! The holder of an NFT wants one asset to qualify many, to be rid of one that excludes him, and to look qualified.

use antelope::{Extension, Name};
use protocol::{
    atomicassets::{
        self, AttributeMap, AttributeValue, FormatLine,
        actions::{BurnAsset, CreateCollection, CreateSchema, ExtendSchema, MintAsset, Transfer},
    },
    float::Float64Bits,
    force::{
        Error,
        actions::ReserveTask,
        filter::{Comparison, Filter, Source, Value},
        qualification::{AssetAddress, MAX_SEARCH, Qualification},
    },
};
use tests::{
    World,
    assets::{COLLECTION, NO_TEMPLATE, OTHER_COLLECTION, SCHEMA},
};

const IN_COLLECTION: Qualification = Qualification::inclusive(AssetAddress::Collection(COLLECTION));

/// A published campaign for those who meet one entry.
async fn campaign(world: &World, entry: Qualification) -> u32 {
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![entry];
    let campaign = world.campaign(terms).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    campaign
}

/// What somebody asks of the contract of assets.
fn asked<A: antelope::Action>(world: &World, by: Name, action: &A) -> antelope::PackedAction {
    world.network.atomicassets(&world.client).action(by, action)
}

/// Makes a collection of the stranger's own, named like his account, whose schema has these lines.
async fn own_collection(world: &World, lines: &[(&str, &str)]) -> Name {
    let author = world.stranger;
    let collection = CreateCollection {
        author,
        collection_name: author,
        allow_notify: false,
        authorized_accounts: vec![author],
        notify_accounts: Vec::new(),
        market_fee: Float64Bits(0),
        data: AttributeMap::default(),
    };
    let schema = CreateSchema {
        authorized_creator: author,
        collection_name: author,
        schema_name: SCHEMA,
        schema_format: lines.iter().map(|(name, kind)| FormatLine::new(*name, *kind)).collect(),
    };
    let both = [asked(world, author, &collection), asked(world, author, &schema)];
    world.push_all(&both).await.unwrap();
    author
}

/// The stranger's minting in his collection.
fn minting(world: &World, owner: Name, mutable_data: AttributeMap) -> antelope::PackedAction {
    let mint = MintAsset {
        authorized_minter: world.stranger,
        collection_name: world.stranger,
        schema_name: SCHEMA,
        template_id: NO_TEMPLATE,
        new_asset_owner: owner,
        immutable_data: AttributeMap::default(),
        mutable_data,
        tokens_to_back: Vec::new(),
    };
    asked(world, world.stranger, &mint)
}

async fn ids_of(world: &World, owner: Name) -> Vec<u64> {
    let contract = world.network.atomicassets(&world.client);
    contract.assets(owner).await.unwrap().iter().map(|asset| asset.asset_id).collect()
}

/// One asset goes from hand to hand, each of whom takes a task with it, in one transaction or in several. One that is
/// bound to its owner does not; that is what collections of qualifications are made of.
#[tokio::test]
async fn a_bound_asset_qualifies_its_owner_only() {
    let world = World::new().await;
    let campaign = campaign(&world, IN_COLLECTION).await;
    let bound = world.bound_template().await;
    let asset = world.mint(world.alice, COLLECTION, bound).await;
    let (alice, bob) = (world.alice, world.bob);
    let handing =
        Transfer { from: alice.name, to: bob.name, asset_ids: vec![asset], memo: String::new() };
    let reserve = |worker: tests::Actor| {
        let action = reserving(worker.id, campaign, worker.name, Some(vec![asset]));
        world.force.action(worker.name, &action)
    };
    let all = [reserve(alice), asked(&world, alice.name, &handing), reserve(bob)];
    let not_transferable = atomicassets::Error::NotTransferable;
    world.refuses(not_transferable, world.push_all(&all)).await;
    world.push_all(&all[..1]).await.unwrap();
    world.refuses(not_transferable, world.hand_on(alice, bob, asset)).await;
    world.refuses(Error::AssetNotOwned, world.push_all(&all[2..])).await;
    world.finish().await;
}

/// An asset that excludes its owner is handed away or burned before he asks for a task, and comes back afterwards. One
/// that is bound stays.
#[tokio::test]
async fn a_bound_asset_that_excludes_is_not_got_rid_of() {
    let world = World::new().await;
    let banned = Qualification::exclusive(AssetAddress::Collection(COLLECTION));
    let campaign = campaign(&world, banned).await;
    let bound = world.bound_template().await;
    let asset = world.mint(world.alice, COLLECTION, bound).await;
    let alice = world.alice;
    let away = world.hand_on(alice, world.bob, asset);
    world.refuses(atomicassets::Error::NotTransferable, away).await;
    let burn = asked(&world, alice.name, &BurnAsset { asset_owner: alice.name, asset_id: asset });
    world.refuses(atomicassets::Error::NotBurnable, world.push_all(&[burn])).await;
    let assets = [asset];
    let to_network = world.send_assets(alice.name, world.force.account(), &assets);
    world.refuses(atomicassets::Error::NotTransferable, to_network).await;
    world.refuses(Error::Excluded, world.reserve(alice, campaign)).await;
    // Naming another asset, or none, does not help.
    for named in [vec![asset], vec![0]] {
        world.refuses(Error::Excluded, world.reserve_with(alice, campaign, Some(named))).await;
    }
    world.reserve(world.bob, campaign).await.unwrap();
    world.finish().await;
}

/// He mints himself what the campaign asks for, with the same schema and attributes, in a collection of his own.
#[tokio::test]
async fn a_collection_of_ones_own_qualifies_for_nothing() {
    let world = World::new().await;
    let value = Value::Unsigned(5);
    let filter = Filter {
        attribute: tests::assets::line("level"),
        source: Source::Mutable,
        comparison: Comparison::AtLeast,
        value,
    };
    let expert = Qualification { data_filter: Some(filter.to_data()), ..IN_COLLECTION };
    let campaign = campaign(&world, expert).await;
    own_collection(&world, &tests::assets::ATTRIBUTES).await;
    let level = AttributeMap::from([("level", AttributeValue::Uint8(9))]);
    world.push_all(&[minting(&world, world.alice.name, level.clone())]).await.unwrap();
    let fake = ids_of(&world, world.alice.name).await[0];
    let named = world.reserve_with(world.alice, campaign, Some(vec![fake]));
    world.refuses(Error::WrongCollection, named).await;
    world.refuses(Error::MissingQualification, world.reserve(world.alice, campaign)).await;
    // Nor does he get into the collection that counts.
    let intruder = MintAsset {
        authorized_minter: world.stranger,
        collection_name: COLLECTION,
        schema_name: SCHEMA,
        template_id: NO_TEMPLATE,
        new_asset_owner: world.alice.name,
        immutable_data: AttributeMap::default(),
        mutable_data: level,
        tokens_to_back: Vec::new(),
    };
    let intruder = asked(&world, world.stranger, &intruder);
    world.refuses(atomicassets::Error::MinterNotAuthorized, world.push_all(&[intruder])).await;
    world.finish().await;
}

/// The author of a collection changes it under a campaign: new lines in the schema leave a filter's line where it is; a
/// changed attribute shuts a worker out of new tasks and takes away none that he holds.
#[tokio::test]
async fn a_collection_that_changes_takes_no_work_away() {
    let world = World::new().await;
    let lines = [("name", "string"), ("level", "uint8")];
    let author = own_collection(&world, &lines).await;
    let value = Value::Unsigned(5);
    let comparison = Comparison::AtLeast;
    let filter = Filter { attribute: 1, source: Source::Mutable, comparison, value };
    let entry = Qualification {
        data_filter: Some(filter.to_data()),
        ..Qualification::inclusive(AssetAddress::Collection(author))
    };
    let campaign = campaign(&world, entry).await;
    let level = |level| AttributeMap::from([("level", AttributeValue::Uint8(level))]);
    world.push_all(&[minting(&world, world.alice.name, level(5))]).await.unwrap();
    let asset = ids_of(&world, world.alice.name).await[0];

    let extend = ExtendSchema {
        authorized_editor: author,
        collection_name: author,
        schema_name: SCHEMA,
        schema_format_extension: vec![FormatLine::new("rank", "uint8")],
    };
    world.push_all(&[asked(&world, author, &extend)]).await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    let downgrade = atomicassets::actions::SetAssetData {
        authorized_editor: author,
        asset_owner: world.alice.name,
        asset_id: asset,
        new_mutable_data: AttributeMap::from([
            ("level", AttributeValue::Uint8(1)),
            ("rank", AttributeValue::Uint8(9)),
        ]),
    };
    world.push_all(&[asked(&world, author, &downgrade)]).await.unwrap();
    world.submit(world.alice, task).await.unwrap();
    world.refuses(Error::MissingQualification, world.reserve(world.alice, campaign)).await;
    world.finish().await;
}

/// A stranger fills a worker's account with assets, to keep him from campaigns that exclude the holders of something: all
/// he holds has to be looked through. A thousand do not suffice.
#[tokio::test]
async fn a_flood_of_foreign_assets_keeps_no_worker_out() {
    let world = World::new().await;
    let banned = Qualification::exclusive(AssetAddress::Collection(COLLECTION));
    let campaign = campaign(&world, banned).await;
    let none = AttributeMap::default();
    world.mint_many(world.alice.name, OTHER_COLLECTION, none, 1000).await;
    world.work(world.alice, campaign).await.unwrap();
    // Nor do they hide what excludes him.
    world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    world.refuses(Error::Excluded, world.reserve(world.alice, campaign)).await;
    world.finish().await;
}

/// The same with what the contract holds for users who hold keys. However much it is, whoever names his own works.
#[tokio::test]
async fn a_flood_of_held_assets_keeps_no_key_holder_out() {
    let world = World::new().await;
    let banned = Qualification::exclusive(AssetAddress::Collection(OTHER_COLLECTION));
    let open_to_all = campaign(&world, banned).await;
    let members_only = campaign(&world, IN_COLLECTION).await;
    let held_for = |account| AttributeMap::from([("vaccount", AttributeValue::Uint32(account))]);
    let (force, key_holder) = (world.force.account(), world.key_holder);
    let reserve = |campaign, assets| reserving(world.key_holder, campaign, world.stranger, assets);
    let flood = |number| world.mint_many(force, OTHER_COLLECTION, held_for(world.alice.id), number);
    flood(1000).await;
    let own = world.mint_with(
        force,
        COLLECTION,
        NO_TEMPLATE,
        AttributeMap::default(),
        held_for(key_holder),
    );
    let own = own.await;
    world.relay(reserve(open_to_all, None)).await.unwrap();
    flood(MAX_SEARCH - 1000).await;
    let another = campaign(&world, IN_COLLECTION).await;
    world.relay(reserve(members_only, None)).await.unwrap();
    world.set_attributes(force, own, held_for(world.bob.id)).await;
    let newest = world.mint_with(
        force,
        COLLECTION,
        NO_TEMPLATE,
        AttributeMap::default(),
        held_for(key_holder),
    );
    let newest = newest.await;
    world.refuses(Error::TooManyAssets, world.relay(reserve(another, None))).await;
    world.relay(reserve(another, Some(vec![newest]))).await.unwrap();
    world.finish().await;
}

/// Asks for a task.
fn reserving(
    account_id: u32,
    campaign_id: u32,
    payer: Name,
    quali_assets: Option<Vec<u64>>,
) -> ReserveTask {
    ReserveTask {
        campaign_id,
        account_id,
        quali_assets,
        payer: payer.into(),
        sig: Extension(None),
        terms: Extension(None),
    }
}
