//! Values of the types that every ABI has, as a node prints them, and what it may take for one.

use antelope::{
    Asset, BlockTimestamp, Name, PublicKey, Signature, Symbol, TimePoint, TimePointSec, base58,
    key::{WebAuthnPublicKey, WebAuthnSignature},
};
use serde_json::{Value, json};

use super::{Entropy, hex};

/// The types that every ABI has.
pub(in super::super) const BUILT_IN: [&str; 31] = [
    "uint8",
    "bool",
    "int8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "int128",
    "uint128",
    "varint32",
    "varuint32",
    "float32",
    "float64",
    "float128",
    "time_point",
    "time_point_sec",
    "block_timestamp_type",
    "name",
    "bytes",
    "string",
    "checksum160",
    "checksum256",
    "checksum512",
    "public_key",
    "signature",
    "symbol",
    "symbol_code",
    "asset",
    "extended_asset",
];

/// A value of a built-in type, as a node prints it or, if `wild`, takes it.
pub(in super::super) fn built_in(entropy: &mut Entropy<'_>, type_name: &str, wild: bool) -> Value {
    let signed = |entropy: &mut Entropy<'_>, bits: u32| {
        let value = (entropy.u64() as i64) << (64 - bits) >> (64 - bits);
        integer(i128::from(value))
    };
    if wild && entropy.once_in(3) {
        return lax(entropy, type_name);
    }
    match type_name {
        "bool" => json!(entropy.below(2)),
        "uint8" => json!(entropy.byte()),
        "uint16" => json!(entropy.u64() as u16),
        "uint32" | "varuint32" => json!(entropy.u64() as u32),
        "uint64" => integer(i128::from(entropy.u64())),
        "int8" => signed(entropy, 8),
        "int16" => signed(entropy, 16),
        "int32" | "varint32" => signed(entropy, 32),
        "int64" => signed(entropy, 64),
        "uint128" => {
            (u128::from(entropy.u64()) << 64 | u128::from(entropy.u64())).to_string().into()
        }
        "int128" => ((i128::from(entropy.u64() as i64)) << 64 | i128::from(entropy.u64()))
            .to_string()
            .into(),
        // Multiples of 2^-16 have an exact text of 17 decimals.
        "float32" => format!("{:.17}", f64::from(entropy.u64() as i16) / 65536.0).into(),
        "float64" => format!("{:.17}", f64::from(entropy.u64() as i32) / 65536.0).into(),
        "float128" => format!("0x{}", hex(&entropy.bytes(16))).into(),
        "time_point" => {
            TimePoint((entropy.u64() >> 12) as i64 / 1000 * 1000 % 4_000_000_000_000_000)
                .to_string()
                .into()
        }
        "time_point_sec" => TimePointSec(entropy.u64() as u32).to_string().into(),
        "block_timestamp_type" => BlockTimestamp(entropy.u64() as u32).to_string().into(),
        "name" => Name(entropy.u64() << entropy.below(60)).to_string().into(),
        "bytes" => hex(&bytes(entropy)).into(),
        "string" => String::from_utf8_lossy(&bytes(entropy)).into(),
        "checksum160" => hex(&entropy.bytes(20)).into(),
        "checksum256" => hex(&entropy.bytes(32)).into(),
        "checksum512" => hex(&entropy.bytes(64)).into(),
        "public_key" => key(entropy).into(),
        "signature" => signature(entropy).into(),
        "symbol" => format!("{},{}", entropy.below(19), letters(entropy)).into(),
        "symbol_code" => letters(entropy).into(),
        "asset" => asset(entropy).into(),
        "extended_asset" => {
            json!({"quantity": asset(entropy), "contract": Name(entropy.u64()).to_string()})
        }
        _ => Value::Null,
    }
}

