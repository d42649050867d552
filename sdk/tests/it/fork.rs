//! An account of a chain, read over its interface and written to another: the same rows, keys and payers.

use antelope::{
    Name,
    abi::{Abi, AbiStruct, AbiTable},
    name,
};
use chain::{
    AnyKey, Chain, Config,
    node::{Mining, Node as ChainNode},
};
use sdk::{
    Devnet, Signer,
    fork::{Contents, Gap, Key, Table},
};
use serde_json::json;

use crate::{
    node::{Node, on_both_nodes},
    tables::{ACCOUNT, Sample, digest, store, world},
};

on_both_nodes! {
    an_account_is_read_with_every_key
    an_account_that_was_read_is_the_same_elsewhere
}

fn samples(count: u64) -> Vec<Sample> {
    (0..count)
        .map(|i| Sample {
            id: i * i + 3,
            // Keys that are alone, and keys that are shared.
            number: if i % 3 == 0 { 7 } else { u64::MAX - i },
            wide: u128::from(i % 4) << 80,
            digest: digest([9, i as u8 / 2, 0, 1]),
            weight: (i as f64 / 7.0 - 1.0).to_bits(),
        })
        .collect()
}

async fn read(node: &Node) -> Contents {
    Contents::read(node.client(), ACCOUNT, &|_| ()).await.unwrap()
}

/// What an index should hold: keys in order, those that are equal by primary key.
fn expected<K: PartialOrd + Copy>(
    rows: &[Sample],
    sorted: impl Fn(&Sample) -> K,
    key: impl Fn(&Sample) -> Key,
) -> Vec<(Key, u64)> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by(|a, b| (sorted(a), a.id).partial_cmp(&(sorted(b), b.id)).unwrap());
    rows.into_iter().map(|row| (key(row), row.id)).collect()
}

async fn an_account_is_read_with_every_key(node: Node) {
    world(&node, &[]).await;
    let mut before = 0;
    for count in [1, 2, 13] {
        let rows = samples(count);
        store(&node, &rows[before..]).await;
        before = rows.len();
        let contents = read(&node).await;
        assert_eq!(contents.gaps, []);
        let [table] = &contents.tables[..] else { panic!("{:?}", contents.tables) };
        assert_eq!((table.scope, table.name), (ACCOUNT, ACCOUNT));
        let values: Vec<_> =
            table.rows.iter().map(|row| (row.primary_key, row.value.clone())).collect();
        let packed: Vec<_> = rows.iter().map(|row| (row.id, antelope::pack(row))).collect();
        assert_eq!(values, packed);
        assert!(table.rows.iter().all(|row| row.payer == ACCOUNT));
        let found: Vec<Vec<_>> = (table.indices.iter())
            .map(|index| index.entries.iter().map(|entry| (entry.key, entry.primary_key)).collect())
            .collect();
        let weight = |row: &Sample| f64::from_bits(row.weight);
        assert_eq!(
            found,
            [
                expected(&rows, |row| row.number, |row| Key::Number(row.number)),
                expected(&rows, |row| row.wide, |row| Key::Wide(row.wide)),
                expected(&rows, |row| row.digest, |row| Key::Digest(row.digest)),
                expected(&rows, weight, |row| Key::Float(antelope::table::Float64Bits(row.weight))),
            ]
        );
    }
}

async fn an_account_that_was_read_is_the_same_elsewhere(node: Node) {
    world(&node, &samples(20)).await;
    let contents = read(&node).await;
    let mut chain = Chain::new(Config::default());
    contents.write(&mut chain).unwrap();
    let fork = Devnet::of(ChainNode::new(chain, Mining::Interval));
    for position in 1..=5 {
        let key_type = ["i64", "i64", "i128", "sha256", "float64"][position - 1];
        for reverse in [false, true] {
            let query = json!({
                "json": false, "code": "samples", "scope": "samples", "table": "samples",
                "index_position": position.to_string(), "key_type": key_type, "limit": 15,
                "reverse": reverse, "show_payer": true,
            });
            let mut answers = Vec::new();
            for client in [node.client(), fork.client()] {
                let answer: serde_json::Value =
                    client.call("/v1/chain/get_table_rows", &query).await.unwrap();
                answers.push(answer);
            }
            assert_eq!(answers[0], answers[1], "index {position}, reverse {reverse}");
        }
    }
    // RAM is billed as if the contract had written it.
    let mut usage = Vec::new();
    for client in [node.client(), fork.client()] {
        usage.push(client.get_account(ACCOUNT).await.unwrap().ram_usage);
    }
    // The fork has a permission of its own code. On nodeos, the boot contract keeps the hash of an ABI in a row that its
    // account pays for.
    let (code_permission, abi_hash) = (32, 112 + 40);
    let elsewhere = if matches!(node, Node::Nodeos(_)) { abi_hash } else { 0 };
    assert_eq!(usage[0] + code_permission - elsewhere, usage[1]);
}

