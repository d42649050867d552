//! Blocks as files of a folder.
//!
//! Several processes may use one folder, and any of them may be killed at any time: a block is there as a whole or not at
//! all. Reading and writing blocks the thread for a moment: blocks are small.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use cid::Cid;

use super::{Error, Store, address};
use crate::future::BoxFuture;

/// How much of a file is read, in bytes. What is longer is no block, whatever it is.
const LONGEST: u64 = (2 << 20) + 1;

/// What the name of a file begins with that is not finished.
const UNFINISHED: &str = ".";

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

    /// Removes what was being written when a process was killed. Nobody else may be writing; gives how many there were.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file not be removed.
    pub fn sweep(&self) -> Result<usize, Error> {
        let mut count = 0;
        for file in fs::read_dir(&self.folder)? {
            let file = file?;
            if file.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_file(file.path())?;
                count += 1;
            }
        }
        Ok(count)
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
        // What is there but damaged is written anew.
        if self.read(cid)?.is_some_and(|there| address::verify(cid, &there).is_ok()) {
            return Ok(());
        }
        // Whoever reads at the same time sees the whole file or none.
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{UNFINISHED}{}-{number}", process::id()));
        fs::write(&unfinished, block)?;
        Ok(fs::rename(&unfinished, path)?)
    }

    fn read(&self, cid: &Cid) -> Result<Option<Vec<u8>>, Error> {
        let file = match File::open(self.path(cid)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut block = Vec::new();
        file.take(LONGEST).read_to_end(&mut block)?;
        Ok(Some(block))
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
