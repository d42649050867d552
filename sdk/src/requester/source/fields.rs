//! The fields of a campaign's file: each is taken once, by its name, and what is left over is a mistake.
//!
//! Which fields there are is left to [`campaign`](super::campaign) and [`terms`](super::terms).

use std::path::Path;

use serde_json::{Map, Value};

use super::error::{Problem, SourceError};

/// The fields of a file.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    path: &'a Path,
    text: &'a str,
    fields: Map<String, Value>,
    problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    /// The fields that are in `text`.
    pub(super) const fn new(path: &'a Path, text: &'a str, fields: Map<String, Value>) -> Self {
        Self { path, text, fields, problems: Vec::new() }
    }

    /// Whether the field is there and not null.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.get(field).is_some_and(|value| !value.is_null())
    }

    /// The field, if it is there and not null.
    pub(super) fn take(&mut self, field: &str) -> Option<Value> {
        // Not `remove`, which would change the order of the others.
        self.fields.shift_remove(field).filter(|value| !value.is_null())
    }

    /// Writes down that a field is wrong.
    pub(super) fn wrong(&mut self, field: &str, message: impl std::fmt::Display) {
        let problem = Problem::in_field(field, message);
        let line = line_of(self.text, field);
        self.problems.push(match line {
            Some(line) => problem.at_line(line),
            None => problem,
        });
    }

    /// The field as what `read` makes of it, if it is there and `read` makes something of it.
    pub(super) fn read<T>(
        &mut self,
        field: &str,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(field)?;
        let read = read(&value);
        if read.is_none() {
            self.wrong(field, format_args!("must be {expected}"));
        }
        read
    }

    /// The field as text.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        let expected = "text; put it in quotes if it is";
        self.read(field, expected, |value| value.as_str().map(str::to_owned))
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// With everything that was wrong, and with the fields that nobody has taken.
    pub(super) fn finish(mut self) -> Result<(), SourceError> {
        let unknown: Vec<_> = self.fields.keys().cloned().collect();
        for field in unknown {
            self.wrong(&field, "there is no such field");
        }
        self.problems.sort_by_key(|problem| problem.line);
        SourceError::of(self.path, self.problems)
    }
}

/// The line on which a field of the outermost level seems to be: the first that begins with its name.
fn line_of(text: &str, field: &str) -> Option<u64> {
    let names_it = |line: &str| {
        let rest = line.trim_start().trim_start_matches(['"', '\'']).strip_prefix(field);
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    let place = text.lines().position(names_it)?;
    u64::try_from(place).ok()?.checked_add(1)
}