/// An account without code, whose tables are written past all contracts.
fn bare(tables: &[Name], write: impl FnOnce(&mut Chain)) -> Node {
    let mut chain = Chain::new(Config::default());
    chain.create_account(ACCOUNT).unwrap();
    let abi = Abi {
        version: "eosio::abi/1.1".to_owned(),
        structs: vec![AbiStruct { name: "row".to_owned(), ..AbiStruct::default() }],
        tables: (tables.iter())
            .map(|name| AbiTable {
                name: *name,
                index_type: "i64".to_owned(),
                type_name: "row".to_owned(),
                ..AbiTable::default()
            })
            .collect(),
        ..Abi::default()
    };
    chain.deploy(ACCOUNT, &[], &antelope::pack(&abi)).unwrap();
    write(&mut chain);
    Node::Embedded(Devnet::of(ChainNode::new(chain, Mining::Interval)))
}

fn keys(table: &Table) -> Vec<u64> {
    table.rows.iter().map(|row| row.primary_key).collect()
}

#[tokio::test]
async fn primary_keys_need_not_be_in_the_row() {
    let (things, single) = (name!("things"), name!("single"));
    let scopes = [name!("a"), name!("b"), name!("c"), name!("d"), name!("e"), Name(12345)];
    let node = bare(&[things, single], |chain| {
        let mut set = |scope, table, key, value: &[u8]| {
            chain.set_row((ACCOUNT, scope, table), key, ACCOUNT, value);
        };
        // The first field is in order, but is no key.
        for key in 0..250u64 {
            set(scopes[0], things, key * 1000 + 17, &antelope::pack(&(key, "row")));
        }
        // Too short for a key; all the same.
        for key in [0, 1, u64::MAX - 1, u64::MAX] {
            set(scopes[1], things, key, b"same");
        }
        // One row: its key is the table's name, the scope, or anything.
        set(scopes[2], single, single.0, b"");
        set(scopes[3], single, scopes[3].0, b"x");
        set(scopes[4], single, 0x1234_5678_9abc_def0, b"y");
        // A scope whose name looks like a number, and more rows than a page has.
        for key in 0..2345u64 {
            set(scopes[5], things, key * 3, &(key * 3).to_le_bytes());
        }
    });
    let contents = read(&node).await;
    assert_eq!(contents.gaps, []);
    let found =
        |scope| contents.tables.iter().find(|table| table.scope == scope).map(keys).unwrap();
    assert_eq!(found(scopes[0]), (0..250).map(|key| key * 1000 + 17).collect::<Vec<_>>());
    assert_eq!(found(scopes[1]), [0, 1, u64::MAX - 1, u64::MAX]);
    assert_eq!(found(scopes[2]), [single.0]);
    assert_eq!(found(scopes[3]), [scopes[3].0]);
    assert_eq!(found(scopes[4]), [0x1234_5678_9abc_def0]);
    assert_eq!(found(scopes[5]), (0..2345).map(|key| key * 3).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_cannot_be_had_is_told() {
    let tables = [name!("crowd"), name!("quads"), name!("twins")];
    let secret = name!("secret");
    let node = bare(&tables, |chain| {
        let place = |table| (ACCOUNT, ACCOUNT, table);
        let index = |table: Name| (ACCOUNT, ACCOUNT, Name(table.0 | 1));
        for key in 0..1001u64 {
            chain.set_row(place(tables[0]), key, ACCOUNT, &key.to_le_bytes()[..]);
            chain.set_secondary(index(tables[0]), key, ACCOUNT, AnyKey::Idx64(5));
        }
        let one = chain::state::Float128(0x3fff << 112);
        chain.set_row(place(tables[1]), 1, ACCOUNT, &1u64.to_le_bytes()[..]);
        chain.set_secondary(index(tables[1]), 1, ACCOUNT, AnyKey::IdxLongDouble(one));
        for key in 0..2 {
            chain.set_row(place(tables[2]), key, ACCOUNT, &b"twin"[..]);
            chain.set_secondary(index(tables[2]), key, ACCOUNT, AnyKey::Idx64(9 - key));
        }
        chain.set_row(place(secret), 1, ACCOUNT, &b"not in the abi"[..]);
    });
    let contents = read(&node).await;
    let told: Vec<_> = contents.gaps.iter().map(Gap::to_string).collect();
    for (gap, text) in told.iter().zip([
        "table crowd in scope samples, index 3: a thousand rows or more have the same key",
        "table quads in scope samples, index 3: its keys are 128-bit floats",
        "table secret in scope samples: it is not in the account's abi",
        "table twins in scope samples, index 3: rows with the same bytes have different keys",
    ]) {
        assert!(gap.starts_with(text), "{gap}");
    }
    assert_eq!((told.len(), contents.tables.len()), (4, 3));
}

#[tokio::test]
async fn an_account_that_is_not_there_cannot_be_read() {
    let node = Node::embedded();
    let error = Contents::read(node.client(), ACCOUNT, &|_| ()).await.unwrap_err();
    assert!(error.is_unknown_account(), "{error}");
    node.create_account(ACCOUNT, &node.signer().public_key()).await;
    let contents = read(&node).await;
    assert!(contents.code.is_empty() && contents.tables.is_empty() && !contents.is_privileged);
}
