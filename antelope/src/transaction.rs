//! Transactions: actions with a reference block, an expiration and limits.
//!
//! With the feature `text` also their ids and the digests that are signed. Signing is left to signers, and
//! compression to whoever meets a compressed one.

use alloc::vec::Vec;

#[cfg(feature = "text")]
use sha2::{Digest, Sha256};

#[cfg(feature = "text")]
use crate::Checksum256;
use crate::{
    Describe, Pack, PackedAction, Reader, Signature, TimePointSec, Unpack, UnpackError, VarUint32,
};

/// A transaction before signing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Transaction {
    /// After this the chain refuses it.
    pub expiration: TimePointSec,
    /// The low 16 bits of the number of the reference block.
    pub ref_block_num: u16,
    /// Bytes 8 to 12 of the id of the reference block, little-endian.
    pub ref_block_prefix: u32,
    /// The most NET to bill, in words of eight bytes; 0 for no limit.
    pub max_net_usage_words: VarUint32,
    /// The most CPU to bill, in milliseconds; 0 for no limit.
    pub max_cpu_usage_ms: u8,
    /// Delay before execution, in seconds.
    pub delay_sec: VarUint32,
    /// Actions without authority or access to state.
    pub context_free_actions: Vec<PackedAction>,
    /// The actions, run in order, all or none.
    pub actions: Vec<PackedAction>,
    /// Extensions, by type.
    pub transaction_extensions: Vec<TransactionExtension>,
}

/// An extension of a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "extension")]
pub struct TransactionExtension {
    /// Which extension.
    #[abi(rename = "type")]
    pub kind: u16,
    /// Its packed content.
    pub data: Vec<u8>,
}

/// A transaction with its signatures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SignedTransaction {
    /// What is signed.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub transaction: Transaction,
    /// One signature for each key that authorizes it.
    pub signatures: Vec<Signature>,
    /// Data for context-free actions; covered by the signatures.
    #[cfg_attr(feature = "serde", serde(default, with = "crate::json::hex::list"))]
    pub context_free_data: Vec<Vec<u8>>,
}

/// A signed transaction as it travels: the argument of `send_transaction`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PackedTransaction {
    /// One signature for each key that authorizes it.
    pub signatures: Vec<Signature>,
    /// How the two packed fields are compressed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub compression: Compression,
    /// The packed data of context-free actions; empty when there is none.
    #[cfg_attr(feature = "serde", serde(default, with = "crate::json::hex"))]
    pub packed_context_free_data: Vec<u8>,
    /// The packed transaction.
    #[cfg_attr(feature = "serde", serde(with = "crate::json::hex"))]
    pub packed_trx: Vec<u8>,
}

/// How the fields of a [`PackedTransaction`] are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// With zlib. Some wallets send this; nothing here makes or reads it.
    Zlib,
}

impl From<&SignedTransaction> for PackedTransaction {
    /// Without compression.
    fn from(signed: &SignedTransaction) -> Self {
        Self {
            signatures: signed.signatures.clone(),
            compression: Compression::None,
            packed_context_free_data: pack_context_free_data(&signed.context_free_data),
            packed_trx: crate::pack(&signed.transaction),
        }
    }
}

impl TryFrom<&PackedTransaction> for SignedTransaction {
    type Error = UnpackError;

    /// Fails when the fields are compressed ([`UnpackError::UnknownVariant`]) or are not packed as they should.
    fn try_from(packed: &PackedTransaction) -> Result<Self, Self::Error> {
        if packed.compression != Compression::None {
            return Err(UnpackError::unknown_variant());
        }
        let context_free_data = match packed.packed_context_free_data.as_slice() {
            [] => Vec::new(),
            bytes => crate::unpack(bytes)?,
        };
        Ok(Self {
            transaction: crate::unpack(&packed.packed_trx)?,
            signatures: packed.signatures.clone(),
            context_free_data,
        })
    }
}

impl Pack for Compression {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(match self {
            Self::None => 0,
            Self::Zlib => 1,
        });
    }
}

impl Unpack for Compression {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        match u8::unpack(input)? {
            0 => Ok(Self::None),
            1 => Ok(Self::Zlib),
            _ => Err(UnpackError::unknown_variant()),
        }
    }
}

fn pack_context_free_data(data: &[Vec<u8>]) -> Vec<u8> {
    if data.is_empty() { Vec::new() } else { crate::pack(data) }
}

#[cfg(feature = "text")]
impl Transaction {
    /// The transaction's id, the sha256 of its packed bytes.
    pub fn id(&self) -> Checksum256 {
        Checksum256(Sha256::digest(crate::pack(self)).into())
    }

    /// What is signed: the sha256 of the chain's id, the packed transaction, and the sha256 of the packed
    /// `context_free_data` (32 zeros when there is none).
    pub fn signing_digest(
        &self,
        chain_id: &Checksum256,
        context_free_data: &[Vec<u8>],
    ) -> Checksum256 {
        let data_digest = match pack_context_free_data(context_free_data).as_slice() {
            [] => [0; 32],
            bytes => Sha256::digest(bytes).into(),
        };
        let digest = Sha256::new()
            .chain_update(chain_id.0)
            .chain_update(crate::pack(self))
            .chain_update(data_digest)
            .finalize();
        Checksum256(digest.into())
    }
}

#[cfg(feature = "serde")]
mod json {
    //! Extensions are pairs and the compression is a word, which no derive gives.

    use alloc::vec::Vec;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::{Compression, TransactionExtension};

    /// `[1, "c0ffee"]`, as nodeos writes a pair.
    #[derive(Serialize, Deserialize)]
    struct Pair(u16, #[serde(with = "crate::json::hex")] Vec<u8>);

    impl Serialize for TransactionExtension {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Pair(self.kind, self.data.clone()).serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for TransactionExtension {
        /// Also reads `{"type": 1, "data": "c0ffee"}`, which wallets write after the ABI of the system contract.
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            #[derive(Deserialize)]
            #[serde(untagged)]
            enum Form {
                Pair(Pair),
                Struct {
                    r#type: u16,
                    #[serde(with = "crate::json::hex")]
                    data: Vec<u8>,
                },
            }

            Ok(match Form::deserialize(deserializer)? {
                Form::Pair(Pair(kind, data)) | Form::Struct { r#type: kind, data } => {
                    Self { kind, data }
                }
            })
        }
    }

    impl Serialize for Compression {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(match self {
                Self::None => "none",
                Self::Zlib => "zlib",
            })
        }
    }

    impl<'de> Deserialize<'de> for Compression {
        /// Also reads the number, which wallets write.
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;

            impl de::Visitor<'_> for Visitor {
                type Value = Compression;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str("none or zlib, or 0 or 1")
                }

                fn visit_str<E: de::Error>(self, word: &str) -> Result<Compression, E> {
                    match word {
                        "none" => Ok(Compression::None),
                        "zlib" => Ok(Compression::Zlib),
                        _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                    }
                }

                fn visit_u64<E: de::Error>(self, number: u64) -> Result<Compression, E> {
                    match number {
                        0 => Ok(Compression::None),
                        1 => Ok(Compression::Zlib),
                        _ => Err(E::invalid_value(de::Unexpected::Unsigned(number), &self)),
                    }
                }
            }

            deserializer.deserialize_any(Visitor)
        }
    }
}
