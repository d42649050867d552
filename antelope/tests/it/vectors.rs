//! What other implementations give for the same values.
//!
//! The values are from the published tests of WharfKit (`@wharfkit/antelope` 1.2, `test/*.ts` and the chain's answers
//! in `test/data`), or were computed with it and with `eosjs` 22.

use antelope::{
    Asset, BlockTimestamp, Checksum160, Checksum256, Checksum512, ExtendedAsset, Extension, Name,
    Pack, PackedAction, PackedTransaction, PermissionLevel, PublicKey, Signature,
    SignedTransaction, Symbol, SymbolCode, TimePoint, TimePointSec, Transaction, Unpack, VarUint32,
    abi::Abi, name, pack, transaction::TransactionExtension, unpack,
};
use sha2::{Digest, Sha256};

use crate::hex;

#[test]
fn names() {
    for (text, value) in [
        ("", 0),
        ("a", 3458764513820540928),
        ("1", 576460752303423488),
        ("foo", 6712615244595724288),
        ("foobar", 6712742083569909760),
        ("..a", 3377699720527872),
        ("a..b", 3458887659122851840),
        ("eosio.token", 6138663591592764928),
        ("zzzzzzzzzzzz", 18446744073709551600),
        ("zzzzzzzzzzzzj", 18446744073709551615),
        ("12345abcdefgj", 614251623682315983),
    ] {
        assert_eq!(text.parse(), Ok(Name(value)), "{text}");
        assert_eq!(Name(value).to_string(), text);
    }
}

#[test]
fn lengths() {
    for (value, bytes) in [
        (0, "00"),
        (127, "7f"),
        (128, "8001"),
        (16383, "ff7f"),
        (16384, "808001"),
        (2097151, "ffff7f"),
        (2097152, "80808001"),
        (268435455, "ffffff7f"),
        (268435456, "8080808001"),
        (4294967295, "ffffffff0f"),
    ] {
        assert_eq!(pack(&VarUint32(value)), hex(bytes), "{value}");
        assert_eq!(unpack(&hex(bytes)), Ok(VarUint32(value)));
    }
}

#[test]
fn assets() {
    for (text, bytes) in [
        ("1.2345 FOO", "393000000000000004464f4f00000000"),
        ("0.0001 SYS", "01000000000000000453595300000000"),
        ("-0.0001 SYS", "ffffffffffffffff0453595300000000"),
        ("-1.0000 SYS", "f0d8ffffffffffff0453595300000000"),
        ("10 X", "0a000000000000000058000000000000"),
        ("1.000000000000000000 ABCDEFG", "000064a7b3b6e00d1241424344454647"),
    ] {
        let asset: Asset = text.parse().unwrap();
        assert_eq!(pack(&asset), hex(bytes), "{text}");
        assert_eq!(asset.to_string(), text);
    }
    for text in [
        "-1.2345 NEGS",
        "-0.2345 NEGS",
        "0.0000000000000 DUCKS",
        "99999999999 DUCKS",
        "-99999999999 DUCKS",
        "-0.0000000000001 DUCKS",
    ] {
        assert_eq!(text.parse::<Asset>().unwrap().to_string(), text);
    }
    for text in ["", "1POP", "1.0000000000000000000000 BIGS", "1.2 horse"] {
        assert!(text.parse::<Asset>().is_err(), "{text}");
    }
}

#[test]
fn times() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00", 0),
        ("1970-01-01T00:00:01", 1),
        ("1972-02-29T00:00:00", 68169600),
        ("2000-02-29T23:59:59", 951868799),
        ("2009-02-13T23:31:30", 1234567890),
        ("2026-11-21T12:00:00", 1795262400),
        ("2100-02-28T00:00:00", 4107456000),
        ("2106-02-07T06:28:15", 4294967295),
    ] {
        assert_eq!(text.parse(), Ok(TimePointSec(seconds)), "{text}");
        assert_eq!(TimePointSec(seconds).to_string(), text);
    }
    assert_eq!("2009-02-13T23:31:30.123".parse(), Ok(TimePoint(1234567890123000)));
    assert_eq!("2026-11-21T12:00:00.500".parse(), Ok(TimePoint(1795262400500000)));
    assert_eq!("2021-08-25T02:37:24.500".parse(), Ok(BlockTimestamp(1366348489)));
}

