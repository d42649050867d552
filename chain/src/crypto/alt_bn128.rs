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
    let sound = point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks_exact(2);
        digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
    }

    fn pack_g2(point: G2Affine) -> Vec<u8> {
        let fields = [point.x.c1, point.x.c0, point.y.c1, point.y.c0];
        let limbs = fields.into_iter().flat_map(|field| field.into_bigint().0.into_iter().rev());
        limbs.flat_map(u64::to_be_bytes).collect()
    }

    fn multiply(point: &[u8], scalar: &[u8]) -> [u8; 64] {
        let mut product = [9; 64];
        assert_eq!(alt_bn128_mul(point, scalar, &mut product), 0);
        product
    }

    /// The generator (1, 2), doubled as EIP-196's implementations have it, and times the order.
    #[test]
    fn published_sums_and_products() {
        let generator = write(G1Affine::generator());
        let doubled = bytes(
            "030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3\
             15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4",
        );
        let mut sum = [9; 64];
        assert_eq!(alt_bn128_add(&generator, &generator, &mut sum), 0);
        assert_eq!(sum[..], doubled);
        let mut scalar = [0; 32];
        scalar[31] = 2;
        assert_eq!(multiply(&generator, &scalar)[..], doubled);
        let order = bytes("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
        assert_eq!(multiply(&generator, &order), [0; 64]);
        assert_eq!(multiply(&[0; 64], &scalar), [0; 64]);
    }

    #[test]
    fn malformed_points_leave_the_result() {
        let modulus = bytes("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");
        let (zero, mut result) = ([0; 64], [9; 64]);
        let mut add = |point: &[u8]| alt_bn128_add(point, &zero, &mut result);
        assert_eq!(add(&[modulus, vec![0; 32]].concat()), -1, "a coordinate not reduced");
        assert_eq!(add(&[1; 64]), -1, "off the curve");
        assert_eq!(add(&[0; 63]), -1);
        assert_eq!(alt_bn128_add(&zero, &zero, &mut result[..63]), -1);
        assert_eq!(alt_bn128_mul(&zero, &[0; 33], &mut result), -1);
        assert_eq!(result, [9; 64]);
    }

    #[test]
    fn pairings_are_bilinear() {
        let (g, h) = (G1Affine::generator(), G2Affine::generator());
        let [three, twelve, four] = [3u64, 12, 4].map(Fr::from);
        let pairs = [
            write((g * three).into_affine()).to_vec(),
            pack_g2((h * four).into_affine()),
            write((-(g * twelve)).into_affine()).to_vec(),
            pack_g2(h),
        ];
        assert_eq!(alt_bn128_pair(&pairs.concat()), 0);
        assert_eq!(alt_bn128_pair(&pairs[..2].concat()), 1);
        assert_eq!(alt_bn128_pair(&[]), 0, "nothing is one");
        assert_eq!(alt_bn128_pair(&[0; 192]), 0, "as is infinity");
        assert_eq!(alt_bn128_pair(&pairs.concat()[1..]), -1);
    }

    #[test]
    fn points_of_g2_outside_the_subgroup_are_refused() {
        let mut x = Fq2::ONE;
        let outside = loop {
            match G2Affine::get_point_from_x_unchecked(x, true) {
                Some(point) => break point,
                None => x.c0 += Fq::ONE,
            }
        };
        assert!(!outside.is_in_correct_subgroup_assuming_on_curve() && x.c0 != Fq::ZERO);
        let pair = [write(G1Affine::generator()).to_vec(), pack_g2(outside)].concat();
        assert_eq!(alt_bn128_pair(&pair), -1);
    }
}
