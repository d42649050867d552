//! A journal in a file: a line of JSON for each record.
//!
//! One process at a time has it: two workers with one journal would do each other's tasks.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{Journal, Record};
use crate::future::BoxFuture;

/// Records in a file. Writing blocks the thread, for as long as the disk takes.
#[derive(Debug)]
pub struct FileJournal {
    path: PathBuf,
    file: Mutex<File>,
    /// Held as long as the journal is open. Not the journal itself, which is replaced.
    _lock: File,
}

impl FileJournal {
    /// The journal in this file, which is made if it is not there.
    ///
    /// # Errors
    /// When another process has it open, or it cannot be opened.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let lock = beside(&path, "lock");
        let lock = OpenOptions::new().create(true).append(true).open(lock)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => {
                io::Error::new(io::ErrorKind::ResourceBusy, "another process has it open")
            }
            TryLockError::Error(error) => error,
        })?;
        let file = open(&path)?;
        Ok(Self { path, file: Mutex::new(file), _lock: lock })
    }

    fn lock(&self) -> MutexGuard<'_, File> {
        // A panic of another thread leaves whole lines, or one that is cut off, which is no record.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_all(&self) -> io::Result<Vec<Record>> {
        let mut file = self.lock();
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        // What a crash has cut off is no record, and nothing was done on the strength of it.
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if whole != bytes.len() {
            file.set_len(whole as u64)?;
            bytes.truncate(whole);
        }
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let records = lines.enumerate().map(|(number, line)| {
            serde_json::from_slice(line).map_err(|cause| {
                let message = format!("{} line {}: {cause}", self.path.display(), number + 1);
                io::Error::new(io::ErrorKind::InvalidData, message)
            })
        });
        records.collect()
    }

    fn append_one(&self, record: &Record) -> io::Result<()> {
        let mut file = self.lock();
        file.write_all(&line(record)?)?;
        if record.is_precious() { file.sync_data() } else { Ok(()) }
    }

    fn replace_all(&self, records: &[Record]) -> io::Result<()> {
        let mut file = self.lock();
        let path = beside(&self.path, "new");
        let mut new = File::create(&path)?;
        for record in records {
            new.write_all(&line(record)?)?;
        }
        new.sync_all()?;
        fs::rename(&path, &self.path)?;
        *file = open(&self.path)?;
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).read(true).append(true).open(path)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn line(record: &Record) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    Ok(line)
}

impl Journal for FileJournal {
    fn read(&self) -> BoxFuture<'_, io::Result<Vec<Record>>> {
        Box::pin(async { self.read_all() })
    }

    fn append<'a>(&'a self, record: &'a Record) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(async { self.append_one(record) })
    }

    fn replace<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(async { self.replace_all(records) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::TaskId;

    fn record(task_idx: u32) -> Record {
        Record::Over { task: TaskId { account_id: 1, campaign_id: 2, batch_idx: 3, task_idx } }
    }

    #[test]
    fn records_outlive_the_journal_and_a_line_that_is_cut_off_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = FileJournal::open(&path).unwrap();
        journal.append_one(&record(1)).unwrap();
        journal.append_one(&record(2)).unwrap();
        let busy = FileJournal::open(&path).unwrap_err();
        assert_eq!(busy.to_string(), "another process has it open");
        drop(journal);

        let bytes = fs::read(&path).unwrap();
        for cut in 0..=bytes.len() {
            fs::write(&path, &bytes[..cut]).unwrap();
            let whole = bytes[..cut].iter().filter(|byte| **byte == b'\n').count() as u32;
            let journal = FileJournal::open(&path).unwrap();
            let before: Vec<_> = (1..=whole).map(record).collect();
            assert_eq!(journal.read_all().unwrap(), before, "{cut} bytes");
            // What comes next is not appended to half a line.
            journal.append_one(&record(9)).unwrap();
            assert_eq!(journal.read_all().unwrap().last(), Some(&record(9)), "{cut} bytes");
        }
    }

    #[test]
    fn records_are_replaced_and_others_appended_to_them() {
        let folder = tempfile::tempdir().unwrap();
        let journal = FileJournal::open(folder.path().join("journal")).unwrap();
        journal.append_one(&record(1)).unwrap();
        journal.replace_all(&[record(2)]).unwrap();
        journal.append_one(&record(3)).unwrap();
        assert_eq!(journal.read_all().unwrap(), [record(2), record(3)]);
    }

    #[test]
    fn what_is_no_record_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        fs::write(&path, "{\"record\":\"over\"}\n").unwrap();
        let error = FileJournal::open(&path).unwrap().read_all().unwrap_err().to_string();
        assert!(error.contains("journal line 1: missing field `task`"), "{error}");
    }
}
