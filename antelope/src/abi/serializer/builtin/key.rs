//! Public keys and signatures, whose texts inside (the domain of a WebAuthn key, say) a node does not look at.
//!
//! The types [`PublicKey`](crate::PublicKey) and [`Signature`](crate::Signature) are stricter: there they are UTF-8.

use alloc::{format, string::String, vec::Vec};

use super::{read::bytes, read::var_uint};
use crate::{Pack, Reader, abi::serializer::value::Fault, base58, varint};

/// What comes in kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyed {
    PublicKey,
    Signature,
}

/// The kinds in the order of their packed index.
const KINDS: [&str; 3] = ["K1", "R1", "WA"];
const LEGACY: &str = "EOS";

impl Keyed {
    const fn prefix(self) -> &'static str {
        match self {
            Self::PublicKey => "PUB",
            Self::Signature => "SIG",
        }
    }

    /// Reads the text of a key or signature. Public keys of secp256k1 are printed in the form of old.
    pub(super) fn read(self, input: &mut Reader<'_>) -> Result<String, Fault> {
        let index = var_uint(input)? as usize;
        let kind =
            KINDS.get(index).ok_or(Fault::assert("Provided index out of range for variant"))?;
        let data = self.data(index, input)?;
        Ok(if index == 0 && self == Self::PublicKey {
            format!("{LEGACY}{}", base58::encode(&data, ""))
        } else {
            format!("{}_{kind}_{}", self.prefix(), base58::encode(&data, kind))
        })
    }

    /// Appends the packed form of a key or signature in text.
    pub(super) fn write(self, text: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
        let legacy = text.strip_prefix(LEGACY).filter(|rest| !rest.is_empty());
        let (index, kind, text) = match legacy {
            Some(rest) if self == Self::PublicKey && !rest.contains('_') => (0, "", rest),
            _ => {
                let rest = text.strip_prefix(self.prefix()).and_then(|rest| rest.strip_prefix('_'));
                let (kind, rest) = rest
                    .and_then(|rest| rest.split_once('_'))
                    .ok_or(Fault::assert("No delimiter in string, cannot determine data type"))?;
                let index = KINDS.iter().position(|known| *known == kind);
                (index.ok_or(Fault::assert("No matching suite type"))?, kind, rest)
            }
        };
        // The node's reader of base58 passes over white space at the ends.
        let data = base58::decode(super::text::trimmed(text), kind)
            .map_err(|_| Fault::parse("Unable to decode base58 string"))?;
        let mut input = Reader::new(&data);
        // The checksum is over the data packed again, so that lengths inside must be in their shortest form.
        if self.data(index, &mut input)? != data || input.remaining() > 0 {
            return Err(Fault::assert("decoded base58 length too long"));
        }
        varint::pack_len(index, out);
        out.extend_from_slice(&data);
        Ok(())
    }

    /// What follows the kind's index.
    fn data(self, index: usize, input: &mut Reader<'_>) -> Result<Vec<u8>, Fault> {
        let (fixed, texts) = match (self, index) {
            (Self::PublicKey, 2) => (34, 1),
            (Self::PublicKey, _) => (33, 0),
            (Self::Signature, 2) => (65, 2),
            (Self::Signature, _) => (65, 0),
        };
        let mut data = input.take(fixed)?.to_vec();
        for _ in 0..texts {
            let text = bytes(input)?;
            if text.is_empty() && self == Self::PublicKey {
                return Err(Fault::assert("webauthn pubkey must have non empty rpid"));
            }
            text.pack(&mut data);
        }
        Ok(data)
    }
}
