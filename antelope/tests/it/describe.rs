//! ABIs from Rust types, named as CDT names them.

use std::collections::BTreeMap;

use antelope::{
    Action, Asset, Checksum256, Describe, ExtendedAsset, Extension, Name, Pack, PublicKey,
    TimePointSec, Unpack,
    abi::{Abi, AbiBuilder, Describe as _},
    name,
    pack::Pair,
    table::{Index, Row},
};

/// The name of `T` and, after it, what had to be added for it.
fn check<T: antelope::abi::Describe>(expected: &str) {
    let mut builder = AbiBuilder::new();
    let name = T::describe(&mut builder);
    let abi = builder.build();
    let mut parts = vec![name];
    for alias in &abi.types {
        parts.push(format!("{} = {}", alias.new_type_name, alias.target));
    }
    for entry in &abi.structs {
        let fields: Vec<String> =
            entry.fields.iter().map(|f| format!("{}: {}", f.name, f.type_name)).collect();
        parts.push(format!("{} {{ {} }}", entry.name, fields.join(", ")));
    }
    for variant in abi.variants.0.unwrap() {
        parts.push(format!("{} = {}", variant.name, variant.types.join(" | ")));
    }
    assert_eq!(parts.join("; "), expected);
}

#[derive(Pack, Unpack, Describe)]
#[abi(name = "attribute", alias = "ATTRIBUTE")]
enum Attribute {
    Byte(u8),
    Text(String),
    Bytes(Vec<u8>),
    Numbers(Vec<u16>),
}

#[derive(Pack, Unpack, Describe)]
enum Unnamed {
    Account(Name),
    Number(u32),
    Numbers(Vec<u64>),
}

#[derive(Pack, Unpack, Describe)]
#[abi(alias = "vaddress")]
struct Alias(Unnamed);

#[derive(Pack, Unpack, Describe)]
struct Transparent(u64);

#[derive(Pack, Unpack, Describe)]
#[abi(name = "tree")]
struct Tree {
    #[abi(rename = "type")]
    kind: u8,
    r#in: bool,
    children: Vec<Self>,
    note: Extension<Option<String>>,
}

#[test]
fn built_in_types() {
    check::<u8>("uint8");
    check::<Name>("name");
    check::<Asset>("asset");
    check::<ExtendedAsset>("extended_asset");
    check::<Checksum256>("checksum256");
    check::<PublicKey>("public_key");
    check::<TimePointSec>("time_point_sec");
}

#[test]
fn one_suffix_a_type() {
    check::<Vec<u8>>("bytes");
    check::<Option<Vec<u8>>>("bytes?");
    check::<Vec<Vec<u8>>>("bytes[]");
    check::<Vec<u64>>("uint64[]");
    check::<Option<u64>>("uint64?");
    check::<Option<Vec<u64>>>("B_vector_uint64_E?; B_vector_uint64_E = uint64[]");
    check::<Vec<Option<u64>>>("B_optional_uint64_E[]; B_optional_uint64_E = uint64?");
    check::<Vec<Vec<u64>>>("B_vector_uint64_E[]; B_vector_uint64_E = uint64[]");
    check::<Option<Vec<Vec<u64>>>>(
        "B_vector_B_vector_uint64_E_E?; B_vector_B_vector_uint64_E_E = B_vector_uint64_E[]; \
         B_vector_uint64_E = uint64[]",
    );
    check::<Extension<Vec<u64>>>("uint64[]$");
}