/// The same 33 bytes as keys of both curves, and the legacy form.
#[test]
fn public_keys_of_two_curves() {
    let bytes = hex("02caee1a02910b18dfd5d9db0e8a4bc90f8dd34cedbbfb00c6c841a2abb2fa28cc");
    let bytes: [u8; 33] = bytes.try_into().unwrap();
    let k1 = PublicKey::K1(bytes);
    let r1 = PublicKey::R1(bytes);
    assert_eq!(k1.to_string(), "PUB_K1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeACcSRFs");
    assert_eq!(r1.to_string(), "PUB_R1_6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeAE8QB6o");
    assert_eq!("EOS6RrvujLQN1x5Tacbep1KAk8zzKpSThAQXBCKYFfGUYeABhJRin".parse(), Ok(k1));
}

#[test]
fn keys_and_signatures() {
    fn check<T>(text: &str, bytes: &str)
    where
        T: Pack + Unpack + std::str::FromStr<Err: std::fmt::Debug> + ToString,
    {
        assert_eq!(pack(&text.parse::<T>().unwrap()), hex(bytes), "{text}");
        assert_eq!(unpack::<T>(&hex(bytes)).unwrap().to_string(), text);
    }
    check::<PublicKey>(
        "PUB_K1_5AHoNnWetuDhKWSDx3WUf8W7Dg5xjHCMc4yHmmSiaJCFvvAgnB",
        "000223e0ae8aacb41b06dc74af1a56b2eb69133f07f7f75bd1d5e53316bff195edf4",
    );
    check::<PublicKey>(
        "PUB_R1_8E46r5HiQF84o6V8MWQQg1vPpgfjYA4XDqT6xbtaaebxw7XbLu",
        "0103b7831c3af540c38573a9dcabbe380abd0408ff5a8e74c595fd2039f8cc0df691",
    );
    check::<PublicKey>(
        "PUB_WA_WdCPfafVNxVMiW5ybdNs83oWjenQXvSt1F49fg9mv7qrCiRwHj5b38U3ponCFWxQTkDsMC",
        "020220b9dab512e892392a44a9f41f9433c9fbd80db864e9df5889c2407db3acbb9f010d6b656f73642e696e\
         76616c6964",
    );
    check::<Signature>(
        "SIG_K1_KfPLgpw35iX8nfDzhbcmSBCr7nEGNEYXgmmempQspDJYBCKuAEs5rm3s4ZuLJY428Ca8ZhvR2Dkwu118\
         y3NAoMDxhicRj9",
        "00205150a67288c3b393fdba9061b05019c54b12bdac295fc83bebad7cd63c7bb67d5cb8cc220564da006240\
         a58419f64d06a5c6e1fc62889816a6c3dfdd231ed389",
    );
    check::<Signature>(
        "SIG_WA_2AAAuLJS3pLPgkQQPqLsehL6VeRBaAZS7NYM91UYRUrSAEfUvzKN7DCSwhjsDqe74cZNWKUUGAHGG8dd\
         SA7cvUxChbfKxLSrDCpwe6MVUqz4PDdyCt5tXhEJmKekxG1o1ucY3LVj8Vi9rRbzAkKPCzWqC8cPcUtpLHNG8qUK\
         kQrN4Xuwa9W8rsBiUKwZv1ToLyVhLrJe42pvHYBXicp4E8qec5E4m6SX11KuXERFcV48Mhiie2NyaxdtNtNzQ5XZ\
         5hjBkxRujqejpF4SNHvdAGKRBbvhkiPLA25FD3xoCbrN26z72",
        "0220d9132bbdb219e4e2d99af9c507e3597f86b615814f36672d501034861792bbcf21a46d1a2eb12bace4a2\
         9100b942f987494f3aefc8efb2d5af4d4d8de3e0871525aa14905af60ca17a1bb80e0cf9c3b46908a0f14f72\
         567a2f140c3a3bd2ef074c010000006d737b226f726967696e223a2268747470733a2f2f6b656f73642e696e\
         76616c6964222c2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a226f69\
         567235794848304a4336453962446675347142735a6a527a70416c5131505a50436e5974766850556b3d227d",
    );
    let r1 = "SIG_R1_K5VEcCFUxF2jptQJUjVhV99PNiBXur6kdz6xuHtqvjqoTnzGqcCkEpD6cuA4q9DPdEHysdXjfksLB5\
              xfkERxBuWxb9QJ8y";
    let signature: Signature = r1.parse().unwrap();
    assert!(matches!(signature, Signature::R1(_)));
    assert_eq!(signature.to_string(), r1);
}

