//! Generated hashes, signatures and curves, right ones and nearly right ones.
//!
//! BLS12-381, which leap 4.1 does not have, is held by published vectors in `chain` itself.

use antelope::{Checksum256, pack};
use proptest::{
    array::uniform32,
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
};

use crate::{
    probe::{Argument, Operation},
    world,
};

/// A call of one of them.
pub(super) fn digest() -> impl Strategy<Value = Vec<Operation>> {
    prop_oneof![
        4 => hash(),
        1 => check(),
        2 => sha3(),
        4 => recover(),
        2 => recover_raw(),
        2 => blake2(),
        2 => power(),
        2 => curve(),
        1 => pairing(),
    ]
}

fn call(function: &str, arguments: &[u64]) -> Operation {
    Operation::call(function, arguments.iter().map(|it| Argument::Number(*it)))
}

/// Text whose length is at an edge of a block of the hashes.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let length = select(vec![0usize, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 136, 200]);
    length.prop_flat_map(|length| vec(any::<u8>(), length))
}

fn hash() -> impl Strategy<Value = Vec<Operation>> {
    let function = select(vec!["sha1", "sha256", "sha512", "ripemd160"]);
    (function, text()).prop_map(|(function, text)| {
        let length = text.len() as u64;
        vec![
            Operation::write(1024, text),
            call(function, &[1024, length, 512]),
            Operation::show(512, 64),
        ]
    })
}

fn check() -> impl Strategy<Value = Vec<Operation>> {
    let function = select(vec!["sha1", "sha256", "sha512", "ripemd160"]);
    (function, text(), any::<bool>()).prop_map(|(function, text, right)| {
        let length = text.len() as u64;
        let mut operations = vec![Operation::write(1024, text)];
        operations.extend(right.then(|| call(function, &[1024, length, 512])));
        operations.push(call(&format!("assert_{function}"), &[1024, length, 512]));
        operations
    })
}

fn sha3() -> impl Strategy<Value = Vec<Operation>> {
    let length = prop_oneof![4 => Just(32u64), 1 => select(vec![0u64, 16, 33, 64])];
    (text(), length, 0u64..3).prop_map(|(text, length, keccak)| {
        let size = text.len() as u64;
        vec![
            Operation::write(1024, text),
            call("sha3", &[1024, size, 512, length, keccak]),
            Operation::show(512, 64),
        ]
    })
}

/// A signature of one of the world's keys, whole or with a change.
fn recover() -> impl Strategy<Value = Vec<Operation>> {
    let change = prop_oneof![2 => Just(None), 2 => (0usize..66, any::<u8>()).prop_map(Some)];
    let lengths =
        select(vec![(66u64, 34u64), (66, 34), (66, 34), (65, 34), (66, 33), (66, 40), (3, 34)]);
    (uniform32(any::<u8>()), 0usize..3, change, lengths).prop_map(
        |(digest, signer, change, (length, key_length))| {
            let signed = world::sign(signer, &Checksum256(digest));
            let mut signature = pack(&signed);
            let change = change.and_then(|(at, byte)| Some((signature.get_mut(at)?, byte)));
            if let Some((at, byte)) = change {
                // The first byte tells the kind of key, of which there are three.
                *at = if byte < 64 { byte % 4 } else { byte };
            }
            let key = pack(&world::key(signer));
            let known = [2048, 1024, length, 600, 34];
            vec![
                Operation::write(2048, digest),
                Operation::write(1024, signature),
                Operation::write(600, key),
                call("recover_key", &[2048, 1024, length, 512, key_length]),
                Operation::show(512, 40),
                call("assert_recover_key", &known),
            ]
        },
    )
}

fn recover_raw() -> impl Strategy<Value = Vec<Operation>> {
    let first = select(vec![27u8, 28, 29, 30, 31, 32, 33, 34, 35, 0, 255]);
    let lengths =
        select(vec![(65u64, 32u64, 65u64), (65, 32, 65), (64, 32, 65), (65, 31, 65), (65, 32, 64)]);
    (uniform32(any::<u8>()), 0usize..3, any::<bool>(), first, lengths).prop_map(
        |(digest, signer, real, first, (signature_length, digest_length, key_length))| {
            let signed = pack(&world::sign(signer, &Checksum256(digest)));
            let mut signature: Vec<u8> = signed.into_iter().skip(1).collect();
            if !real && let Some(byte) = signature.first_mut() {
                *byte = first;
            }
            let arguments = [1024, signature_length, 2048, digest_length, 512, key_length];
            vec![
                Operation::write(1024, signature),
                Operation::write(2048, digest),
                call("k1_recover", &arguments),
                Operation::show(512, 65),
            ]
        },
    )
}

