//! The hasty one: eight blurred spots of the upper half, compared with their means.
//!
//! Digits that differ below the middle are all the same to it; that is its skill, not an accident.

use super::{Classify, centroid::Centroids};
use crate::{Digit, Example, Image};

/// The means of the spots.
#[derive(Debug)]
pub(super) struct Glance(Centroids);

impl Glance {
    pub(super) fn learn(examples: &[Example]) -> Self {
        Self(Centroids::of(examples.iter().map(|example| (spots(&example.image), example.label))))
    }
}

impl Classify for Glance {
    fn classify(&self, image: &Image) -> Digit {
        self.0.nearest(&spots(image))
    }
}

/// The ink in each square of two by two pixels in the upper four rows.
fn spots(image: &Image) -> Vec<f64> {
    let mut spots = vec![0.0; 8];
    for (row, line) in image.rows().take(4).enumerate() {
        for (column, &ink) in line.iter().enumerate() {
            spots[row / 2 * 4 + column / 2] += f64::from(ink);
        }
    }
    spots
}
