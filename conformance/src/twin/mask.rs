//! What two nodes may answer differently, and how the rest is compared.
//!
//! A masked value keeps its type: a text stays a text.

use serde_json::{Value, json};

use super::{Exchange, MaskedAnswer};

/// Fields that are different on every chain and at every time.
const ALWAYS: &[&str] = &[
    "act_digest",
    "block_num",
    "block_time",
    "cpu_usage_us",
    "created",
    "elapsed",
    "file",
    "global_sequence",
    "head_block_num",
    "head_block_time",
    "id",
    "last_code_update",
    "last_usage_update_time",
    "line_number",
    "method",
    "previous",
    "transaction_id",
    "trx_id",
];

/// What of an answer does not count.
pub(super) struct Mask<'a> {
    exchange: &'a Exchange,
}

impl<'a> Mask<'a> {
    pub(super) const fn of(exchange: &'a Exchange) -> Self {
        Self { exchange }
    }

    pub(super) fn apply(&self, value: Value) -> Value {
        match value {
            Value::Object(fields) => Value::Object(
                fields
                    .into_iter()
                    .map(|(field, value)| {
                        let value = self.field(&field, value);
                        (field, value)
                    })
                    .collect(),
            ),
            Value::Array(list) => list.into_iter().map(|value| self.apply(value)).collect(),
            value => value,
        }
    }

    fn field(&self, field: &str, value: Value) -> Value {
        if ALWAYS.contains(&field) || self.exchange.mask.iter().any(|masked| masked == field) {
            return masked(&value);
        }
        let value = match (field, value) {
            ("stack", value) => first_message(&value),
            ("message" | "error", Value::String(text)) => json!(blurred(&text)),
            (_, value) => self.apply(value),
        };
        match value {
            Value::Array(mut list) if self.exchange.unordered.iter().any(|name| name == field) => {
                list.sort_by_key(Value::to_string);
                Value::Array(list)
            }
            value => value,
        }
    }
}

fn masked(value: &Value) -> Value {
    json!(match value {
        Value::Null => "<nothing>",
        Value::Bool(_) => "<yes or no>",
        Value::Number(_) => "<number>",
        Value::String(_) => "<text>",
        Value::Array(_) => "<list>",
        Value::Object(_) => "<object>",
    })
}

/// Of the places that an error went through, nodeos tells the message of each as a format with data. The first is what
/// went wrong.
fn first_message(stack: &Value) -> Value {
    let first = &stack[0];
    let mut message = first["format"].as_str().unwrap_or_default().to_owned();
    for (name, value) in first["data"].as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        message = message.replace(&format!("${{{name}}}"), &text);
    }
    json!(blurred(&message))
}

/// A message without the ids, keys and times in it.
fn blurred(message: &str) -> String {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || "-:.".contains(c);
    let mut blurred = String::new();
    let mut rest = message;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let is_time = word.len() >= 19 && word.starts_with("20") && word[10..].starts_with('T');
        blurred.push_str(match word.len() {
            64 if word.bytes().all(|digit| digit.is_ascii_hexdigit()) => "<id>",
            53 if word.starts_with("EOS") => "<key>",
            19 if is_time => "<time in seconds>",
            23 if is_time => "<time in milliseconds>",
            _ => word,
        });
        let next = after.find(is_of_word).unwrap_or(after.len());
        blurred.push_str(&after[..next]);
        rest = &after[next..];
    }
    blurred
}

/// Where two answers differ, one line for each place.
pub fn differences(expected: &MaskedAnswer, found: &MaskedAnswer) -> Vec<String> {
    let mut differences = Vec::new();
    if expected.status != found.status {
        differences.push(format!("status: {} != {}", expected.status, found.status));
    }
    compare("", &expected.body, &found.body, &mut differences);
    differences
}

fn compare(place: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            // The order of fields is part of the answer: scripts cut it to pieces.
            if !left.keys().eq(right.keys()) {
                let (left, right): (Vec<_>, Vec<_>) =
                    (left.keys().collect(), right.keys().collect());
                differences.push(format!("{place}: fields {left:?} != {right:?}"));
            }
            for (field, value) in left {
                if let Some(other) = right.get(field) {
                    compare(&format!("{place}.{field}"), value, other, differences);
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (value, other)) in left.iter().zip(right).enumerate() {
                compare(&format!("{place}[{index}]"), value, other, differences);
            }
        }
        (left, right) if left == right => {}
        (left, right) => differences.push(format!("{place}: {left} != {right}")),
    }
}