fn blake2() -> impl Strategy<Value = Vec<Operation>> {
    let lengths = prop_oneof![4 => Just((64u64, 128u64, 64u64)), 1 => select(vec![(63, 128, 64), (64, 127, 64), (64, 128, 63), (64, 128, 65)])];
    (vec(any::<u8>(), 400), select(vec![0u64, 1, 12, 100]), lengths, 0u64..3).prop_map(
        |(bytes, rounds, (state, message, result), last)| {
            vec![
                Operation::write(1024, bytes),
                call(
                    "blake2_f",
                    &[rounds, 1024, state, 1100, message, 1240, 8, 1260, 8, last, 512, result],
                ),
                Operation::show(512, 64),
            ]
        },
    )
}

fn power() -> impl Strategy<Value = Vec<Operation>> {
    let length = select(vec![0u64, 1, 8, 31, 32, 40]);
    let sparse = prop_oneof![2 => any::<u8>(), 1 => Just(0u8), 1 => Just(1u8)];
    (vec(sparse, 300), length.clone(), length.clone(), length, -1i64..2).prop_map(
        |(bytes, base, exponent, modulus, difference)| {
            let result = modulus.saturating_add_signed(difference);
            vec![
                Operation::write(1024, bytes),
                call("mod_exp", &[1024, base, 1100, exponent, 1200, modulus, 512, result]),
                Operation::show(512, 48),
            ]
        },
    )
}

fn curve() -> impl Strategy<Value = Vec<Operation>> {
    // The generator, the point at infinity, and points that are none.
    let mut generator = [0; 64];
    (generator[31], generator[63]) = (1, 2);
    let mut none = [0; 64];
    none[63] = 1;
    let point = select(vec![generator, generator, [0; 64], none, [0xff; 64]]);
    let length = prop_oneof![6 => Just(64u64), 1 => select(vec![0u64, 63, 65])];
    let add = (point.clone(), point.clone(), length.clone()).prop_map(|(left, right, length)| {
        vec![
            Operation::write(1024, left),
            Operation::write(1100, right),
            call("alt_bn128_add", &[1024, length, 1100, 64, 512, 64]),
            Operation::show(512, 64),
        ]
    });
    let factor = prop_oneof![2 => uniform32(any::<u8>()), 1 => Just([0; 32])];
    let multiply = (point, factor, length).prop_map(|(point, factor, length)| {
        vec![
            Operation::write(1024, point),
            Operation::write(1100, factor),
            call("alt_bn128_mul", &[1024, 64, 1100, 32, 512, length]),
            Operation::show(512, 64),
        ]
    });
    prop_oneof![add, multiply]
}

/// Pairs of a point and its generator of the other group, whose pairings cancel out or do not.
fn pairing() -> impl Strategy<Value = Vec<Operation>> {
    let point = (any::<bool>(), any::<bool>()).prop_map(|(infinite, negative)| {
        let text = match (infinite, negative) {
            (true, _) => ["00".repeat(64), "00".repeat(128)].concat(),
            (false, true) => [ONE, MINUS_TWO, GENERATOR].concat(),
            (false, false) => [ONE, TWO, GENERATOR].concat(),
        };
        hex::decode(text).expect("points in hexadecimal")
    });
    let change = prop_oneof![3 => Just(None), 1 => (0usize..192, any::<u8>()).prop_map(Some)];
    (vec(point, 0..3), change, -1i64..1).prop_map(|(points, change, difference)| {
        let mut bytes = points.concat();
        let change = change.and_then(|(at, byte)| Some((bytes.get_mut(at)?, byte)));
        if let Some((at, byte)) = change {
            *at = byte;
        }
        let length = (bytes.len() as u64).saturating_add_signed(difference);
        vec![Operation::write(1024, bytes), call("alt_bn128_pair", &[1024, length])]
    })
}

/// Coordinates of the generators of alt_bn128's two groups (EIP-197), and the negative of the second one modulo the
/// field's order.
const ONE: &str = "0000000000000000000000000000000000000000000000000000000000000001";
const TWO: &str = "0000000000000000000000000000000000000000000000000000000000000002";
const MINUS_TWO: &str = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45";
const GENERATOR: &str = "\
    198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2\
    1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed\
    090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b\
    12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";
