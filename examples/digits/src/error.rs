//! What can be wrong with what a worker is given.
//!
//! The committed data cannot be wrong: the tests read all of it.

use std::{fmt, io};

/// Why a task could not be answered, or an answer not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The line is not the JSON of a task; the parser's reason.
    Task(String),
    /// The text is not the JSON of an answer; the parser's reason.
    Answer(String),
    /// The picture is not one of a digit as the campaign shows them; the reason.
    Image(String),
    /// The line is longer than this many bytes.
    LongLine(usize),
    /// The line is not UTF-8.
    NotText,
    /// Reading tasks or writing answers failed.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(reason) => write!(f, "not a task: {reason}"),
            Self::Answer(reason) => write!(f, "not an answer: {reason}"),
            Self::Image(reason) => write!(f, "not a picture of a digit: {reason}"),
            Self::LongLine(limit) => write!(f, "task is longer than {limit} bytes"),
            Self::NotText => write!(f, "task is not UTF-8"),
            Self::Io(error) => write!(f, "input or output failed: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
