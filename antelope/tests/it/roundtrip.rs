//! Every value comes back from its bytes, its text and its JSON.

use std::{
    collections::BTreeMap,
    fmt::{Debug, Display},
    str::FromStr,
};

use antelope::{
    Extension, Pack, PackedTransaction, SignedTransaction, Unpack, VarUint32, pack, pack::Pair,
    unpack,
};
use proptest::{collection, option, prelude::*};
use serde::{Serialize, de::DeserializeOwned};

use crate::values;

fn check_bytes<T: Pack + Unpack + PartialEq + Debug>(value: &T) {
    let bytes = pack(value);
    assert_eq!(unpack::<T>(&bytes).as_ref(), Ok(value));
    // Neither a shorter nor a longer text of bytes is this value.
    if let Some((_, shorter)) = bytes.split_last() {
        assert_ne!(unpack::<T>(shorter).as_ref(), Ok(value));
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_ne!(unpack::<T>(&longer).as_ref(), Ok(value));
}

fn check_text<T: Display + FromStr<Err: Debug> + PartialEq + Debug>(value: &T) {
    assert_eq!(&value.to_string().parse::<T>().unwrap(), value);
}

fn check_json<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    // Also by way of a tree, which keeps nothing borrowed.
    let tree = serde_json::to_value(value).unwrap();
    assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), value);
}

macro_rules! words {
    ($($name:ident),* $(,)?) => { proptest! {$(
        #[test]
        fn $name(value in values::$name()) {
            check_bytes(&value);
            check_text(&value);
            check_json(&value);
        }
    )*} };
}

words!(
    name,
    symbol_code,
    symbol,
    asset,
    checksum160,
    checksum256,
    checksum512,
    time_point,
    time_point_sec,
    block_timestamp,
    public_key,
    signature,
);

macro_rules! structures {
    ($($name:ident),* $(,)?) => { proptest! {$(
        #[test]
        fn $name(value in values::$name()) {
            check_bytes(&value);
            check_json(&value);
        }
    )*} };
}

structures!(
    extended_symbol,
    extended_asset,
    permission_level,
    action,
    transaction,
    signed_transaction
);

proptest! {
    #[test]
    fn abi(abi in values::abi()) {
        check_bytes(&abi);
        check_json(&abi);
        let text = abi.to_json_pretty();
        prop_assert_eq!(antelope::abi::Abi::from_json(&text).unwrap(), abi);
    }

    #[test]
    fn packed_transaction(signed in values::signed_transaction()) {
        let packed = PackedTransaction::from(&signed);
        check_bytes(&packed);
        check_json(&packed);
        prop_assert_eq!(SignedTransaction::try_from(&packed), Ok(signed));
    }

    #[test]
    fn extended_asset_and_permission_as_text(
        asset in values::extended_asset(),
        permission in values::permission_level(),
    ) {
        check_text(&asset);
        check_text(&permission);
    }

    #[test]
    fn integers(a: (i8, u8, i16, u16, i32), b: (u32, i64, u64, i128, u128), c: (bool, u32)) {
        check_bytes(&a);
        check_bytes(&b);
        check_bytes(&c);
        check_bytes(&VarUint32(c.1));
        check_json(&VarUint32(c.1));
    }

    #[test]
    fn containers(
        text in ".{0,40}",
        bytes in collection::vec(any::<u8>(), 0..300),
        lists in collection::vec(collection::vec(any::<u16>(), 0..5), 0..5),
        map in collection::btree_map(".{0,4}", option::of(any::<u8>()), 0..6),
        array: [u8; 7],
    ) {
        check_bytes(&text);
        check_bytes(&bytes);
        check_bytes(&lists);
        check_bytes::<BTreeMap<String, Option<u8>>>(&map);
        check_bytes(&array);
        let pair = Pair { first: text, second: Some(lists) };
        check_bytes(&pair);
        check_json(&pair);
    }

    #[test]
    fn extensions_at_the_end(first: u8, second in option::of(any::<u64>())) {
        check_bytes(&(first, Extension(second)));
    }
}
