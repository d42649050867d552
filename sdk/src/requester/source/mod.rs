//! Where work comes from: files of whoever puts it on the network.
//!
//! A campaign is a folder or one Markdown file, see [`CampaignSource`]; tasks are a table, JSON, or files, see
//! [`TaskList`]. Here files are read and held against what is asked for; nothing is uploaded and nothing is paid.

mod campaign;
mod csv;
mod error;
mod fields;
mod front_matter;
mod tasks;
mod terms;

pub use campaign::CampaignSource;
pub use error::{Problem, SourceError};
pub use tasks::{TaskFile, TaskList};
pub use terms::{Reward, Terms};

use std::{fs, path::Path};

use crate::content::Limits;

/// The bytes of a file. What nobody could fetch again is not read.
fn read(path: &Path) -> Result<Vec<u8>, SourceError> {
    let file = fs::metadata(path).map_err(|error| SourceError::file(path, error))?;
    let limit = Limits::default().bytes;
    if file.len() > limit as u64 {
        let message = format!("has {} bytes, and readers take {limit} at most", file.len());
        return Err(SourceError::file(path, message));
    }
    fs::read(path).map_err(|error| SourceError::file(path, error))
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, SourceError> {
    String::from_utf8(read(path)?).map_err(|error| SourceError::file(path, error.utf8_error()))
}
