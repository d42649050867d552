//! Campaigns as files: a folder, or one file of Markdown or JSON.

use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

use super::{
    error::{Problem, SourceError},
    fields::Fields,
    front_matter, read_text,
    terms::Terms,
};
use crate::document::{CampaignDocument, Schema};

/// A campaign as its files say it: a document, and the terms that stand on the chain.
///
/// ```
/// use std::path::Path;
///
/// use sdk::requester::CampaignSource;
///
/// # fn main() -> Result<(), sdk::requester::SourceError> {
/// let source = CampaignSource::from_markdown(Path::new("campaign.md"), "\
/// ---
/// title: Read a digit
/// reward: 0.5 EFX
/// task_time: 10m
/// template: <img src='${image}'> <input name='answer'>
/// output_schema: {type: object, required: [answer]}
/// ---
/// Which digit is on the picture?
/// ")?;
/// assert_eq!(source.document.instructions, "Which digit is on the picture?");
/// assert_eq!(source.terms.task_seconds, Some(600));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignSource {
    /// The document that is published.
    pub document: CampaignDocument,
    /// What stands on the chain.
    pub terms: Terms,
}

/// The files of a folder that take the place of a field, unless the field is there.
const FILES: [(&str, &str); 4] = [
    ("template", "template.html"),
    ("input_schema", "input_schema.json"),
    ("output_schema", "output_schema.json"),
    ("example_task", "example_task.json"),
];

impl CampaignSource {
    /// Reads a campaign: a folder with `campaign.md` or `campaign.json`, or such a file of any name.
    ///
    /// In Markdown, fields are the front matter, and the text below is the field `instructions`. Fields are those of
    /// [`CampaignDocument`] and, for the chain, `reward`, `task_time`, `repetitions` and `qualifications`. A template and
    /// a schema may be in a file beside: by the names `template.html`, `input_schema.json`, `output_schema.json`,
    /// `example_task.json`, or by a name of its own in place of the field's value.
    ///
    /// # Errors
    /// When a file is not there or cannot be read, or a field is wrong, unknown or missing.
    pub fn load(path: &Path) -> Result<Self, SourceError> {
        let path = if path.is_dir() { in_folder(path)? } else { path.to_owned() };
        let text = read_text(&path)?;
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if is_json { Self::from_json(&path, &text) } else { Self::from_markdown(&path, &text) }
    }

    /// Reads the text of a Markdown file; files that it names are beside `path`.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_markdown(path: &Path, text: &str) -> Result<Self, SourceError> {
        let (mut fields, body) = front_matter::parse(path, text)?;
        let body = body.trim();
        if !body.is_empty() {
            let instructions = Value::String(body.to_owned());
            if fields.insert("instructions".into(), instructions).is_some_and(|old| !old.is_null())
            {
                let message = "are given twice: in front and as the text below";
                return Err(SourceError::at(path, Problem::in_field("instructions", message)));
            }
        }
        Self::from_fields(path, text, fields)
    }

    /// Reads the text of a JSON file; files that it names are beside `path`.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_json(path: &Path, text: &str) -> Result<Self, SourceError> {
        let fields = serde_json::from_str(text).map_err(|error| {
            let line = u64::try_from(error.line()).unwrap_or_default();
            SourceError::at(path, Problem::new(error).at_line(line))
        })?;
        match fields {
            Value::Object(fields) => Self::from_fields(path, text, fields),
            _ => Err(SourceError::file(path, "must be a JSON object")),
        }
    }

    fn from_fields(
        path: &Path,
        text: &str,
        mut fields: Map<String, Value>,
    ) -> Result<Self, SourceError> {
        let folder = path.parent().unwrap_or(Path::new(""));
        for (field, file) in FILES {
            insert_file(folder, &mut fields, field, file)?;
        }

        let mut fields = Fields::new(path, text, fields);
        let terms = Terms::take(&mut fields);
        if !fields.has("title") {
            fields.wrong("title", "is missing");
        }
        let expected = "a number of seconds";
        let document = CampaignDocument {
            title: fields.text("title").unwrap_or_default(),
            description: fields.text("description").unwrap_or_default(),
            instructions: fields.text("instructions").unwrap_or_default(),
            template: fields.text("template").unwrap_or_default(),
            input_schema: schema(&mut fields, "input_schema"),
            output_schema: schema(&mut fields, "output_schema"),
            example_task: fields.take("example_task"),
            category: fields.text("category"),
            image: fields.text("image"),
            estimated_time: fields
                .read("estimated_time", expected, |value| value.as_number().cloned()),
            version: fields
                .read("version", "a number", |value| value.as_number().cloned())
                .unwrap_or_else(|| CampaignDocument::default().version),
        };
        if let (Some(example), Some(schema)) = (&document.example_task, &document.input_schema)
            && let Ok(schema) = Schema::new(schema)
        {
            for violation in schema.violations(example, SourceError::MAX_PROBLEMS) {
                fields.wrong("example_task", violation);
            }
        }
        fields.finish()?;
        Ok(Self { document, terms })
    }
}

