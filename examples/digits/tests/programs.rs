//! The worker programs as they are run: lines in, lines out, exit codes.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use digits::{Answer, Worker, tasks};

/// Each worker's program, in the order of [`Worker::all`].
const PROGRAMS: [&str; 5] = [
    env!("CARGO_BIN_EXE_neighbours"),
    env!("CARGO_BIN_EXE_centroid"),
    env!("CARGO_BIN_EXE_bayes"),
    env!("CARGO_BIN_EXE_tree"),
    env!("CARGO_BIN_EXE_glance"),
];

fn fed(program: &str, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A program that stops early closes the pipe; that is no failure of the test.
    let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
fn a_program_answers_all_tasks_as_its_worker_does() {
    let input: String = tasks().iter().map(|task| task.to_json() + "\n").collect();
    for (worker, program) in Worker::all().iter().zip(PROGRAMS) {
        let output = fed(program, &[], &input);
        assert!(output.status.success(), "{}: {output:?}", worker.name());
        let answers: Vec<_> = str::from_utf8(&output.stdout)
            .unwrap()
            .lines()
            .map(|line| Answer::from_json(line).unwrap())
            .collect();
        let expected: Vec<_> = tasks().iter().map(|task| worker.answer(task).unwrap()).collect();
        assert_eq!(answers, expected, "{}", worker.name());
    }
}

#[test]
fn an_answer_is_there_before_the_next_task_is_given() {
    let mut child =
        Command::new(PROGRAMS[0]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Read on a thread, so that an answer that never comes fails the test instead of holding it up.
    let (sender, lines) = mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || stdout.lines().try_for_each(|line| sender.send(line)));
    let answered = tasks()[..3].iter().all(|task| {
        writeln!(stdin, "{}", task.to_json()).unwrap();
        let line = lines.recv_timeout(Duration::from_secs(10));
        line.is_ok_and(|line| Answer::from_json(&line.unwrap()).is_ok())
    });
    drop(stdin);
    assert!(child.wait().unwrap().success());
    reader.join().unwrap().unwrap();
    assert!(answered, "an answer was held back");
    assert!(lines.recv().is_err(), "there are more answers than tasks");
}

#[test]
fn bad_input_ends_a_program_with_code_2_and_the_reason() {
    for program in PROGRAMS {
        let output = fed(program, &[], "nonsense\n");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let reason = str::from_utf8(&output.stderr).unwrap();
        assert!(reason.contains("not a task: "), "{reason}");
        assert!(!reason.contains("panicked"), "{reason}");
    }
}

#[test]
fn a_program_takes_no_arguments() {
    let output = fed(PROGRAMS[0], &["--seed"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(str::from_utf8(&output.stderr).unwrap().starts_with("usage: neighbours"));
}

#[test]
fn no_program_carries_the_labels() {
    let labels = include_str!("../labels.csv").lines().nth(1).unwrap().as_bytes();
    let training = include_str!("../training.csv").lines().nth(1).unwrap().as_bytes();
    for program in PROGRAMS {
        let bytes = std::fs::read(program).unwrap();
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(holds(training), "{program} should carry what it learned from");
        assert!(!holds(labels), "{program} carries the labels of the tasks");
    }
}
