//! A worker as a program: tasks come in line by line, answers go out line by line.
//!
//! What it answers is the [`Worker`]'s business.

use std::{
    io::{self, BufRead, Read, Write},
    process::ExitCode,
};

use crate::{Error, Task, Worker};

/// The longest line that is read, in bytes; a task of the campaign has some three hundred.
pub const MAX_LINE: usize = 64 * 1024;

/// The exit code when the program was called or fed wrongly.
pub const BAD_INPUT: u8 = 2;

/// The whole of a worker's program: serves standard input until its end.
///
/// Prints the reason to standard error and gives [`BAD_INPUT`] at the first line that is not a task;
/// the answers to the lines before it have been written by then.
pub fn run(worker: &Worker) -> ExitCode {
    let name = worker.name();
    if std::env::args_os().len() > 1 {
        eprintln!("usage: {name} (no arguments; one task a line as JSON on standard input)");
        return ExitCode::from(BAD_INPUT);
    }
    match serve(worker, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// Answers one task a line until the input ends; each answer is flushed before the next task is read.
///
/// # Errors
/// At the first line that is no task, is too long or is not UTF-8, and when reading or writing fails.
pub fn serve(
    worker: &Worker,
    mut input: impl BufRead,
    mut output: impl Write,
) -> Result<(), Error> {
    while let Some(line) = next_line(&mut input)? {
        let answer = worker.answer(&Task::from_json(&line)?)?;
        writeln!(output, "{}", answer.to_json())?;
        output.flush()?;
    }
    Ok(())
}

/// The next line with its end, if there is one.
fn next_line(input: &mut impl BufRead) -> Result<Option<String>, Error> {
    let mut line = Vec::new();
    // One byte above the limit tells a line that is too long from one that just fits.
    let length = input.take(MAX_LINE as u64 + 1).read_until(b'\n', &mut line)?;
    match length {
        0 => Ok(None),
        1..=MAX_LINE => String::from_utf8(line).map(Some).map_err(|_| Error::NotText),
        _ => Err(Error::LongLine(MAX_LINE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks;

    /// What the hasty worker writes, and how it ends.
    fn served(input: &[u8]) -> (String, Result<(), String>) {
        let mut output = Vec::new();
        let result = serve(&Worker::glance(), input, &mut output);
        (String::from_utf8(output).unwrap(), result.map_err(|error| error.to_string()))
    }

    #[track_caller]
    fn refused(input: &[u8], reason: &str) {
        let (output, result) = served(input);
        assert_eq!(output, "");
        let error = result.unwrap_err();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn no_line_needs_no_answer() {
        assert_eq!(served(b""), (String::new(), Ok(())));
    }

    #[test]
    fn lines_that_are_no_task_are_refused() {
        refused(b"\n", "not a task: ");
        refused(b"7\n", "not a task: ");
        refused(b"{\n", "not a task: ");
        refused(b"[]\n", "not a task: ");
        refused(br#"{"id":"000"}"#, "missing field `image`");
        refused(br#"{"id":0,"image":""}"#, "not a task: ");
        refused(br#"{"id":"000","image":""}"#, "not a picture of a digit: ");
        refused(br#"{"id":"000","image":null}"#, "not a task: ");
        refused(b"\xff\n", "task is not UTF-8");
        refused(&[b'['; MAX_LINE], "not a task: ");
        refused(&[b'['; MAX_LINE + 1], "task is longer than 65536 bytes");
    }

    #[test]
    fn answers_before_a_bad_line_are_written() {
        let input = format!("{}\nnonsense\n", tasks()[0].to_json());
        let (output, result) = served(input.as_bytes());
        assert_eq!(output.lines().count(), 1);
        assert!(result.is_err());
    }

    #[test]
    fn members_that_a_front_end_adds_are_passed_over() {
        let mut task = serde_json::to_value(&tasks()[0]).unwrap();
        task["annotations"] = serde_json::json!([]);
        let (output, result) = served(task.to_string().as_bytes());
        assert_eq!(result, Ok(()));
        assert_eq!(output.lines().count(), 1);
    }
}
