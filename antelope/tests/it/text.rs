//! What the parsers accept and refuse, beyond what others publish.

use std::{fmt::Debug, str::FromStr};

use antelope::{
    Asset, BlockTimestamp, Checksum160, ExtendedAsset, Name, PermissionLevel, PublicKey, Signature,
    Symbol, SymbolCode, TimePoint, TimePointSec,
    asset::ParseAssetError,
    base58::{self, Base58Error},
    key::ParseKeyError,
    name,
    name::ParseNameError,
    symbol::ParseSymbolError,
};

fn refuses<T: FromStr<Err: PartialEq + Debug> + PartialEq + Debug>(cases: &[(&str, T::Err)])
where
    T::Err: Clone,
{
    for (text, error) in cases {
        assert_eq!(text.parse::<T>(), Err(error.clone()), "{text}");
    }
}

#[test]
fn names() {
    use ParseNameError::{BadCharacter, TooLong, TrailingDot};
    refuses::<Name>(&[
        ("zzzzzzzzzzzzk", BadCharacter),
        ("aaaaaaaaaaaaz", BadCharacter),
        ("abcdefghijklmn", TooLong),
        ("Alice", BadCharacter),
        ("alice6", BadCharacter),
        ("alice0", BadCharacter),
        ("al ice", BadCharacter),
        ("ält", BadCharacter),
        ("alice.", TrailingDot),
        (".", TrailingDot),
        ("aaaaaaaaaaaa.", TrailingDot),
    ]);
    // Names sort as their texts do.
    let mut names = [name!("b"), name!("a"), name!("a.b"), name!("a1"), name!("")];
    names.sort();
    assert_eq!(names, [name!(""), name!("a"), name!("a.b"), name!("a1"), name!("b")]);
}

#[test]
fn symbols() {
    use ParseSymbolError::{BadCode, BadPrecision, MissingComma};
    refuses::<SymbolCode>(&[
        ("", BadCode),
        ("ABCDEFGH", BadCode),
        ("eos", BadCode),
        ("A1", BadCode),
    ]);
    refuses::<Symbol>(&[
        ("", MissingComma),
        ("12", MissingComma),
        ("EOS", MissingComma),
        (",EOS", BadPrecision),
        ("19,EOS", BadPrecision),
        ("256,EOS", BadPrecision),
        ("-1,EOS", BadPrecision),
        ("+4,EOS", BadPrecision),
        (" 4,EOS", BadPrecision),
        ("4,", BadCode),
        ("0,0", BadCode),
        ("4,E,OS", BadCode),
        ("4, EOS", BadCode),
    ]);
    assert_eq!("18,ABCDEFG".parse::<Symbol>().unwrap().to_string(), "18,ABCDEFG");
    assert!(!Symbol::new(SymbolCode(0), 4).is_valid());
    // A letter after the end of the code.
    assert!(!SymbolCode(0x41_00_41).is_valid());
    assert!(!SymbolCode(0x41_41_41_41_41_41_41_41).is_valid());
}

#[test]
#[should_panic(expected = "not a symbol")]
fn constant_symbol_with_too_many_decimals() {
    Symbol::constant(19, "EOS");
}

#[test]
#[should_panic(expected = "not a name")]
fn constant_name_with_a_capital() {
    Name::constant("Alice");
}

