//! The recorded answers of nodeos, and totality.

use antelope::{PublicKey, Signature};
use proptest::{collection::vec, prelude::*};

use super::*;

fn bytes(word: &str) -> Vec<u8> {
    let digits = word.as_bytes().chunks_exact(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "-".to_owned();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What `intrinsic` answers to arguments, in the form of the record: a code and a result, or an exception.
fn answer(intrinsic: &str, words: &[&str]) -> Result<String, Failure> {
    let argument = |index: usize| bytes(words[index]);
    let number = |index: usize| words[index].parse::<u32>().unwrap();
    let digest = || argument(0).try_into().unwrap();
    let rules = SignatureRules::default();
    let room = match intrinsic {
        "sha3" => number(1),
        "recover_key" | "alt_bn128_add" | "alt_bn128_mul" | "k1_recover" => number(2),
        "mod_exp" => number(3),
        "blake2_f" => number(6),
        _ => 0,
    };
    let mut result = vec![0; room as usize];
    let code = match intrinsic {
        "sha1" => return Ok(format!("0 {}", hex(&sha1(&argument(0))))),
        "sha256" => return Ok(format!("0 {}", hex(&sha256(&argument(0))))),
        "sha512" => return Ok(format!("0 {}", hex(&sha512(&argument(0))))),
        "ripemd160" => return Ok(format!("0 {}", hex(&ripemd160(&argument(0))))),
        "sha3" => {
            sha3(&argument(0), number(2) as i32, &mut result);
            0
        }
        "blake2_f" => {
            let [state, message, low, high] = [1, 2, 3, 4].map(argument);
            blake2_f(number(0), &state, &message, &low, &high, number(5) as i32, &mut result)
        }
        "mod_exp" => mod_exp(&argument(0), &argument(1), &argument(2), &mut result)?,
        "alt_bn128_add" => alt_bn128_add(&argument(0), &argument(1), &mut result),
        "alt_bn128_mul" => alt_bn128_mul(&argument(0), &argument(1), &mut result),
        "alt_bn128_pair" => alt_bn128_pair(&argument(0)),
        "k1_recover" => k1_recover(&argument(0), &argument(1), &mut result),
        "recover_key" => recover_key(&digest(), &argument(1), &mut result, rules)?,
        "assert_recover_key" => {
            assert_recover_key(&digest(), &argument(1), &argument(2), rules)?;
            0
        }
        _ => panic!("{intrinsic} is not covered"),
    };
    Ok(format!("{code} {}", hex(&result)))
}

#[test]
fn answers_are_those_of_nodeos() {
    let mut count = 0;
    for line in include_str!("nodeos.txt").lines().filter(|line| !line.starts_with('#')) {
        let (call, expected) = line.split_once(" = ").unwrap();
        let (intrinsic, arguments) = call.split_once(' ').unwrap();
        let words: Vec<&str> = arguments.split(' ').collect();
        let answer = answer(intrinsic, &words)
            .unwrap_or_else(|failure| format!("{} {}", failure.exception, failure.message));
        assert_eq!(answer, expected, "{call}");
        count += 1;
    }
    assert!(count > 150);
}

/// Ethereum's test of `ecrecover`: the address is the end of the key's Keccak. Its s is a high one.
#[test]
fn k1_recover_finds_the_key_of_ethereums_example() {
    let digest = bytes("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c");
    let signature = bytes(
        "1c73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f\
         eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549",
    );
    let (mut key, mut keccak) = ([0; 65], [0; 32]);
    assert_eq!(k1_recover(&signature, &digest, &mut key), 0);
    sha3(&key[1..], 1, &mut keccak);
    assert_eq!(hex(&keccak[12..]), "a94f5374fce5edbc8e2a8697c15331677e6ebf0b");
    assert_eq!(k1_recover(&signature, &digest, &mut key[..64]), -1);
}

#[test]
fn inactive_types_and_long_parts_are_refused() {
    let two_types = SignatureRules { key_types: 2, ..SignatureRules::default() };
    let mut web_authn = [vec![2], vec![31; 65]].concat();
    web_authn.extend([3, 0, 0, 0, 2, b'{', b'}']);
    let refusal =
        |rules| recover_key(&[0; 32], &web_authn, &mut [0; 80], rules).unwrap_err().exception;
    assert_eq!(refusal(two_types), "unactivated_signature_type");
    let longest = |longest_variable_part| SignatureRules { key_types: 3, longest_variable_part };
    assert_eq!(refusal(longest(4)), "sig_variable_size_limit_exception");
    assert_eq!(refusal(longest(5)), "assert_exception");

    let key = [vec![2], vec![2; 33], vec![0, 1, b'x']].concat();
    let k1 = [vec![0], vec![31; 65]].concat();
    let failure = assert_recover_key(&[0; 32], &k1, &key, two_types).unwrap_err();
    assert_eq!(failure.exception, "unactivated_key_type");
}

/// What only transactions ask: both forms belong to the same key, but only one is canonical.
#[test]
fn a_transactions_k1_signature_must_be_canonical() {
    // The key 1 signs with the nonce 1: r is the generator's x, and s = digest + r.
    let r = bytes("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    let key = [&[2], &r[..]].concat();
    let signature =
        |head: u8, s: &[u8]| Signature::K1([&[head], &r[..], s].concat().try_into().unwrap());
    let mut digest = [0; 32];
    digest[31] = 1;
    let mut s = r.clone();
    s[31] += 1;
    let found = recover(&signature(31, &s), &digest);
    assert_eq!(found, Ok(PublicKey::K1(key.try_into().unwrap())));

    // The other form: the order less s, and the other parity.
    let order = bytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    let mut borrow = 0;
    for (digit, order) in s.iter_mut().zip(&order).rev() {
        let difference = i16::from(*order) - i16::from(*digit) - borrow;
        borrow = i16::from(difference < 0);
        *digit = difference as u8;
    }
    let failure = recover(&signature(32, &s), &digest).unwrap_err();
    assert_eq!(failure.to_string(), "is_canonical( c ): signature is not canonical");
    let packed = [&[0, 32], &r[..], &s].concat();
    let mut recovered = [0; 34];
    let room = recover_key(&digest, &packed, &mut recovered, SignatureRules::default());
    assert_eq!((room, &recovered[2..]), (Ok(34), &r[..]), "a contract is not asked to");
}

proptest! {
    #[test]
    fn any_bytes_are_answered(
        first in vec(any::<u8>(), 0..200),
        second in vec(any::<u8>(), 0..200),
        third in vec(any::<u8>(), 0..70),
        room in 0usize..600,
        number in 0u32..5,
    ) {
        let mut result = vec![0; room];
        let rules = SignatureRules::default();
        let digest = [7; 32];
        let _ = recover_key(&digest, &first, &mut result, rules);
        let _ = assert_recover_key(&digest, &first, &second, rules);
        let _ = mod_exp(&first, &second, &third, &mut result);
        sha3(&first, number as i32, &mut result);
        blake2_f(number, &first, &second, &third, &third, 1, &mut result);
        k1_recover(&first, &second, &mut result);
        alt_bn128_add(&first, &second, &mut result);
        alt_bn128_mul(&first, &third, &mut result);
        alt_bn128_pair(&first);
        bls_g1_add(&first, &second, &mut result);
        bls_g2_add(&first, &second, &mut result);
        bls_g1_weighted_sum(&first, &third, number, &mut result);
        bls_g2_weighted_sum(&first, &third, number, &mut result);
        bls_pairing(&first, &second, number, &mut result);
        bls_g1_map(&first, &mut result);
        bls_g2_map(&first, &mut result);
        bls_fp_mod(&first, &mut result);
        bls_fp_mul(&first, &second, &mut result);
        bls_fp_exp(&first, &second, &mut result);
    }

    /// Of the right lengths, so that more than the length is looked at.
    #[test]
    fn any_numbers_are_answered(
        kind in 0u8..2, head in 25u8..40, numbers: [u128; 4], digest: [u8; 32],
        point in vec(any::<u8>(), 192),
    ) {
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        let signature = [&[head], &numbers[..]].concat();
        let packed = [&[kind], &signature[..]].concat();
        let mut result = [0; 65];
        let _ = recover_key(&digest, &packed, &mut result, SignatureRules::default());
        k1_recover(&signature, &digest, &mut result);
        let mut field: [u8; 96] = point[..96].try_into().unwrap();
        (field[47], field[95]) = (field[47] & 0xf, field[95] & 0xf); // below the modulus
        let mut mapped = [0; 192];
        prop_assert_eq!(bls_g1_map(&field[..48], &mut mapped[..96]), 0);
        prop_assert_eq!(bls_g2_map(&field, &mut mapped), 0);
        prop_assert_eq!(bls_g2_add(&mapped, &mapped, &mut [0; 192]), 0, "on the curve");
    }

    #[test]
    fn any_client_data_is_answered(
        json in "\\PC{0,20}|[\\[\\]{}\",:\\\\u0-9a-f.eE+\\- ]{0,60}",
        auth_data in vec(any::<u8>(), 0..60),
    ) {
        let signature = antelope::key::WebAuthnSignature {
            signature: [31; 65], auth_data, client_json: json,
        };
        prop_assert!(recover(&Signature::WebAuthn(signature), &[0; 32]).is_err());
    }
}
