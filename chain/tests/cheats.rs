//! State that is written past all contracts: rows with their keys, code, limits.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{Checksum256, Name, Pack, PackedAction, PermissionLevel, Unpack, name, table};
use chain::{AnyKey, Chain, Config, exception, index_table};

const CONTRACT: Name = name!("contract");
const PAYER: Name = name!("payer");

#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
struct Item {
    id: u64,
    owner: Name,
    digest: Checksum256,
    sold: bool,
}

impl table::Row for Item {
    const TABLE: Name = name!("item");
    type Indices = (ByOwner, ByDigest);

    fn primary_key(&self) -> u64 {
        self.id
    }
}

struct ByOwner;

impl table::Index for ByOwner {
    type Row = Item;
    type Key = u64;
    const POSITION: u8 = 2;
    const NAME: &'static str = "owner";

    /// What is sold is in nobody's list.
    fn key(row: &Item) -> Option<u64> {
        (!row.sold).then_some(row.owner.0)
    }
}

struct ByDigest;

impl table::Index for ByDigest {
    type Row = Item;
    type Key = Checksum256;
    const POSITION: u8 = 3;
    const NAME: &'static str = "digest";

    fn key(row: &Item) -> Option<Checksum256> {
        Some(row.digest)
    }
}

fn chain() -> Chain {
    let mut chain = Chain::new(Config::default());
    chain.create_account(CONTRACT).unwrap();
    chain.create_account(PAYER).unwrap();
    chain
}

fn ram(chain: &Chain) -> u64 {
    chain.account(PAYER).unwrap().ram_usage - 2724
}

#[test]
fn a_row_is_written_with_its_keys_and_its_ram() {
    let mut chain = chain();
    let digest = Checksum256(std::array::from_fn(|i| i as u8));
    let mut item = Item { id: 7, owner: name!("alice"), digest, sold: false };
    chain.set(CONTRACT, CONTRACT, PAYER, &item);
    assert_eq!(chain.rows::<Item>(CONTRACT, CONTRACT).unwrap(), [item.clone()]);
    // The first index lies in the table of the rows, the second in one of its own.
    let one = chain.table(CONTRACT, CONTRACT, Item::TABLE_OF_ROWS).unwrap();
    let two = chain.table(CONTRACT, CONTRACT, index_table(name!("item"), 3)).unwrap();
    assert_eq!((one.count, two.count), (2, 1));
    assert_eq!(chain.state().idx64.get(one.id, 7).unwrap().key, name!("alice").0);
    let key = chain.state().idx256.get(two.id, 7).unwrap().key;
    assert_eq!(key.upper, 0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f);
    assert_eq!(ram(&chain), 112 + 112 + 49 + 128 + 112 + 160);

    item.sold = true;
    chain.set(CONTRACT, CONTRACT, PAYER, &item);
    assert_eq!(ram(&chain), 112 + 112 + 49 + 112 + 160, "a key less");
    chain.remove_row((CONTRACT, CONTRACT, name!("item")), 7);
    chain.remove_secondary((CONTRACT, CONTRACT, index_table(name!("item"), 3)), 7);
    assert_eq!(ram(&chain), 0);
    assert!(chain.state().tables.is_empty());
}

impl Item {
    const TABLE_OF_ROWS: Name = index_table(name!("item"), 2);
}

/// A contract that finds what was written as if it had written it itself.
#[test]
fn contracts_find_what_is_written() {
    let mut chain = chain();
    let code = r#"(module
        (import "env" "db_idx64_find_secondary" (func $find (param i64 i64 i64 i32 i32) (result i32)))
        (import "env" "set_action_return_value" (func $return (param i32 i32)))
        (memory 1)
        (func (export "apply") (param $receiver i64) (param i64 i64)
            (i64.store (i32.const 8) (i64.const 42))
            (drop (call $find (local.get $receiver) (i64.const 1) (i64.const 0x10) (i32.const 8) (i32.const 16)))
            (call $return (i32.const 16) (i32.const 8))))"#;
    chain.set_code(CONTRACT, &wat::parse_str(code).unwrap(), None).unwrap();
    chain.set_secondary((CONTRACT, Name(1), Name(0x10)), 5, PAYER, AnyKey::from(42u64));
    let action = PackedAction {
        account: CONTRACT,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(CONTRACT)],
        data: Vec::new(),
    };
    let trace = chain.push(vec![action]).unwrap();
    assert_eq!(trace.actions[0].return_value, 5u64.to_le_bytes());
}

#[test]
fn code_is_set_without_asking_but_not_without_looking() {
    let mut chain = chain();
    let code = wat::parse_str("(module (func (export \"apply\") (param i64 i64 i64)))").unwrap();
    let before = chain.account(CONTRACT).unwrap().ram_usage;
    chain.set_code(CONTRACT, &code, Some(&[1, 2, 3])).unwrap();
    let account = chain.account(CONTRACT).unwrap();
    assert_eq!(account.ram_usage - before, 10 * code.len() as u64 + 3);
    assert_eq!((account.code_sequence, account.abi_sequence), (1, 1));
    assert_eq!(account.last_code_update, chain.now());

    let error = chain.set_code(CONTRACT, b"\0asm", None).unwrap_err();
    assert_eq!(error.exception(), exception::WASM_SERIALIZATION_ERROR);
    let error = chain.set_code(name!("nobody"), &code, None).unwrap_err();
    assert_eq!(error.message(), "unknown key (eosio::chain::name): nobody");
    chain.set_code(CONTRACT, &[], None).unwrap();
    assert!(!chain.account(CONTRACT).unwrap().has_code());
    assert!(chain.state().codes.is_empty());
}
