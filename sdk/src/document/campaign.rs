//! A campaign's document: what workers are asked to do, and in which form tasks and answers are.
//!
//! What they earn and how long they may take is not in it, but on the chain.

use protocol::force::campaign::Content;
use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::{Error, fetch, parse};
use crate::content::Store;

/// A campaign's document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CampaignDocument {
    /// The version of this shape.
    pub version: Number,
    /// What it is called.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub description: String,
    /// What a worker has to do, in Markdown.
    pub instructions: String,
    /// The page on which a person works: HTML with placeholders such as `${image}`, which are fields of a task.
    pub template: String,
    /// What a task has to be: a JSON Schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_schema: Option<Value>,
    /// What an answer has to be: a JSON Schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_schema: Option<Value>,
    /// A task to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example_task: Option<Value>,
    /// What kind of work it is, such as `annotations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// A picture: a CID or a URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// How long a task takes, as its requester thinks, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_time: Option<Number>,
}

impl Default for CampaignDocument {
    fn default() -> Self {
        Self {
            version: Number::from_f64(1.1).expect("1.1 is finite"),
            title: String::new(),
            description: String::new(),
            instructions: String::new(),
            template: String::new(),
            input_schema: None,
            output_schema: None,
            example_task: None,
            category: None,
            image: None,
            estimated_time: None,
        }
    }
}

const WHAT: &str = "campaign document";

impl CampaignDocument {
    /// Reads a document, also one of an earlier client: schemas, example and numbers may be text, and whatever is not
    /// known is passed over.
    ///
    /// # Errors
    /// When it is no JSON object, or a field is of a type that it never had.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        match parse(WHAT, bytes)? {
            Value::Object(fields) => Self::from_fields(fields),
            _ => Err(Error::Shape { what: WHAT, expected: "a JSON object" }),
        }
    }

    /// As [`from_json`](Self::from_json), from what is JSON already.
    ///
    /// # Errors
    /// When a field is of a type that it never had.
    pub fn from_fields(mut fields: Map<String, Value>) -> Result<Self, Error> {
        let mut take = |field| fields.remove(field).unwrap_or(Value::Null);
        let version = number("version", take("version"))?;
        Ok(Self {
            version: version.unwrap_or_else(|| Self::default().version),
            title: text("title", take("title"))?.unwrap_or_default(),
            description: text("description", take("description"))?.unwrap_or_default(),
            instructions: text("instructions", take("instructions"))?.unwrap_or_default(),
            template: text("template", take("template"))?.unwrap_or_default(),
            input_schema: schema("input_schema", take("input_schema"))?,
            output_schema: schema("output_schema", take("output_schema"))?,
            example_task: example(take("example_task")),
            category: text("category", take("category"))?,
            image: text("image", take("image"))?,
            estimated_time: number("estimated_time", take("estimated_time"))?,
        })
    }

    /// The document as it is published.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and JSON values are JSON")
    }

    /// The document that a campaign's row names, verified.
    ///
    /// # Errors
    /// When it cannot be fetched, or is none.
    pub async fn fetch(store: &dyn Store, content: &Content) -> Result<Self, Error> {
        Self::from_json(&fetch(store, content).await?)
    }
}

fn text(field: &'static str, value: Value) -> Result<Option<String>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(Error::Field { field, expected: "text" }),
    }
}

/// A number, or the text of one. Text that is no number (`about a minute`) is as good as none.
fn number(field: &'static str, value: Value) -> Result<Option<Number>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(Some(number)),
        Value::String(text) => Ok(text.trim().parse().ok()),
        _ => Err(Error::Field { field, expected: "a number" }),
    }
}

/// A schema, or the text of one.
fn schema(field: &'static str, value: Value) -> Result<Option<Value>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => match serde_json::from_str(&text) {
            Ok(Value::Null) => Ok(None),
            Ok(schema @ (Value::Object(_) | Value::Bool(_))) => Ok(Some(schema)),
            _ => Err(Error::Field { field, expected: "a JSON schema" }),
        },
        schema @ (Value::Object(_) | Value::Bool(_)) => Ok(Some(schema)),
        _ => Err(Error::Field { field, expected: "a JSON schema" }),
    }
}

/// An example, or the text of one; text that is no JSON stays what it is.
fn example(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(serde_json::from_str(&text).unwrap_or(Value::String(text))),
        value => Some(value),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Result<CampaignDocument, String> {
        CampaignDocument::from_json(value.to_string().as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn fields_of_earlier_clients_are_understood() {
        let schema = json!({"type": "object"});
        let full = CampaignDocument {
            title: "t".into(),
            input_schema: Some(schema.clone()),
            example_task: Some(json!({"a": 1})),
            estimated_time: Some(10.into()),
            ..CampaignDocument::default()
        };
        for drifted in [
            json!({"version": 1.1, "title": "t", "input_schema": schema, "example_task": {"a": 1}, "estimated_time": 10}),
            json!({"version": "1.1", "title": "t", "input_schema": schema.to_string(),
                "example_task": "{\"a\":1}", "estimated_time": " 10 "}),
            json!({"title": "t", "description": null, "input_schema": schema, "output_schema": "",
                "example_task": {"a": 1}, "estimated_time": 10, "reward": 4, "maxTaskTime": 1, "webhook": ""}),
        ] {
            assert_eq!(read(&drifted), Ok(full.clone()), "{drifted}");
        }
        let odd =
            read(&json!({"example_task": "see above", "estimated_time": "a minute"})).unwrap();
        assert_eq!(odd.example_task, Some(json!("see above")));
        assert_eq!(odd.estimated_time, None);
    }

    #[test]
    fn fields_of_other_types_are_named() {
        for (value, expected) in [
            (json!([]), "campaign document is not a JSON object"),
            (json!({"title": 1}), "field title is not text"),
            (json!({"input_schema": 1}), "field input_schema is not a JSON schema"),
            (json!({"output_schema": "{"}), "field output_schema is not a JSON schema"),
            (json!({"estimated_time": []}), "field estimated_time is not a number"),
        ] {
            assert_eq!(read(&value), Err(expected.into()));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(title in ".*", seconds: Option<u32>, category: Option<String>) {
            let document = CampaignDocument {
                title,
                category,
                estimated_time: seconds.map(Number::from),
                ..CampaignDocument::default()
            };
            prop_assert_eq!(CampaignDocument::from_json(&document.to_json()).unwrap(), document);
        }

        #[test]
        fn bytes_from_outside_never_panic(bytes: Vec<u8>) {
            let _ = CampaignDocument::from_json(&bytes);
        }
    }
}
