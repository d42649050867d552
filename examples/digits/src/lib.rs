//! A real campaign for the demo: a hundred handwritten digits, and five workers that read them.
//!
//! Here are the data ([`tasks`], [`labels`], [`training`], [`campaign`]), the [`Worker`]s, and the
//! [`majority`] of their answers. Who is handed which task, and all money, is the chain's business:
//! this crate knows nothing of it.
//!
//! ```
//! let task = &digits::tasks()[0];
//! let answer = digits::Worker::neighbours().answer(task)?;
//! assert_eq!(answer.to_json(), r#"{"answer":"0"}"#);
//! # Ok::<(), digits::Error>(())
//! ```

mod answer;
mod dataset;
mod digit;
mod error;
mod image;
mod majority;
pub mod program;
mod task;
mod worker;

pub use answer::Answer;
pub use dataset::{Example, campaign, labels, tasks, training};
pub use digit::Digit;
pub use error::Error;
pub use image::Image;
pub use majority::majority;
pub use task::Task;
pub use worker::{Classify, Worker};
