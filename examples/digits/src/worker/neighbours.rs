//! Nearest neighbours: the three most similar training pictures vote.
//!
//! Nothing is learned but the pictures themselves.

use super::Classify;
use crate::{Digit, Example, Image};

/// How many training pictures vote.
const VOTERS: usize = 3;

/// The training pictures, all of them.
#[derive(Debug)]
pub(super) struct Neighbours(Vec<Example>);

impl Neighbours {
    pub(super) fn learn(examples: Vec<Example>) -> Self {
        Self(examples)
    }
}

impl Classify for Neighbours {
    fn classify(&self, image: &Image) -> Digit {
        let mut neighbours: Vec<_> =
            self.0.iter().map(|example| (distance(&example.image, image), example.label)).collect();
        // Stable: of equally near ones, the earlier training picture comes first.
        neighbours.sort_by_key(|(distance, _)| *distance);
        neighbours.truncate(VOTERS);

        let votes = |digit| neighbours.iter().filter(|(_, label)| *label == digit).count();
        neighbours
            .iter()
            .map(|(_, label)| *label)
            .rev() // the last of equals is taken, and the nearest must win a tie
            .max_by_key(|label| votes(*label))
            .expect("there are training pictures")
    }
}

/// The sum of the squared differences of all pixels.
fn distance(one: &Image, other: &Image) -> u32 {
    one.pixels()
        .iter()
        .zip(other.pixels())
        .map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2))
        .sum()
}
