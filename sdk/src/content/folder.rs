//! Blocks as files of a folder.
//!
//! Several processes may use one folder. Reading and writing blocks the thread for a moment: documents are small.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use cid::Cid;

use super::{Error, MAX_DOCUMENT, Store};
use crate::future::BoxFuture;

/// The longest file that is read, in bytes: a document and what surrounds it in a block.
const MAX_BLOCK: u64 = MAX_DOCUMENT as u64 + 64;

/// Blocks as files of a folder.
#[derive(Debug)]
pub struct FolderStore {
    folder: PathBuf,
    /// Makes the names of unfinished files differ.
    written: AtomicU64,
}

impl FolderStore {
    /// The store in `folder`, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, Error> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, written: AtomicU64::new(0) })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the block of a CID is, or would be.
    ///
    /// Named in hexadecimal: texts of CIDs differ by the case of letters alone, which some file systems ignore.
    pub fn path(&self, cid: &Cid) -> PathBuf {
        self.folder.join(hex::encode(cid.to_bytes()))
    }

    fn write(&self, cid: &Cid, block: &[u8]) -> Result<(), Error> {
        let path = self.path(cid);
        if path.exists() {
            return Ok(());
        }
        // Whoever reads at the same time sees the whole file or none.
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!(".{}-{number}", process::id()));
        fs::write(&unfinished, block)?;
        Ok(fs::rename(&unfinished, path)?)
    }

    fn read(&self, cid: &Cid) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(cid);
        let len = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if len > MAX_BLOCK {
            // Whatever it is, it is not what was stored.
            return Err(Error::Mismatch(*cid));
        }
        Ok(Some(fs::read(path)?))
    }
}

impl Store for FolderStore {
    fn put<'a>(&'a self, cid: &'a Cid, block: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move { self.write(cid, block) })
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        Box::pin(async move { self.read(cid) })
    }
}
