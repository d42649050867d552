//! Input of any kind is an error or a value, never a panic, and costs no more than its length.

use std::{
    cell::Cell,
    collections::BTreeMap,
    fmt::{Debug, Display},
    str::FromStr,
};

use antelope::{
    Asset, BlockTimestamp, Checksum160, Checksum256, Checksum512, ExtendedAsset, ExtendedSymbol,
    Extension, Name, Pack, PackedAction, PackedTransaction, PermissionLevel, PublicKey, Reader,
    Signature, SignedTransaction, Symbol, SymbolCode, TimePoint, TimePointSec, Transaction, Unpack,
    UnpackError, VarUint32, abi::Abi, pack, pack::Pair, unpack,
};
use proptest::{collection::vec, prelude::*};

use crate::values;

/// Unpacks `bytes`; what is read packs to bytes that read as the same.
fn check<T: Pack + Unpack + PartialEq + Debug>(bytes: &[u8]) {
    if let Ok(value) = unpack::<T>(bytes) {
        assert_eq!(unpack::<T>(&pack(&value)), Ok(value));
    }
}

fn check_all(bytes: &[u8]) {
    check::<(u8, u16, u32, u64, u128)>(bytes);
    check::<VarUint32>(bytes);
    check::<String>(bytes);
    check::<Vec<u8>>(bytes);
    check::<Vec<Vec<Option<String>>>>(bytes);
    check::<BTreeMap<u8, Vec<bool>>>(bytes);
    check::<Pair<Option<u8>, Extension<Vec<u64>>>>(bytes);
    check::<Name>(bytes);
    check::<Symbol>(bytes);
    check::<SymbolCode>(bytes);
    check::<ExtendedSymbol>(bytes);
    check::<Asset>(bytes);
    check::<ExtendedAsset>(bytes);
    check::<Checksum160>(bytes);
    check::<Checksum256>(bytes);
    check::<Checksum512>(bytes);
    check::<TimePoint>(bytes);
    check::<TimePointSec>(bytes);
    check::<BlockTimestamp>(bytes);
    check::<PublicKey>(bytes);
    check::<Vec<Signature>>(bytes);
    check::<Signature>(bytes);
    check::<PermissionLevel>(bytes);
    check::<PackedAction>(bytes);
    check::<Transaction>(bytes);
    check::<SignedTransaction>(bytes);
    check::<PackedTransaction>(bytes);
    check::<Abi>(bytes);
}

/// Parses `text`; what is read is written in a form that reads as the same.
fn check_text<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        assert_eq!(written.parse::<T>().ok(), Some(value), "{text}");
    }
}

/// As [`check_text`], where moreover each value has one text only.
fn check_only_text<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    check_text::<T>(text);
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string(), text);
    }
}

fn check_all_texts(text: &str) {
    check_only_text::<Name>(text);
    check_only_text::<SymbolCode>(text);
    check_only_text::<PermissionLevel>(text);
    check_only_text::<Signature>(text);
    check_only_text::<TimePointSec>(text);
    // Leading zeros, upper-case digits, missing decimals and legacy keys are read as well.
    check_text::<Symbol>(text);
    check_text::<Asset>(text);
    check_text::<ExtendedAsset>(text);
    check_text::<Checksum160>(text);
    check_text::<Checksum256>(text);
    check_text::<Checksum512>(text);
    check_text::<TimePoint>(text);
    check_text::<BlockTimestamp>(text);
    check_text::<PublicKey>(text);
}

