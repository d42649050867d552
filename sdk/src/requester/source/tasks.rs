//! Tasks as files: a table, JSON, JSON by lines, or a folder whose files are the tasks.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cid::Cid;
use serde_json::{Value, json};

use super::{
    csv,
    error::{Problem, SourceError},
    read,
};
use crate::{
    content,
    document::{BatchDocument, Schema},
};

/// The tasks of a batch to be, all of which are what the campaign asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskList {
    tasks: Vec<Value>,
    files: Vec<TaskFile>,
}

/// A file that a task is about, to be uploaded beside the batch's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFile {
    /// Where it is.
    pub path: PathBuf,
    /// The CID that it had when it was read, and that the task has.
    pub cid: Cid,
}

/// A task with where it stands.
struct Placed {
    task: Value,
    number: u64,
    line: Option<u64>,
}

impl TaskList {
    /// Reads tasks, and holds each against the schema: by the ending of its name, `.csv` and `.tsv` are tables, `.json`
    /// is an array, `.jsonl` and `.ndjson` have a task a line. Of a folder each file is a task, `{"file": CID, "name": …}`,
    /// in the order of their names.
    ///
    /// # Errors
    /// When a file cannot be read, or a task is not what the schema asks for; with the number and the field.
    pub fn load(path: &Path, schema: Option<&Schema>) -> Result<Self, SourceError> {
        if path.is_dir() {
            return Self::from_folder(path, schema);
        }
        let extension = path.extension().and_then(|extension| extension.to_str());
        let extension = extension.map(str::to_ascii_lowercase);
        match extension.as_deref() {
            Some("csv") => Self::from_csv(path, &read(path)?, schema),
            Some("tsv") => Self::from_table(path, &read(path)?, b'\t', schema),
            Some("json") => Self::from_json(path, &read(path)?, schema),
            Some("jsonl" | "ndjson") => Self::from_json_lines(path, &read(path)?, schema),
            _ => Err(SourceError::file(
                path,
                "is none of .csv, .tsv, .json, .jsonl, .ndjson and no folder",
            )),
        }
    }

    /// Tasks that are JSON already.
    ///
    /// # Errors
    /// When one is no object, or not what the schema asks for.
    pub fn new(tasks: Vec<Value>, schema: Option<&Schema>) -> Result<Self, SourceError> {
        Self::checked(Path::new("tasks"), numbered(tasks), schema)
    }

