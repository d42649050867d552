use std::vec;

use proptest::prelude::*;

use super::*;
use crate::atomicassets::{AttributeMap, AttributeValue, atomicdata};

use Comparison::{AtLeast, AtMost, Contains, Equal, Greater, Less, NotEqual};

const ALL: [Comparison; 7] = [Equal, NotEqual, Greater, Less, AtLeast, AtMost, Contains];

/// Whether an asset whose second attribute is `attribute`, of the type `kind`, meets the condition.
fn meets(kind: &str, attribute: AttributeValue, comparison: Comparison, value: Value<'_>) -> bool {
    let format = [FormatLine::new("name", "string"), FormatLine::new("a", kind)];
    let attributes = AttributeMap::from([("name", "n".into()), ("a", attribute)]);
    let data = atomicdata::serialize(&attributes, &format).unwrap();
    let filter = Filter { attribute: 1, source: Source::Immutable, comparison, value };
    filter.to_data().parse().unwrap().is_met(&data, &format)
}

/// The comparisons that a value meets.
fn met(kind: &str, attribute: impl Into<AttributeValue>, value: Value<'_>) -> Vec<Comparison> {
    let attribute = attribute.into();
    let allowed = |comparison| {
        let filter = Filter { attribute: 1, source: Source::Immutable, comparison, value };
        filter.to_data().parse().is_ok()
    };
    let meets = |comparison| meets(kind, attribute.clone(), comparison, value);
    ALL.into_iter().filter(|comparison| allowed(*comparison) && meets(*comparison)).collect()
}

#[test]
fn numbers_of_every_size_and_sign_are_compared() {
    let (below, same, above) = (
        vec![NotEqual, Less, AtMost],
        vec![Equal, AtLeast, AtMost],
        vec![NotEqual, Greater, AtLeast],
    );
    for (kind, attribute, value, expected) in [
        ("uint8", AttributeValue::from(7u8), Value::Signed(7), &same),
        ("uint8", 7u8.into(), Value::Unsigned(7), &same),
        ("uint64", u64::MAX.into(), Value::Unsigned(u64::MAX), &same),
        ("uint64", u64::MAX.into(), Value::Signed(-1), &above),
        ("int64", i64::MIN.into(), Value::Signed(i64::MIN), &same),
        ("int64", (-1i64).into(), Value::Unsigned(u64::MAX), &below),
        ("int16", (-300i16).into(), Value::Signed(-299), &below),
        ("int32", 5i32.into(), Value::Unsigned(4), &above),
        ("fixed16", 600u16.into(), Value::Unsigned(601), &below),
        ("fixed64", 600u64.into(), Value::Signed(599), &above),
        ("bool", 1u8.into(), Value::Unsigned(1), &same),
        ("byte", 0u8.into(), Value::Unsigned(1), &below),
        ("float", 1.5f32.into(), Value::Single(1.5f32.to_bits()), &same),
        ("float", (-0.0f32).into(), Value::Single(0), &same),
        ("float", (-1.0f32).into(), Value::Single((-2.0f32).to_bits()), &above),
        ("float", f32::NEG_INFINITY.into(), Value::Single(f32::MIN.to_bits()), &below),
        ("double", 1e300f64.into(), Value::Double(f64::INFINITY.to_bits()), &below),
        ("double", 1e-300f64.into(), Value::Double((-1.0f64).to_bits()), &above),
    ] {
        assert_eq!(
            &met(kind, attribute.clone(), value),
            expected,
            "{kind} {attribute:?} {value:?}"
        );
    }
}

#[test]
fn texts_are_equal_or_not_or_have_a_part() {
    for (attribute, value, expected) in [
        ("expert", "expert", vec![Equal, Contains]),
        ("expert", "per", vec![NotEqual, Contains]),
        ("expert", "experts", vec![NotEqual]),
        ("", "a", vec![NotEqual]),
        ("", "", vec![Equal]),
        ("a", "", vec![NotEqual]),
    ] {
        assert_eq!(met("string", attribute, Value::Bytes(value.as_bytes())), expected, "{value}");
    }
    let cid = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
    assert_eq!(met("ipfs", cid, Value::Bytes(cid.as_bytes())), [NotEqual], "stored as bytes");
}

