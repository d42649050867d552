//! Which key made a signature: for transactions, and for the intrinsics that ask.
//!
//! What the key may do is the authority's; how many signatures there may be, the transaction's.

use antelope::{PublicKey, Signature};
use k256::{
    Secp256k1, U256,
    elliptic_curve::{Curve, Group, sec1::ToEncodedPoint},
};
use p256::NistP256;

use super::{
    Failure, conclude,
    packed::{PackedKey, PackedSignature, borrow, out_of_range},
    recovery::{Numbers, compress, recover as recover_point},
    webauthn::recover_webauthn,
};

/// What a chain says of signatures given to contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureRules {
    /// How many types of key are active: 2 (K1, R1), or 3 with the protocol feature WEBAUTHN_KEY.
    pub key_types: u32,
    /// The longest variable part of a WebAuthn signature that a producer takes, in bytes.
    pub longest_variable_part: usize,
}

impl Default for SignatureRules {
    /// All types, and nodeos' default length.
    fn default() -> Self {
        Self { key_types: 3, longest_variable_part: 16_384 }
    }
}

/// The key that made a transaction's signature over `digest`. A K1 signature must be canonical.
///
/// # Errors
///
/// If the signature is malformed, or belongs to no key.
pub fn recover(signature: &Signature, digest: &[u8; 32]) -> Result<PublicKey, Failure> {
    borrow(signature)
        .map(|signature| recover_packed(signature, digest, true))
        .transpose()?
        .and_then(PackedKey::into_public_key)
        .ok_or_else(unreconstructable)
}

/// `recover_key`: the packed key that made a packed signature over `digest`, into `result`. Gives the key's length.
///
/// A K1 or R1 key needs room for 34 bytes; of a WebAuthn key as much is written as fits into `result`, of 33 bytes at
/// least.
///
/// # Errors
///
/// If the signature is malformed, of a type that is not active, or belongs to no key, or `result` is too short.
pub fn recover_key(
    digest: &[u8; 32],
    signature: &[u8],
    result: &mut [u8],
    rules: SignatureRules,
) -> Result<i32, Failure> {
    let signature = PackedSignature::read(signature)?;
    check_signature(&signature, rules, "recover_key")?;
    let key = recover_packed(signature, digest, false)?;
    let packed = key.pack();
    let room = result.len();
    match key {
        PackedKey::WebAuthn { .. } if room < 33 => {
            return Err(Failure::new(
                "wasm_execution_error",
                "destination buffer must at least be able to hold an ECC public key",
            ));
        }
        // nodeos writes the type, then the rest.
        PackedKey::K1(_) | PackedKey::R1(_) if room < packed.len() => {
            return Err(out_of_range("write", room, room.saturating_sub(1)));
        }
        _ => {}
    }
    let written = packed.len().min(room);
    result[..written].copy_from_slice(&packed[..written]);
    Ok(packed.len() as i32) // at most the length of the client data
}

/// `assert_recover_key`: whether a packed key made a packed signature over `digest`.
///
/// # Errors
///
/// If it did not, or signature or key are malformed or of a type that is not active.
pub fn assert_recover_key(
    digest: &[u8; 32],
    signature: &[u8],
    key: &[u8],
    rules: SignatureRules,
) -> Result<(), Failure> {
    let signature = PackedSignature::read(signature)?;
    let key = PackedKey::read(key)?;
    check_kind(&signature, rules, "assert_recover_key")?;
    if key.kind() >= rules.key_types {
        return Err(Failure::new(
            "unactivated_key_type",
            "Unactivated key type used when creating assert_recover_key",
        ));
    }
    check_length(&signature, rules)?;
    if recover_packed(signature, digest, false)? == key {
        Ok(())
    } else {
        Err(Failure::new("crypto_api_exception", "Error expected key different than recovered key"))
    }
}

/// `k1_recover`: the uncompressed secp256k1 key, 65 bytes, that made a signature over a digest of 32 bytes.
///
/// 0, or -1 for a wrong length or a signature that belongs to no key. The signature has a head of 27 to 34.
pub fn k1_recover(signature: &[u8], digest: &[u8], result: &mut [u8]) -> i32 {
    let key = || {
        let signature = signature.try_into().ok()?;
        let head = choice(signature)?;
        let point = recover_k1(Numbers::new(signature, head), digest.try_into().ok()?)?;
        point.to_affine().to_encoded_point(false).as_bytes().try_into().ok()
    };
    conclude::<65>(key(), result)
}

