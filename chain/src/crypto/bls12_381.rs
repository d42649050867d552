//! The curve BLS12-381 with little-endian coordinates, as the intrinsics since leap 5 have them.
//!
//! A field element is 48 bytes, below the modulus; one of the quadratic extension its two coefficients, the constant
//! one first, 96 bytes. A point is x and y, 96 bytes in G1 and 192 in G2; all zeros are the point at infinity. A
//! point must be on the curve but **need not be in the subgroup**, and a scalar, of 32 bytes, is not reduced: whoever
//! cares checks that himself. Therefore nothing here may use the endomorphism shortcuts of the library, which hold in
//! the subgroup only.

use ark_bls12_381::{Bls12_381, Fq, Fq2, Fq6, Fq12, g1, g2};
use ark_ec::{
    AffineRepr, CurveGroup,
    hashing::{
        curve_maps::wb::{WBConfig, WBMap},
        map_to_curve_hasher::MapToCurve,
    },
    pairing::Pairing,
    short_weierstrass::{Affine, Projective, SWCurveConfig},
};
use ark_ff::{AdditiveGroup, BigInt, Field, PrimeField};

use super::{FAILURE, SUCCESS};

/// `bls_g1_add`: the sum of two points. 0, or -1 for a malformed argument.
pub fn bls_g1_add(left: &[u8], right: &[u8], result: &mut [u8]) -> i32 {
    add::<g1::Config>(left, right, result)
}

/// `bls_g2_add`: the sum of two points. 0, or -1 for a malformed argument.
pub fn bls_g2_add(left: &[u8], right: &[u8], result: &mut [u8]) -> i32 {
    add::<g2::Config>(left, right, result)
}

/// `bls_g1_weighted_sum`: the sum of `count` points, each times its scalar. 0, or -1 for a malformed argument.
///
/// Takes time in proportion to `count`.
pub fn bls_g1_weighted_sum(points: &[u8], scalars: &[u8], count: u32, result: &mut [u8]) -> i32 {
    weighted_sum::<g1::Config>(points, scalars, count, result)
}

/// `bls_g2_weighted_sum`: the sum of `count` points, each times its scalar. 0, or -1 for a malformed argument.
///
/// Takes time in proportion to `count`.
pub fn bls_g2_weighted_sum(points: &[u8], scalars: &[u8], count: u32, result: &mut [u8]) -> i32 {
    weighted_sum::<g2::Config>(points, scalars, count, result)
}

/// `bls_pairing`: the product of `count` pairings, 576 bytes: its twelve coefficients, from the lowest of each
/// extension. 0, or -1 for a malformed argument.
///
/// Takes time in proportion to `count`.
pub fn bls_pairing(left: &[u8], right: &[u8], count: u32, result: &mut [u8]) -> i32 {
    let product = || {
        let left = points::<g1::Config>(left, count)?;
        let right = points::<g2::Config>(right, count)?;
        // Points outside the subgroup can make the loop's value zero, which stays zero.
        let looped = Bls12_381::multi_miller_loop(left, right);
        let power = Bls12_381::final_exponentiation(looped);
        Some(power.map_or(Fq12::ZERO, |power| power.0))
    };
    conclude(product(), result)
}

/// `bls_g1_map`: the point that a field element maps to (RFC 9380, cofactor cleared). 0, or -1 for a malformed argument.
pub fn bls_g1_map(element: &[u8], result: &mut [u8]) -> i32 {
    map::<g1::Config>(element, result)
}

/// `bls_g2_map`: the point that an element of the quadratic extension maps to (RFC 9380, cofactor cleared). 0, or -1
/// for a malformed argument.
pub fn bls_g2_map(element: &[u8], result: &mut [u8]) -> i32 {
    map::<g2::Config>(element, result)
}

/// `bls_fp_mod`: a number of 64 bytes, modulo the field's order. 0, or -1 for a wrong length.
pub fn bls_fp_mod(number: &[u8], result: &mut [u8]) -> i32 {
    let reduced = (number.len() == 64).then(|| Fq::from_le_bytes_mod_order(number));
    conclude(reduced, result)
}

/// `bls_fp_mul`: the product of two field elements. 0, or -1 for a malformed argument.
pub fn bls_fp_mul(left: &[u8], right: &[u8], result: &mut [u8]) -> i32 {
    let product = || Some(Fq::read(left)? * Fq::read(right)?);
    conclude(product(), result)
}

/// `bls_fp_exp`: a field element to the power of a number of 64 bytes. 0, or -1 for a malformed argument.
pub fn bls_fp_exp(base: &[u8], exponent: &[u8], result: &mut [u8]) -> i32 {
    let power = || Some(Fq::read(base)?.pow(limbs::<8>(exponent)?));
    conclude(power(), result)
}

fn add<C: SWCurveConfig<BaseField: Packed>>(left: &[u8], right: &[u8], result: &mut [u8]) -> i32 {
    let sum = || Some((point::<C>(left)? + point(right)?).into_affine());
    conclude(sum(), result)
}