/// The file of a campaign in a folder.
fn in_folder(folder: &Path) -> Result<PathBuf, SourceError> {
    let found = ["campaign.md", "campaign.json"].map(|name| folder.join(name));
    match [found[0].is_file(), found[1].is_file()] {
        [true, false] => Ok(found[0].clone()),
        [false, true] => Ok(found[1].clone()),
        [true, true] => Err(SourceError::file(folder, "has both campaign.md and campaign.json")),
        [false, false] => {
            Err(SourceError::file(folder, "has neither campaign.md nor campaign.json"))
        }
    }
}

/// Puts the content of a file in the place of a field: one that the field names, or one of the usual name.
fn insert_file(
    folder: &Path,
    fields: &mut Map<String, Value>,
    field: &str,
    usual: &str,
) -> Result<(), SourceError> {
    let is_json = usual.ends_with(".json");
    let extension = if is_json { ".json" } else { ".html" };
    let name = match fields.get(field) {
        None | Some(Value::Null) if folder.join(usual).is_file() => usual.to_owned(),
        Some(Value::String(name)) if name.ends_with(extension) && !name.contains(['\n', '<']) => {
            name.clone()
        }
        _ => return Ok(()),
    };
    let path = folder.join(&name);
    // A campaign of somebody else must not publish what is not its own.
    if !Path::new(&name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(SourceError::file(&path, format!("{field}: must be inside the folder")));
    }
    let text = read_text(&path)?;
    let value = if is_json {
        serde_json::from_str(&text).map_err(|error| {
            let line = u64::try_from(error.line()).unwrap_or_default();
            SourceError::at(&path, Problem::new(error).at_line(line))
        })?
    } else {
        Value::String(text)
    };
    fields.insert(field.to_owned(), value);
    Ok(())
}

