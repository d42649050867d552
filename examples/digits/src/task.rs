//! What a worker is given.
//!
//! A task holds all that is needed to answer it, so that no worker has to fetch anything else.

use serde::{Deserialize, Serialize};

use crate::Error;

/// One task of the campaign: `{"id":"000","image":"data:image/png;base64,..."}`.
///
/// Its members are the placeholders of the campaign's template. Others, which a front end may add,
/// are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The number of the picture in this campaign, three digits.
    pub id: String,
    /// The picture, as a `data:` URL of a PNG.
    pub image: String,
}

impl Task {
    /// The task in a JSON document.
    ///
    /// # Errors
    /// When the text is not a JSON object with the two members. The picture is not looked at.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::Task(error.to_string()))
    }

    /// The task as a JSON document, on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("an object of texts always has a JSON form")
    }
}