#[test]
fn a_vector_contains_or_does_not_and_nothing_else() {
    let levels = AttributeValue::Uint16s(vec![1, 500]);
    assert_eq!(met("uint16[]", levels.clone(), Value::Signed(500)), [Contains]);
    assert_eq!(met("uint16[]", levels, Value::Signed(5)), []);
    let tags = AttributeValue::Strings(vec!["ab".into(), "c".into()]);
    assert_eq!(met("string[]", tags.clone(), Value::Bytes(b"ab")), [Contains]);
    assert_eq!(met("string[]", tags, Value::Bytes(b"a")), [], "a part of one of them is not one");
}

#[test]
fn what_is_missing_or_of_another_kind_or_nan_meets_nothing() {
    for (kind, attribute, value) in [
        ("string", AttributeValue::from("7"), Value::Signed(7)),
        ("uint8", 7u8.into(), Value::Bytes(b"7")),
        ("float", 1f32.into(), Value::Double(1f64.to_bits())),
        ("double", 1f64.into(), Value::Single(1f32.to_bits())),
        ("uint8", 1u8.into(), Value::Single(1f32.to_bits())),
        ("float", f32::NAN.into(), Value::Single(1f32.to_bits())),
        ("double", f64::NAN.into(), Value::Double(1f64.to_bits())),
    ] {
        assert_eq!(met(kind, attribute.clone(), value), [], "{kind} {attribute:?} {value:?}");
    }
    let format = [FormatLine::new("name", "string"), FormatLine::new("a", "uint8")];
    let data = atomicdata::serialize(&AttributeMap::from([("name", "n")]), &format).unwrap();
    for comparison in ALL {
        for attribute in [1, 2, u8::MAX] {
            let value = Value::Unsigned(0);
            let filter = Filter { attribute, source: Source::Mutable, comparison, value };
            assert!(!filter.is_met(&data, &format), "{filter:?}");
            assert!(!filter.is_met(&[], &format), "{filter:?}");
        }
    }
}

#[test]
fn malformed_data_meets_nothing() {
    let format = [FormatLine::new("a", "uint8")];
    let filter = Filter {
        attribute: 0,
        source: Source::Immutable,
        comparison: Equal,
        value: Value::Unsigned(1),
    };
    assert!(filter.is_met(&[4, 1], &format));
    assert!(!filter.is_met(&[4, 1, 4], &format), "the second value is cut off");
    assert!(!filter.is_met(&[4, 1, 9, 1], &format), "no such line");
}

#[test]
fn a_filter_that_means_nothing_is_refused() {
    let filter =
        |filter_type, data: &[u8]| DataFilter { attr_id: 0, filter_type, data: data.into() };
    let one = [UNSIGNED, 1, 0, 0, 0, 0, 0, 0, 0];
    for good in
        [filter(0x00, &one), filter(0x15, &one), filter(0x26, &one), filter(0x06, &[BYTES, 1])]
    {
        assert!(good.parse().is_ok(), "{good:?}");
    }
    let nan = [&[SINGLE][..], &f32::NAN.to_bits().to_le_bytes()].concat();
    let negative_nan = [&[DOUBLE][..], &(-f64::NAN).to_bits().to_le_bytes()].concat();
    for bad in [
        filter(0x07, &one),
        filter(0x0f, &one),
        filter(0x30, &one),
        filter(0xf0, &one),
        filter(0x00, &[]),
        filter(0x00, &[UNSIGNED]),
        filter(0x00, &one[..8]),
        filter(0x00, &[5, 1]),
        filter(0x00, &[SINGLE, 0, 0, 0, 0, 0]),
        filter(0x00, &nan),
        filter(0x00, &negative_nan),
        filter(0x02, &[BYTES, 1]),
        filter(0x05, &[BYTES, 1]),
        filter(0x06, &[BYTES]),
    ] {
        assert_eq!(bad.parse(), Err(Error::BadFilter), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn floats_have_the_order_of_floats(one: f64, other: f64) {
        let order = double_order(one.to_bits()).zip(double_order(other.to_bits()));
        prop_assert_eq!(order.map(|(one, other)| one.cmp(&other)), one.partial_cmp(&other));
        let (one, other) = (one as f32, other as f32);
        let order = single_order(one.to_bits()).zip(single_order(other.to_bits()));
        prop_assert_eq!(order.map(|(one, other)| one.cmp(&other)), one.partial_cmp(&other));
    }

    #[test]
    fn what_parses_says_the_same_again(
        attr_id: u8, filter_type in 0u8..0x40, data in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let filter = DataFilter { attr_id, filter_type, data };
        if let Ok(parsed) = filter.parse() {
            prop_assert_eq!(parsed.to_data(), filter);
        }
    }
}
