//! Migration from V1: qualifications become assets, their holders get accounts; once, however often it is interrupted.

use std::fs;

use antelope::{ExtendedAsset, Extension, Name, Pack, PackedAction, name, table::Row};
use protocol::{
    atomicassets::{self, Template},
    force::{
        actions::ReserveTask,
        campaign::Content,
        qualification::{AssetAddress, Qualification},
    },
    v1::{self, UserQualification},
    vaccount::Account,
    vaddress::VAddress,
};
use sdk::migration::{Error, Input, Journal, Migration, Plan, Problem, Report};
use tests::{World, active, efx};

/// What the requester gave in V1: two qualifications; to Alice the first, to a user who holds a key both, and one to
/// somebody whose account is not on this chain. Alice had accounts for two tokens.
fn input(world: &World) -> Input {
    let account = |id, address: VAddress| {
        let balance = ExtendedAsset { quantity: efx("1.0000"), contract: name!("oldtoken") };
        Account { id, nonce: 0, address, balance }
    };
    let qualification =
        |id| v1::Qualification { id, content: Content::ipfs(format!("Qm{id}")), account_id: 30 };
    let holder = |account_id, quali_id| UserQualification {
        account_id,
        quali_id,
        value: Extension(Some("90".into())),
    };
    let alice = world.alice.name.into();
    Input {
        qualifications: vec![qualification(3), qualification(7)],
        holders: vec![
            holder(31, 3),
            holder(32, 3),
            holder(33, 3),
            holder(33, 7),
            holder(34, 7),
            holder(35, 7),
        ],
        accounts: vec![
            account(30, world.requester.into()),
            account(31, alice),
            account(32, alice),
            account(33, World::key_address()),
            account(34, world.own_name("gone").into()),
            account(35, world.rival.into()),
        ],
    }
}

/// The migration into a collection of the requester's.
fn migration(world: &World) -> Migration<'_> {
    let (client, network) = (&world.client, &world.network);
    Migration { client, network, collection: world.requester, author: world.requester }
}

/// The templates of qualifications 3 and 7.
async fn templates(world: &World) -> [i32; 2] {
    let contract = world.network.atomicassets(&world.client);
    let rows: Vec<Template> = contract.contract().rows(world.requester).await.unwrap();
    assert_eq!(rows.len(), 2, "one for each qualification");
    [rows[0].template_id, rows[1].template_id]
}

/// How many assets of the collection somebody has.
async fn assets(world: &World, owner: Name) -> usize {
    let contract = world.network.atomicassets(&world.client);
    let rows = contract.assets(owner).await.unwrap();
    rows.iter().filter(|asset| asset.collection_name == world.requester).count()
}

/// Looked at, stopped after each transaction, killed when one was on its way, gone on with, and repeated: everything is
/// made once, and then nothing is left to do.
#[tokio::test]
async fn a_migration_makes_everything_once() {
    let world = World::new().await;
    let (input, migration) = (input(&world), migration(&world));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let run = |at_most| {
        let (world, input, path) = (&world, &input, &path);
        async move {
            let mut journal = Journal::open(path)?;
            migration.run(input, &world.signer, &mut journal, at_most).await
        }
    };

    let Plan { steps, problems } = migration.look(&input).await.unwrap();
    assert_eq!(problems, [Problem::NoAccount(world.own_name("gone"))]);
    // Collection, schema, two templates, an account for the rival, and four assets.
    assert_eq!(steps.len(), 9, "{steps:?}");
    assert_eq!(migration.look(&input).await.unwrap().steps, steps, "looking changes nothing");

    let mut done = Vec::new();
    for _ in 0..2 {
        let report = run(Some(1)).await.unwrap();
        assert_eq!(report.left + done.len() + report.done.len(), steps.len());
        done.extend(report.done);
    }
    // Killed after a transaction was sent, which has been executed: its last line says that it is on its way.
    let mut lines: Vec<_> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    lines.pop();
    let mut sent: serde_json::Value = serde_json::from_str(&lines.pop().unwrap()).unwrap();
    let now = world.client.get_info().await.unwrap().head_block_time;
    sent["sent"]["expires_on"] = (antelope::TimePointSec::from(now).0 + 2).into();
    lines.push(sent.to_string());
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let error = run(None).await.unwrap_err();
    assert!(matches!(error, Error::OnItsWay { .. }), "{error}");
    world.pass(4).await;

    let report = run(None).await.unwrap();
    assert_eq!(report.left, 0);
    done.extend(report.done);
    assert_eq!(done.len(), steps.len());
    assert!(steps.iter().all(|step| done.contains(step)), "{done:?}");

    for attempt in [run(None).await.unwrap(), run(Some(1)).await.unwrap()] {
        let nothing = Report { done: vec![], left: 0, problems: problems.clone() };
        assert_eq!(attempt, nothing);
    }
    assert_eq!(assets(&world, world.alice.name).await, 1, "one, though two accounts had it");
    assert_eq!(assets(&world, world.rival).await, 1);
    assert_eq!(assets(&world, world.force.account()).await, 2, "of who holds a key");
    world.finish().await;
}