/// What a node may take for a value of the type, and what it just does not.
fn lax(entropy: &mut Entropy<'_>, type_name: &str) -> Value {
    let texts: &[&str] = match type_name {
        "float32" | "float64" => &[
            "nan",
            "-NaN",
            "inf",
            "-INFINITY",
            "1e5",
            "1.",
            ".5",
            "+1",
            "1e999",
            "1e-400",
            "-1e-320",
            "nan(7)",
            "0x1p3",
            " 1",
            "1 ",
            "",
            "-",
            "1e",
            "1e+",
            "3.4028235677973366e38",
            "0.1",
            "1,5",
            "infin",
            "16777217",
            "9007199254740993",
        ],
        "float128" => &[
            "0x",
            "0xzz",
            "00",
            "0x00112233445566778899aabbccddeeff",
            "00112233445566778899aabbccddeeff00",
        ],
        "time_point" | "time_point_sec" | "block_timestamp_type" => &[
            "2018-06-01T12:00:00",
            "2018-06-01T12:00:00.5",
            "2018-06-01T12:00:00.1234567",
            "2018-6-1T1:2:3",
            "2018-06-01",
            "2018-06-01T",
            "2018-06-01T7",
            "2018-jun-01T12:00",
            "2018-September-01T12:00:00",
            "20180601T120000",
            "20180601T120000.25",
            "20180601T1200",
            "1969-12-31T23:59:59",
            "1399-01-01T00:00:00",
            "9999-12-31T23:59:59.999",
            "10000-01-01T00:00:00",
            "2018-02-30T00:00:00",
            "2018-13-01T00:00:00",
            "2018-01-01T25:70:80",
            "2018-01-01T-1:00:00",
            "2018-01-01T00:00:00Z",
            "2018-01-01T00:00:00.",
            "2018-01-01T00:00:00.-5",
            "2018-01-01T00:00:00.1.2",
            "2018/06/01T12:00:00",
            "2018-06-01T12:00:00.500000",
            "2106-02-07T06:28:16",
            "2018-06-01T12:00:00,5",
            "2018-06-01T12-30-15",
            "1999-12-31T23:59:59.999",
            "2000-02-29T00:00:00",
            "1900-02-29T00:00:00",
            "2018-06-01T+12:00:00",
            "2018-06-01T70000:00:00",
            "2018-06-01 12:00:00",
            "2018-06-01T12:00:00T",
            "Txxx",
        ],
        "name" => &[
            "a.",
            "A",
            "abcdefghijklm",
            "abcdefghijklj",
            "",
            ".",
            "a.b",
            "12345",
            "6",
            "aaaaaaaaaaaaaa",
            "eosio ",
            "é",
        ],
        "bytes" | "checksum160" | "checksum256" | "checksum512" => &[
            "",
            "0",
            "00",
            "zz",
            "AbCd",
            "0x00",
            "éé",
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00",
        ],
        "public_key" => &[
            "EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV",
            "PUB_K1_6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5BoDq63",
            "EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CW",
            "PUB_K1_",
            "PUB__",
            "EOS",
            "",
            "PUB_X1_6MRyAjQq8",
            "eos6MRyAjQq8",
        ],
        "signature" => &[
            "SIG_K1_",
            "",
            "SIG",
            "SIG_K1_111111111111111111111111111111111111111111111111111111111111111116uk5ne",
            "SIG_R1_0",
        ],
        "symbol" => &[
            "4,EOS",
            "4,",
            ",EOS",
            " 4,EOS",
            "4, EOS",
            "4,EOS\t",
            "19,EOS",
            "256,EOS",
            "-1,EOS",
            "4,eos",
            "4,ABCDEFG",
            "4,ABCDEFGH",
            "4,ABCDEFGHI",
            "4",
            "",
            " ",
            "4,E,S",
            "+4,E",
        ],
        "symbol_code" => &["EOS", "", "eos", "ABCDEFG", "ABCDEFGH", "A B", "1"],
        "asset" => &[
            "1.0000 EOS",
            "1 EOS",
            "-0.5 EOS",
            "-0.0 EOS",
            "+1.5 EOS",
            ".5 EOS",
            "5. EOS",
            "1.0000",
            "1.0000EOS",
            "1.0000  EOS ",
            " 1 EOS",
            "1.-5 EOS",
            "1.+5 EOS",
            "1.0 E S",
            "4611686018427387903 EOS",
            "4611686018427387904 EOS",
            "-4611686018427387904 EOS",
            "9223372036854775807.9 EOS",
            "92233720368547758070 EOS",
            "1.0000000000000000000 EOS",
            "1.000000000000000000 EOS",
            "0.000000000000000001 EOS",
            "1.5 ",
            "1.5 eos",
            "1.5 ABCDEFGH",
            "1,5 EOS",
            "-.5 EOS",
            "- EOS",
            "1.2.3 EOS",
            "1.5\tEOS",
        ],
        "string" => {
            &["", "\u{0}", "\"\\/\u{8}\u{c}\n\r\t\u{7f}\u{80}\u{9f}", "\u{ffff}\u{10ffff}", "é"]
        }
        "extended_asset" => {
            return match entropy.below(6) {
                0 => json!(["1.0 EOS", "eosio.token"]),
                1 => json!(["1.0 EOS", "eosio.token", 7]),
                2 => json!(["1.0 EOS"]),
                3 => json!({"contract": "a", "quantity": "1 A", "more": 1}),
                4 => json!({"quantity": "1 A"}),
                _ => json!("1.0 EOS@eosio.token"),
            };
        }
        _ => &[
            "5",
            "-5",
            "+5",
            "005",
            "0x1F",
            "",
            "-",
            "1.5",
            "1e3",
            " 5",
            "5 ",
            "true",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "9223372036854775808",
            "340282366920938463463374607431768211455",
            "340282366920938463463374607431768211456",
            "-170141183460469231731687303715884105728",
            "-170141183460469231731687303715884105729",
            "170141183460469231731687303715884105728",
            "0",
            "-0",
            "017",
            "08",
            "0X",
            "-0x1",
            "256",
            "65536",
            "4294967296",
        ],
    };
    match entropy.below(4) {
        0 | 1 => entropy.pick(texts).into(),
        2 => any_value(entropy, 7),
        _ => match entropy.below(5) {
            0 => json!(entropy.u64()),
            1 => json!(entropy.u64() as i64),
            2 => json!(f64::from(entropy.u64() as i32) / 256.0),
            3 => json!(entropy.once_in(2)),
            _ => Value::Null,
        },
    }
}

