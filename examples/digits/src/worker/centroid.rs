//! Nearest centroid: a digit looks like the mean of its training pictures.
//!
//! It compares lists of measures, whatever they measure: pixels here, something coarser for
//! [`glance`](super::glance).

use super::Classify;
use crate::{Digit, Example, Image};

/// The mean of each digit's measures.
#[derive(Debug)]
pub(super) struct Centroids([Vec<f64>; Digit::COUNT]);

impl Centroids {
    pub(super) fn learn(examples: &[Example]) -> Self {
        Self::of(examples.iter().map(|example| (pixels(&example.image), example.label)))
    }

    /// The means of measures whose digits are known.
    pub(super) fn of(examples: impl Iterator<Item = (Vec<f64>, Digit)>) -> Self {
        let mut sums: [Vec<f64>; Digit::COUNT] = Default::default();
        let mut counts = [0.0; Digit::COUNT];
        for (measures, label) in examples {
            let sum = &mut sums[label.index()];
            sum.resize(measures.len(), 0.0);
            for (sum, measure) in sum.iter_mut().zip(measures) {
                *sum += measure;
            }
            counts[label.index()] += 1.0;
        }
        for (sum, count) in sums.iter_mut().zip(counts) {
            for value in sum {
                *value /= count;
            }
        }
        Self(sums)
    }

    /// The digit whose means are nearest to these measures.
    pub(super) fn nearest(&self, measures: &[f64]) -> Digit {
        let distance = |digit: &Digit| -> f64 {
            let means = &self.0[digit.index()];
            means.iter().zip(measures).map(|(mean, measure)| (mean - measure).powi(2)).sum()
        };
        Digit::all()
            .min_by(|one, other| distance(one).total_cmp(&distance(other)))
            .expect("there are ten digits")
    }
}

impl Classify for Centroids {
    fn classify(&self, image: &Image) -> Digit {
        self.nearest(&pixels(image))
    }
}

fn pixels(image: &Image) -> Vec<f64> {
    image.pixels().iter().copied().map(f64::from).collect()
}
