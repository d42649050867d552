//! Generated permissions: who may act for whom, with which keys, through which links.
//!
//! What the actions do that are authorized is nothing.

use antelope::{Name, PermissionLevel, name};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::{select, subsequence},
    strategy::BoxedStrategy,
};
use sdk::system::{
    Authority, DeleteAuth, KeyWeight, LinkAuth, NewAccount, PermissionLevelWeight, SYSTEM,
    UnlinkAuth, UpdateAuth, WaitWeight,
};

use crate::{
    probe::{Level, Operation, OperationKind},
    script::{Data, ScriptAction, Step, Transaction},
    world::{self, PROBES, USER},
};

/// A transaction about permissions.
pub(super) fn step() -> BoxedStrategy<Step> {
    let keys = prop_oneof![
        20 => Just(None),
        6 => subsequence(vec![0, 1, 2], 0..=3).prop_map(Some),
    ];
    let action = prop_oneof![
        12 => update(),
        1 => delete(),
        4 => link(),
        1 => unlink(),
        8 => act(),
        2 => create(),
    ]
    .boxed();
    prop_oneof![
        30 => (prop_oneof![6 => vec(action.clone(), 1), 1 => vec(action, 2)], keys).prop_map(|(actions, keys)| {
            Step::Transaction(Transaction { actions, keys, ..Transaction::default() })
        }),
        1 => Just(Step::Blocks(1)),
    ]
    .boxed()
}

/// An action of the system about permissions.
pub(super) fn system_action() -> impl Strategy<Value = ScriptAction> {
    prop_oneof![4 => update(), 2 => delete(), 2 => link(), 1 => unlink(), 2 => create()]
}

fn account() -> impl Strategy<Value = Name> + Clone {
    prop_oneof![
        40 => select(vec![USER, PROBES[0], PROBES[1]]),
        1 => select(vec![name!("nobody"), SYSTEM, Name::default()]),
    ]
}

fn permission() -> impl Strategy<Value = Name> + Clone {
    prop_oneof![
        8 => Just(name!("first")),
        3 => select(vec![name!("second"), name!("third")]),
        8 => Just(name!("active")),
        4 => Just(name!("owner")),
        1 => select(vec![name!("eosio.code"), name!("eosio.any"), name!("none"), Name::default()]),
    ]
}

/// Mostly the account itself, by its usual permission.
fn authorization(account: Name) -> impl Strategy<Value = Vec<Level>> {
    let level = |actor, permission| Level(PermissionLevel { actor, permission });
    let one = prop_oneof![
        20 => Just(level(account, name!("active"))),
        6 => Just(level(account, name!("owner"))),
        6 => permission().prop_map(move |permission| level(account, permission)),
        1 => (self::account(), permission()).prop_map(move |(actor, name)| level(actor, name)),
    ];
    prop_oneof![20 => vec(one.clone(), 1), 1 => vec(one, 0..3)]
}

fn authority() -> impl Strategy<Value = Authority> {
    let keys = subsequence(vec![0, 1, 2], 0..=2).prop_map(|places| {
        let mut keys: Vec<_> = places
            .into_iter()
            .map(|place| KeyWeight { key: world::key(place), weight: 1 })
            .collect();
        keys.sort_by(|left, right| left.key.cmp(&right.key));
        keys
    });
    let names = ["active", "owner", "first", "eosio.code", "none"];
    let mut levels: Vec<_> = [USER, PROBES[0], PROBES[1], name!("nobody")]
        .into_iter()
        .flat_map(|actor| {
            names
                .map(|name| PermissionLevel { actor, permission: name.parse().unwrap_or_default() })
        })
        .collect();
    levels.sort_unstable();
    let accounts =
        prop_oneof![2 => Just(Vec::new()), 1 => subsequence(levels, 0..=3)].prop_map(|levels| {
            let weigh = |permission| PermissionLevelWeight { permission, weight: 1 };
            levels.into_iter().map(weigh).collect::<Vec<_>>()
        });
    let waits = prop_oneof![
        15 => Just(Vec::new()),
        1 => subsequence(vec![0, 10, 20, 4_000_000], 1..=2),
    ]
    .prop_map(|waits| {
        waits.into_iter().map(|wait_sec| WaitWeight { wait_sec, weight: 1 }).collect::<Vec<_>>()
    });
    let threshold = prop_oneof![12 => Just(1u32), 3 => Just(2), 1 => select(vec![0, 3, u32::MAX])];
    let disorder = prop_oneof![15 => Just(false), 1 => Just(true)];
    (threshold, keys, accounts, waits, disorder).prop_map(
        |(threshold, mut keys, mut accounts, waits, disorder)| {
            if keys.is_empty() && accounts.is_empty() && !disorder {
                keys = vec![KeyWeight { key: world::key(0), weight: 1 }];
            }
            if disorder {
                keys.reverse();
                accounts.extend(accounts.first().copied());
            }
            Authority { threshold, keys, accounts, waits }
        },
    )
}