/// The schema in a field, which must be one.
fn schema(fields: &mut Fields<'_>, field: &str) -> Option<Value> {
    let value = fields.take(field)?;
    match Schema::new(&value) {
        Ok(_) => Some(value),
        Err(error) => {
            fields.wrong(field, error);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::requester::source::terms::Reward;

    const MARKDOWN: &str = "\
---
title: Read a digit
description: Say which digit it is.
template: page.html
input_schema:
  type: object
  required: [image]
output_schema: {type: object}
example_task:
  image: one.png
category: annotations
image: QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o
estimated_time: 5
reward: 0.5 EFX
task_time: 10m
repetitions: 3
qualifications:
  - collection: forcequalis
  - template: 7
    exclude: true
---

Choose the **digit**.
";

    fn markdown(text: &str) -> Result<CampaignSource, String> {
        let path = Path::new("campaign.md");
        CampaignSource::from_markdown(path, text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_and_a_folder_say_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("campaign.md", MARKDOWN);
        write("page.html", "<img src=\"${image}\">");
        let file = CampaignSource::load(&folder.path().join("campaign.md")).unwrap();
        assert_eq!(CampaignSource::load(folder.path()).unwrap(), file);
        assert_eq!(file.document.template, "<img src=\"${image}\">");
        assert_eq!(file.document.instructions, "Choose the **digit**.");
        assert_eq!(file.terms.reward, Reward::parse("0.5 EFX"));
        assert_eq!((file.terms.task_seconds, file.terms.repetitions), (Some(600), Some(3)));
        assert_eq!(file.terms.qualifications.len(), 2);

        // The same in JSON, with everything in files of the usual names.
        let other = tempfile::tempdir().unwrap();
        let write = |name: &str, value: Value| {
            fs::write(other.path().join(name), value.to_string()).unwrap();
        };
        let document = &file.document;
        write(
            "campaign.json",
            json!({
                "version": 1.1, "title": document.title, "description": document.description,
                "instructions": document.instructions, "category": document.category,
                "image": document.image, "estimated_time": 5, "reward": "0.5 EFX", "task_time": 600,
                "repetitions": 3,
                "qualifications": [{"collection": "forcequalis"}, {"template": 7, "exclude": true}],
            }),
        );
        write("input_schema.json", document.input_schema.clone().unwrap());
        write("output_schema.json", document.output_schema.clone().unwrap());
        write("example_task.json", document.example_task.clone().unwrap());
        fs::write(other.path().join("template.html"), &document.template).unwrap();
        assert_eq!(CampaignSource::load(other.path()).unwrap(), file);
        // What is published reads back.
        assert_eq!(CampaignDocument::from_json(&document.to_json()).unwrap(), *document);
    }

    #[test]
    fn every_mistake_is_named_with_line_and_field() {
        let text = "---\ntitle: 5\nrewrd: 1 EFX\nreward: one EFX\ntask_time: soon\n\
                    input_schema: {type: thing}\nestimated_time: soon\nqualifications: [{badge: 1}]\n---\n";
        let error = markdown(text).unwrap_err();
        let lines: Vec<_> = error.lines().collect();
        for (line, expected) in [
            "campaign.md: line 2: title: must be text",
            "campaign.md: line 3: rewrd: there is no such field",
            "campaign.md: line 4: reward: must be an amount such as 1.5 EFX",
            "campaign.md: line 5: task_time: must be a number of seconds",
            "campaign.md: line 6: input_schema: not a JSON schema",
            "campaign.md: line 7: estimated_time: must be a number of seconds",
            "campaign.md: line 8: qualifications: must be a list",
        ]
        .iter()
        .enumerate()
        {
            assert!(lines[line].starts_with(expected), "{error}");
        }
        for (text, expected) in [
            (
                "---\ntitle: A\ninstructions: x\n---\ny\n",
                "campaign.md: instructions: are given twice",
            ),
            ("---\ntitle: A\ntemplate: none.html\n---\n", "none.html: No such file"),
            ("---\ntitle: A\ntemplate: ../x.html\n---\n", "../x.html: template: must be inside"),
            (
                "---\ntitle: A\ninput_schema: /etc/x.json\n---\n",
                "/etc/x.json: input_schema: must be",
            ),
            (
                "---\ntitle: A\ninput_schema: {required: [a]}\nexample_task: {b: 1}\n---\n",
                "campaign.md: line 4: example_task: \"a\" is a required property",
            ),
        ] {
            let error = markdown(text).unwrap_err();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_folder_has_one_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let load = || CampaignSource::load(folder.path()).unwrap_err().to_string();
        assert!(load().ends_with("has neither campaign.md nor campaign.json"));
        fs::write(folder.path().join("campaign.md"), "").unwrap();
        fs::write(folder.path().join("campaign.json"), "[\n1").unwrap();
        assert!(load().ends_with("has both campaign.md and campaign.json"));
        fs::remove_file(folder.path().join("campaign.md")).unwrap();
        assert!(load().contains("campaign.json: line 2: EOF"), "{}", load());
        let path = folder.path().join("nothing.md");
        assert!(
            CampaignSource::load(&path).unwrap_err().to_string().contains("nothing.md: No such")
        );
    }

    proptest! {
        #[test]
        fn text_from_outside_never_panics(text in ".*", title in ".{0,40}") {
            let _ = markdown(&text);
            let _ = markdown(&format!("---\ntitle: {title}\n---\n{text}"));
            let _ = CampaignSource::from_json(Path::new("campaign.json"), &text);
        }
    }
}
