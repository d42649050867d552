//! Tasks as a table: the first row names the fields, and each further one is a task.
//!
//! What a cell is, a number or a text, is said by the schema of tasks.

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord, Trim};
use serde_json::{Map, Number, Value};

use super::error::Problem;

/// A task with its number in the table and its line in the file, both from 1.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) line: u64,
    pub(super) task: Value,
}

/// The tasks of a table.
///
/// # Errors
/// When the bytes are no table: the first problem.
pub(super) fn parse(
    bytes: &[u8],
    delimiter: u8,
    schema: Option<&Value>,
) -> Result<Vec<Row>, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::Headers).from_reader(bytes);
    let columns = columns(&mut reader, schema)?;
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(problem)? {
        let number = u64::try_from(rows.len()).unwrap_or(u64::MAX).saturating_add(1);
        let line = record.position().map_or(0, |position| line_of(bytes, position));
        let cells = columns.iter().zip(&record);
        let fields =
            cells.filter_map(|(column, cell)| Some((column.name.clone(), column.value(cell)?)));
        rows.push(Row { number, line, task: Value::Object(fields.collect::<Map<_, _>>()) });
    }
    Ok(rows)
}

/// The line on which a row begins. Its position is before the empty lines that were passed over.
fn line_of(bytes: &[u8], position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = bytes.get(start..).unwrap_or_default().iter();
    let empty = rest.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let empty = empty.filter(|byte| **byte == b'\n').count();
    position.line().saturating_add(u64::try_from(empty).unwrap_or_default())
}

/// A column, and what the schema says of its field.
#[derive(Debug)]
struct Column {
    name: String,
    /// The types that are allowed; none if nothing is said.
    types: Vec<String>,
    is_required: bool,
}

fn columns(reader: &mut Reader<&[u8]>, schema: Option<&Value>) -> Result<Vec<Column>, Problem> {
    let header = reader.headers().map_err(problem)?;
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for (place, name) in header.iter().enumerate() {
        let fault = match name {
            "" => Some(format!("column {} has no name", place.saturating_add(1))),
            _ if columns.iter().any(|column| column.name == name) => {
                Some(format!("two columns are called {name}"))
            }
            _ => None,
        };
        if let Some(fault) = fault {
            return Err(Problem::new(fault).at_line(1));
        }
        columns.push(Column {
            name: name.to_owned(),
            types: schema.map(|schema| types(schema, name)).unwrap_or_default(),
            is_required: schema.is_some_and(|schema| is_required(schema, name)),
        });
    }
    if columns.is_empty() {
        return Err(Problem::new("has no first row with the names of fields").at_line(1));
    }
    Ok(columns)
}

impl Column {
    /// What a cell says; `None` when it says nothing. What is of none of the allowed types stays a text, for the schema to
    /// refuse.
    fn value(&self, cell: &str) -> Option<Value> {
        let allows = |name: &str| self.types.iter().any(|allowed| allowed == name);
        if cell.is_empty() && !self.types.is_empty() {
            return match () {
                () if allows("null") => Some(Value::Null),
                () if !self.is_required => None,
                () => Some(Value::String(String::new())),
            };
        }
        let text = || Value::String(cell.to_owned());
        if self.types.is_empty() || allows("string") {
            return Some(text());
        }
        let trimmed = cell.trim();
        let number = || trimmed.parse::<Number>().ok().map(Value::Number);
        let json = || serde_json::from_str::<Value>(trimmed).ok();
        let read = |name: &str| match name {
            "integer" | "number" => number(),
            "boolean" => match trimmed.to_ascii_lowercase().as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
            "object" => json().filter(Value::is_object),
            "array" => json().filter(Value::is_array),
            _ => None,
        };
        Some(self.types.iter().find_map(|name| read(name)).unwrap_or_else(text))
    }
}

/// The types that a schema allows for a field.
fn types(schema: &Value, field: &str) -> Vec<String> {
    let Some(mut property) = schema.get("properties").and_then(|fields| fields.get(field)) else {
        return Vec::new();
    };
    // A reference to a reference to … itself leads nowhere.
    for _ in 0..8 {
        let Some(target) = property.get("$ref").and_then(Value::as_str) else { break };
        let Some(found) = target.strip_prefix('#').and_then(|path| schema.pointer(path)) else {
            break;
        };
        property = found;
    }
    match property.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

fn is_required(schema: &Value, field: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|name| name == field))
}

