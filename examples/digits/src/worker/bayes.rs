//! Naive Bayes: each pixel is black or white and speaks for itself.
//!
//! That neighbouring pixels go together, and how grey they are, it does not know.

use super::Classify;
use crate::{Digit, Example, Image};

const PIXELS: usize = Image::SIDE * Image::SIDE;

/// A pixel with this much ink counts as black.
const BLACK_FROM: u8 = Image::BLACK / 2;

/// For each digit and pixel, the logarithm of the probability of black, and that of white.
#[derive(Debug)]
pub(super) struct Bayes([[(f64, f64); PIXELS]; Digit::COUNT]);

impl Bayes {
    pub(super) fn learn(examples: &[Example]) -> Self {
        // One black and one white pixel more than were seen, so that nothing is impossible.
        let mut black = [[1.0_f64; PIXELS]; Digit::COUNT];
        let mut total = [2.0_f64; Digit::COUNT];
        for Example { image, label } in examples {
            total[label.index()] += 1.0;
            for (count, &ink) in black[label.index()].iter_mut().zip(image.pixels()) {
                *count += if ink >= BLACK_FROM { 1.0 } else { 0.0 };
            }
        }
        Self(std::array::from_fn(|digit| {
            black[digit].map(|black| {
                let probability = black / total[digit];
                (probability.ln(), (1.0 - probability).ln())
            })
        }))
    }
}

impl Classify for Bayes {
    fn classify(&self, image: &Image) -> Digit {
        let likelihood = |digit: &Digit| -> f64 {
            self.0[digit.index()]
                .iter()
                .zip(image.pixels())
                .map(|((black, white), &ink)| if ink >= BLACK_FROM { black } else { white })
                .sum()
        };
        Digit::all()
            .max_by(|one, other| likelihood(one).total_cmp(&likelihood(other)))
            .expect("there are ten digits")
    }
}