#[test]
fn pairs_tuples_and_maps() {
    check::<Pair<i8, Vec<u8>>>("pair_int8_bytes; pair_int8_bytes { first: int8, second: bytes }");
    check::<(u8, String)>(
        "tuple_uint8_string; tuple_uint8_string { field_0: uint8, field_1: string }",
    );
    check::<(u8, Vec<u64>)>(
        "tuple_uint8_B_vector_uint64_E; \
         tuple_uint8_B_vector_uint64_E { field_0: uint8, field_1: uint64[] }",
    );
    check::<BTreeMap<String, Attribute>>(
        "pair_string_ATTRIBUTE[]; ATTRIBUTE = attribute; \
         pair_string_ATTRIBUTE { key: string, value: ATTRIBUTE }; \
         attribute = uint8 | string | bytes | uint16[]",
    );
    check::<Option<BTreeMap<u8, u8>>>(
        "B_vector_pair_uint8_uint8_E?; B_vector_pair_uint8_uint8_E = pair_uint8_uint8[]; \
         pair_uint8_uint8 { key: uint8, value: uint8 }",
    );
}

#[test]
fn variants_and_aliases() {
    check::<Unnamed>(
        "variant_name_uint32_B_vector_uint64_E; \
         variant_name_uint32_B_vector_uint64_E = name | uint32 | uint64[]",
    );
    check::<Vec<Alias>>(
        "vaddress[]; vaddress = variant_name_uint32_B_vector_uint64_E; \
         variant_name_uint32_B_vector_uint64_E = name | uint32 | uint64[]",
    );
    check::<Transparent>("uint64");
}

#[test]
fn structs_may_refer_to_themselves() {
    check::<Tree>("tree; tree { type: uint8, in: bool, children: tree[], note: string?$ }");
}

#[test]
#[should_panic(expected = "two structs are called tree")]
fn one_name_is_one_struct() {
    #[derive(Describe)]
    #[abi(name = "tree")]
    #[allow(dead_code, reason = "only described")]
    struct Other {
        leaves: u8,
    }

    let mut builder = AbiBuilder::new();
    Tree::describe(&mut builder);
    Other::describe(&mut builder);
}

#[derive(Pack, Unpack, Describe)]
#[abi(name = "account")]
struct Account {
    id: u64,
    owner: Name,
    digest: Checksum256,
}

impl Row for Account {
    const TABLE: Name = name!("accounts");
    type Indices = (ByOwner, ByDigest);

    fn primary_key(&self) -> u64 {
        self.id
    }
}

struct ByOwner;

impl Index for ByOwner {
    type Row = Account;
    type Key = u64;
    const POSITION: u8 = 2;
    const NAME: &'static str = "byowner";

    fn key(row: &Account) -> Option<u64> {
        Some(row.owner.0)
    }
}

struct ByDigest;

impl Index for ByDigest {
    type Row = Account;
    type Key = Checksum256;
    const POSITION: u8 = 3;
    const NAME: &'static str = "bydigest";

    fn key(row: &Account) -> Option<Checksum256> {
        Some(row.digest)
    }
}

#[derive(Pack, Unpack, Describe, Action)]
#[abi(name = "open")]
struct Open {
    owner: Name,
}

#[derive(Pack, Unpack, Describe, Action)]
#[abi(name = "close")]
struct Close {
    owner: Name,
}

#[test]
fn a_contract() {
    let first = AbiBuilder::new().action::<Open>().action::<Close>().table::<Account>();
    let first = first.returns::<Open, u64>().build();
    // In another order, and with something said twice, it is the same.
    let second = AbiBuilder::new().table::<Account>().returns::<Open, u64>().action::<Close>();
    let second = second.action::<Open>().action::<Open>().build();
    assert_eq!(first, second);

    assert_eq!(
        first.actions.iter().map(|a| a.name).collect::<Vec<_>>(),
        [name!("close"), name!("open")]
    );
    let table = &first.tables[0];
    assert_eq!(table.key_names, ["primary", "byowner", "bydigest"]);
    assert_eq!(table.key_types, ["i64", "i64", "sha256"]);
    assert_eq!(table.type_name, "account");

    let json = first.to_json_pretty();
    assert_eq!(json, second.to_json_pretty());
    assert!(json.ends_with("}\n"));
    assert_eq!(Abi::from_json(&json).unwrap(), first);
    assert_eq!(antelope::unpack(&antelope::pack(&first)), Ok(first));
}
