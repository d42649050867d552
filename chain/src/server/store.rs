//! The file in which a node is kept: the node as it was once, and every input since.
//!
//! A write is on the disk as a whole or not at all, whenever the process or the machine ends. When something is written
//! is decided by [`journal`](super::journal).

use std::{
    fmt,
    path::{Path, PathBuf},
};

use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, TableDefinition};

use super::journal::{Input, Ticket};
use crate::{Config, devnet::Devnet, node::Node};

/// One entry: the form of the file.
const FORM: TableDefinition<'_, (), u32> = TableDefinition::new("form");
/// One entry: the node as it was, and the last input that is in it.
const NODE: TableDefinition<'_, (), (u64, &[u8])> = TableDefinition::new("node");
/// The inputs since.
const INPUTS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("inputs");

/// Files of another form are refused.
const CURRENT_FORM: u32 = 1;

/// Writing a node takes about as long as doing so many inputs.
const INPUTS_KEPT: u64 = 4096;

/// A file in which a node is kept. While it is open nobody else can have it.
pub struct Store {
    path: PathBuf,
    database: Database,
    pub(super) inputs: u64,
}

/// A node cannot be kept in a file, or not be had from it.
#[derive(Debug)]
pub struct StoreError {
    path: PathBuf,
    reason: String,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "state file {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for StoreError {}

impl Store {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    /// When it cannot be had, is in use, or is no such file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let database = Database::create(path).map_err(|error| StoreError {
            path: path.to_owned(),
            reason: match error {
                DatabaseError::DatabaseAlreadyOpen => "another process has it open".to_owned(),
                error => error.to_string(),
            },
        })?;
        let store = Self { path: path.to_owned(), database, inputs: INPUTS_KEPT };
        store.check_form()?;
        Ok(store)
    }

    /// How many inputs are kept until the whole node is written: as many are done again at most when it comes back.
    #[must_use]
    pub const fn with_inputs(mut self, count: u64) -> Self {
        self.inputs = count;
        self
    }

    fn check_form(&self) -> Result<(), StoreError> {
        let write = self.attempt(self.database.begin_write())?;
        {
            let mut table = self.attempt(write.open_table(FORM))?;
            let form = self.attempt(table.get(()))?.map(|form| form.value());
            match form {
                Some(CURRENT_FORM) => return Ok(()),
                Some(other) => {
                    return Err(self.error(format!(
                        "its form is {other}, and this program knows {CURRENT_FORM} only"
                    )));
                }
                None => self.attempt(table.insert((), CURRENT_FORM)).map(|_| ())?,
            }
        }
        self.attempt(write.commit())
    }

    /// The node that is kept, or nothing in a new file. What is not part of a chain's state comes from `config`.
    ///
    /// # Errors
    /// When the file cannot be read, or was written by a program that is too different.
    pub fn restore(&self, config: Config) -> Result<Option<Node>, StoreError> {
        let read = self.attempt(self.database.begin_read())?;
        let table = match read.open_table(NODE) {
            Ok(table) => table,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(self.error(error.to_string())),
        };
        let Some(kept) = self.attempt(table.get(()))? else { return Ok(None) };
        let (last, dump) = kept.value();
        let unreadable = |_| self.error("it is of another version of this program");
        let mut devnet = Devnet::new(Node::load(config, dump).map_err(unreadable)?);
        let inputs = self.attempt(read.open_table(INPUTS))?;
        for entry in self.attempt(inputs.range(last + 1..))? {
            let (_, input) = self.attempt(entry)?;
            let input: Input = antelope::unpack(input.value()).map_err(unreadable)?;
            input.apply(&mut devnet);
        }
        Ok(Some(devnet.node().clone()))
    }

    /// Writes a node, in the place of all that was written before, and then inputs.
    pub(super) fn write(
        &mut self,
        checkpoint: Option<(Ticket, &[u8])>,
        inputs: &[(Ticket, Vec<u8>)],
    ) -> Result<(), StoreError> {
        let write = self.attempt(self.database.begin_write())?;
        {
            let mut table = self.attempt(write.open_table(INPUTS))?;
            if let Some((ticket, dump)) = checkpoint {
                self.attempt(table.retain(|_, _| false))?;
                let mut node = self.attempt(write.open_table(NODE))?;
                self.attempt(node.insert((), (ticket.0, dump)))?;
            }
            for (ticket, input) in inputs {
                self.attempt(table.insert(ticket.0, input.as_slice()))?;
            }
        }
        self.attempt(write.commit())
    }

    fn attempt<T, E: fmt::Display>(&self, result: Result<T, E>) -> Result<T, StoreError> {
        result.map_err(|error| self.error(error.to_string()))
    }

    fn error(&self, reason: impl Into<String>) -> StoreError {
        StoreError { path: self.path.clone(), reason: reason.into() }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}
