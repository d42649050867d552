//! A result's document: a worker's answer to a task.

use protocol::force::submission::{DATA_IPFS, ResultData};
use serde_json::{Value, json};

use super::{Error, parse};
use crate::content::{self, Cid, Store};

/// A worker's answer to a task, as it was handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultDocument {
    /// What the worker has answered: an object of the values of a form, or whatever the campaign asks for.
    pub answer: Value,
}

impl ResultDocument {
    /// Reads a document: the answer itself, or the message of a template, `{"task": "submit", "values": …}`, around it.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let mut answer = parse("result document", bytes)?;
        if answer["task"] == "submit"
            && let Some(values) = answer.get_mut("values")
        {
            answer = values.take();
        }
        Ok(Self { answer })
    }

    /// The document as the front end publishes it: the answer inside the message of a template.
    pub fn to_json(&self) -> Vec<u8> {
        json!({"task": "submit", "values": self.answer}).to_string().into_bytes()
    }

    /// The document that the row of a result names, verified.
    ///
    /// # Errors
    /// When it cannot be fetched, or is none.
    pub async fn fetch(store: &dyn Store, data: &ResultData) -> Result<Self, Error> {
        Self::from_json(&content::read(store, &Self::cid(data)?).await?)
    }

    /// Where the document of the row of a result is.
    ///
    /// # Errors
    /// When the row names none.
    pub fn cid(data: &ResultData) -> Result<Cid, Error> {
        if data.first != DATA_IPFS {
            return Err(Error::UnknownPlace(i32::from(data.first)));
        }
        Ok(content::cid_of_multihash(&data.second)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_answer_is_found_in_every_published_shape() {
        for (document, answer) in [
            (r#"{"answer":"7"}"#, json!({"answer": "7"})),
            (r#"{"task":"submit","values":{"answer":"7"}}"#, json!({"answer": "7"})),
            (r#"{"task":"submit","values":"QmX"}"#, json!("QmX")),
            // Whose answer has a field `task` has not sent a message.
            (r#"{"task":"seven","values":1}"#, json!({"task": "seven", "values": 1})),
            (r#"{"task":"submit"}"#, json!({"task": "submit"})),
            ("7", json!(7)),
        ] {
            let read = ResultDocument::from_json(document.as_bytes()).unwrap();
            assert_eq!(read.answer, answer, "{document}");
            assert_eq!(ResultDocument::from_json(&read.to_json()).unwrap(), read);
        }
        assert!(ResultDocument::from_json(b"seven").is_err());
    }

    proptest! {
        #[test]
        fn bytes_from_outside_never_panic(bytes: Vec<u8>) {
            let _ = ResultDocument::from_json(&bytes);
        }
    }
}