    /// Reads the bytes of a table; `path` is its name in errors.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_csv(
        path: &Path,
        bytes: &[u8],
        schema: Option<&Schema>,
    ) -> Result<Self, SourceError> {
        Self::from_table(path, bytes, b',', schema)
    }

    fn from_table(
        path: &Path,
        bytes: &[u8],
        delimiter: u8,
        schema: Option<&Schema>,
    ) -> Result<Self, SourceError> {
        let rows = csv::parse(bytes, delimiter, schema.map(Schema::value));
        let rows = rows.map_err(|problem| SourceError::at(path, problem))?;
        let placed = rows.into_iter().map(|row| Placed {
            task: row.task,
            number: row.number,
            line: Some(row.line),
        });
        Self::checked(path, placed, schema)
    }

    /// Reads the bytes of a JSON array; `path` is its name in errors.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_json(
        path: &Path,
        bytes: &[u8],
        schema: Option<&Schema>,
    ) -> Result<Self, SourceError> {
        let document =
            BatchDocument::from_json(bytes).map_err(|error| SourceError::file(path, error))?;
        Self::checked(path, numbered(document.tasks), schema)
    }

    /// Reads bytes with a JSON object on each line; `path` is their name in errors. Lines without anything are passed over.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_json_lines(
        path: &Path,
        bytes: &[u8],
        schema: Option<&Schema>,
    ) -> Result<Self, SourceError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut tasks = Vec::new();
        let mut problems = Vec::new();
        for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if text.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice(text) {
                Ok(task) => {
                    let number = count(tasks.len());
                    tasks.push(Placed { task, number, line: Some(line) });
                }
                Err(error) => {
                    let message = error.to_string();
                    // It always says line 1.
                    let message = message.replace(" at line 1 column", " at column");
                    problems.push(Problem::new(message).at_line(line));
                }
            }
        }
        SourceError::of(path, problems)?;
        Self::checked(path, tasks, schema)
    }

    fn from_folder(folder: &Path, schema: Option<&Schema>) -> Result<Self, SourceError> {
        let failure = |error| SourceError::file(folder, error);
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(failure)? {
            paths.push(entry.map_err(failure)?.path());
        }
        paths.sort_unstable();
        let mut tasks = Vec::new();
        let mut files = Vec::new();
        for path in paths {
            let name = path.file_name().and_then(|name| name.to_str());
            let name =
                name.ok_or_else(|| SourceError::file(&path, "has a name that is not UTF-8"))?;
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                return Err(SourceError::file(&path, "is a folder inside the folder of tasks"));
            }
            let cid = content::cid_of(&read(&path)?);
            tasks.push(json!({"file": cid.to_string(), "name": name}));
            files.push(TaskFile { path, cid });
        }
        let list = Self::checked(folder, numbered(tasks), schema)?;
        Ok(Self { files, ..list })
    }

    /// The tasks, if each is an object and what the schema asks for.
    fn checked(
        path: &Path,
        placed: impl IntoIterator<Item = Placed>,
        schema: Option<&Schema>,
    ) -> Result<Self, SourceError> {
        let mut tasks = Vec::new();
        let mut problems = Vec::new();
        for Placed { task, number, line } in placed {
            let mut report = |problem: Problem| {
                problems.push(Problem { line, ..problem.of_task(number) });
            };
            if !task.is_object() {
                report(Problem::new("must be a JSON object"));
            } else if let Some(schema) = schema {
                for violation in schema.violations(&task, SourceError::MAX_PROBLEMS) {
                    let field = Some(violation.field).filter(|field| !field.is_empty());
                    report(Problem { field, ..Problem::new(violation.message) });
                }
            }
            tasks.push(task);
        }
        SourceError::of(path, problems)?;
        if tasks.is_empty() {
            return Err(SourceError::file(path, "has no tasks"));
        }
        Ok(Self { tasks, files: Vec::new() })
    }

    /// The tasks, in order.
    pub fn tasks(&self) -> &[Value] {
        &self.tasks
    }

    /// The files that they are about, in order.
    pub fn files(&self) -> &[TaskFile] {
        &self.files
    }

    /// The document that is published.
    pub fn document(&self) -> BatchDocument {
        BatchDocument { tasks: self.tasks.clone() }
    }
}

fn numbered(tasks: Vec<Value>) -> impl Iterator<Item = Placed> {
    let tasks = tasks.into_iter().enumerate();
    tasks.map(|(place, task)| Placed { task, number: count(place), line: None })
}

