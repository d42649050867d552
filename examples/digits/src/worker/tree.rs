//! A decision tree over sixteen measures: the ink in each row and in each column.
//!
//! Where in its row the ink is, it sees only through the columns; so it mixes up some digits.

use std::cmp::Ordering;

use super::Classify;
use crate::{Digit, Example, Image};

/// Questions asked before answering, at most.
const DEPTH: usize = 6;

const MEASURES: usize = 2 * Image::SIDE;

type Measures = [u16; MEASURES];

/// A question with the trees for its two answers, or a digit.
#[derive(Debug)]
pub(super) enum Tree {
    /// Whether a measure is below a limit.
    Question { measure: usize, limit: u16, below: Box<Self>, otherwise: Box<Self> },
    /// The most frequent digit of the training pictures that come here.
    Digit(Digit),
}

impl Tree {
    pub(super) fn learn(examples: &[Example]) -> Self {
        let examples: Vec<_> =
            examples.iter().map(|example| (measures(&example.image), example.label)).collect();
        Self::grow(&examples, DEPTH)
    }

    fn grow(examples: &[(Measures, Digit)], depth: usize) -> Self {
        let counts = Counts::of(examples.iter());
        if depth == 0 || counts.is_pure() {
            return Self::Digit(counts.most_frequent());
        }
        let Some((measure, limit)) = best_question(examples) else {
            return Self::Digit(counts.most_frequent());
        };
        let (below, otherwise): (Vec<_>, Vec<_>) =
            examples.iter().partition(|(measures, _)| measures[measure] < limit);
        Self::Question {
            measure,
            limit,
            below: Box::new(Self::grow(&below, depth - 1)),
            otherwise: Box::new(Self::grow(&otherwise, depth - 1)),
        }
    }
}

impl Classify for Tree {
    fn classify(&self, image: &Image) -> Digit {
        let measures = measures(image);
        let mut tree = self;
        loop {
            match tree {
                Self::Digit(digit) => return *digit,
                Self::Question { measure, limit, below, otherwise } => {
                    tree = if measures[*measure] < *limit { below } else { otherwise };
                }
            }
        }
    }
}

/// The ink in each row, then in each column.
fn measures(image: &Image) -> Measures {
    let mut measures = [0; MEASURES];
    for (row, line) in image.rows().enumerate() {
        for (column, &ink) in line.iter().enumerate() {
            measures[row] += u16::from(ink);
            measures[Image::SIDE + column] += u16::from(ink);
        }
    }
    measures
}

/// The measure and limit that part the digits best; the first of equally good ones.
fn best_question(examples: &[(Measures, Digit)]) -> Option<(usize, u16)> {
    let mut best: Option<((usize, u16), Purity)> = None;
    for measure in 0..MEASURES {
        let mut limits: Vec<_> = examples.iter().map(|(measures, _)| measures[measure]).collect();
        limits.sort_unstable();
        limits.dedup();
        // Below the smallest value there is nothing.
        for &limit in limits.iter().skip(1) {
            let (below, otherwise): (Vec<_>, Vec<_>) =
                examples.iter().partition(|(measures, _)| measures[measure] < limit);
            let purity =
                Purity::of(&Counts::of(below.into_iter()), &Counts::of(otherwise.into_iter()));
            if best.as_ref().is_none_or(|(_, best)| purity.cmp(best) == Ordering::Greater) {
                best = Some(((measure, limit), purity));
            }
        }
    }
    best.map(|(question, _)| question)
}

/// How many training pictures there are of each digit.
struct Counts([u64; Digit::COUNT]);

impl Counts {
    fn of<'a>(examples: impl Iterator<Item = &'a (Measures, Digit)>) -> Self {
        let mut counts = [0; Digit::COUNT];
        for (_, label) in examples {
            counts[label.index()] += 1;
        }
        Self(counts)
    }

    fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    fn squares(&self) -> u64 {
        self.0.iter().map(|count| count * count).sum()
    }

    fn is_pure(&self) -> bool {
        self.0.contains(&self.total())
    }

    /// The smallest of equally frequent digits.
    fn most_frequent(&self) -> Digit {
        let count = |digit: &Digit| self.0[digit.index()];
        Digit::all().rev().max_by_key(count).expect("there are ten digits")
    }
}

/// How far a question parts the digits (Gini's measure, turned round), as an exact fraction.
struct Purity {
    numerator: u64,
    denominator: u64,
}

impl Purity {
    /// Neither side may be empty.
    fn of(one: &Counts, other: &Counts) -> Self {
        Self {
            numerator: one.squares() * other.total() + other.squares() * one.total(),
            denominator: one.total() * other.total(),
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}