/// The type stress test of WharfKit; the types that this crate does not have are taken as their bytes.
#[test]
fn every_type() {
    #[derive(Debug, PartialEq, Pack, Unpack)]
    struct AllTypes {
        flag: bool,
        numbers: (i8, u8, i16, u16),
        words: (i32, u32, i64, u64),
        long: (i128, u128),
        varint32: [u8; 5],
        varuint32: VarUint32,
        float32: [u8; 4],
        float64: [u8; 8],
        float128: [u8; 16],
        time_point: TimePoint,
        time_point_sec: TimePointSec,
        block_timestamp_type: BlockTimestamp,
        name: Name,
        bytes: Vec<u8>,
        string: String,
        checksum160: Checksum160,
        checksum256: Checksum256,
        checksum512: Checksum512,
        public_key: PublicKey,
        signature: Signature,
        symbol: Symbol,
        symbol_code: SymbolCode,
        asset: Asset,
        extended_asset: ExtendedAsset,
        alias1: bool,
        alias2: bool,
        alias3: bool,
        alias4: Variant,
        alias5: Vec<bool>,
        alias6: Option<bool>,
        extension: Extension<Message>,
    }

    #[derive(Debug, PartialEq, Pack, Unpack)]
    enum Variant {
        Int8(i8),
        Text(String),
    }

    #[derive(Debug, PartialEq, Pack, Unpack)]
    struct Message {
        message: String,
        extension: Option<Tail>,
    }

    #[derive(Debug, PartialEq, Pack, Unpack)]
    struct Tail {
        message: String,
        extension: Option<bool>,
    }

    let value = AllTypes {
        flag: true,
        numbers: (127, 255, 32767, 65535),
        words: (2147483647, 4294967295, 9223372036854775807, 18446744073709551615),
        long: (i128::MAX, u128::MAX),
        varint32: [0xfe, 0xff, 0xff, 0xff, 0x0f],
        varuint32: VarUint32(4294967295),
        float32: 3.1415925f32.to_le_bytes(),
        float64: std::f64::consts::PI.to_le_bytes(),
        float128: [0xbe, 0xef].repeat(8).try_into().unwrap(),
        time_point: "2020-02-02T02:02:02.222".parse().unwrap(),
        time_point_sec: "2020-02-02T02:02:02".parse().unwrap(),
        block_timestamp_type: "2020-02-02T02:02:02.500".parse().unwrap(),
        name: name!("foobar"),
        bytes: vec![0xbe, 0xef],
        string: "hello".to_owned(),
        checksum160: Checksum160([0xff; 20]),
        checksum256: Checksum256([0xff; 32]),
        checksum512: Checksum512([0xff; 64]),
        public_key: "PUB_K1_5AHoNnWetuDhKWSDx3WUf8W7Dg5xjHCMc4yHmmSiaJCFvvAgnB".parse().unwrap(),
        signature:
            "SIG_K1_KfPLgpw35iX8nfDzhbcmSBCr7nEGNEYXgmmempQspDJYBCKuAEs5rm3s4ZuLJY428Ca8ZhvR\
                    2Dkwu118y3NAoMDxhicRj9"
                .parse()
                .unwrap(),
        symbol: "7,PI".parse().unwrap(),
        symbol_code: "PI".parse().unwrap(),
        asset: "3.1415926 PI".parse().unwrap(),
        extended_asset: "3.1415926 PI@pi.token".parse().unwrap(),
        alias1: true,
        alias2: true,
        alias3: true,
        alias4: Variant::Int8(1),
        alias5: vec![true, true],
        alias6: None,
        extension: Extension(Some(Message {
            message: "hello".to_owned(),
            extension: Some(Tail { message: "world".to_owned(), extension: None }),
        })),
    };
    let bytes = hex(
        "017fffff7fffffffffff7fffffffffffffffffffffff7fffffffffffffffffffffffffffffffffffffffffff\
         ffff7ffffffffffffffffffffffffffffffffffeffffff0fffffffff0fda0f4940182d4454fb210940beefbe\
         efbeefbeefbeefbeefbeefbeefb07d56318e9d05009a2d365e35d4914b000000005c73285d02beef0568656c\
         6c6fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
         ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
         ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff000223e0ae8aacb41b06dc74af1a\
         56b2eb69133f07f7f75bd1d5e53316bff195edf400205150a67288c3b393fdba9061b05019c54b12bdac295f\
         c83bebad7cd63c7bb67d5cb8cc220564da006240a58419f64d06a5c6e1fc62889816a6c3dfdd231ed3890750\
         4900000000005049000000000000765edf01000000000750490000000000765edf0100000000075049000000\
         000000000053419a81ab0101010001020101000568656c6c6f0105776f726c6400",
    );
    assert_eq!(pack(&value), bytes);
    assert_eq!(unpack(&bytes), Ok(value));
}

