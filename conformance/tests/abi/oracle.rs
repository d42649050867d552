//! The process that converts with nodeos' own library.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use antelope::{Name, abi::Abi};
use sdk::nodeos::Installation;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::generate::{hex, refusal};

/// The process. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Oracle {
    process: Child,
    requests: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Oracle {
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let program = folder.path().join("oracle.py");
        std::fs::write(&program, include_str!("oracle.py")).unwrap();
        let mut process = Installation::require()
            .unwrap()
            .interpreter()
            .arg(program)
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let requests = process.stdin.take();
        let replies = BufReader::new(process.stdout.take().unwrap());
        Self { process, requests, replies, _folder: folder }
    }

    /// Takes an ABI for all that follows.
    pub(crate) fn set_abi(&mut self, abi: &Abi) {
        self.request(&json!({ "abi": hex(&antelope::pack(abi)) }));
    }

    /// What the node answers to `{"encode": …}` or `{"decode": …}`, as an action's data.
    pub(crate) fn ask(&mut self, action: Name, question: &Value) -> Value {
        let mut request = question.clone();
        request["action"] = json!(action);
        if let Some(value) = question.get("encode") {
            request["encode"] = value.to_string().into();
        }
        let answer = self.request(&request);
        if let Some(text) = answer["json"].as_str() {
            return json!({ "json": serde_json::from_str::<Value>(text).unwrap() });
        }
        let Some(error) = answer.get("error") else { return answer };
        refusal(error["code"].as_u64().unwrap() as u32, &message(&error["stack"][0]))
    }

    fn request(&mut self, request: &Value) -> Value {
        writeln!(self.requests.as_mut().unwrap(), "{request}").unwrap();
        let mut reply = String::new();
        self.replies.read_line(&mut reply).unwrap();
        serde_json::from_str(&reply).unwrap_or_else(|_| panic!("no answer to {request}"))
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It ends when there is nothing more to read.
        self.requests = None;
        self.process.wait().ok();
    }
}

/// A message that the node gives as a form and what to fill in.
fn message(entry: &Value) -> String {
    let mut message = entry["format"].as_str().unwrap_or_default().to_owned();
    for (name, value) in entry["data"].as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        message = message.replace(&format!("${{{name}}}"), &text);
    }
    message
}