/// What was carried over counts: campaigns ask for it, its holders have it, nobody else does, and nobody hands it on.
#[tokio::test]
async fn what_was_carried_over_qualifies() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal")).unwrap();
    let (input, migration) = (input(&world), migration(&world));
    migration.run(&input, &world.signer, &mut journal, None).await.unwrap();
    let [third, seventh] = templates(&world).await;
    let mut campaigns = Vec::new();
    for template in [third, seventh] {
        let template = AssetAddress::Template(u32::try_from(template).unwrap());
        let mut terms = world.terms("1.0000");
        terms.qualis = vec![Qualification::inclusive(template)];
        let campaign = world.campaign(terms).await.unwrap();
        world.published(campaign, 1, 3).await.unwrap();
        campaigns.push(campaign);
    }
    let missing = protocol::force::Error::MissingQualification;
    world.reserve(world.alice, campaigns[0]).await.unwrap();
    world.refuses(missing, world.reserve(world.alice, campaigns[1])).await;
    world.refuses(missing, world.reserve(world.bob, campaigns[0])).await;
    for campaign_id in campaigns {
        let reserve = ReserveTask {
            campaign_id,
            account_id: world.key_holder,
            quali_assets: None,
            payer: world.stranger.into(),
            sig: Extension(None),
            terms: Extension(None),
        };
        world.relay(reserve).await.unwrap();
    }
    let contract = world.network.atomicassets(&world.client);
    let held = contract.assets(world.alice.name).await.unwrap()[0].asset_id;
    let away = world.hand_on(world.alice, world.bob, held);
    world.refuses(atomicassets::Error::NotTransferable, away).await;
    world.finish().await;
}

/// Stores the row that it is given: the table, the key, then the row.
const STORE: &str = r#"(module
    (import "env" "action_data_size" (func $size (result i32)))
    (import "env" "read_action_data" (func $read (param i32 i32) (result i32)))
    (import "env" "db_store_i64" (func $store (param i64 i64 i64 i64 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
        (local $length i32)
        (local.set $length (call $read (i32.const 0) (call $size)))
        (drop (call $store
            (local.get $receiver)
            (i64.load (i32.const 0))
            (local.get $receiver)
            (i64.load (i32.const 8))
            (i32.const 16)
            (i32.sub (local.get $length) (i32.const 16))))))"#;

/// The action by which the contract stores a row.
fn storing<R: Row + Pack>(contract: Name, row: &R) -> PackedAction {
    let key = [R::TABLE.0, row.primary_key()].map(u64::to_le_bytes).concat();
    let data = [key, antelope::pack(row)].concat();
    PackedAction { account: contract, name: name!("store"), authorization: active(contract), data }
}

/// The tables of a node that has V1 say the same as an export.
#[tokio::test]
async fn the_tables_of_v1_are_read_from_a_node() {
    let world = World::new().await;
    let old = world.own_name("oldforce");
    world.create_accounts([old]).await;
    let abi = antelope::pack(&v1::abi());
    let code = wat::parse_str(STORE).unwrap();
    world.client.deploy(&world.signer, old, &code, &abi).await.unwrap();
    let expected = input(&world);
    let mut actions = Vec::new();
    actions.extend(expected.qualifications.iter().map(|row| storing(old, row)));
    actions.extend(expected.holders.iter().map(|row| storing(old, row)));
    actions.extend(expected.accounts.iter().map(|row| storing(old, row)));
    world.push_all(&actions).await.unwrap();
    assert_eq!(Input::from_chain(&world.client, old, old).await.unwrap(), expected);
    world.finish().await;
}