#[test]
fn assets() {
    use ParseAssetError::{BadContract, BadNumber, BadSymbol, MissingSpace, OutOfRange};
    let too_precise = BadSymbol(ParseSymbolError::BadPrecision);
    let bad_code = BadSymbol(ParseSymbolError::BadCode);
    refuses::<Asset>(&[
        ("", MissingSpace),
        ("1.0000", MissingSpace),
        (" EOS", BadNumber),
        ("- EOS", BadNumber),
        ("+1 EOS", BadNumber),
        ("--1 EOS", BadNumber),
        ("1. EOS", BadNumber),
        (".5 EOS", BadNumber),
        ("-.5 EOS", BadNumber),
        ("1.-5 EOS", BadNumber),
        ("1.0.0 EOS", BadNumber),
        ("1e3 EOS", BadNumber),
        ("1,0 EOS", BadNumber),
        ("١ EOS", BadNumber),
        ("1.0000  EOS", bad_code),
        ("1.0000 EOS ", bad_code),
        ("1.0000 eos", bad_code),
        ("1 ", bad_code),
        ("0.0000000000000000001 EOS", too_precise),
        ("4611686018427387904 EOS", OutOfRange),
        ("-461168601842738.7904 EOS", OutOfRange),
        ("99999999999999999999999999 EOS", OutOfRange),
    ]);
    for (text, amount) in [
        ("4611686018427387903 EOS", Asset::MAX_AMOUNT),
        ("-461168601842738.7903 EOS", -Asset::MAX_AMOUNT),
        ("-0.0001 EOS", -1),
        ("0.0000 EOS", 0),
    ] {
        let asset: Asset = text.parse().unwrap();
        assert_eq!(asset.amount, amount);
        assert_eq!(asset.to_string(), text);
        assert!(asset.is_valid());
    }
    // As nodeos, forms that it would not itself write.
    assert_eq!("-0.00 EOS".parse::<Asset>().unwrap().to_string(), "0.00 EOS");
    assert_eq!("007.50 EOS".parse::<Asset>().unwrap().to_string(), "7.50 EOS");

    refuses::<ExtendedAsset>(&[
        ("1.0000 EOS", BadContract),
        ("1.0000 EOS@Token", BadContract),
        ("1.0000 EOS@a@b", BadContract),
        ("1.0000 @token", bad_code),
    ]);
    let asset: ExtendedAsset = "-0.5 PI@pi.token".parse().unwrap();
    assert_eq!((asset.quantity.amount, asset.contract), (-5, name!("pi.token")));
    assert_eq!(asset.to_string(), "-0.5 PI@pi.token");
}

#[test]
fn sums_of_assets_stay_in_range_and_in_one_symbol() {
    let eos = |amount| Asset::new(amount, Symbol::constant(4, "EOS"));
    let other = Asset::new(1, Symbol::constant(3, "EOS"));
    assert_eq!(eos(1).checked_add(eos(2)), Some(eos(3)));
    assert_eq!(eos(1).checked_sub(eos(2)), Some(eos(-1)));
    assert_eq!(eos(1).checked_add(other), None);
    assert_eq!(eos(Asset::MAX_AMOUNT).checked_add(eos(1)), None);
    assert_eq!(eos(-Asset::MAX_AMOUNT).checked_sub(eos(1)), None);
    assert_eq!(eos(i64::MIN).checked_sub(eos(1)), None);
    assert_eq!(eos(i64::MIN).checked_add(eos(0)), None);
    assert!(!eos(i64::MIN).is_valid());
    assert_eq!(eos(i64::MIN).to_string(), "-922337203685477.5808 EOS");
}

#[test]
fn times() {
    for text in [
        "",
        "2026",
        "2026-11-21",
        "2026-11-21T12:00",
        "2026-11-21 12:00:00",
        "2026-11-21T12:00:00Z",
        "2026-11-21T12:00:00+00:00",
        "2026-11-31T12:00:00",
        "2026-02-29T12:00:00",
        "2100-02-29T12:00:00",
        "2026-00-01T12:00:00",
        "2026-13-01T12:00:00",
        "2026-11-00T12:00:00",
        "2026-11-21T24:00:00",
        "2026-11-21T12:60:00",
        "2026-11-21T12:00:60",
        "+026-11-21T12:00:00",
        "2026-11-21T12:00: 1",
        "2026-11-2١T12:00:0",
    ] {
        assert!(text.parse::<TimePointSec>().is_err(), "{text}");
        assert!(text.parse::<TimePoint>().is_err(), "{text}");
    }
    for text in [
        "2026-11-21T12:00:00.",
        "2026-11-21T12:00:00.1234",
        "2026-11-21T12:00:00.x",
        "2026-11-21T12:00:00.1.2",
        ".500",
    ] {
        assert!(text.parse::<TimePoint>().is_err(), "{text}");
    }
    // Out of the range of 32 bits, on both sides.
    for text in ["1969-12-31T23:59:59", "2106-02-07T06:28:16", "2026-11-21T12:00:00.000"] {
        assert!(text.parse::<TimePointSec>().is_err(), "{text}");
    }
    for text in ["1999-12-31T23:59:59.500", "2026-11-21T12:00:00.250", "2068-01-19T03:14:08.000"] {
        assert!(text.parse::<BlockTimestamp>().is_err(), "{text}");
    }
    assert_eq!(BlockTimestamp(0).to_string(), "2000-01-01T00:00:00.000");
    assert_eq!(BlockTimestamp(u32::MAX).to_string(), "2068-01-19T03:14:07.500");
    assert_eq!("2026-11-21T12:00:00.5".parse(), Ok(TimePoint(1_795_262_400_500_000)));
    assert_eq!("2026-11-21T12:00:00".parse(), Ok(TimePoint(1_795_262_400_000_000)));
    // Microseconds are cut off, also before 1970.
    assert_eq!(TimePoint(999).to_string(), "1970-01-01T00:00:00.000");
    assert_eq!(TimePoint(-1).to_string(), "1969-12-31T23:59:59.999");
    assert_eq!(TimePoint(i64::MAX).to_string(), "294247-01-10T04:00:54.775");
    assert_eq!(TimePoint(i64::MIN).to_string(), "-290308-12-21T19:59:05.224");
    assert_eq!("0000-01-01T00:00:00".parse(), Ok(TimePoint(-62_167_219_200_000_000)));
    assert_eq!(TimePointSec::from(TimePoint(-1)), TimePointSec(0));
    assert_eq!(TimePointSec::from(TimePoint(1_999_999)), TimePointSec(1));
}