fn check_signature(
    signature: &PackedSignature<'_>,
    rules: SignatureRules,
    caller: &str,
) -> Result<(), Failure> {
    check_kind(signature, rules, caller)?;
    check_length(signature, rules)
}

fn check_kind(
    signature: &PackedSignature<'_>,
    rules: SignatureRules,
    caller: &str,
) -> Result<(), Failure> {
    if signature.kind() < rules.key_types {
        return Ok(());
    }
    Err(Failure::new(
        "unactivated_signature_type",
        format!("Unactivated signature type used during {caller}"),
    ))
}

fn check_length(signature: &PackedSignature<'_>, rules: SignatureRules) -> Result<(), Failure> {
    if signature.variable_size() <= rules.longest_variable_part {
        return Ok(());
    }
    Err(Failure::new(
        "sig_variable_size_limit_exception",
        "signature variable length component size greater than subjective maximum",
    ))
}

fn recover_packed(
    signature: PackedSignature<'_>,
    digest: &[u8; 32],
    canonical: bool,
) -> Result<PackedKey, Failure> {
    match signature {
        PackedSignature::K1(signature) => {
            let choice = choice(signature).ok_or_else(unreconstructable)?;
            if canonical && !is_canonical(signature) {
                return Err(Failure::assertion("is_canonical( c )", "signature is not canonical"));
            }
            let numbers = Numbers::new(signature, choice);
            if numbers.r >= Secp256k1::ORDER || numbers.s >= Secp256k1::ORDER {
                return Err(Failure::assertion(
                    "secp256k1_ecdsa_recoverable_signature_parse_compact( detail::_get_context(), &secp_sig, \
                     (unsigned char*)c.begin() + 1, (*c.begin() - 27) & 3)",
                    "",
                ));
            }
            recover_k1(numbers, digest)
                .and_then(|point| compress::<Secp256k1>(&point))
                .map(PackedKey::K1)
                .ok_or_else(|| {
                    Failure::assertion(
                        "secp256k1_ecdsa_recover( detail::_get_context(), &secp_pub, &secp_sig, \
                         (unsigned char*) digest.data() )",
                        "",
                    )
                })
        }
        PackedSignature::R1(signature) => {
            let choice = choice(signature).ok_or_else(unreconstructable)?;
            let numbers = Numbers::new(signature, choice);
            if numbers.s > NistP256::ORDER >> 1 {
                return Err(Failure::unspecified(
                    "invalid high s-value encountered in r1 signature",
                ));
            }
            // Neither number is refused for its range, and infinity is a key of zeros.
            let point = recover_point::<NistP256>(numbers, digest).ok_or_else(unreconstructable)?;
            Ok(PackedKey::R1(compress::<NistP256>(&point).unwrap_or([0; 33])))
        }
        PackedSignature::WebAuthn(assertion) => recover_webauthn(assertion, digest),
    }
}

/// Recovers with libsecp256k1's rules: numbers from 1 to the order, and a key that is not infinity. High s are fine.
fn recover_k1(numbers: Numbers, digest: &[u8; 32]) -> Option<k256::ProjectivePoint> {
    let in_range = |number: U256| number > U256::ZERO && number < Secp256k1::ORDER;
    if !in_range(numbers.r) || !in_range(numbers.s) {
        return None;
    }
    let point = recover_point::<Secp256k1>(numbers, digest)?;
    (!bool::from(point.is_identity())).then_some(point)
}

/// Which of four keys is meant, by the head of a compact signature.
fn choice(signature: &[u8; 65]) -> Option<u8> {
    (27..35).contains(&signature[0]).then(|| (signature[0] - 27) & 3)
}

/// Whether neither number looks negative or has a needless zero in front.
fn is_canonical(signature: &[u8; 65]) -> bool {
    let plain = |first: u8, second: u8| first & 0x80 == 0 && !(first == 0 && second & 0x80 == 0);
    plain(signature[1], signature[2]) && plain(signature[33], signature[34])
}

fn unreconstructable() -> Failure {
    Failure::unspecified("unable to reconstruct public key from signature")
}