fn system(name: &str, authorization: Vec<Level>, data: Data) -> ScriptAction {
    ScriptAction { account: SYSTEM, name: name.parse().unwrap_or_default(), authorization, data }
}

fn update() -> impl Strategy<Value = ScriptAction> {
    let parent = prop_oneof![4 => Just(None), 2 => permission().prop_map(Some)];
    (account(), permission(), parent, authority()).prop_flat_map(
        |(account, permission, parent, auth)| {
            // What is right for the two that every account has, and likely for others.
            let parent = parent.unwrap_or(match permission {
                name if name == name!("owner") => Name::default(),
                name if name == name!("active") => name!("owner"),
                _ => name!("active"),
            });
            let data = Data::UpdateAuth(UpdateAuth { account, permission, parent, auth });
            authorization(account).prop_map(move |by| system("updateauth", by, data.clone()))
        },
    )
}

fn delete() -> impl Strategy<Value = ScriptAction> {
    (account(), permission()).prop_flat_map(|(account, permission)| {
        let data = Data::DeleteAuth(DeleteAuth { account, permission });
        authorization(account).prop_map(move |by| system("deleteauth", by, data.clone()))
    })
}

/// What links are of.
fn linked() -> impl Strategy<Value = (Name, Name)> {
    let action = select(vec![
        name!("one"),
        name!("two"),
        Name::default(),
        name!("updateauth"),
        name!("linkauth"),
    ]);
    let code = prop_oneof![10 => select(&PROBES[..]), 1 => select(vec![SYSTEM, name!("nobody")])];
    (code, action)
}

fn link() -> impl Strategy<Value = ScriptAction> {
    (account(), linked(), permission()).prop_flat_map(|(account, (code, action), requirement)| {
        let data = Data::LinkAuth(LinkAuth { account, code, action, requirement });
        authorization(account).prop_map(move |by| system("linkauth", by, data.clone()))
    })
}

fn unlink() -> impl Strategy<Value = ScriptAction> {
    (account(), linked()).prop_flat_map(|(account, (code, action))| {
        let data = Data::UnlinkAuth(UnlinkAuth { account, code, action });
        authorization(account).prop_map(move |by| system("unlinkauth", by, data.clone()))
    })
}

fn act() -> impl Strategy<Value = ScriptAction> {
    let name = select(vec![name!("one"), name!("two"), name!("updateauth")]);
    let nested = any::<bool>();
    (select(&PROBES[..]), name, account(), nested).prop_flat_map(
        |(account, name, actor, nested)| {
            let operations = match nested {
                false => Vec::new(),
                true => vec![Operation::new(OperationKind::Context)],
            };
            let data = Data::Operations(operations);
            authorization(actor).prop_map(move |authorization| ScriptAction {
                account,
                name,
                authorization,
                data: data.clone(),
            })
        },
    )
}

fn create() -> impl Strategy<Value = ScriptAction> {
    let name = select(vec!["alice", "bob", "eosio.bob", "a.b", "user", "", "abcdefghijklj", "z5"]);
    (account(), name, authority(), authority()).prop_flat_map(|(creator, name, owner, active)| {
        let name = name.parse().unwrap_or_default();
        let data = Data::NewAccount(NewAccount { creator, name, owner, active });
        authorization(creator).prop_map(move |by| system("newaccount", by, data.clone()))
    })
}
