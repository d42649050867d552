//! Packing by derive: structs, variants, nesting.

use std::collections::BTreeMap;

use antelope::{
    Action, Asset, Extension, Name, Pack, Unpack, UnpackError, name, pack, pack::Pair, unpack,
};

use crate::hex;

#[derive(Debug, PartialEq, Pack, Unpack)]
struct Unit;

#[derive(Debug, PartialEq, Pack, Unpack)]
struct Empty {}

#[derive(Debug, PartialEq, Pack, Unpack)]
struct Wrapper(u32);

#[derive(Debug, PartialEq, Pack, Unpack)]
struct Generic<T: Pack + Unpack> {
    r#type: T,
}

#[derive(Debug, PartialEq, Pack, Unpack)]
enum Reference {
    Name(Name),
    Number(u32),
    Wide(u64),
}

#[derive(Debug, PartialEq, Pack, Unpack)]
struct Extended {
    id: u8,
    note: Extension<String>,
    count: Extension<u16>,
}

#[derive(Debug, PartialEq, Pack, Unpack, Action)]
#[abi(name = "transfer")]
struct Transfer {
    from: Name,
    to: Name,
    quantity: Asset,
    memo: String,
}

fn check<T: Pack + Unpack + PartialEq + std::fmt::Debug>(value: T, bytes: &str) {
    assert_eq!(pack(&value), hex(bytes), "{value:?}");
    assert_eq!(unpack(&hex(bytes)), Ok(value));
}

#[test]
fn structs() {
    check(Unit, "");
    check(Empty {}, "");
    check(Wrapper(258), "02010000");
    check(Generic { r#type: 7u16 }, "0700");
    check(
        Transfer {
            from: name!("alice"),
            to: name!("bob"),
            quantity: "42.0 GMZ".parse().unwrap(),
            memo: "for you".to_owned(),
        },
        "0000000000855c340000000000000e3da40100000000000001474d5a0000000007666f7220796f75",
    );
    assert_eq!(Transfer::NAME, name!("transfer"));
}

#[test]
fn variants() {
    check(Reference::Name(name!("bob")), "000000000000000e3d");
    check(Reference::Number(1), "0101000000");
    check(Reference::Wide(1), "020100000000000000");
    assert_eq!(unpack::<Reference>(&[3, 0]), Err(UnpackError::UnknownVariant));
    assert_eq!(
        unpack::<Reference>(&[0xff, 0xff, 0xff, 0xff, 0x0f]),
        Err(UnpackError::UnknownVariant)
    );
    assert_eq!(unpack::<Reference>(&[]), Err(UnpackError::UnexpectedEnd));
}

#[test]
fn containers() {
    check(Some(vec![1u16, 2]), "010201000200");
    check(None::<u64>, "00");
    check(vec![Some(true), None], "0201010 0".replace(' ', "").as_str());
    check((1u8, "a".to_owned(), ()), "010161");
    check(Pair { first: 1u8, second: vec![2u8, 3] }, "01020203");
    check(BTreeMap::from([("b".to_owned(), 2u8), ("a".to_owned(), 1)]), "02016101016202");
    check(vec![Reference::Number(1), Reference::Number(2)], "0201010000000102000000");
}

#[test]
fn of_a_repeated_key_the_first_entry_counts() {
    assert_eq!(unpack(&hex("0201070108")), Ok(BTreeMap::from([(1u8, 7u8)])));
}

#[test]
fn extensions() {
    let extended = |note: Option<&str>, count| Extended {
        id: 1,
        note: Extension(note.map(str::to_owned)),
        count: Extension(count),
    };
    check(extended(None, None), "01");
    check(extended(Some("a"), None), "010161");
    check(extended(Some("a"), Some(2)), "0101610200");
    // Half an extension is no extension.
    assert_eq!(unpack::<Extended>(&hex("01016102")), Err(UnpackError::UnexpectedEnd));
    assert_eq!(unpack::<Extended>(&hex("010161020000")), Err(UnpackError::TrailingBytes));
}

#[test]
fn strictness() {
    assert_eq!(unpack::<bool>(&[2]), Err(UnpackError::InvalidBool));
    assert_eq!(unpack::<Option<u8>>(&[2, 0]), Err(UnpackError::InvalidBool));
    assert_eq!(unpack::<String>(&[1, 0xff]), Err(UnpackError::InvalidUtf8));
    assert_eq!(unpack::<u8>(&[1, 2]), Err(UnpackError::TrailingBytes));
    assert_eq!(unpack::<antelope::VarUint32>(&[0x80; 6]), Err(UnpackError::VarintTooLong));
    let five_bytes_of_35_bits = [0xff, 0xff, 0xff, 0xff, 0x7f];
    assert_eq!(
        unpack::<antelope::VarUint32>(&five_bytes_of_35_bits),
        Err(UnpackError::VarintTooLong),
    );
}
