//! Vectors of the AtomicAssets JavaScript library's published tests, round trips, and hostile bytes.

use alloc::vec;
use std::string::ToString;

use proptest::{collection, prelude::*};

use super::*;
use AttributeValue as Value;

const ALL_TYPES: [&str; 18] = [
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "fixed8", "fixed16",
    "fixed32", "fixed64", "float", "double", "string", "image", "ipfs", "bool",
];

fn format(lines: &[(&str, &str)]) -> Vec<FormatLine> {
    lines.iter().map(|(name, kind)| FormatLine::new(*name, *kind)).collect()
}

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

#[track_caller]
fn check(kind: &str, value: impl Into<Value>, bytes: &str) {
    let format = format(&[("name", "string"), ("a", kind)]);
    let map = AttributeMap::from([("a", value)]);
    let bytes = hex(&("05 ".to_string() + bytes));
    assert_eq!(serialize(&map, &format).as_ref(), Ok(&bytes), "{kind}");
    assert_eq!(deserialize(&bytes, &format).as_ref(), Ok(&map), "{kind}");
    assert_eq!(find("a", &bytes, &format), Ok(map.get("a").cloned()));
    assert_eq!(find("name", &bytes, &format), Ok(None));
}

#[test]
fn values_are_those_of_the_published_library() {
    check("string", "M4A4 Skin", "09 4d 34 41 34 20 53 6b 69 6e");
    check("string", "test 🥶 test", "0e 74 65 73 74 20 f0 9f a5 b6 20 74 65 73 74");
    check(
        "ipfs",
        "QmS6AaitSdut3Te4fagW6jgfyKL73A1NBSSt3K38vQP9xf",
        "22 12 20 37 b8 d0 0f 5a 5b 37 18 1c 8f a8 a0 5f 74 46 b2 ea 06 a0 bb aa ba 3f 1e 95 e4 e9 \
         77 26 a5 e6 7c",
    );
    check("uint64", 230u64, "e6 01");
    check("uint64", 4_294_867_286u64, "d6 f2 f9 ff 0f");
    check("fixed16", 534u16, "16 02");
    check("fixed32", 4_293_967_296u32, "c0 bd f0 ff");
    check("float", 0.75f32, "00 00 40 3f");
    check("double", 1024.25f64, "00 00 00 00 00 01 90 40");
    check("bool", 1u8, "01");
    for (number, zigzag) in [(6i8, "0c"), (1, "02"), (-1, "01"), (0, "00"), (-2, "03")] {
        check("int8", number, zigzag);
    }
    check("int8", i8::MIN, "ff 01");
    check("int64", i64::MIN, "ff ff ff ff ff ff ff ff ff 01");
    check("uint64", u64::MAX, "ff ff ff ff ff ff ff ff ff 01");
    check("fixed64", u64::MAX - 1, "fe ff ff ff ff ff ff ff");
    check("image", "", "00");
    check("fixed8", 200u8, "c8");
    check("byte", 200u8, "c8");
    check("bool[]", Value::Uint8s(vec![1, 0]), "02 01 00");
    check("string[]", Value::Strings(vec!["a".into(), "".into()]), "02 01 61 00");
}

#[test]
fn an_object_is_that_of_the_published_library() {
    let format = format(&[
        ("id", "uint64"),
        ("name", "string"),
        ("test2", "fixed16[]"),
        ("test3", "float"),
        ("unused", "int32"),
        ("isTrueTrue", "bool"),
        ("image", "ipfs"),
        ("gibnumber", "int16"),
        ("onemore", "int16[]"),
    ]);
    let bytes = hex(
        "04 12 05 06 4d 75 6e 69 63 68 06 04 12 00 7b 00 21 00 90 03 07 00 00 40 bf 09 01 0a 22 12 \
         20 b7 41 a3 b1 cf 5b fe ae 20 8c 86 ef bf ac 8e 0b bc 0c 92 ee a7 ef 9a 2d 96 40 12 e6 c2 \
         21 0f 4c 0b f6 01 0c 08 fe ff 03 ff ff 03 10 18 10 be 3a a9 03 f2 c0 01",
    );
    let object = AttributeMap::from([
        ("id", Value::Uint64(18)),
        ("name", "Munich".into()),
        ("test2", Value::Uint16s(vec![18, 123, 33, 912])),
        ("test3", (-0.75f32).into()),
        ("isTrueTrue", 1u8.into()),
        ("image", "Qmag1NRBcpYyz27Kq2demHavXoi7nwbcCfkUq5vh6nuNN7".into()),
        ("gibnumber", 123i16.into()),
        ("onemore", Value::Int16s(vec![32767, -32768, 8, 12, 8, 3743, -213, 12345])),
    ]);
    assert_eq!(serialize(&object, &format), Ok(bytes.clone()));
    assert_eq!(deserialize(&bytes, &format), Ok(object));
}

