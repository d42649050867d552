//! Reads of a table with an index of each kind, against what sorting the rows here gives.

use std::{
    fmt::Debug,
    ops::{Bound, RangeBounds},
};

use antelope::{
    Action, Checksum256, Name, Pack, Unpack,
    abi::{Abi, AbiStruct, AbiTable},
    name,
    table::{Float64Bits, Index, Row},
};
use sdk::{
    Contract, Signer,
    table::{BoundKey, Rows},
};

use crate::node::{Node, on_both_nodes};

on_both_nodes! {
    ranges_of_every_kind_of_key_are_exact
    pages_are_read_to_the_end_also_among_equal_keys
    receipt_has_what_an_action_returned_and_printed
}

pub(crate) const ACCOUNT: Name = name!("samples");

#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
pub(crate) struct Sample {
    pub(crate) id: u64,
    pub(crate) number: u64,
    pub(crate) wide: u128,
    pub(crate) digest: Checksum256,
    /// The bits of a 64-bit float.
    pub(crate) weight: u64,
}

impl Row for Sample {
    const TABLE: Name = name!("samples");
    type Indices = (ByNumber, ByWide, ByDigest, ByWeight);

    fn primary_key(&self) -> u64 {
        self.id
    }
}

/// Stores a row; the contract wants the digest once more, as the chain's words.
#[derive(Debug, Pack, Action)]
#[abi(name = "samples")]
struct Store {
    row: Sample,
    words: (u128, u128),
}

macro_rules! indices {
    ($($index:ident $position:literal $key:ty = $of:expr;)*) => {$(
        #[derive(Debug)]
        pub(crate) struct $index;

        impl Index for $index {
            type Row = Sample;
            type Key = $key;
            const POSITION: u8 = $position;
            const NAME: &'static str = stringify!($index);

            fn key(row: &Sample) -> Option<$key> {
                let key: fn(&Sample) -> $key = $of;
                Some(key(row))
            }
        }
    )*};
}

indices! {
    ByNumber 2 u64 = |row| row.number;
    ByWide 3 u128 = |row| row.wide;
    ByDigest 4 Checksum256 = |row| row.digest;
    ByWeight 5 Float64Bits = |row| Float64Bits(row.weight);
}

/// An account with a contract that has an index of each kind, and these rows.
pub(crate) async fn world(node: &Node, rows: &[Sample]) -> Contract {
    let (client, signer) = (node.client(), node.signer());
    node.create_account(ACCOUNT, &signer.public_key()).await;
    let code = wat::parse_str(include_str!("samples.wat")).unwrap();
    let table = AbiTable {
        name: Sample::TABLE,
        index_type: "i64".to_owned(),
        type_name: "sample".to_owned(),
        ..AbiTable::default()
    };
    let abi = Abi {
        version: "eosio::abi/1.1".to_owned(),
        structs: vec![AbiStruct { name: "sample".to_owned(), ..AbiStruct::default() }],
        tables: vec![table],
        ..Abi::default()
    };
    client.deploy(signer, ACCOUNT, &code, &antelope::pack(&abi)).await.unwrap();
    store(node, rows).await;
    Contract::new(client.clone(), ACCOUNT)
}

/// Adds rows.
pub(crate) async fn store(node: &Node, rows: &[Sample]) {
    let contract = Contract::new(node.client().clone(), ACCOUNT);
    for rows in rows.chunks(200) {
        let actions: Vec<_> = rows
            .iter()
            .map(|row| {
                let (high, low) = row.digest.0.split_at(16);
                let word = |half: &[u8]| u128::from_be_bytes(half.try_into().unwrap());
                let words = (word(high), word(low));
                contract.action(ACCOUNT, &Store { row: row.clone(), words })
            })
            .collect();
        node.client().push(node.signer(), &actions).await.unwrap();
    }
}

/// Reads `range` forwards, backwards and in part, and compares with the same taken from `rows`.
async fn check<'a, K, Sorted>(
    rows: &[Sample],
    read: impl Fn((Bound<K>, Bound<K>)) -> Rows<'a, Sample, K>,
    key: impl Fn(&Sample) -> Sorted,
    sorted: impl Fn(K) -> Sorted,
    range: impl RangeBounds<K>,
) where
    K: BoundKey + Debug + 'a,
    Sorted: PartialOrd,
{
    let bounds = (range.start_bound().cloned(), range.end_bound().cloned());
    let sorted_bounds = (bounds.0.map(&sorted), bounds.1.map(&sorted));
    let mut expected: Vec<_> =
        rows.iter().filter(|row| sorted_bounds.contains(&key(row))).cloned().collect();
    expected.sort_by(|a, b| (key(a), a.id).partial_cmp(&(key(b), b.id)).unwrap());
    let name = std::any::type_name::<K>();

    let found = read(bounds).await.unwrap();
    assert_eq!(found, expected, "{name} {bounds:?}");
    for limit in [0, 1, 3] {
        let found = read(bounds).limit(limit).await.unwrap();
        assert_eq!(found, expected[..limit.min(expected.len())], "{name} {bounds:?} limit {limit}");
    }
    let found = read(bounds).reverse().await.unwrap();
    expected.reverse();
    assert_eq!(found, expected, "{name} {bounds:?} reverse");
}

