//! What is wrong with a file, and where.

use std::{fmt, path::Path};

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The number of the task in its file, from 1.
    pub task: Option<u64>,
    /// The line of the file, from 1.
    pub line: Option<u64>,
    /// The field, or the path of one inside a task such as `pets/0/name`.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    file: String,
    problems: Vec<Problem>,
    omitted: usize,
}

impl SourceError {
    /// How many problems are listed. The others are counted.
    pub const MAX_PROBLEMS: usize = 20;

    /// The file as a whole is wrong.
    pub(super) fn file(path: &Path, message: impl fmt::Display) -> Self {
        Self::at(path, Problem::new(message))
    }

    /// One problem of a file.
    pub(super) fn at(path: &Path, problem: Problem) -> Self {
        Self { file: path.display().to_string(), problems: vec![problem], omitted: 0 }
    }

    /// These problems of a file, if there are any.
    pub(super) fn of(path: &Path, mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        let omitted = problems.len().saturating_sub(Self::MAX_PROBLEMS);
        problems.truncate(Self::MAX_PROBLEMS);
        Err(Self { file: path.display().to_string(), problems, omitted })
    }

    /// The file.
    pub fn file_name(&self) -> &str {
        &self.file
    }

    /// The first problems, in the order of the file.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), ..Self::default() }
    }

    pub(super) fn in_field(field: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { field: Some(field.into()), ..Self::new(message) }
    }

    pub(super) fn at_line(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }

    pub(super) fn of_task(self, task: u64) -> Self {
        Self { task: Some(task), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.task, self.line) {
            (Some(task), Some(line)) => write!(f, "row {task} (line {line}): ")?,
            (Some(task), None) => write!(f, "task {task}: ")?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.problems.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {problem}", self.file)?;
        }
        if self.omitted > 0 {
            write!(f, "\n{}: and {} more", self.file, self.omitted)?;
        }
        Ok(())
    }
}

impl std::error::Error for SourceError {}