#[test]
fn numbers_of_lines_have_two_bytes_from_124_on() {
    let mut lines: Vec<FormatLine> =
        (0..124).map(|i| FormatLine::new("a".to_string() + &i.to_string(), "uint8")).collect();
    lines.push(FormatLine::new("last", "uint8"));
    let map = AttributeMap::from([("last", 7u8)]);
    assert_eq!(serialize(&map, &lines), Ok(hex("80 01 07")));
    assert_eq!(deserialize(&hex("80 01 07"), &lines), Ok(map));
}

#[test]
fn what_the_format_does_not_have_is_refused() {
    let format = format(&[("name", "string"), ("level", "uint8"), ("odd", "object")]);
    for (map, expected) in [
        (AttributeMap::from([("nam", "x")]), Error::NotInFormat),
        (AttributeMap::from([("name", "x"), ("zzz", "y")]), Error::NotInFormat),
        (AttributeMap::from([("level", 1u16)]), Error::ExpectedUint8),
        (AttributeMap::from([("level", "1")]), Error::ExpectedUint8),
        (AttributeMap::from([("name", 1u8)]), Error::ExpectedString),
        (AttributeMap::from([("odd", 1u8)]), Error::UnknownType),
    ] {
        assert_eq!(serialize(&map, &format), Err(expected), "{map:?}");
    }
}

#[test]
fn every_type_takes_its_values_only() {
    for kind in ALL_TYPES {
        let (one, many) = (format(&[("a", kind)]), format(&[("a", &(kind.to_string() + "[]"))]));
        let mut taken = 0;
        for value in [
            Value::Int8(1),
            Value::Int16(1),
            Value::Int32(1),
            Value::Int64(1),
            Value::Uint8(1),
            Value::Uint16(1),
            Value::Uint32(1),
            Value::Uint64(1),
            1f32.into(),
            1f64.into(),
            "2".into(),
        ] {
            let map = AttributeMap::from([("a", value)]);
            taken += usize::from(serialize(&map, &one).is_ok());
            assert!(serialize(&map, &many).is_err(), "{kind}[] {map:?}");
        }
        assert_eq!(taken, 1, "{kind}");
    }
    let ipfs = format(&[("a", "ipfs")]);
    assert_eq!(serialize(&AttributeMap::from([("a", "0OIl")]), &ipfs), Err(Error::BadIpfs));
    let flag = format(&[("a", "bool")]);
    assert_eq!(serialize(&AttributeMap::from([("a", 2u8)]), &flag), Err(Error::BadBool));
}

#[test]
fn malformed_bytes_are_refused() {
    let format = format(&[
        ("name", "string"),
        ("small", "uint8"),
        ("signed", "int8"),
        ("fixed", "fixed32"),
        ("list", "uint64[]"),
        ("odd", "object"),
        ("ipfs", "ipfs"),
    ]);
    let malformed = Error::MalformedData;
    for (bytes, expected) in [
        ("03 00", malformed),                               // a reserved number
        ("0b 00", malformed),                               // no such line
        ("80 80 80 80 80 80 80 80 80 02 00", malformed),    // a number beyond 64 bits
        ("80 80 80 80 80 80 80 80 80 80 00", malformed),    // eleven bytes of a number
        ("84", malformed),                                  // the number ends too early
        ("04", malformed),                                  // no value
        ("04 02 61", malformed),                            // a text shorter than its length
        ("04 ff ff ff ff 0f 61", malformed),                // a text of 4 GB
        ("04 ff ff ff ff ff ff ff ff ff 01 61", malformed), // a text of 2^64 bytes
        ("04 01 ff", malformed),                            // not UTF-8
        ("05 80 02", malformed),                            // 256 as uint8
        ("06 80 02", malformed),                            // 128 as int8
        ("07 01 02 03", malformed),                         // three of four bytes
        ("08 ff ff ff ff 0f 01", malformed),                // a vector of 4 G numbers
        ("08 02 01", malformed),                            // one of two numbers
        ("09 01", Error::UnknownType),                      // a type that is none
    ] {
        assert_eq!(deserialize(&hex(bytes), &format), Err(expected), "{bytes}");
        assert_eq!(find("name", &hex(bytes), &format), Err(expected), "{bytes}");
    }
    let mut long = hex("0a 81 08");
    long.resize(3 + base58::MAX_LEN + 1, 1);
    assert_eq!(deserialize(&long, &format), Err(malformed));
}

