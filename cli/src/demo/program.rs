//! A worker's program: a process that reads tasks and writes answers, a line each.
//!
//! Where the program is not installed beside `force`, the same worker runs inside this process.

use std::{io, path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

/// How long a program may take for an answer, or to end. The example's take a millisecond.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 64 * 1024;

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
    Process(Box<Process>),
    Inside(digits::Worker),
}

#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts the worker's program, if it is in `folder`.
    pub(super) fn start(worker: digits::Worker, folder: Option<&Path>) -> Result<Self> {
        let name = format!("{}{}", worker.name(), std::env::consts::EXE_SUFFIX);
        let Some(path) = folder.map(|folder| folder.join(name)).filter(|path| path.is_file())
        else {
            return Ok(Self::Inside(worker));
        };
        let mut child = Command::new(&path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            // Ctrl-C is for us; a program ends with its input, or when it is dropped.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("program {}", path.display()))?;
        let input = child.stdin.take().context("a program without input")?;
        let output = BufReader::new(child.stdout.take().context("a program without output")?);
        Ok(Self::Process(Box::new(Process { child, input, output })))
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
                let exchange = timeout(PATIENCE, process.exchange(task)).await;
                let line = exchange.context("no answer in time")??;
                ensure!(line.ends_with('\n'), "the program ended without an answer");
                Ok(line.trim_end().to_owned())
            }
        }
    }

    /// Ends it, by the end of its input.
    pub(super) async fn finish(self) -> Result<()> {
        if let Self::Process(process) = self {
            let Process { mut child, input, output: _ } = *process;
            drop(input);
            let status = timeout(PATIENCE, child.wait()).await.context("it does not end")??;
            if !status.success() {
                bail!("the program ended with {status}");
            }
        }
        Ok(())
    }
}

impl Process {
    /// Writes a line, and reads one; without its end if the output ends first or the line is too long.
    async fn exchange(&mut self, task: &str) -> io::Result<String> {
        self.input.write_all(format!("{task}\n").as_bytes()).await?;
        self.input.flush().await?;
        let mut line = String::new();
        (&mut self.output).take(MAX_ANSWER).read_line(&mut line).await?;
        Ok(line)
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
    async fn a_program_that_fails_is_an_error() {
        let (mut program, _folder) = script("read -r task; printf unfinished; exit 3");
        let error = program.answer("one").await.unwrap_err();
        assert_eq!(error.to_string(), "the program ended without an answer");
        let error = program.finish().await.unwrap_err();
        assert_eq!(error.to_string(), "the program ended with exit status: 3");
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
