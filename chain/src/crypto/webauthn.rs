//! What a WebAuthn assertion proves: which key, with which user presence, for which relying party.
//!
//! The client data is read elsewhere; this is the order of nodeos' checks and their messages.

use p256::NistP256;

use super::{
    Failure,
    client_data::ClientData,
    packed::{Assertion, PackedKey},
    recovery::{Numbers, compress, recover},
    sha256,
};

/// The scheme that an origin must have.
const SCHEME: &[u8] = b"https://";
/// The shortest authenticator data: the hash of the relying party, flags and a counter.
const AUTH_DATA_MIN: usize = 37;

/// The key that made an assertion whose challenge is the digest.
pub(super) fn recover_webauthn(
    assertion: Assertion<'_>,
    digest: &[u8; 32],
) -> Result<PackedKey, Failure> {
    let Assertion { signature, auth_data, client_json } = assertion;
    let client_data = ClientData::read(client_json).ok_or_else(|| {
        Failure::assertion(
            "reader.Parse<detail::rapidjson::kParseIterativeFlag>(ss, handler)",
            "Failed to parse client data JSON",
        )
    })?;
    if client_data.kind != b"webauthn.get" {
        return Err(Failure::assertion(
            "handler.found_type == \"webauthn.get\"",
            "webauthn signature type not an assertion",
        ));
    }
    if challenge(&client_data.challenge)? != *digest {
        return Err(Failure::assertion(
            "fc::sha256(challenge_bytes.data(), challenge_bytes.size()) == digest",
            "Wrong webauthn challenge",
        ));
    }
    let Some(host) = client_data.origin.strip_prefix(SCHEME) else {
        return Err(Failure::assertion(
            "handler.found_origin.compare(0, https_len, required_origin_scheme) == 0",
            "webauthn origin must begin with https://",
        ));
    };
    let port = host.iter().rposition(|byte| *byte == b':');
    let rpid = port.map_or(host, |port| &host[..port]);

    if auth_data.len() < AUTH_DATA_MIN {
        return Err(Failure::assertion(
            "c.auth_data.size() >= min_auth_data_size",
            "auth_data not as large as required",
        ));
    }
    let flags = auth_data[32];
    let user_presence = if flags & 4 != 0 { 2 } else { flags & 1 };
    if auth_data[..32] != sha256(rpid) {
        return Err(Failure::assertion(
            "memcmp(c.auth_data.data(), fc::sha256::hash(rpid).data(), sizeof(fc::sha256)) == 0",
            "webauthn rpid hash doesn't match origin",
        ));
    }

    let signed = sha256(&[auth_data, &sha256(client_json)].concat());
    let head = signature[0];
    let key = (31..35)
        .contains(&head)
        .then(|| recover::<NistP256>(Numbers::new(signature, head - 31), &signed))
        .flatten()
        .and_then(|point| compress::<NistP256>(&point));
    match key {
        Some(key) => Ok(PackedKey::WebAuthn { key, user_presence, rpid: rpid.to_vec() }),
        None => Err(Failure::unspecified("unable to reconstruct public key from signature")),
    }
}

/// The bytes of a challenge in base64url, which must be those of a digest.
fn challenge(text: &[u8]) -> Result<[u8; 32], Failure> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    // Padding ends the text, and bits that make no byte are dropped.
    for digit in text.iter().take_while(|digit| **digit != b'=') {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => {
                return Err(Failure::assertion(
                    "isalnum(c) || (c == b64_chars[sizeof(base64_chars)-3]) || \
                     (c == b64_chars[sizeof(base64_chars)-2])",
                    "encountered non-base64 character",
                ));
            }
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes.try_into().map_err(|_| Failure::unspecified("sha256: size mismatch"))
}