fn transfer() -> PackedAction {
    PackedAction {
        account: name!("eosio.token"),
        name: name!("transfer"),
        authorization: vec![PermissionLevel::active(name!("corecorecore"))],
        data: hex("a02e45ea52a42e4580b1915e5d268dcaba0100000000000004454f5300000000\
             19656f73696f2d636f7265206973207468652062657374203c33"),
    }
}

/// The id of a chain, of WharfKit's tests.
fn chain_id() -> Checksum256 {
    "2a02a0053e5a8cf73a56ba0fda11e4d92e0238a4a2aa74fccf46d5a910746840".parse().unwrap()
}

#[test]
fn transaction_without_limits() {
    let transaction = Transaction { actions: vec![transfer()], ..Transaction::default() };
    assert_eq!(
        transaction.id().to_string(),
        "3b443cd94acf539d688ccd0cfdc921cbfaf999199041ca83aab325abfa2469dc",
    );
    assert_eq!(
        transaction.signing_digest(&chain_id(), &[]).to_string(),
        "59fa6b615e3ce1b539ae27bc2398448c1374d2d3c97fe2bbba2c37c118631848",
    );
}

#[test]
fn transaction_with_all_its_fields() {
    let transaction = Transaction {
        expiration: "2026-11-21T12:00:00".parse().unwrap(),
        ref_block_num: 55253,
        ref_block_prefix: 3306698594,
        max_net_usage_words: VarUint32(300),
        max_cpu_usage_ms: 7,
        delay_sec: VarUint32(128),
        context_free_actions: vec![PackedAction {
            account: name!("eosio.null"),
            name: name!("nonce"),
            authorization: vec![],
            data: hex("c0ffee"),
        }],
        actions: vec![transfer()],
        transaction_extensions: vec![TransactionExtension { kind: 7, data: hex("beef") }],
    };
    let bytes = hex(
        "c087016bd5d7623718c5ac020780010100408c7a02ea3055000000000085269d0003c0ffee0100a6823403ea3055\
         000000572d3ccdcd01a02e45ea52a42e4500000000a8ed32323aa02e45ea52a42e4580b1915e5d268dcaba010000\
         0000000004454f530000000019656f73696f2d636f7265206973207468652062657374203c3301070002beef",
    );
    assert_eq!(pack(&transaction), bytes);
    assert_eq!(
        transaction.id().to_string(),
        "3384b471020d294b865c814dd6a0924504059586052aa528725cee600909d917",
    );
    assert_eq!(
        transaction.signing_digest(&chain_id(), &[]).to_string(),
        "8d6e5c094d1544c268a3cca606672b476ed3dc3c1d133cd87b59928dff1d52b4",
    );
    // WharfKit does not sign context-free data. nodeos appends the digest of the packed list.
    let data = [vec![1, 2], vec![]];
    let data_digest = Sha256::digest([2, 2, 1, 2, 0]);
    let expected = Sha256::digest([&chain_id().0[..], &bytes, &data_digest].concat());
    assert_eq!(transaction.signing_digest(&chain_id(), &data).0, <[u8; 32]>::from(expected));
}

