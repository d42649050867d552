//! A batch's document: its tasks.

use protocol::force::{batch::Batch, campaign::Content};
use serde_json::Value;

use super::{Error, fetch, parse};
use crate::content::Store;

/// The tasks of a batch, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchDocument {
    /// The tasks; each is usually an object, whose fields the campaign's template shows.
    pub tasks: Vec<Value>,
}

const WHAT: &str = "batch document";

impl BatchDocument {
    /// Reads a document: a JSON array or, as the first version wrote it, an object with the array as `tasks`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let expected = "a JSON array of tasks";
        let tasks = match parse(WHAT, bytes)? {
            Value::Object(mut fields) => fields.remove("tasks").unwrap_or_default(),
            value => value,
        };
        match tasks {
            Value::Array(tasks) => Ok(Self { tasks }),
            _ => Err(Error::Shape { what: WHAT, expected }),
        }
    }

    /// The document as it is published: a JSON array.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(&self.tasks).expect("JSON values are JSON")
    }

    /// The document that a batch's row names, verified.
    ///
    /// # Errors
    /// When it cannot be fetched, or is none.
    pub async fn fetch(store: &dyn Store, content: &Content) -> Result<Self, Error> {
        Self::from_json(&fetch(store, content).await?)
    }

    /// The task of an index of the campaign; `None` when it is not of this batch, or its document lacks it.
    pub fn task(&self, batch: &Batch, task_idx: u32) -> Option<&Value> {
        let place = task_idx.checked_sub(batch.start_task_idx)?;
        self.tasks.get(usize::try_from(place).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn both_published_shapes_are_read() {
        let read = |value: Value| BatchDocument::from_json(value.to_string().as_bytes());
        let tasks = vec![json!({"a": 1}), json!("two")];
        assert_eq!(read(json!(tasks)).unwrap().tasks, tasks);
        assert_eq!(read(json!({"tasks": tasks})).unwrap().tasks, tasks);
        for other in [json!({}), json!({"tasks": {}}), json!("x"), json!(null)] {
            let error = read(other).unwrap_err().to_string();
            assert_eq!(error, "batch document is not a JSON array of tasks");
        }
    }

    proptest! {
        #[test]
        fn bytes_from_outside_never_panic(bytes: Vec<u8>) {
            if let Ok(document) = BatchDocument::from_json(&bytes) {
                prop_assert_eq!(BatchDocument::from_json(&document.to_json()).unwrap(), document);
            }
        }
    }
}
