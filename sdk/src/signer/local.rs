//! A secp256k1 key in this process.

use std::{fmt, str::FromStr};

use antelope::{Checksum256, PublicKey, Signature, base58};
use k256::{
    FieldBytes, NonZeroScalar, SecretKey,
    ecdsa::{RecoveryId, SigningKey, hazmat::SignPrimitive},
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Signer;
use crate::{
    error::{Error, Result},
    future::BoxFuture,
};

/// A private K1 key in memory: overwritten when dropped, never printed.
///
/// Made from its text, `PVT_K1_…` or the older form that begins with `5`, or from bytes.
#[derive(Clone)]
pub struct LocalSigner {
    key: SigningKey,
    public_key: PublicKey,
}

impl LocalSigner {
    /// The signer of a secret of 32 bytes.
    ///
    /// # Errors
    /// When the bytes are zero or not below the order of the curve.
    pub fn from_bytes(secret: &[u8; 32]) -> Result<Self> {
        let secret = SecretKey::from_slice(secret)
            .map_err(|_| Error::signing("private key is not a number of the curve"))?;
        let key = SigningKey::from(secret);
        let point = key.verifying_key().to_encoded_point(true);
        let public_key =
            <[u8; 33]>::try_from(point.as_bytes()).map(PublicKey::K1).map_err(Error::signing)?;
        Ok(Self { key, public_key })
    }

    /// The signature over `digest`, the same each time.
    ///
    /// The chain takes signatures whose two halves have a clear first bit only. Deterministic nonces (RFC 6979) give
    /// one for every other digest or so; for the rest, a counter goes into the nonce until the signature has that form.
    ///
    /// # Errors
    /// Practically never: when no nonce leads to a signature.
    pub fn sign_digest(&self, digest: &Checksum256) -> Result<Signature> {
        let secret: &NonZeroScalar = self.key.as_nonzero_scalar();
        let digest = FieldBytes::from(digest.0);
        // Each try succeeds with a chance of one half.
        for attempt in 0u32..256 {
            let counter;
            let extra_entropy = if attempt == 0 {
                &[][..]
            } else {
                counter = Sha256::digest(attempt.to_le_bytes());
                counter.as_slice()
            };
            let (signature, recovery_id) = secret
                .try_sign_prehashed_rfc6979::<Sha256>(&digest, extra_entropy)
                .map_err(Error::signing)?;
            let recovery_id =
                recovery_id.ok_or_else(|| Error::signing("signature has no recovery id"))?;
            if let Some(bytes) = canonical(&signature, recovery_id) {
                return Ok(Signature::K1(bytes));
            }
        }
        Err(Error::signing("no canonical signature found"))
    }
}

/// The chain's 65 bytes, if the signature has the form it accepts.
fn canonical(signature: &k256::ecdsa::Signature, recovery_id: RecoveryId) -> Option<[u8; 65]> {
    let (r, s) = signature.split_bytes();
    let positive_and_short = |half: &FieldBytes| match half.as_slice() {
        [0, second, ..] => second & 0x80 != 0,
        [first, ..] => first & 0x80 == 0,
        [] => false,
    };
    if !positive_and_short(&r) || !positive_and_short(&s) {
        return None;
    }
    // 27 as everywhere, and 4 for a compressed key.
    let header = recovery_id.to_byte().checked_add(31)?;
    let mut bytes = [header; 65];
    let (_, halves) = bytes.split_first_mut()?;
    let (first, second) = halves.split_at_mut_checked(32)?;
    first.copy_from_slice(&r);
    second.copy_from_slice(&s);
    Some(bytes)
}

impl Signer for LocalSigner {
    fn public_key(&self) -> PublicKey {
        self.public_key.clone()
    }

    fn sign<'a>(&'a self, digest: &'a Checksum256) -> BoxFuture<'a, Result<Signature>> {
        Box::pin(std::future::ready(self.sign_digest(digest)))
    }
}

impl FromStr for LocalSigner {
    type Err = Error;

    /// Reads `PVT_K1_…`, or base58 with the version byte 0x80 and a doubled sha256 as checksum (`5…`).
    fn from_str(text: &str) -> Result<Self> {
        let secret = match text.strip_prefix("PVT_K1_") {
            Some(text) => base58::decode(text, "K1").map(Zeroizing::new).map_err(Error::signing)?,
            None if text.starts_with("PVT_") => {
                return Err(Error::signing("private key is not of the kind K1"));
            }
            None => read_legacy(text)?,
        };
        let secret = <&[u8; 32]>::try_from(secret.as_slice())
            .map_err(|_| Error::signing("private key does not have 32 bytes"))?;
        Self::from_bytes(secret)
    }
}

fn read_legacy(text: &str) -> Result<Zeroizing<Vec<u8>>> {
    const VERSION: u8 = 0x80;
    let malformed = || Error::signing("private key is neither PVT_K1_… nor of the older form 5…");
    if text.len() > base58::MAX_TEXT_LEN {
        return Err(malformed());
    }
    let bytes = Zeroizing::new(bs58::decode(text).into_vec().map_err(|_| malformed())?);
    let (payload, checksum) = bytes.split_last_chunk::<4>().ok_or_else(malformed)?;
    let expected = Sha256::digest(Sha256::digest(payload));
    if !expected.starts_with(checksum) {
        return Err(Error::signing("checksum of the private key is wrong"));
    }
    match payload {
        [VERSION, secret @ ..] => Ok(Zeroizing::new(secret.to_vec())),
        _ => Err(malformed()),
    }
}

impl fmt::Debug for LocalSigner {
    /// The public key; never the private one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalSigner").field("public_key", &self.public_key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::VerifyingKey;
    use proptest::prelude::*;

    use super::*;

    /// The key that every development chain starts with.
    const LEGACY: &str = "5KQwrPbwdL6PhXujxW37FSSQZ1JiwsST4cqQzDeyXtP79zkvFD3";
    const LEGACY_PUBLIC: &str = "EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV";

    /// The key that the signature gives back, as the chain finds out who has signed.
    fn recover(digest: &Checksum256, signature: &Signature) -> PublicKey {
        let Signature::K1([header, bytes @ ..]) = signature else { panic!("not K1") };
        let signature = k256::ecdsa::Signature::from_slice(bytes).unwrap();
        let recovery_id = RecoveryId::from_byte(header - 31).unwrap();
        let key = VerifyingKey::recover_from_prehash(&digest.0, &signature, recovery_id).unwrap();
        PublicKey::K1(key.to_encoded_point(true).as_bytes().try_into().unwrap())
    }

    fn is_accepted_by_the_chain(signature: &Signature) -> bool {
        // `is_canonical` of the chain's crypto library, as it is written there.
        let Signature::K1(c) = signature else {
            return false;
        };
        c[1] & 0x80 == 0
            && !(c[1] == 0 && c[2] & 0x80 == 0)
            && c[33] & 0x80 == 0
            && !(c[33] == 0 && c[34] & 0x80 == 0)
    }

    #[test]
    fn both_texts_of_a_private_key_give_the_same_public_key() {
        let legacy: LocalSigner = LEGACY.parse().unwrap();
        assert_eq!(legacy.public_key(), LEGACY_PUBLIC.parse().unwrap());
        let secret: [u8; 32] = legacy.key.to_bytes().into();
        let text = format!("PVT_K1_{}", base58::encode(&secret, "K1"));
        assert_eq!(text, "PVT_K1_2bfGi9rYsXQSXXTvJbDAPhHLQUojjaNLomdm3cEJ1XTzMqUt3V");
        let modern: LocalSigner = text.parse().unwrap();
        assert_eq!(modern.public_key(), legacy.public_key());
    }

    #[test]
    fn texts_that_are_no_private_key_are_refused() {
        let zero = format!("PVT_K1_{}", base58::encode(&[0; 32], "K1"));
        let order = format!("PVT_K1_{}", base58::encode(&[0xff; 32], "K1"));
        let short = format!("PVT_K1_{}", base58::encode(&[7; 31], "K1"));
        let of_r1 = format!("PVT_R1_{}", base58::encode(&[7; 32], "R1"));
        let damaged = LEGACY.replace("5KQ", "5KR");
        let long = "5".repeat(100_000);
        for text in [
            "",
            "5",
            "PVT_K1_",
            "PVT_K1_5",
            LEGACY_PUBLIC,
            &zero,
            &order,
            &short,
            &of_r1,
            &damaged,
            &long,
        ] {
            let error = text.parse::<LocalSigner>().unwrap_err();
            assert!(error.is_signing(), "{text}");
            assert!(text.len() < 20 || !error.to_string().contains(text), "the text is secret");
        }
    }

    #[test]
    fn debug_shows_the_public_key_only() {
        let signer: LocalSigner = LEGACY.parse().unwrap();
        let secret: [u8; 32] = signer.key.to_bytes().into();
        let shown = format!("{signer:?}");
        assert!(shown.contains(&signer.public_key().to_string()));
        assert!(!shown.contains(&hex::encode(secret)) && !shown.contains("5KQ"));
    }

    #[test]
    fn key_is_wiped_when_it_is_dropped() {
        // A promise of the type that holds it: this does not compile without.
        const fn is_wiped<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        let signer: LocalSigner = LEGACY.parse().unwrap();
        is_wiped(&signer.key);
    }

    proptest! {
        #[test]
        fn signatures_are_canonical_repeatable_and_of_the_key(
            secret in any::<[u8; 32]>(),
            digest in any::<[u8; 32]>(),
        ) {
            let Ok(signer) = LocalSigner::from_bytes(&secret) else { return Ok(()) };
            let digest = Checksum256(digest);
            let signature = signer.sign_digest(&digest).unwrap();
            prop_assert!(is_accepted_by_the_chain(&signature));
            prop_assert_eq!(recover(&digest, &signature), signer.public_key());
            prop_assert_eq!(signer.sign_digest(&digest).unwrap(), signature);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = text.parse::<LocalSigner>();
            let _ = format!("PVT_K1_{text}").parse::<LocalSigner>();
        }
    }
}