/// A transaction as `get_block` of a public node gives it.
#[test]
fn transaction_of_a_public_chain() {
    let packed: PackedTransaction = serde_json::from_str(
        r#"{
            "id": "76ece6404a920db9fb31fbd18b23bcb98c3db8aabe01910abb3d98991d51cc32",
            "signatures": [
                "SIG_K1_KgKUNq9BXEd2nZbGWLNazy13KdD67AGoNVwjV44r2MrLoHnoMcSmUdutXgpUXXF97tW6CkLEttMUeFZEUhNJ5cRZKHE5oB",
                "SIG_K1_KVwxTw5p7q7QeqMvs9K4WPZ15WTjnSQumwh5F6oyUriVXQteP7hFHe3Kf16aasVGq48NxzJKGH6Jmk3PBWrGacv3aErMsJ"
            ],
            "compression": "none",
            "packed_context_free_data": "",
            "context_free_data": [],
            "packed_trx": "14b9c664cf1bd2ece061000000000130a9cbe6aaa416900000000000a0a6930100a4e1000143913000000000a8ed32321100a4e1000143913008c2044a93e074b52b00"
        }"#,
    )
    .unwrap();
    let signed = SignedTransaction::try_from(&packed).unwrap();
    assert_eq!(signed.signatures.len(), 2);
    let transaction = signed.transaction;
    assert_eq!(
        transaction.id().to_string(),
        "76ece6404a920db9fb31fbd18b23bcb98c3db8aabe01910abb3d98991d51cc32",
    );
    assert_eq!(
        transaction,
        Transaction {
            expiration: "2023-07-30T19:25:08".parse().unwrap(),
            ref_block_num: 7119,
            ref_block_prefix: 1642130642,
            actions: vec![PackedAction {
                account: name!("m.federation"),
                name: name!("mine"),
                authorization: vec!["a2coa.c.wam@active".parse().unwrap()],
                data: hex("00a4e1000143913008c2044a93e074b52b"),
            }],
            ..Transaction::default()
        }
    );
}

#[test]
fn abi_packing() {
    let abi = Abi::from_json(
        r#"{
            "version": "eosio::abi/1.2",
            "types": [{"new_type_name": "B_vector_uint64_E", "type": "uint64[]"}],
            "structs": [{"name": "transfer", "base": "", "fields": [
                {"name": "from", "type": "name"},
                {"name": "ids", "type": "B_vector_uint64_E?"}
            ]}],
            "actions": [{"name": "transfer", "type": "transfer", "ricardian_contract": "pay"}],
            "tables": [{
                "name": "accounts", "index_type": "i64",
                "key_names": ["primary"], "key_types": ["i64"], "type": "account"
            }],
            "ricardian_clauses": [{"id": "a", "body": "b"}],
            "variants": [{"name": "variant_name_uint32", "types": ["name", "uint32"]}],
            "action_results": [{"name": "transfer", "result_type": "bool"}]
        }"#,
    )
    .unwrap();
    let bytes = hex(
        "0e656f73696f3a3a6162692f312e320111425f766563746f725f75696e7436345f450875696e7436345b5d010874\
         72616e7366657200020466726f6d046e616d650369647312425f766563746f725f75696e7436345f453f01000000\
         572d3ccdcd087472616e736665720370617901000000384f4d11320369363401077072696d617279010369363407\
         6163636f756e7401016101620000011376617269616e745f6e616d655f75696e74333202046e616d650675696e74\
         333201000000572d3ccdcd04626f6f6c",
    );
    assert_eq!(pack(&abi), bytes);
    assert_eq!(unpack(&bytes), Ok(abi));
}

/// The published ABI of `eosio.token`; a public node gave the digest of its packed bytes as `abi_hash`. The bytes end
/// before `action_results`, of which `get_abi` makes an empty list.
#[test]
fn abi_of_a_public_chain() {
    let abi = Abi::from_json(include_str!("data/eosio.token.abi")).unwrap();
    assert_eq!(
        Checksum256(Sha256::digest(pack(&abi)).into()).to_string(),
        "d84356074da34a976528321472d73ac919227b9b01d9de59d8ade6d96440455c",
    );
    assert!(abi.action_results.is_absent());
    // The file is written as we write it.
    assert_eq!(abi.to_json_pretty(), include_str!("data/eosio.token.abi"));
}
