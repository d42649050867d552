//! What is shown, and where: results on standard output, progress on standard error.
//!
//! With `--json` the result is one JSON document and nothing else. Colours and moving bars are for terminals only.

mod number;
mod progress;
mod table;

use std::io::{self, Write};

use serde::Serialize;

pub(crate) use number::grouped;
pub use progress::Progress;
pub use table::{Align, Table};

/// Where a command shows its result.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

impl Output {
    /// Output for programs (`json`), or for people.
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether nobody but a program looks at it.
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// Says something on the way to the result, to people only.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn say(&self, line: &str) -> io::Result<()> {
        if self.json { Ok(()) } else { writeln!(io::stdout().lock(), "{line}") }
    }

    /// Shows a result: as JSON, or as the text that `render` makes of it.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn show<T: Serialize>(
        &self,
        result: &T,
        render: impl FnOnce(&T) -> String,
    ) -> io::Result<()> {
        let text = if self.json { serde_json::to_string_pretty(result)? } else { render(result) };
        writeln!(io::stdout().lock(), "{}", text.trim_end())
    }
}
