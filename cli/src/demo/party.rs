//! Those who take part: an account and its key.

use antelope::Name;
use sdk::LocalSigner;
use sha2::{Digest, Sha256};

/// An account with its key.
#[derive(Debug)]
pub(super) struct Party {
    pub(super) name: Name,
    pub(super) signer: LocalSigner,
}

impl Party {
    /// The party of this name, with the key that the seed gives it. For chains that are thrown away.
    pub(super) fn new(name: Name, seed: u64) -> sdk::Result<Self> {
        let signer = LocalSigner::from_bytes(&derive(seed, &name.to_string()))?;
        Ok(Self { name, signer })
    }
}

/// 32 bytes that are fixed by a seed and a text.
pub(super) fn derive(seed: u64, text: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"force demo")
        .chain_update(seed.to_le_bytes())
        .chain_update(text.as_bytes())
        .finalize()
        .into()
}