/// A value for each type, with its vector, in the order of [`ALL_TYPES`].
fn any_value(place: usize, vector: bool) -> BoxedStrategy<Value> {
    macro_rules! value {
        ($item:expr, $one:ident, $many:ident) => {
            match vector {
                false => $item.prop_map(Value::$one).boxed(),
                true => collection::vec($item, 0..6).prop_map(Value::$many).boxed(),
            }
        };
    }
    match place {
        0 => value!(any::<i8>(), Int8, Int8s),
        1 => value!(any::<i16>(), Int16, Int16s),
        2 => value!(any::<i32>(), Int32, Int32s),
        3 => value!(any::<i64>(), Int64, Int64s),
        4 | 8 => value!(any::<u8>(), Uint8, Uint8s),
        5 | 9 => value!(any::<u16>(), Uint16, Uint16s),
        6 | 10 => value!(any::<u32>(), Uint32, Uint32s),
        7 | 11 => value!(any::<u64>(), Uint64, Uint64s),
        12 => value!(any::<u32>().prop_map(crate::float::Float32Bits), Float32, Float32s),
        13 => value!(any::<u64>().prop_map(crate::float::Float64Bits), Float64, Float64s),
        14 | 15 => value!(any::<String>(), String, Strings),
        16 => value!("[1-9A-HJ-NP-Za-km-z]{0,60}", String, Strings),
        _ => value!(0u8..2, Uint8, Uint8s),
    }
}

/// A format of some types, with a value or none for each line.
fn any_object() -> impl Strategy<Value = (Vec<FormatLine>, AttributeMap)> {
    let line = (0..ALL_TYPES.len(), any::<bool>()).prop_flat_map(|(place, vector)| {
        let kind = ALL_TYPES[place].to_string() + if vector { "[]" } else { "" };
        (Just(kind), prop::option::of(any_value(place, vector)))
    });
    collection::vec(line, 0..12).prop_map(|lines| {
        let mut format = vec![];
        let mut map = AttributeMap::default();
        for (place, (kind, value)) in lines.into_iter().enumerate() {
            let name = "a".to_string() + &place.to_string();
            format.push(FormatLine::new(name.clone(), kind));
            if let Some(value) = value {
                map.set(name, value);
            }
        }
        (format, map)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read((format, map) in any_object()) {
        let bytes = serialize(&map, &format).unwrap();
        prop_assert_eq!(deserialize(&bytes, &format), Ok(map));
    }

    #[test]
    fn a_cut_object_is_refused_or_a_smaller_one((format, map) in any_object(), cut: prop::sample::Index) {
        let bytes = serialize(&map, &format).unwrap();
        let cut = &bytes[..cut.index(bytes.len() + 1)];
        if let Ok(read) = deserialize(cut, &format) {
            prop_assert_eq!(serialize(&read, &format).unwrap(), cut);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused((format, _) in any_object(), bytes in collection::vec(any::<u8>(), 0..200)) {
        if let Ok(map) = deserialize(&bytes, &format) {
            // A stored boolean may be any byte, which is read and not written again.
            let again = serialize(&map, &format);
            let readable = |bytes: Vec<u8>| deserialize(&bytes, &format);
            prop_assert!(again == Err(Error::BadBool) || again.and_then(readable) == Ok(map));
        }
    }
}
