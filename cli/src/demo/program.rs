//! A worker's program: a process that reads tasks and writes answers, a line each.
//!
//! Where the program is not installed beside `force`, the same worker runs inside this process.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result};
use serde::Serialize;
use tokio::time::timeout;

use crate::program::{self, Lines};

/// How long a program may take for an answer. The example's take a millisecond.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a worker's program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In a process of its own.
    Process,
    /// Inside this process.
    Inside,
}

/// A worker's program, running.
#[derive(Debug)]
pub(super) enum Program {
    Process(Box<Lines>),
    Inside(digits::Worker),
}

impl Program {
    /// Starts the worker's program, if it is in `folder`.
    pub(super) fn start(worker: digits::Worker, folder: Option<&Path>) -> Result<Self> {
        let name = format!("{}{}", worker.name(), std::env::consts::EXE_SUFFIX);
        let Some(path) = folder.map(|folder| folder.join(name)).filter(|path| path.is_file())
        else {
            return Ok(Self::Inside(worker));
        };
        Ok(Self::Process(Box::new(program::Program::new(path, &[]).start()?)))
    }

    /// Where it runs.
    pub(super) const fn place(&self) -> Place {
        match self {
            Self::Process(_) => Place::Process,
            Self::Inside(_) => Place::Inside,
        }
    }

    /// The answer to a task, both JSON documents on one line.
    pub(super) async fn answer(&mut self, task: &str) -> Result<String> {
        match self {
            Self::Inside(worker) => Ok(worker.answer(&digits::Task::from_json(task)?)?.to_json()),
            Self::Process(process) => {
                timeout(PATIENCE, process.answer(task)).await.context("no answer in time")?
            }
        }
    }

    /// Ends it, by the end of its input.
    pub(super) async fn finish(self) -> Result<()> {
        match self {
            Self::Process(process) => process.finish().await,
            Self::Inside(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    /// The worker `glance`, played by a shell script.
    fn script(text: &str) -> (Program, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("glance");
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        (Program::start(digits::Worker::glance(), Some(folder.path())).unwrap(), folder)
    }

    #[tokio::test]
    async fn a_program_answers_line_by_line() {
        let (mut program, _folder) = script("while read -r task; do echo \"saw $task\"; done");
        assert_eq!(program.place(), Place::Process);
        for task in ["one", "two"] {
            assert_eq!(program.answer(task).await.unwrap(), format!("saw {task}"));
        }
        program.finish().await.unwrap();
    }

    #[tokio::test]
    async fn a_worker_without_a_program_works_inside() {
        let folder = tempfile::tempdir().unwrap();
        for folder in [None, Some(folder.path())] {
            let mut program = Program::start(digits::Worker::neighbours(), folder).unwrap();
            assert_eq!(program.place(), Place::Inside);
            let task = digits::tasks()[0].to_json();
            assert_eq!(program.answer(&task).await.unwrap(), r#"{"answer":"0"}"#);
            assert!(program.answer("no task").await.is_err());
            program.finish().await.unwrap();
        }
    }
}