fn problem(error: csv::Error) -> Problem {
    let line = error.position().map(csv::Position::line);
    let message = match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} cells, and the first row {expected_len}")
        }
        ErrorKind::Utf8 { err, .. } => format!("is not UTF-8: {err}"),
        _ => error.to_string(),
    };
    Problem { line, ..Problem::new(message) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({
            "required": ["name", "age"],
            "definitions": {"yes": {"type": "boolean"}},
            "properties": {
                "name": {"type": "string"},
                "age": {"type": "integer"},
                "size": {"type": ["number", "null"]},
                "tame": {"$ref": "#/definitions/yes"},
                "toys": {"type": "array"},
                "loop": {"$ref": "#/properties/loop"},
                "note": {"type": "string"},
            },
        })
    }

    fn tasks(text: &str, schema: Option<&Value>) -> Result<Value, String> {
        let rows = parse(text.as_bytes(), b',', schema).map_err(|problem| problem.to_string())?;
        Ok(rows.into_iter().map(|row| row.task).collect())
    }

    #[test]
    fn cells_are_what_the_schema_says() {
        let schema = schema();
        for (text, expected) in [
            (
                "name,age,size,tame,toys\nRex,3,1.5,TRUE,\"[\"\"ball\"\"]\"\n",
                json!([{"name": "Rex", "age": 3, "size": 1.5, "tame": true, "toys": ["ball"]}]),
            ),
            ("name,age,size,note\n7,-3,,\n", json!([{"name": "7", "age": -3, "size": null}])),
            // What does not fit stays as it is, for the schema to refuse.
            ("name,age,tame\n,007,ja\n", json!([{"name": "", "age": "007", "tame": "ja"}])),
            (
                "name,age,other\nRex,18446744073709551615,5\n",
                json!([{"name": "Rex", "age": u64::MAX, "other": "5"}]),
            ),
            (
                "\u{feff}name,loop\n\"a\nb\",1\r\nc,2",
                json!([{"name": "a\nb", "loop": "1"}, {"name": "c", "loop": "2"}]),
            ),
            ("name\n", json!([])),
        ] {
            assert_eq!(tasks(text, Some(&schema)), Ok(expected), "{text}");
        }
        let texts = tasks("name, age\nRex,\n", None);
        assert_eq!(texts, Ok(json!([{"name": "Rex", "age": ""}])));
    }

    #[test]
    fn rows_know_their_lines() {
        let rows = parse(b"a\n1\n\n\"2\n3\"\n4\n", b',', None).unwrap();
        let places: Vec<_> = rows.iter().map(|row| (row.number, row.line)).collect();
        assert_eq!(places, [(1, 2), (2, 4), (3, 6)]);
    }

    #[test]
    fn tables_that_are_none_are_refused_with_their_line() {
        for (text, expected) in [
            (&b""[..], "line 1: has no first row with the names of fields"),
            (b"a,,b\n", "line 1: column 2 has no name"),
            (b"a,b,a\n", "line 1: two columns are called a"),
            (b"a,b\n1,2\n1\n", "line 3: has 1 cells, and the first row 2"),
            (b"a\n\xff\n", "line 2: is not UTF-8"),
        ] {
            let problem = parse(text, b',', None).unwrap_err().to_string();
            assert!(problem.starts_with(expected), "{problem}");
        }
    }

    proptest! {
        #[test]
        fn bytes_from_outside_never_panic(bytes: Vec<u8>, cells in "(name|age|[a-z0-9\",\n\\[\\]{}. -])*") {
            let schema = schema();
            let _ = parse(&bytes, b',', Some(&schema));
            let _ = parse(cells.as_bytes(), b',', Some(&schema));
            let _ = parse(&[b"name,age,size,tame,toys\n", cells.as_bytes()].concat(), b',', Some(&schema));
        }
    }
}
