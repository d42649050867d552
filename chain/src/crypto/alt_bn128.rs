//! The curve alt_bn128, also called BN254, with big-endian coordinates (EIP-196 and 197).
//!
//! A point of G1 is x and y, 64 bytes; a point of G2 the imaginary and the real part of x, then of y, 128 bytes. All
//! zeros are the point at infinity. A coordinate must be below the modulus and a point on the curve, in G2 also in
//! the subgroup.

use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup, pairing::Pairing};
use ark_ff::{AdditiveGroup, BigInt, Field, PrimeField};

use super::{FAILURE, conclude};

/// `alt_bn128_add`: the sum of two points of G1. 0, or -1 for a malformed argument.
pub fn alt_bn128_add(left: &[u8], right: &[u8], result: &mut [u8]) -> i32 {
    let sum = || Some(g1(left)? + g1(right)?);
    conclude(sum().map(|sum| write(sum.into_affine())), result)
}

/// `alt_bn128_mul`: a point of G1 times any 256-bit number. 0, or -1 for a malformed argument.
pub fn alt_bn128_mul(point: &[u8], scalar: &[u8], result: &mut [u8]) -> i32 {
    let product = || {
        let scalar: &[u8; 32] = scalar.try_into().ok()?;
        // G1 is all of the curve, so a factor counts by its remainder.
        Some(g1(point)? * Fr::from_be_bytes_mod_order(scalar))
    };
    conclude(product().map(|product| write(product.into_affine())), result)
}

/// `alt_bn128_pair`: whether the product of the pairings is one: 0 yes, 1 no, -1 for malformed pairs.
///
/// Takes time in proportion to the number of pairs, of 192 bytes each.
pub fn alt_bn128_pair(pairs: &[u8]) -> i32 {
    let (pairs, rest) = pairs.as_chunks::<192>();
    let read = |pair: &[u8; 192]| Some((g1(&pair[..64])?, g2(&pair[64..])?));
    let pairs: Option<Vec<_>> = pairs.iter().map(read).collect();
    match pairs {
        Some(pairs) if rest.is_empty() => {
            let (left, right): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            i32::from(Bn254::multi_pairing(left, right).0 != ark_bn254::Fq12::ONE)
        }
        _ => FAILURE,
    }
}

fn g1(bytes: &[u8]) -> Option<G1Affine> {
    let [x, y] = coordinates(bytes)?;
    // The library takes (0, 0) for infinity too.
    let point = G1Affine::new_unchecked(x, y);
    (point.is_zero() || point.is_on_curve()).then_some(point)
}

fn g2(bytes: &[u8]) -> Option<G2Affine> {
    let [x1, x0, y1, y0] = coordinates(bytes)?;
    let point = G2Affine::new_unchecked(Fq2::new(x0, x1), Fq2::new(y0, y1));
    let sound =
        point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve();
    (point.is_zero() || sound).then_some(point)
}

fn coordinates<const COUNT: usize>(bytes: &[u8]) -> Option<[Fq; COUNT]> {
    let (chunks, rest) = bytes.as_chunks::<32>();
    let chunks: &[[u8; 32]; COUNT] = chunks.try_into().ok()?;
    let mut fields = [Fq::ZERO; COUNT];
    for (field, chunk) in fields.iter_mut().zip(chunks) {
        let mut limbs = chunk.as_chunks::<8>().0.iter().map(|limb| u64::from_be_bytes(*limb));
        let mut integer = BigInt::<4>::default();
        integer.0.iter_mut().rev().for_each(|limb| *limb = limbs.next().unwrap_or_default());
        *field = Fq::from_bigint(integer)?; // none at the modulus and above
    }
    rest.is_empty().then_some(fields)
}

fn write(point: G1Affine) -> [u8; 64] {
    let mut bytes = [0; 64];
    if let Some((x, y)) = point.xy() {
        let limbs = [x, y].into_iter().flat_map(|field| field.into_bigint().0.into_iter().rev());
        for (bytes, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
            bytes.copy_from_slice(&limb.to_be_bytes());
        }
    }
    bytes
}
