//! Results as files: a table, or JSON by lines.
//!
//! JSON keeps everything. A table has a column for each field of tasks and answers, and what is inside a field as JSON.

use std::io::{self, Write};

use antelope::{Name, TimePoint};
use csv::WriterBuilder;
use protocol::{force::submission::Standing, vaddress::VAddress};
use serde_json::{Value, json};

use super::results::{Answer, ResultRow, Results};

/// The columns before those of tasks and answers.
const COLUMNS: [&str; 11] = [
    "campaign",
    "batch",
    "task",
    "worker_id",
    "worker",
    "submitted_on",
    "state",
    "cid",
    "transaction",
    "rejection",
    "fault",
];

impl Results {
    /// Writes the results as JSON, one to a line, with everything that is known of each.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write_json_lines(&self, mut to: impl Write) -> io::Result<()> {
        for row in &self.rows {
            serde_json::to_writer(&mut to, &row.to_json())?;
            to.write_all(b"\n")?;
        }
        to.flush()
    }

    /// Writes the results as a table in CSV: where each came from, then a column `input.NAME` for each field of the tasks
    /// and `answer.NAME` for each of the answers, in the order in which they first occur.
    ///
    /// A text of a worker that a spreadsheet would take for a formula gets a `'` before it.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write_csv(&self, to: impl Write) -> io::Result<()> {
        let inputs = fields(self.rows.iter().filter_map(|row| row.task.as_ref()));
        let answers = fields(self.rows.iter().filter_map(|row| row.answer.value()));
        let mut table = WriterBuilder::new().from_writer(to);
        let header = COLUMNS.map(str::to_owned).into_iter();
        let names = |kind: &str, fields: &[Option<String>]| {
            let name = |field: &Option<String>| match field {
                Some(field) => format!("{kind}.{field}"),
                None => kind.to_owned(),
            };
            fields.iter().map(name).collect::<Vec<_>>()
        };
        let header = header.chain(names("input", &inputs)).chain(names("answer", &answers));
        table.write_record(header.map(harmless))?;
        for row in &self.rows {
            let cells = row.cells().into_iter();
            let cells = cells.chain(inputs.iter().map(|field| cell(row.task.as_ref(), field)));
            let cells = cells.chain(answers.iter().map(|field| cell(row.answer.value(), field)));
            table.write_record(cells.map(harmless))?;
        }
        table.flush()
    }
}

impl ResultRow {
    /// Everything that is known of the result.
    pub fn to_json(&self) -> Value {
        let violations = match &self.answer {
            Answer::Invalid(_, violations) => violations.iter().map(ToString::to_string).collect(),
            Answer::Valid(_) => Vec::new(),
            Answer::Unreadable(reason) => vec![reason.clone()],
        };
        json!({
            "campaign": self.campaign_id,
            "batch": self.batch_idx,
            "task": self.task_idx,
            "worker_id": self.account_id,
            "worker": self.worker.map(worker_text),
            "submitted_on": TimePoint::from(self.submitted_on).to_string(),
            "state": state(self.standing),
            "cid": self.cid.map(|cid| cid.to_string()),
            "transaction": self.transaction.map(|id| id.to_string()),
            "rejection": self.rejection,
            "faults": violations,
            "input": self.task,
            "answer": self.answer.value(),
        })
    }

    fn cells(&self) -> [String; 11] {
        let text = |value: Option<String>| value.unwrap_or_default();
        [
            self.campaign_id.to_string(),
            self.batch_idx.to_string(),
            self.task_idx.to_string(),
            self.account_id.to_string(),
            text(self.worker.map(worker_text)),
            TimePoint::from(self.submitted_on).to_string(),
            state(self.standing).to_owned(),
            text(self.cid.map(|cid| cid.to_string())),
            text(self.transaction.map(|id| id.to_string())),
            text(self.rejection.clone()),
            text(self.answer.fault()),
        ]
    }
}

/// How a result stands, in a word.
const fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Submitted => "submitted",
        Standing::Rejected => "rejected",
        Standing::Appealed => "appealed",
        Standing::Dismissed => "dismissed",
        Standing::Confirmed => "confirmed",
    }
}

fn worker_text(worker: VAddress) -> String {
    match worker {
        VAddress::Name(name) => Name::to_string(&name),
        VAddress::Address(address) => address.0.to_string(),
    }
}

/// The names of the fields of objects, in the order in which they first occur; `None` for what is no object.
fn fields<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<Option<String>> {
    let mut fields = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for value in values {
        let names: Vec<_> = match value {
            Value::Object(object) => object.keys().cloned().map(Some).collect(),
            _ => vec![None],
        };
        for name in names {
            if known.insert(name.clone()) {
                fields.push(name);
            }
        }
    }
    fields
}

/// What a value has in a field, as a text.
fn cell(value: Option<&Value>, field: &Option<String>) -> String {
    let inside = match (value, field) {
        (Some(Value::Object(object)), Some(field)) => object.get(field),
        (Some(Value::Object(_)), None) | (None, _) | (Some(_), Some(_)) => None,
        (Some(value), None) => Some(value),
    };
    match inside {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// A text that no spreadsheet runs.
fn harmless(text: String) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula && text.parse::<f64>().is_err() { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use crate::document::Violation;

    use super::{super::results::tests::results, *};

    fn example() -> Results {
        let violation = Violation { field: "digit".into(), message: "is no digit".into() };
        results(&[
            (0, 1, Answer::Valid(json!({"digit": 7, "note": "=HYPERLINK(\"x\")", "at": [1, 2]}))),
            (0, 2, Answer::Invalid(json!({"digit": "-3,5", "more": null}), vec![violation])),
            (1, 1, Answer::Unreadable("store does not have it".into())),
            (2, 1, Answer::Valid(json!("-7"))),
        ])
    }

    #[test]
    fn a_table_has_a_column_for_each_field() {
        let mut bytes = Vec::new();
        example().write_csv(&mut bytes).unwrap();
        let mut table = csv::Reader::from_reader(bytes.as_slice());
        let header: Vec<_> = table.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(header[..11], COLUMNS);
        assert_eq!(
            header[11..],
            [
                "input.image",
                "input.size",
                "answer.digit",
                "answer.note",
                "answer.at",
                "answer.more",
                "answer"
            ]
        );
        let rows: Vec<Vec<_>> =
            table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let cid = crate::content::cid_of(b"answer").to_string();
        let first =
            ["7", "0", "0", "1", "alice", "2023-11-14T22:13:20.000", "submitted", &cid, "", "", ""];
        assert_eq!(rows[0][..11], first);
        assert_eq!(
            rows[0][11..],
            ["one.png", r#"{"x":1}"#, "7", "'=HYPERLINK(\"x\")", "[1,2]", "", ""]
        );
        assert_eq!(rows[1][10], "digit: is no digit");
        assert_eq!(rows[1][13], "'-3,5");
        assert_eq!(rows[2][10], "store does not have it");
        assert_eq!(rows[3][17], "-7");
    }

    #[test]
    fn lines_have_everything() {
        let mut bytes = Vec::new();
        example().write_json_lines(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0]["answer"]["note"], "=HYPERLINK(\"x\")");
        assert_eq!(lines[0]["worker"], "alice");
        assert_eq!(lines[0]["input"]["image"], "one.png");
        assert_eq!(lines[1]["faults"], json!(["digit: is no digit"]));
        assert_eq!(lines[2]["answer"], Value::Null);
        assert_eq!(lines[2]["faults"], json!(["store does not have it"]));
    }
}
