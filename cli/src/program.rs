//! Programs that answer tasks: started once for each task, or once for many with a line for each.
//!
//! JSON goes in and comes out; what is in it is the business of program and campaign.

use std::{ffi::OsString, io, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

/// How long a program may take to end once its input has.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 16 << 20;

/// A program with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    path: OsString,
    arguments: Vec<OsString>,
}

/// What a program said of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// An answer: what it wrote.
    Answer(String),
    /// It ended with another code than 0; what is known of it.
    Failed(String),
}

impl Program {
    pub(crate) fn new(path: impl Into<OsString>, arguments: &[OsString]) -> Self {
        Self { path: path.into(), arguments: arguments.to_vec() }
    }

    /// Runs it for one task, which it is given on its input and in `variables`.
    ///
    /// # Errors
    /// When it cannot be started, or writes what is no text or too long.
    pub(crate) async fn run(&self, task: &str, variables: &[(&str, String)]) -> Result<Said> {
        let mut child = self.spawn(variables)?;
        let mut input = child.stdin.take().context("a program without input")?;
        let output = child.stdout.take().context("a program without output")?;
        let write = async {
            // Who answers without reading everything has read enough.
            let _ = input.write_all(format!("{task}\n").as_bytes()).await;
            drop(input);
        };
        let mut answer = String::new();
        let mut output = output.take(MAX_ANSWER);
        let ((), read) = tokio::join!(write, output.read_to_string(&mut answer));
        read.context("what the program wrote")?;
        ensure!(output.limit() > 0, "the program wrote more than {MAX_ANSWER} bytes");
        let status = child.wait().await?;
        Ok(match status.success() {
            true => Said::Answer(answer),
            false => Said::Failed(format!("the program ended with {status}")),
        })
    }

    /// Starts it, to answer line by line.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn start(&self) -> Result<Lines> {
        let mut child = self.spawn(&[])?;
        let input = child.stdin.take().context("a program without input")?;
        let output = BufReader::new(child.stdout.take().context("a program without output")?);
        Ok(Lines { child, input, output })
    }

    fn spawn(&self, variables: &[(&str, String)]) -> Result<Child> {
        Command::new(&self.path)
            .args(&self.arguments)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            // Ctrl-C is for us; a program ends with its input, or when it is dropped.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("program {}", self.path.display()))
    }
}

/// A running program that reads tasks and writes answers, a line each.
#[derive(Debug)]
pub(crate) struct Lines {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Lines {
    /// The answer to a task, both on one line.
    ///
    /// # Errors
    /// When the program ends first, or its answer is no text or too long.
    pub(crate) async fn answer(&mut self, task: &str) -> Result<String> {
        let line = self.exchange(task).await?;
        ensure!(line.ends_with('\n'), "the program ended without an answer");
        Ok(line.trim_end().to_owned())
    }

    /// Ends it, by the end of its input.
    ///
    /// # Errors
    /// When it does not end, or with another code than 0.
    pub(crate) async fn finish(self) -> Result<()> {
        let Self { mut child, input, output: _ } = self;
        drop(input);
        let status = timeout(PATIENCE, child.wait()).await.context("it does not end")??;
        if !status.success() {
            bail!("the program ended with {status}");
        }
        Ok(())
    }

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
    use super::*;

    /// A program, played by the shell.
    fn shell(script: &str) -> Program {
        Program::new("sh", &["-c".into(), script.into()])
    }

    #[tokio::test]
    async fn a_program_answers_one_task() {
        let program = shell("read -r task; printf '%s of %s' \"$task\" \"$CAMPAIGN\"");
        let said = program.run("one", &[("CAMPAIGN", "7".to_owned())]).await.unwrap();
        assert_eq!(said, Said::Answer("one of 7".to_owned()));
        // A task that nobody reads, longer than a pipe holds.
        let said = shell("echo done").run(&"x".repeat(1 << 20), &[]).await.unwrap();
        assert_eq!(said, Said::Answer("done\n".to_owned()));
        let said = shell("exit 3").run("one", &[]).await.unwrap();
        assert_eq!(said, Said::Failed("the program ended with exit status: 3".to_owned()));
        let error = Program::new("no/such/program", &[]).run("one", &[]).await.unwrap_err();
        assert_eq!(error.to_string(), "program no/such/program");
    }

    #[tokio::test]
    async fn a_program_answers_line_by_line() {
        let mut program = shell("while read -r task; do echo \"saw $task\"; done").start().unwrap();
        for task in ["one", "two"] {
            assert_eq!(program.answer(task).await.unwrap(), format!("saw {task}"));
        }
        program.finish().await.unwrap();
    }

    #[tokio::test]
    async fn a_program_that_ends_too_soon_is_an_error() {
        let mut program = shell("read -r task; printf unfinished; exit 3").start().unwrap();
        let error = program.answer("one").await.unwrap_err();
        assert_eq!(error.to_string(), "the program ended without an answer");
        let error = program.finish().await.unwrap_err();
        assert_eq!(error.to_string(), "the program ended with exit status: 3");
    }
}