#[test]
fn every_day_follows_the_one_before() {
    let mut expected = (1970, 1, 1);
    for day in 0..=u32::MAX / 86_400 {
        let (year, month, date) = expected;
        let text = format!("{year:04}-{month:02}-{date:02}T00:00:00");
        assert_eq!(TimePointSec(day * 86_400).to_string(), text);
        assert_eq!(text.parse(), Ok(TimePointSec(day * 86_400)));
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        expected = match (month, date) {
            (12, 31) => (year + 1, 1, 1),
            _ if date == last => (year, month + 1, 1),
            _ => (year, month, date + 1),
        };
    }
}

#[test]
fn keys() {
    use ParseKeyError::{BadBase58, UnknownPrefix};
    let checksum = BadBase58(Base58Error::BadChecksum);
    let not_base58 = BadBase58(Base58Error::NotBase58);
    refuses::<PublicKey>(&[
        ("", UnknownPrefix),
        ("PUB", UnknownPrefix),
        ("PUB_", UnknownPrefix),
        ("PUB_K2_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFs", UnknownPrefix),
        ("SIG_K1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFs", UnknownPrefix),
        ("FIO6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeABhJRin", UnknownPrefix),
        ("EOS", not_base58),
        ("PUB_K1_", not_base58),
        ("PUB_K1_0OIl", not_base58),
        // One letter changed, the checksum of another kind, of a legacy key.
        ("PUB_K1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFt", checksum),
        ("PUB_R1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFs", checksum),
        ("PUB_K1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeABhJRin", checksum),
        ("EOS6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFs", checksum),
    ]);
    for len in [0, 32, 34] {
        let text = format!("PUB_K1_{}", base58::encode(&vec![2; len], "K1"));
        assert!(matches!(text.parse::<PublicKey>(), Err(ParseKeyError::BadBytes(_))), "{len}");
    }
    // A length of two bytes where one would do: the same key must not have two texts.
    let bytes = [&[2; 33][..], &[0, 0x81, 0x00, b'a']].concat();
    let text = format!("PUB_WA_{}", base58::encode(&bytes, "WA"));
    assert!(matches!(text.parse::<PublicKey>(), Err(ParseKeyError::BadBytes(_))));
    // No relying party.
    let text = format!("PUB_WA_{}", base58::encode(&[[2; 33].as_slice(), &[0, 0]].concat(), "WA"));
    assert!(matches!(text.parse::<PublicKey>(), Err(ParseKeyError::BadBytes(_))));
    refuses::<Signature>(&[
        ("PUB_K1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFs", UnknownPrefix),
        ("SIG_K1_", not_base58),
    ]);
}

#[test]
fn debug_shows_the_text() {
    let key = PublicKey::K1([2; 33]);
    assert_eq!(format!("{key:?}"), format!("PublicKey({key})"));
    let signature = Signature::R1([31; 65]);
    assert_eq!(format!("{signature:?}"), format!("Signature({signature})"));
}

#[test]
fn digests() {
    let digits = "00112233445566778899aAbBcCdDeEfF00112233";
    let digest: Checksum160 = digits.parse().unwrap();
    assert_eq!(digest.to_string(), digits.to_lowercase());
    for text in
        ["", &digits[1..], &format!("{digits}00"), &digits.replace('0', "g"), &"é".repeat(20)]
    {
        assert!(text.parse::<Checksum160>().is_err(), "{text}");
    }
}

#[test]
fn permission_levels() {
    let level: PermissionLevel = "alice@active".parse().unwrap();
    assert_eq!(level, PermissionLevel::active(name!("alice")));
    for text in ["alice", "alice@Active", "alice@a@b", "Alice@active"] {
        assert!(text.parse::<PermissionLevel>().is_err(), "{text}");
    }
}
