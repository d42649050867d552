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

/// `bls_g1_map`: the point that a field element maps to (RFC 9380, cofactor cleared). 0, or -1 for a malformed
/// argument.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers as they are published, the highest digit first, into fields as the intrinsics take them.
    fn fields(numbers: &[&str]) -> Vec<u8> {
        let field = |number: &&str| {
            let digits = number.as_bytes().rchunks(2);
            digits
                .map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap())
                .collect::<Vec<_>>()
        };
        numbers.iter().flat_map(field).collect()
    }

    fn packed<T: Packed>(value: &T) -> Vec<u8> {
        let mut bytes = vec![0; T::LENGTH];
        value.write(&mut bytes);
        bytes
    }

    fn sum(points: &[&[u8]], scalars: &[[u8; 32]]) -> Vec<u8> {
        let mut result = vec![9; 96];
        let count = scalars.len() as u32;
        let code = bls_g1_weighted_sum(&points.concat(), &scalars.concat(), count, &mut result);
        assert_eq!(code, 0);
        result
    }

    fn scalar(value: u8) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[0] = value;
        bytes
    }

    /// EIP-2537: the generator of G1, doubled.
    #[test]
    fn published_sum() {
        let generator = packed(&Affine::<g1::Config>::generator());
        let doubled = fields(&[
            "0572cbea904d67468808c8eb50a9450c9721db309128012543902d0ac358a62ae28f75bb8f1c7c42c39a8c5529bf0f4e",
            "166a9d8cabc673a322fda673779d8e3822ba3ecb8670e461f73bb9021d5fd76a4c56d9d4cd16bd1bba86881979749d28",
        ]);
        let mut result = [0; 96];
        assert_eq!(bls_g1_add(&generator, &generator, &mut result), 0);
        assert_eq!(result[..], doubled);
        assert_eq!(sum(&[&generator], &[scalar(2)]), doubled);
        assert_eq!(
            sum(&[&generator, &doubled], &[scalar(4), scalar(1)]),
            sum(&[&doubled], &[scalar(3)])
        );
    }

    /// RFC 9380, J.9.2 and J.10.2: what the empty message is mapped to.
    #[test]
    fn published_maps() {
        let mut result = [0; 96];
        let element = fields(&[
            "156c8a6a2c184569d69a76be144b5cdc5141d2d2ca4fe341f011e25e3969c55ad9e9b9ce2eb833c81a908e5fa4ac5f03",
        ]);
        assert_eq!(bls_g1_map(&element, &mut result), 0);
        let point = fields(&[
            "184bb665c37ff561a89ec2122dd343f20e0f4cbcaec84e3c3052ea81d1834e192c426074b02ed3dca4e7676ce4ce48ba",
            "04407b8d35af4dacc809927071fc0405218f1401a6d15af775810e4e460064bcc9468beeba82fdc751be70476c888bf3",
        ]);
        assert_eq!(result[..], point);

        let mut result = [0; 192];
        let element = fields(&[
            "07355d25caf6e7f2f0cb2812ca0e513bd026ed09dda65b177500fa31714e09ea0ded3a078b526bed3307f804d4b93b04",
            "02829ce3c021339ccb5caf3e187f6370e1e2a311dec9b75363117063ab2015603ff52c3d3b98f19c2f65575e99e8b78c",
        ]);
        assert_eq!(bls_g2_map(&element, &mut result), 0);
        let point = fields(&[
            "00e7f4568a82b4b7dc1f14c6aaa055edf51502319c723c4dc2688c7fe5944c213f510328082396515734b6612c4e7bb7",
            "126b855e9e69b1f691f816e48ac6977664d24d99f8724868a184186469ddfd4617367e94527d4b74fc86413483afb35b",
            "0caead0fd7b6176c01436833c79d305c78be307da5f6af6c133c47311def6ff1e0babf57a0fb5539fce7ee12407b0a42",
            "1498aadcf7ae2b345243e281ae076df6de84455d766ab6fcdaad71fab60abb2e8b980a440043cd305db09d283c895e3d",
        ]);
        assert_eq!(result[..], point);
    }

    /// The lowest coefficient of the generators' pairing, as other implementations publish it; and bilinearity.
    #[test]
    fn published_pairing() {
        let (g, h) = (Affine::<g1::Config>::generator(), Affine::<g2::Config>::generator());
        let mut one = [0; 576];
        assert_eq!(bls_pairing(&packed(&g), &packed(&h), 1, &mut one), 0);
        let lowest = "1250ebd871fc0a92a7b2d83168d0d727272d441befa15c503dd8e90ce98db3e7b6d194f60839c508a84305aaca1789b6";
        assert_eq!(one[..48], fields(&[lowest]));

        let [two, three] =
            [2u64, 3].map(|factor| (g * ark_bls12_381::Fr::from(factor)).into_affine());
        let left = [packed(&three), packed(&-two)].concat();
        let right = [packed(&h), packed(&h)].concat();
        let mut product = [0; 576];
        assert_eq!(bls_pairing(&left, &right, 2, &mut product), 0);
        assert_eq!(product, one);
    }

    #[test]
    fn arithmetic_of_the_field() {
        let modulus = fields(&[
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        ]);
        let field = |value: u8| [&[value], &[0; 47][..]].concat();
        let mut result = [9; 48];
        let number = [&modulus[..], &[0; 16]].concat();
        assert_eq!(bls_fp_mod(&number, &mut result), 0);
        assert_eq!(result, [0; 48]);
        assert_eq!(bls_fp_mod(&number[1..], &mut result), -1);
        assert_eq!(bls_fp_mul(&field(6), &field(7), &mut result), 0);
        assert_eq!(result[..], field(42));
        assert_eq!(bls_fp_mul(&modulus, &field(1), &mut result), -1, "not reduced");
        let mut exponent = number.clone();
        assert_eq!(bls_fp_exp(&field(5), &exponent, &mut result), 0);
        assert_eq!(result[..], field(5), "Fermat");
        exponent.fill(0);
        assert_eq!(bls_fp_exp(&field(0), &exponent, &mut result), 0);
        assert_eq!(result[..], field(1), "0^0 is 1");
    }

    /// A shortcut of the library would reduce the scalar by the subgroup's order, and give infinity.
    #[test]
    fn points_outside_the_subgroup_are_taken_as_they_are() {
        let mut x = Fq::ZERO;
        let outside = loop {
            x += Fq::ONE;
            let point = Affine::<g1::Config>::get_point_from_x_unchecked(x, true);
            if let Some(point) =
                point.filter(|point| !point.is_in_correct_subgroup_assuming_on_curve())
            {
                break packed(&point);
            }
        };
        let order = fields(&["73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"]);
        let order: [u8; 32] = order.try_into().unwrap();
        let mut below = order;
        below[0] -= 1;
        let product = sum(&[&outside], &[order]);
        assert_ne!(product, [0; 96]);
        assert_eq!(product, sum(&[&outside, &outside], &[below, scalar(1)]));
        let mut result = [0; 96];
        assert_eq!(bls_g1_add(&sum(&[&outside], &[below]), &outside, &mut result), 0);
        assert_eq!(result[..], product);
    }

    #[test]
    fn malformed_arguments_leave_the_result() {
        let mut result = [9; 96];
        assert_eq!(bls_g1_add(&[0; 96], &[1; 96], &mut result), -1, "off the curve");
        assert_eq!(bls_g1_add(&[0; 96], &[0; 95], &mut result), -1);
        assert_eq!(bls_g1_weighted_sum(&[], &[], 0, &mut result), -1, "no points");
        assert_eq!(
            bls_g1_weighted_sum(&[], &[], 1 << 27, &mut result),
            -1,
            "their length wraps to 0"
        );
        assert_eq!(bls_g1_weighted_sum(&[0; 96], &[0; 64], 1, &mut result), -1);
        assert_eq!(bls_pairing(&[0; 96], &[0; 192], 1, &mut result), -1, "a short result");
        assert_eq!(bls_g1_map(&[255; 48], &mut result), -1, "not reduced");
        assert_eq!(result, [9; 96]);
        assert_eq!(bls_g1_add(&[0; 96], &[0; 96], &mut [9; 97]), -1, "a long result");
    }
}
