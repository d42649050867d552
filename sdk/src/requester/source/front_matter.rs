//! Markdown with front matter: fields in YAML between two lines of `---`, then text.

use std::path::Path;

use serde_json::{Map, Value};

use super::error::{Problem, SourceError};

/// The fields of a text, and what follows them.
pub(super) fn parse<'a>(
    path: &Path,
    text: &'a str,
) -> Result<(Map<String, Value>, &'a str), SourceError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (yaml, body) = split(text).ok_or_else(|| {
        let message = "must begin with a line of ---, fields, and another line of ---";
        SourceError::at(path, Problem::new(message).at_line(1))
    })?;
    // As YAML 1.2 has it: `no` is a text, and may be a country.
    let options = serde_saphyr::options! { strict_booleans: true };
    let fields = serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let message = error.without_snippet().to_string();
        // The first line is that of the dashes.
        let line = error.location().map_or(1, |location| location.line().saturating_add(1));
        SourceError::at(path, Problem::new(without_place(&message)).at_line(line))
    })?;
    match fields {
        Value::Object(fields) => Ok((fields, body)),
        Value::Null => Ok((Map::new(), body)),
        _ => {
            let message = "must be fields, each with a name and a colon";
            Err(SourceError::at(path, Problem::new(message).at_line(2)))
        }
    }
}

/// What is between the dashes, and what comes after them.
fn split(text: &str) -> Option<(&str, &str)> {
    let is_dashes = |line: &str| line.trim_end() == "---";
    let (first, rest) = text.split_once('\n')?;
    if !is_dashes(first) {
        return None;
    }
    let mut start = 0;
    for line in rest.split_inclusive('\n') {
        let end = start + line.len();
        if is_dashes(line) {
            return Some((&rest[..start], &rest[end..]));
        }
        start = end;
    }
    None
}

/// A message without the line and column of its end, which count from the dashes.
fn without_place(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.find(" at line ").map_or(line, |end| &line[..end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<(Value, String), String> {
        let parsed = parse(Path::new("campaign.md"), text);
        let parsed = parsed.map(|(fields, body)| (Value::Object(fields), body.to_owned()));
        parsed.map_err(|error| error.to_string())
    }

    #[test]
    fn fields_come_first_and_text_follows() {
        for (text, fields, body) in [
            ("---\ntitle: A\n---\nBody\n---\n", json!({"title": "A"}), "Body\n---\n"),
            ("---\r\ntitle: A\r\n---\r\nBody", json!({"title": "A"}), "Body"),
            (
                "\u{feff}---\na: [1, {b: no, c: true}]\n---",
                json!({"a": [1, {"b": "no", "c": true}]}),
                "",
            ),
            ("---\n---\n", json!({}), ""),
            (
                "---\nreward: 1.5 EFX\ntext: |\n  one\n  two\n---\n",
                json!({"reward": "1.5 EFX", "text": "one\ntwo\n"}),
                "",
            ),
        ] {
            assert_eq!(read(text), Ok((fields, body.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, expected) in [
            ("", "campaign.md: line 1: must begin with"),
            ("title: A\n", "campaign.md: line 1: must begin with"),
            ("---\ntitle: A\n", "campaign.md: line 1: must begin with"),
            ("---\n- a\n---\n", "campaign.md: line 2: must be fields"),
            ("---\na: 1\nb: [1\n---\n", "campaign.md: line "),
            ("---\na: 1\na: 2\n---\n", "campaign.md: line 3: "),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(expected), "{text:?}: {error}");
        }
    }

    proptest! {
        #[test]
        fn text_from_outside_never_panics(text in ".*", yaml in "[-a:{}\\[\\]&*!|>'\"#%@\n ,?0-9]*") {
            let _ = read(&text);
            let _ = read(&format!("---\n{yaml}\n---\n"));
        }
    }
}