/// The number, from 1, of what is at a place.
fn count(place: usize) -> u64 {
    u64::try_from(place).unwrap_or(u64::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schema() -> Schema {
        let schema = json!({
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        });
        Schema::new(&schema).unwrap()
    }

    fn in_file(name: &str, bytes: &[u8]) -> Result<TaskList, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        TaskList::load(&path, Some(&schema())).map_err(|error| {
            let folder = format!("{}/", folder.path().display());
            error.to_string().replace(&folder, "")
        })
    }

    #[test]
    fn every_kind_of_file_says_the_same() {
        let expected = [json!({"name": "Rex", "age": 3}), json!({"name": "Tom"})];
        for (name, text) in [
            ("tasks.csv", "name,age\nRex,3\nTom,\n"),
            ("tasks.TSV", "name\tage\nRex\t3\nTom\t\n"),
            ("tasks.json", r#"[{"name":"Rex","age":3},{"name":"Tom"}]"#),
            ("tasks.json", r#"{"tasks":[{"name":"Rex","age":3},{"name":"Tom"}]}"#),
            ("tasks.jsonl", "{\"name\":\"Rex\",\"age\":3}\r\n\n{\"name\":\"Tom\"}\n"),
            ("tasks.ndjson", "{\"name\":\"Rex\",\"age\":3}\n{\"name\":\"Tom\"}"),
        ] {
            let list = in_file(name, text.as_bytes()).unwrap();
            assert_eq!(list.tasks(), expected, "{name}");
            let document = list.document();
            assert_eq!(BatchDocument::from_json(&document.to_json()).unwrap(), document);
        }
    }

    #[test]
    fn mistakes_are_named_with_row_and_field() {
        for (name, text, expected) in [
            (
                "tasks.csv",
                "name,age\nRex,3\n\nTom,x\n",
                "tasks.csv: row 2 (line 4): age: \"x\" is not of type \"integer\"",
            ),
            (
                "tasks.json",
                r#"[{"name":"Rex"},{"age":1.5},7]"#,
                "tasks.json: task 2: \"name\" is a required property\n\
                 tasks.json: task 2: age: 1.5 is not of type \"integer\"\n\
                 tasks.json: task 3: must be a JSON object",
            ),
            (
                "tasks.jsonl",
                "{\"name\":\"Rex\"}\n\n{\"name\":7}\n",
                "tasks.jsonl: row 2 (line 3): name: 7 is not of type \"string\"",
            ),
            (
                "tasks.jsonl",
                "{}\n{\n\n[,]\n",
                "tasks.jsonl: line 2: EOF while parsing an object at column 1\n\
                 tasks.jsonl: line 4: expected value at column 2",
            ),
            ("tasks.csv", "name\n", "tasks.csv: has no tasks"),
            ("tasks.json", "[]", "tasks.json: has no tasks"),
            ("tasks.json", "{}", "tasks.json: batch document is not a JSON array of tasks"),
            ("tasks.txt", "", "tasks.txt: is none of .csv"),
            ("tasks", "", "tasks: is none of .csv"),
        ] {
            let error = in_file(name, text.as_bytes()).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
        let many = "{}\n".repeat(1000);
        let error = in_file("tasks.jsonl", many.as_bytes()).unwrap_err();
        assert_eq!(error.lines().count(), SourceError::MAX_PROBLEMS + 1);
        assert!(error.ends_with("tasks.jsonl: and 980 more"), "{error}");
    }

    #[test]
    fn files_of_a_folder_are_tasks() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| fs::write(folder.path().join(name), name).unwrap();
        ["two.png", "one.png", ".hidden"].into_iter().for_each(write);
        let schema = json!({"required": ["file", "name"]});
        let schema = Schema::new(&schema).unwrap();
        let list = TaskList::load(folder.path(), Some(&schema)).unwrap();
        let one = content::cid_of(b"one.png");
        let two = content::cid_of(b"two.png");
        assert_eq!(
            list.tasks(),
            [
                json!({"file": one.to_string(), "name": "one.png"}),
                json!({"file": two.to_string(), "name": "two.png"}),
            ]
        );
        assert_eq!(list.files()[1], TaskFile { path: folder.path().join("two.png"), cid: two });

        let asks_for_more = Schema::new(&json!({"required": ["caption"]})).unwrap();
        assert!(TaskList::load(folder.path(), Some(&asks_for_more)).is_err());
        fs::create_dir(folder.path().join("more")).unwrap();
        let error = TaskList::load(folder.path(), None).unwrap_err().to_string();
        assert!(error.ends_with("more: is a folder inside the folder of tasks"), "{error}");
        let empty = tempfile::tempdir().unwrap();
        assert!(TaskList::load(empty.path(), None).is_err());
    }

    proptest! {
        #[test]
        fn bytes_from_outside_never_panic(bytes: Vec<u8>, text in "[\\[\\]{}\",:a-z0-9\n\r ]*") {
            let (path, schema) = (Path::new("tasks"), schema());
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                let _ = TaskList::from_csv(path, bytes, Some(&schema));
                let _ = TaskList::from_json(path, bytes, Some(&schema));
                let _ = TaskList::from_json_lines(path, bytes, Some(&schema));
            }
        }
    }
}