pub(crate) fn digest(bytes: [u8; 4]) -> Checksum256 {
    let mut digest = Checksum256([0x11; 32]);
    let [a, b, c, d] = bytes;
    (digest.0[0], digest.0[1], digest.0[16], digest.0[31]) = (a, b, c, d);
    digest
}

async fn ranges_of_every_kind_of_key_are_exact(node: Node) {
    let numbers = [0, 1, 7, 1 << 53, (1 << 53) + 1, 1 << 63, u64::MAX];
    let wides = [u128::MAX, 1 << 64, (1 << 64) + 1, 0, 5, 1 << 127, (1 << 127) - 1];
    let digests = [
        [0, 0, 0, 1],
        [0xff, 0, 0, 0],
        [1, 2, 3, 4],
        [1, 2, 3, 5],
        [0x80, 0, 9, 0],
        [1, 2, 0xff, 0],
        [0; 4],
    ];
    let weights = [0.1, -1.5, 1e300, 1.0 / 3.0, 5e-324, 0.0, -1e-7_f64];
    let rows: Vec<_> = (0..7)
        .map(|i| Sample {
            // Keys that only an unsigned number holds, and not in the order of the others.
            id: if i % 2 == 0 { u64::MAX - i as u64 } else { i as u64 },
            number: numbers[i],
            wide: wides[i],
            digest: digest(digests[i]),
            weight: weights[i].to_bits(),
        })
        .collect();
    let contract = world(&node, &rows).await;

    let by_id = |range| contract.rows::<Sample>(ACCOUNT).range(range);
    let id = |row: &Sample| row.id;
    check(&rows, by_id, id, id_of, ..).await;
    for key in rows.iter().map(|row| row.id) {
        check(&rows, by_id, id, id_of, key..=key).await;
        check(&rows, by_id, id, id_of, key..).await;
        check(&rows, by_id, id, id_of, ..key).await;
        check(&rows, by_id, id, id_of, (Bound::Excluded(key), Bound::Unbounded)).await;
        let row = contract.row::<Sample>(ACCOUNT, key).await.unwrap();
        assert_eq!(row.as_ref(), rows.iter().find(|row| row.id == key));
    }
    assert_eq!(contract.row::<Sample>(ACCOUNT, 2).await.unwrap(), None);
    assert_eq!(contract.rows::<Sample>(name!("elsewhere")).await.unwrap(), []);

    macro_rules! check_index {
        ($index:ty, $sorted:expr) => {
            let read = |range| contract.rows_by::<$index>(ACCOUNT, range);
            let sorted = $sorted;
            let key = |row: &Sample| sorted(<$index>::key(row).unwrap());
            check(&rows, read, key, sorted, ..).await;
            for bound in rows.iter().filter_map(<$index>::key) {
                check(&rows, read, key, sorted, bound..=bound).await;
                check(&rows, read, key, sorted, bound..).await;
                check(&rows, read, key, sorted, ..=bound).await;
                check(&rows, read, key, sorted, ..bound).await;
            }
        };
    }
    check_index!(ByNumber, |key: u64| key);
    check_index!(ByWide, |key: u128| key);
    check_index!(ByDigest, |key: Checksum256| key);
    check_index!(ByWeight, |key: Float64Bits| f64::from_bits(key.0));
}

fn id_of(key: u64) -> u64 {
    key
}

async fn pages_are_read_to_the_end_also_among_equal_keys(node: Node) {
    // More rows with an equal key than a page has.
    let rows: Vec<_> = (0..1300_u64)
        .map(|id| Sample {
            id,
            number: if id < 100 { id } else { 1_000 + id / 1_200 },
            wide: u128::from(id) << 64,
            digest: digest([(id >> 8) as u8, id as u8, 0, 0]),
            weight: (id as f64 / 7.0).to_bits(),
        })
        .collect();
    let contract = world(&node, &rows).await;
    let reversed: Vec<_> = rows.iter().rev().cloned().collect();

    assert_eq!(contract.rows::<Sample>(ACCOUNT).await.unwrap(), rows);
    assert_eq!(contract.rows::<Sample>(ACCOUNT).reverse().await.unwrap(), reversed);
    assert_eq!(contract.rows::<Sample>(ACCOUNT).limit(777).await.unwrap(), rows[..777]);

    macro_rules! check_index {
        ($($index:ty),*) => {$(
            let name = stringify!($index);
            let read = || contract.rows_by::<$index>(ACCOUNT, ..);
            assert_eq!(read().await.unwrap(), rows, "{name}");
            assert_eq!(read().reverse().await.unwrap(), reversed, "{name} reverse");
            assert_eq!(read().limit(777).await.unwrap(), rows[..777], "{name} limit");
        )*};
    }
    check_index!(ByNumber, ByWide, ByDigest, ByWeight);
}

async fn receipt_has_what_an_action_returned_and_printed(node: Node) {
    let contract = world(&node, &[]).await;
    let row = Sample { id: 4711, number: 0, wide: 0, digest: digest([0; 4]), weight: 0 };
    let action = Store { row, words: (0, 0) };
    let receipt = contract.push(node.signer(), ACCOUNT, &action).await.unwrap();
    assert_eq!(receipt.return_value::<u64>().unwrap(), 4711);
    assert!(receipt.return_value::<u32>().unwrap_err().is_decode());
    assert_eq!(receipt.actions[0].console, "4711");
    assert!(receipt.ram_delta(ACCOUNT) > 72);
}