proptest! {
    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..400)) {
        check_all(&bytes);
    }

    /// Small bytes are lengths and flags that lead further into a structure.
    #[test]
    fn bytes_that_lead_further(bytes in vec(prop_oneof![0u8..4, Just(0x80), Just(0xff)], 0..400)) {
        check_all(&bytes);
    }

    #[test]
    fn damaged_transactions(
        signed in values::signed_transaction(),
        at: prop::sample::Index,
        byte: u8,
        len: prop::sample::Index,
    ) {
        let mut bytes = pack(&signed);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(len.index(bytes.len() + 1));
        check::<SignedTransaction>(&bytes);
    }

    #[test]
    fn damaged_abis(
        abi in values::abi(),
        at: prop::sample::Index,
        byte: u8,
        len: prop::sample::Index,
    ) {
        let mut bytes = pack(&abi);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(len.index(bytes.len() + 1));
        check::<Abi>(&bytes);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check_all_texts(&text);
    }

    #[test]
    fn text_that_looks_right(
        text in prop_oneof![
            "[.1-5a-z]{0,14}",
            "[.1-5a-z]{0,13}@[.1-5a-z]{0,13}",
            "-?[0-9.]{0,22} [A-Z]{0,8}(@[a-z.]{0,13})?",
            "[0-9]{0,4},[A-Z]{0,8}",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{0,4})?",
            "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
            "[0-9a-fA-F]{40}",
            "[0-9a-f]{64}",
            "(PUB|SIG)_(K1|R1|WA)_[1-9A-HJ-NP-Za-km-z]{0,100}",
            "EOS[1-9A-HJ-NP-Za-km-z]{50}",
        ],
    ) {
        check_all_texts(&text);
    }

    /// Whatever the bits, printing neither fails nor overflows.
    #[test]
    fn any_bits_can_be_printed(a: u64, b: u64, c: i64, d: u32) {
        let asset = Asset::new(c, Symbol(a));
        let texts = [
            format!("{} {:?}", Name(a), SymbolCode(b)),
            format!("{asset} {asset:?} {:?}", Symbol(b)),
            format!("{} {} {}", TimePoint(c), TimePointSec(d), BlockTimestamp(d)),
        ];
        prop_assert!(texts.iter().all(|text| !text.is_empty()));
    }

    #[test]
    fn any_json(text in "[\\[\\]{}\",:a-z0-9_ ]{0,60}") {
        let _ = Abi::from_json(&text);
        let _ = serde_json::from_str::<SignedTransaction>(&text);
        let _ = serde_json::from_str::<PackedTransaction>(&text);
    }
}

#[test]
fn huge_counts_are_refused_at_once() {
    let count = hex_count();
    assert_eq!(unpack::<Vec<u64>>(&count), Err(UnpackError::UnexpectedEnd));
    assert_eq!(unpack::<Vec<u8>>(&count), Err(UnpackError::UnexpectedEnd));
    assert_eq!(unpack::<String>(&count), Err(UnpackError::UnexpectedEnd));
    assert_eq!(unpack::<Vec<()>>(&count), Err(UnpackError::UnexpectedEnd));
    assert_eq!(unpack::<BTreeMap<u8, u8>>(&count), Err(UnpackError::UnexpectedEnd));
    assert_eq!(
        unpack::<Transaction>(&[&[0; 13], &count[..]].concat()),
        Err(UnpackError::UnexpectedEnd)
    );
}

thread_local! {
    static READ: Cell<usize> = const { Cell::new(0) };
}

/// An item of no bytes, which could be read for ever.
#[derive(Debug)]
struct Nothing;

impl Unpack for Nothing {
    fn unpack(_: &mut Reader<'_>) -> Result<Self, UnpackError> {
        READ.set(READ.get() + 1);
        Ok(Self)
    }
}

proptest! {
    #[test]
    fn no_more_items_than_bytes(count in prop_oneof![0u32..60, any::<u32>()], rest in 0usize..50) {
        READ.set(0);
        let mut bytes = pack(&VarUint32(count));
        bytes.resize(bytes.len() + rest, 0);
        let _ = unpack::<Vec<Nothing>>(&bytes);
        prop_assert!(READ.get() <= rest);
    }

    #[test]
    fn reserves_no_more_than_the_bytes_can_hold(bytes in vec(0u8..3, 0..300)) {
        if let Ok(items) = unpack::<Vec<Vec<u8>>>(&bytes) {
            prop_assert!(items.capacity() <= 2 * bytes.len());
        }
    }
}

/// 2^32 - 1 as a length.
fn hex_count() -> [u8; 5] {
    [0xff, 0xff, 0xff, 0xff, 0x0f]
}

#[test]
fn long_base58_is_refused_before_it_costs_time() {
    let text = format!("SIG_WA_{}", "z".repeat(1_000_000));
    assert!(text.parse::<Signature>().is_err());
}