/// Any JSON, without numbers whose text another reader takes for another number.
pub(super) fn any_value(entropy: &mut Entropy<'_>, depth: u8) -> Value {
    match entropy.below(if depth > 6 { 7 } else { 9 }) {
        0 => Value::Null,
        1 => json!(entropy.once_in(2)),
        2 => json!(entropy.u64()),
        3 => json!(entropy.u64() as i64),
        4 => json!(f64::from(entropy.u64() as i32) / 256.0),
        5 => letters(entropy).into(),
        6 => json!({}),
        7 => (0..entropy.below(3)).map(|_| any_value(entropy, depth + 1)).collect(),
        _ => json!({"f0": any_value(entropy, depth + 1), "f1": any_value(entropy, depth + 1)}),
    }
}

fn integer(value: i128) -> Value {
    match i64::try_from(value) {
        Ok(small) if small.unsigned_abs() <= u64::from(u32::MAX) => json!(small),
        _ => value.to_string().into(),
    }
}

fn bytes(entropy: &mut Entropy<'_>) -> Vec<u8> {
    let count = entropy.below(12);
    entropy.bytes(count)
}

fn letters(entropy: &mut Entropy<'_>) -> String {
    let count = entropy.below(8);
    (0..count).map(|_| char::from(b'A' + entropy.below(26) as u8)).collect()
}

fn asset(entropy: &mut Entropy<'_>) -> String {
    let symbol: u64 = format!("A{}", &letters(entropy))
        .bytes()
        .take(7)
        .rev()
        .fold(0, |code, letter| code << 8 | u64::from(letter));
    let symbol = Symbol(symbol << 8 | entropy.below(19) as u64);
    Asset::new(entropy.u64() as i64 >> 2, symbol).to_string()
}

fn key(entropy: &mut Entropy<'_>) -> String {
    let bytes: [u8; 33] = entropy.bytes(33).try_into().unwrap();
    match entropy.below(3) {
        0 => format!("EOS{}", base58::encode(&bytes, "")),
        1 => PublicKey::R1(bytes).to_string(),
        _ => {
            let rpid = letters(entropy) + ".org";
            let user_presence = entropy.below(3) as u8;
            let key = WebAuthnPublicKey { key: bytes, user_presence, rpid };
            PublicKey::WebAuthn(key).to_string()
        }
    }
}

fn signature(entropy: &mut Entropy<'_>) -> String {
    let signature: [u8; 65] = entropy.bytes(65).try_into().unwrap();
    match entropy.below(3) {
        0 => Signature::K1(signature),
        1 => Signature::R1(signature),
        _ => Signature::WebAuthn(WebAuthnSignature {
            signature,
            auth_data: bytes(entropy),
            client_json: letters(entropy),
        }),
    }
    .to_string()
}
