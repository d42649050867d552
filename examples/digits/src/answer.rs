//! What a worker submits.
//!
//! Whether it is right is asked of [`labels`](crate::labels), elsewhere.

use serde::{Deserialize, Serialize};

use crate::{Digit, Error};

/// A worker's answer to one task: `{"answer":"7"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The digit the worker reads in the picture.
    pub answer: Digit,
}

impl Answer {
    /// The answer in a submitted document.
    ///
    /// # Errors
    /// When the text is not a JSON object whose `answer` is a text of one digit.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::Answer(error.to_string()))
    }

    /// The document to submit, on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("an object with one text always has a JSON form")
    }
}
