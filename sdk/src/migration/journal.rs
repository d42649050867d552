//! The journal: which transactions were sent, on disk before they are.
//!
//! What has been made is read from the chain. What the chain cannot tell is whether a transaction that was sent, when a
//! run was killed, will still arrive; the journal knows until when that is possible.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use antelope::{Checksum256, TimePointSec};
use serde::{Deserialize, Serialize};

use super::Error;

/// A file with a line for each transaction that was sent, and one for each whose fate is known. One run uses it at a time.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    on_its_way: Option<(Checksum256, TimePointSec)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Sent { id: Checksum256, expires_on: u32 },
    Decided { id: Checksum256 },
}

impl Journal {
    /// The journal in a file, which is made if it is not there.
    ///
    /// # Errors
    /// [`Error::Journal`] when the file cannot be read or written, is no journal, or another run is using it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let failed = |cause| Error::Journal { path: path.into(), cause };
        let open = OpenOptions::new().read(true).append(true).create(true).open(path);
        let mut file = open.map_err(failed)?;
        file.try_lock().map_err(|_| failed(io::Error::other("another run is using it")))?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(failed)?;
        let mut on_its_way = None;
        // A line that a kill cut short was followed by nothing: what it was to announce was not sent.
        let ended = text.rfind('\n').map_or(0, |end| end + 1);
        for line in text.get(..ended).unwrap_or_default().lines().filter(|line| !line.is_empty()) {
            match serde_json::from_str(line) {
                Ok(Line::Sent { id, expires_on }) => {
                    on_its_way = Some((id, TimePointSec(expires_on)));
                }
                Ok(Line::Decided { .. }) => on_its_way = None,
                Err(error) => {
                    return Err(failed(io::Error::new(io::ErrorKind::InvalidData, error)));
                }
            }
        }
        let mut journal = Self { path: path.into(), file, on_its_way };
        if ended != text.len() {
            journal.cut(ended)?;
        }
        Ok(journal)
    }

    /// The transaction whose fate is not known, and until when it may be executed.
    pub const fn on_its_way(&self) -> Option<(Checksum256, TimePointSec)> {
        self.on_its_way
    }

    /// Notes that a transaction is about to be sent.
    ///
    /// # Errors
    /// [`Error::Journal`] when that cannot be written; it must not be sent then.
    pub fn is_sent(&mut self, id: Checksum256, expires_on: TimePointSec) -> Result<(), Error> {
        self.write(&Line::Sent { id, expires_on: expires_on.0 })?;
        self.on_its_way = Some((id, expires_on));
        Ok(())
    }

    /// Notes that a transaction was executed, or never will be.
    ///
    /// # Errors
    /// [`Error::Journal`] when that cannot be written.
    pub fn is_decided(&mut self, id: Checksum256) -> Result<(), Error> {
        self.write(&Line::Decided { id })?;
        self.on_its_way = None;
        Ok(())
    }

    fn write(&mut self, line: &Line) -> Result<(), Error> {
        let line = serde_json::to_string(line).map_err(|error| self.failed(error.into()))?;
        let written = writeln!(self.file, "{line}").and_then(|()| self.file.sync_data());
        written.map_err(|cause| self.failed(cause))
    }

    fn cut(&mut self, length: usize) -> Result<(), Error> {
        self.file.set_len(length as u64).map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: io::Error) -> Error {
        Error::Journal { path: self.path.clone(), cause }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const FIRST: Checksum256 = Checksum256([1; 32]);
    const SECOND: Checksum256 = Checksum256([2; 32]);

    #[test]
    fn what_was_on_its_way_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let open = || Journal::open(&path).unwrap();
        let mut journal = open();
        assert_eq!(journal.on_its_way(), None);
        journal.is_sent(FIRST, TimePointSec(100)).unwrap();
        let in_use = Journal::open(&path).unwrap_err().to_string();
        assert!(in_use.contains("another run is using it"), "{in_use}");
        drop(journal);

        let mut journal = open();
        assert_eq!(journal.on_its_way(), Some((FIRST, TimePointSec(100))));
        journal.is_decided(FIRST).unwrap();
        journal.is_sent(SECOND, TimePointSec(200)).unwrap();
        drop(journal);
        assert_eq!(open().on_its_way(), Some((SECOND, TimePointSec(200))));
    }

    #[test]
    fn a_line_that_was_cut_short_announces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path).unwrap();
        journal.is_sent(FIRST, TimePointSec(100)).unwrap();
        drop(journal);
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let mut journal = Journal::open(&path).unwrap();
            assert_eq!(journal.on_its_way(), None, "{length}");
            journal.is_sent(SECOND, TimePointSec(200)).unwrap();
            drop(journal);
            let again = Journal::open(&path).unwrap().on_its_way();
            assert_eq!(again, Some((SECOND, TimePointSec(200))), "{length}");
        }
        fs::write(&path, "something else\n").unwrap();
        assert!(Journal::open(&path).is_err());
    }
}
