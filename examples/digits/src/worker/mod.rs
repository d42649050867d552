//! The five workers, each a way of reading a digit.
//!
//! Each learns from the training pictures, none sees a label of a task, and none draws by lot: the
//! same task always gets the same answer. How a program is fed with tasks is in
//! [`program`](crate::program).

mod bayes;
mod centroid;
mod glance;
mod neighbours;
mod tree;

use std::fmt;

use crate::{Answer, Digit, Error, Image, Task, training};

/// A way of telling which digit a picture shows.
pub trait Classify: fmt::Debug + Send + Sync {
    /// The digit the picture most likely shows.
    fn classify(&self, image: &Image) -> Digit;
}

/// A worker who has learned and can be given tasks.
#[derive(Debug)]
pub struct Worker {
    name: &'static str,
    skill: Box<dyn Classify>,
}

impl Worker {
    /// All five, the most careful first.
    pub fn all() -> [Self; 5] {
        [Self::neighbours(), Self::centroid(), Self::bayes(), Self::tree(), Self::glance()]
    }

    /// The digit of the three most similar training pictures.
    pub fn neighbours() -> Self {
        Self::new("neighbours", neighbours::Neighbours::learn(training()))
    }

    /// The digit whose mean picture is the most similar.
    pub fn centroid() -> Self {
        Self::new("centroid", centroid::Centroids::learn(&training()))
    }

    /// The most likely digit when each pixel is a black or white witness of its own.
    pub fn bayes() -> Self {
        Self::new("bayes", bayes::Bayes::learn(&training()))
    }

    /// Six questions about the ink in single rows and columns.
    pub fn tree() -> Self {
        Self::new("tree", tree::Tree::learn(&training()))
    }

    /// A hasty look at the upper half, blurred.
    pub fn glance() -> Self {
        Self::new("glance", glance::Glance::learn(&training()))
    }

    fn new(name: &'static str, skill: impl Classify + 'static) -> Self {
        Self { name, skill: Box::new(skill) }
    }

    /// The worker's name, that of its program too.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Looks at the task's picture and answers.
    ///
    /// # Errors
    /// When the task holds no picture of the campaign's kind.
    pub fn answer(&self, task: &Task) -> Result<Answer, Error> {
        let image = Image::from_data_url(&task.image)?;
        Ok(Answer { answer: self.skill.classify(&image) })
    }
}