fn weighted_sum<C: SWCurveConfig<BaseField: Packed>>(
    points: &[u8],
    scalars: &[u8],
    count: u32,
    result: &mut [u8],
) -> i32 {
    let sum = || {
        let points = self::points::<C>(points, count)?;
        let (scalars, rest) = scalars.as_chunks::<32>();
        if scalars.len() != points.len() || !rest.is_empty() {
            return None;
        }
        let mut sum = Projective::<C>::ZERO;
        for bit in (0..256).rev() {
            sum.double_in_place();
            for (point, scalar) in points.iter().zip(scalars) {
                if scalar[bit / 8] >> (bit % 8) & 1 == 1 {
                    sum += point;
                }
            }
        }
        Some(sum.into_affine())
    };
    conclude(sum(), result)
}

fn map<C: WBConfig + SWCurveConfig<BaseField: Packed>>(element: &[u8], result: &mut [u8]) -> i32 {
    let point = || {
        let point = WBMap::<C>::map_to_curve(C::BaseField::read(element)?).ok()?;
        Some(point.clear_cofactor())
    };
    conclude(point(), result)
}

/// Exactly `count` points, at least one.
fn points<C: SWCurveConfig<BaseField: Packed>>(bytes: &[u8], count: u32) -> Option<Vec<Affine<C>>> {
    let length = Affine::<C>::LENGTH;
    if count == 0 || bytes.len() as u64 != u64::from(count) * length as u64 {
        return None;
    }
    bytes.chunks_exact(length).map(point).collect()
}

fn point<C: SWCurveConfig<BaseField: Packed>>(bytes: &[u8]) -> Option<Affine<C>> {
    Affine::read(bytes)
}

/// Writes a value that exists and is exactly as long as `result`.
fn conclude<T: Packed>(value: Option<T>, result: &mut [u8]) -> i32 {
    match value {
        Some(value) if result.len() == T::LENGTH => {
            value.write(result);
            SUCCESS
        }
        _ => FAILURE,
    }
}

/// A value with a form in bytes of one length.
trait Packed: Sized {
    const LENGTH: usize;

    /// The value of exactly so many bytes, if they are one.
    fn read(bytes: &[u8]) -> Option<Self>;

    /// Fills exactly so many bytes.
    fn write(&self, bytes: &mut [u8]);
}

impl Packed for Fq {
    const LENGTH: usize = 48;

    fn read(bytes: &[u8]) -> Option<Self> {
        Self::from_bigint(BigInt(limbs(bytes)?))
    }

    fn write(&self, bytes: &mut [u8]) {
        for (bytes, limb) in bytes.chunks_exact_mut(8).zip(self.into_bigint().0) {
            bytes.copy_from_slice(&limb.to_le_bytes());
        }
    }
}

impl<C: SWCurveConfig<BaseField: Packed>> Packed for Affine<C> {
    const LENGTH: usize = 2 * C::BaseField::LENGTH;

    fn read(bytes: &[u8]) -> Option<Self> {
        let (x, y) = bytes.split_at_checked(C::BaseField::LENGTH)?;
        // The library takes (0, 0) for infinity too.
        let point = Self::new_unchecked(C::BaseField::read(x)?, C::BaseField::read(y)?);
        (point.is_zero() || point.is_on_curve()).then_some(point)
    }

    fn write(&self, bytes: &mut [u8]) {
        let (x, y) = self.xy().unwrap_or_default();
        let (left, right) = bytes.split_at_mut(C::BaseField::LENGTH);
        x.write(left);
        y.write(right);
    }
}

/// An extension field: its coefficients, from the lowest.
macro_rules! extension {
    ($field:ty, $coefficient:ty, $($part:ident),+) => {
        impl Packed for $field {
            const LENGTH: usize = [$(stringify!($part)),+].len() * <$coefficient>::LENGTH;

            fn read(bytes: &[u8]) -> Option<Self> {
                if bytes.len() != Self::LENGTH {
                    return None;
                }
                let mut parts = bytes.chunks_exact(<$coefficient>::LENGTH);
                $(let $part = <$coefficient>::read(parts.next()?)?;)+
                Some(Self::new($($part),+))
            }

            fn write(&self, bytes: &mut [u8]) {
                let parts = bytes.chunks_exact_mut(<$coefficient>::LENGTH);
                parts.zip([$(&self.$part),+]).for_each(|(bytes, part)| part.write(bytes));
            }
        }
    };
}

extension!(Fq2, Fq, c0, c1);
extension!(Fq6, Fq2, c0, c1, c2);
extension!(Fq12, Fq6, c0, c1);

/// Exactly so many little-endian words.
fn limbs<const COUNT: usize>(bytes: &[u8]) -> Option<[u64; COUNT]> {
    let (limbs, rest) = bytes.as_chunks::<8>();
    let limbs: &[[u8; 8]; COUNT] = limbs.try_into().ok()?;
    rest.is_empty().then(|| limbs.map(u64::from_le_bytes))
}
