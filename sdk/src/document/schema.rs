//! JSON Schema: whether a task or an answer is what a campaign asks for.
//!
//! Nothing is fetched: a schema that refers to another place is refused.

use std::fmt;

use jsonschema::Validator;
use serde_json::Value;

use super::Error;

/// A JSON Schema, ready to be used. Of the draft that it names; draft 7, if it names none.
#[derive(Clone)]
pub struct Schema {
    validator: Validator,
    value: Value,
}

/// How a value is not what a schema asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where in the value: a path such as `pets/0/name`; empty for the whole value.
    pub field: String,
    /// What is wrong there.
    pub message: String,
}

impl Schema {
    /// The schema of a document.
    ///
    /// # Errors
    /// When it is none, or refers to another place.
    pub fn new(schema: &Value) -> Result<Self, Error> {
        let options = jsonschema::options().with_draft(draft_of(schema));
        let validator = options.build(schema).map_err(|error| {
            let path = error.instance_path().to_string();
            let place = if path.is_empty() { String::new() } else { format!(" (at {path})") };
            Error::BadSchema(format!("{error}{place}"))
        })?;
        Ok(Self { validator, value: schema.clone() })
    }

    /// The schema as JSON.
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Whether `value` is what the schema asks for.
    pub fn is_valid(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    /// How `value` is not what the schema asks for; at most `limit` times.
    pub fn violations(&self, value: &Value, limit: usize) -> Vec<Violation> {
        let violations = self.validator.iter_errors(value).take(limit);
        let violations = violations.map(|error| Violation {
            field: error.instance_path().to_string().trim_start_matches('/').to_owned(),
            message: shortened(error.to_string()),
        });
        violations.collect()
    }
}

/// The draft that a schema names. The published campaigns name none, or draft 7.
fn draft_of(schema: &Value) -> jsonschema::Draft {
    match schema.get("$schema") {
        Some(_) => jsonschema::Draft::default().detect(schema),
        None => jsonschema::Draft::Draft7,
    }
}

/// A message quotes the value, which may be a whole file.
fn shortened(message: String) -> String {
    const LONGEST: usize = 300;
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schema").field(&self.value).finish()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn violations_name_field_and_reason() {
        let schema = Schema::new(&json!({
            "type": "object",
            "required": ["name"],
            "properties": {"age": {"type": "integer"}, "pets": {"items": {"type": "string"}}},
        }));
        let schema = schema.unwrap();
        let violations = |value| {
            let violations = schema.violations(&value, 10);
            assert_eq!(violations.is_empty(), schema.is_valid(&value));
            violations.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(violations(json!({"name": "Rex", "age": 3})), [""; 0]);
        assert_eq!(
            violations(json!({"name": "Rex", "age": "x", "pets": [1]})),
            [r#"age: "x" is not of type "integer""#, r#"pets/0: 1 is not of type "string""#]
        );
        assert_eq!(violations(json!({})), [r#""name" is a required property"#]);
    }

    #[test]
    fn a_schema_that_is_none_or_has_to_be_fetched_is_refused() {
        for (schema, part) in [
            (json!({"type": "whole number"}), "not a JSON schema"),
            (json!({"properties": []}), "properties"),
            (json!({"$ref": "http://127.0.0.1/schema.json"}), "127.0.0.1"),
            (json!({"$ref": "file:///etc/hosts"}), "hosts"),
            (json!({"pattern": "("}), "not a JSON schema"),
            (json!(7), "not a JSON schema"),
        ] {
            let error = Schema::new(&schema).unwrap_err().to_string();
            assert!(error.contains(part), "{schema}: {error}");
        }
    }

    #[test]
    fn a_schema_that_refers_to_itself_ends() {
        let tree = json!({"properties": {"next": {"$ref": "#"}}, "type": "object"});
        let tree = Schema::new(&tree).unwrap();
        assert!(tree.is_valid(&json!({"next": {"next": {}}})));
        assert!(!tree.is_valid(&json!({"next": {"next": 1}})));
        assert!(Schema::new(&json!({"$ref": "#"})).is_ok_and(|schema| schema.is_valid(&json!(1))));
    }

    #[test]
    fn messages_stay_short() {
        let schema = Schema::new(&json!({"type": "integer"})).unwrap();
        let violations = schema.violations(&json!("é".repeat(10_000)), 1);
        assert_eq!(violations[0].message.chars().count(), 301);
    }
}
