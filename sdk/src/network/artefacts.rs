//! The contracts as they are deployed: code and ABI.
//!
//! Building them is left to `scripts/build-contracts`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use antelope::{Checksum256, abi::Abi};
use sha2::{Digest, Sha256};

use super::Error;

/// A contract's code and ABI.
#[derive(Clone, PartialEq, Eq)]
pub struct Artefact {
    /// The WebAssembly module.
    pub code: Vec<u8>,
    /// The packed ABI, as `setabi` takes it.
    pub abi: Vec<u8>,
}

impl Artefact {
    /// The sha256 of the code, which a node shows as `code_hash`.
    pub fn code_hash(&self) -> Checksum256 {
        Checksum256(Sha256::digest(&self.code).into())
    }
}

impl std::fmt::Debug for Artefact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Artefact").field("code_hash", &self.code_hash()).finish_non_exhaustive()
    }
}

/// The contracts of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefacts {
    /// The tasks contract.
    pub force: Artefact,
    /// The contract of virtual accounts.
    pub vaccount: Artefact,
    /// A token contract, for chains that have no token yet.
    pub token: Artefact,
    /// AtomicAssets, for chains that do not have it yet.
    pub atomicassets: Artefact,
}

impl Artefacts {
    /// Reads `force.wasm`, `vaccount.wasm`, `token.wasm` and `atomicassets.wasm` in `folder`, where
    /// `scripts/build-contracts` puts them. The ABIs are those of the actions and rows that this crate was built with.
    ///
    /// # Errors
    /// [`Error::Artefact`] when one cannot be read.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let load = |name: &str, abi: Abi| -> Result<Artefact, Error> {
            Ok(Artefact { code: read(folder.join(name))?, abi: antelope::pack(&abi) })
        };
        Ok(Self {
            force: load("force.wasm", protocol::force::abi())?,
            vaccount: load("vaccount.wasm", protocol::vaccount::abi())?,
            token: load("token.wasm", protocol::token::abi())?,
            atomicassets: load("atomicassets.wasm", protocol::atomicassets::abi())?,
        })
    }
}

fn read(path: PathBuf) -> Result<Vec<u8>, Error> {
    fs::read(&path).map_err(|cause| Error::Artefact { path, cause })
}
