//! Objects of an answer, built without copies: `json!` serializes every value once more that is put into it.
//!
//! Which fields there are, and in which order, is left to the endpoints.

use serde::Serialize;
use serde_json::{Map, Value};

/// An object with these fields, in this order.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut object = Map::with_capacity(N);
    for (field, value) in fields {
        object.insert(field.to_owned(), value);
    }
    Value::Object(object)
}

/// A name, a digest, a time or a key, which are text in JSON.
pub(super) fn text<T: Serialize>(value: &T) -> Value {
    // Only what is written as text is given here, and that does not fail.
    serde_json::to_value(value).unwrap_or_default()
}
