//! Reading packed signatures and keys as nodeos' intrinsics do, down to the errors.
//!
//! More lenient than `antelope`'s types: bytes may follow, and text need not be UTF-8.

use antelope::{PublicKey, Signature, key::WebAuthnPublicKey};

use super::Failure;

/// A signature, borrowed from its packed bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum PackedSignature<'a> {
    K1(&'a [u8; 65]),
    R1(&'a [u8; 65]),
    WebAuthn(Assertion<'a>),
}

/// What a WebAuthn authenticator signed, and its signature.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assertion<'a> {
    pub(super) signature: &'a [u8; 65],
    pub(super) auth_data: &'a [u8],
    pub(super) client_json: &'a [u8],
}

/// A public key, with a text of any bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PackedKey {
    K1([u8; 33]),
    R1([u8; 33]),
    WebAuthn { key: [u8; 33], user_presence: u8, rpid: Vec<u8> },
}

/// How many elements nodeos reads into a vector.
const MAX_NUM_ARRAY_ELEMENTS: u32 = 1024 * 1024;
/// How many bytes nodeos reads into a text.
const MAX_SIZE_OF_BYTE_ARRAYS: u32 = 20 * 1024 * 1024;

impl<'a> PackedSignature<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Failure> {
        let mut input = Input::new(bytes);
        match input.varuint()? {
            0 => input.take_array().map(Self::K1),
            1 => input.take_array().map(Self::R1),
            2 => Ok(Self::WebAuthn(Assertion {
                signature: input.take_array()?,
                auth_data: input.elements()?,
                client_json: input.text()?,
            })),
            _ => Err(unknown_variant("signature_shim", "signature")),
        }
    }

    /// Which type of key it is by: 0 for K1, 1 for R1, 2 for WebAuthn.
    pub(super) fn kind(&self) -> u32 {
        match self {
            Self::K1(_) => 0,
            Self::R1(_) => 1,
            Self::WebAuthn(_) => 2,
        }
    }

    /// The length of the parts that have no fixed one.
    pub(super) fn variable_size(&self) -> usize {
        match self {
            Self::K1(_) | Self::R1(_) => 0,
            Self::WebAuthn(assertion) => assertion.auth_data.len() + assertion.client_json.len(),
        }
    }
}

/// None for a type of signature that this version of the chain does not know.
pub(super) fn borrow(signature: &Signature) -> Option<PackedSignature<'_>> {
    match signature {
        Signature::K1(signature) => Some(PackedSignature::K1(signature)),
        Signature::R1(signature) => Some(PackedSignature::R1(signature)),
        Signature::WebAuthn(signature) => Some(PackedSignature::WebAuthn(Assertion {
            signature: &signature.signature,
            auth_data: &signature.auth_data,
            client_json: signature.client_json.as_bytes(),
        })),
        _ => None,
    }
}

impl PackedKey {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let mut input = Input::new(bytes);
        match input.varuint()? {
            0 => input.take_array().copied().map(Self::K1),
            1 => input.take_array().copied().map(Self::R1),
            2 => {
                let key = *input.take_array()?;
                let [user_presence] = *input.take_array()?;
                let rpid = input.text()?.to_vec();
                if rpid.is_empty() {
                    let meaning = "webauthn pubkey must have non empty rpid";
                    return Err(Failure::assertion("rpid.length()", meaning));
                }
                Ok(Self::WebAuthn { key, user_presence, rpid })
            }
            _ => Err(unknown_variant("public_key_shim", "public_key")),
        }
    }

    /// Which type of key it is: 0 for K1, 1 for R1, 2 for WebAuthn.
    pub(super) fn kind(&self) -> u32 {
        match self {
            Self::K1(_) => 0,
            Self::R1(_) => 1,
            Self::WebAuthn { .. } => 2,
        }
    }

    pub(super) fn pack(&self) -> Vec<u8> {
        let (Self::K1(key) | Self::R1(key) | Self::WebAuthn { key, .. }) = self;
        let mut out = vec![self.kind() as u8];
        out.extend(key);
        if let Self::WebAuthn { user_presence, rpid, .. } = self {
            out.push(*user_presence);
            let mut length = rpid.len();
            while length >= 0x80 {
                out.push(length as u8 | 0x80);
                length >>= 7;
            }
            out.push(length as u8);
            out.extend(rpid);
        }
        out
    }

    /// The key as the SDK's type; none if its text is not UTF-8.
    pub(super) fn into_public_key(self) -> Option<PublicKey> {
        Some(match self {
            Self::K1(key) => PublicKey::K1(key),
            Self::R1(key) => PublicKey::R1(key),
            Self::WebAuthn { key, user_presence, rpid } => {
                let rpid = String::from_utf8(rpid).ok()?;
                PublicKey::WebAuthn(WebAuthnPublicKey { key, user_presence, rpid })
            }
        })
    }
}

/// An error of nodeos' streams: `left` bytes were there out of `length`, and more were asked for.
pub(super) fn out_of_range(method: &str, length: usize, left: usize) -> Failure {
    // The odd sum is nodeos'.
    let over = 1 - left as i64;
    Failure::new(
        "out_of_range_exception",
        format!("{method} datastream of length {length} over by {over}"),
    )
}

/// As leap 4 words it; leap 5 leaves out the types.
fn unknown_variant(shim: &str, plain: &str) -> Failure {
    Failure::new(
        "assert_exception",
        format!(
            "Provided index out of range for variant: \
             std::variant<fc::ecc::{shim}, fc::crypto::r1::{shim}, fc::crypto::webauthn::{plain}>"
        ),
    )
}

struct Input<'a> {
    length: usize,
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { length: bytes.len(), rest: bytes }
    }

    fn take(&mut self, method: &str, count: usize) -> Result<&'a [u8], Failure> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(out_of_range(method, self.length, self.rest.len()));
        };
        self.rest = rest;
        Ok(taken)
    }

    fn take_array<const LENGTH: usize>(&mut self) -> Result<&'a [u8; LENGTH], Failure> {
        let taken = self.take("read", LENGTH)?;
        Ok(taken.try_into().expect("as long as was asked for"))
    }

    /// At most five bytes; bits beyond 32 are dropped.
    fn varuint(&mut self) -> Result<u32, Failure> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.take("get", 1)?[0];
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(value)
    }

    /// A vector of bytes, which nodeos reads one by one.
    fn elements(&mut self) -> Result<&'a [u8], Failure> {
        let size = self.varuint()?;
        if size > MAX_NUM_ARRAY_ELEMENTS {
            return Err(Failure::assertion("size.value <= MAX_NUM_ARRAY_ELEMENTS", ""));
        }
        let left = self.rest.len();
        if size as usize > left {
            return Err(out_of_range("read", self.length, 0));
        }
        self.take("read", size as usize)
    }

    /// A text, or bytes that nodeos reads at once.
    fn text(&mut self) -> Result<&'a [u8], Failure> {
        let size = self.varuint()?;
        if size > MAX_SIZE_OF_BYTE_ARRAYS {
            return Err(Failure::assertion("size.value <= MAX_SIZE_OF_BYTE_ARRAYS", ""));
        }
        self.take("read", size as usize)
    }
}
