//! Recovering the public key from an ECDSA signature (SEC 1, 4.1.6), on any curve of 256 bits.
//!
//! Whether the numbers of a signature are in their range is the caller's rule: nodeos has another one for each curve.

use k256::elliptic_curve::{
    AffinePoint, CurveArithmetic, FieldBytes, FieldBytesEncoding, Group, ProjectivePoint, Scalar,
    bigint::{CheckedAdd, U256},
    group::Curve as _,
    ops::{Invert, Reduce},
    point::DecompressPoint,
    sec1::{ModulusSize, ToEncodedPoint},
    subtle::Choice,
};

/// The numbers of a signature, and which of the four possible keys is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub(super) r: U256,
    pub(super) s: U256,
    /// Bit 0: the parity of the ephemeral point's y; bit 1: whether its x is the curve's order above r.
    choice: u8,
}

impl Numbers {
    /// From 65 bytes: a head, whose meaning is the caller's, then r and s.
    pub(super) fn new(signature: &[u8; 65], choice: u8) -> Self {
        let (r, s) = signature[1..].split_at(32);
        Self { r: U256::from_be_slice(r), s: U256::from_be_slice(s), choice: choice & 3 }
    }
}

/// The point whose key made the signature, infinity included; none if no point has this r, or r is 0.
pub(super) fn recover<C>(numbers: Numbers, digest: &[u8; 32]) -> Option<ProjectivePoint<C>>
where
    C: CurveArithmetic<Uint = U256>,
    AffinePoint<C>: DecompressPoint<C>,
    Scalar<C>: Reduce<U256>,
    U256: FieldBytesEncoding<C>,
{
    let Numbers { r, s, choice } = numbers;
    let above = if choice & 2 == 0 { U256::ZERO } else { C::ORDER };
    let x = Option::<U256>::from(r.checked_add(&above))?;
    let x: FieldBytes<C> = x.encode_field_bytes();
    let parity = Choice::from(choice & 1);
    let ephemeral: AffinePoint<C> = Option::from(AffinePoint::<C>::decompress(&x, parity))?;

    let inverse: Scalar<C> = Option::from(Scalar::<C>::reduce(r).invert())?;
    let digest = Scalar::<C>::reduce(U256::from_be_slice(digest));
    let key = ProjectivePoint::<C>::from(ephemeral) * (Scalar::<C>::reduce(s) * inverse)
        - ProjectivePoint::<C>::generator() * (digest * inverse);
    Some(key)
}

/// A point as 33 bytes; none for infinity.
pub(super) fn compress<C>(point: &ProjectivePoint<C>) -> Option<[u8; 33]>
where
    C: CurveArithmetic,
    C::FieldBytesSize: ModulusSize,
    AffinePoint<C>: ToEncodedPoint<C>,
{
    point.to_affine().to_encoded_point(true).as_bytes().try_into().ok()
}
