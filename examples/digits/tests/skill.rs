//! How good the workers are on the hundred tasks, alone and together.
//!
//! The bands are narrow on purpose: a worker that suddenly reads better than it did has probably
//! seen the labels.

#![allow(clippy::unwrap_used, reason = "a test may")]
#![allow(clippy::print_stdout, reason = "the counts are worth seeing with --nocapture")]

use digits::{Digit, Worker, labels, majority, tasks};

fn answers(worker: &Worker) -> Vec<Digit> {
    tasks().iter().map(|task| worker.answer(task).unwrap().answer).collect()
}

/// How many of the hundred are right.
fn right(answers: impl IntoIterator<Item = Option<Digit>>) -> usize {
    answers.into_iter().zip(labels()).filter(|(answer, label)| *answer == Some(*label)).count()
}

#[test]
fn each_worker_has_the_skill_it_is_known_for() {
    let bands = [
        ("neighbours", 96..=99),
        ("centroid", 91..=95),
        ("bayes", 87..=92),
        ("tree", 72..=78),
        ("glance", 56..=64),
    ];
    for (worker, (name, band)) in Worker::all().iter().zip(bands) {
        let right = right(answers(worker).into_iter().map(Some));
        println!("{name}: {right} of 100");
        assert_eq!(worker.name(), name);
        assert!(band.contains(&right), "{name} has {right} of 100, expected {band:?}");
    }
}

#[test]
fn the_majority_of_three_beats_the_average_worker() {
    let answers = Worker::all().map(|worker| answers(&worker));
    let alone: usize = answers.iter().map(|answers| right(answers.iter().copied().map(Some))).sum();
    let average = alone as f64 / answers.len() as f64;

    // As the demo hands out tasks, more or less: each to three workers, taking turns.
    let turns = right((0..100).map(|task| {
        let three = [0, 1, 2].map(|turn| answers[(task + turn) % answers.len()][task]);
        majority(&three)
    }));
    println!("average worker: {average} of 100, majority of three in turns: {turns} of 100");
    assert!(turns as f64 > average);
}

#[test]
fn a_worker_who_learns_again_answers_the_same() {
    for (first, second) in Worker::all().iter().zip(Worker::all()) {
        assert_eq!(answers(first), answers(&second), "{}", second.name());
    }
}
