//! Nodes that answer otherwise than Kubo does, or wrongly.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use super::*;
use crate::content::{self, http::HttpError, tests::run};

/// Answers requests from a queue and remembers their URLs.
#[derive(Debug, Default)]
struct Node {
    answers: Mutex<VecDeque<(u16, Vec<u8>)>>,
    requests: Mutex<Vec<Request>>,
}

impl HttpClient for Node {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, HttpError>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let answer = answer.map(|(status, body)| Response::new(status, body));
        Box::pin(std::future::ready(answer.ok_or_else(|| HttpError("nobody answers".into()))))
    }
}

fn node(answers: &[(u16, &str)]) -> (Arc<Node>, KuboStore) {
    let answers = answers.iter().map(|(status, body)| (*status, body.as_bytes().to_vec()));
    let node = Arc::new(Node { answers: Mutex::new(answers.collect()), ..Node::default() });
    let http: Arc<dyn HttpClient> = Arc::<Node>::clone(&node);
    (node, KuboStore::new("http://127.0.0.1:5001/", http))
}

const HELLO: &[u8] = b"hello world\n";
const HELLO_V0: &str = "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o";
const HELLO_V1: &str = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";

#[test]
fn other_ways_to_say_the_same_are_understood() {
    for answer in [
        format!(r#"{{"Name":"file","Hash":"{HELLO_V0}","Size":"20"}}"#),
        format!(r#"{{"Name":"file","Hash":"{HELLO_V0}","Size":20}}"#),
        // The same hash as version 1, in base32.
        format!(
            r#"{{"Name":"file","Hash":"{}","Size":20}}"#,
            Cid::new_v1(0x70, *content::cid_of(HELLO).hash())
        ),
        // With progress, which was not asked for.
        format!("{{\"Name\":\"file\",\"Bytes\":12}}\n{{\"Hash\":\"{HELLO_V0}\"}}\n")
            .replace("\"Bytes\":12", "\"Hash\":\"\",\"Bytes\":12"),
    ] {
        let (node, store) = node(&[(200, &answer)]);
        assert_eq!(run(store.add(HELLO, Layout::V0)).unwrap().to_string(), HELLO_V0, "{answer}");
        let request = node.requests.lock().unwrap().remove(0);
        assert_eq!(request.method, content::http::Method::Post);
        assert!(request.url.starts_with("http://127.0.0.1:5001/api/v0/add?cid-version=0&"));
        for option in ["raw-leaves=false", "chunker=size-262144", "cid-base=base32", "pin=true"] {
            assert!(request.url.contains(option), "{option}");
        }
        let body = String::from_utf8(request.body).unwrap();
        assert!(body.contains("content-type: application/octet-stream\r\n\r\nhello world\n\r\n--"));
        let boundary = request.content_type.unwrap().split_once("boundary=").unwrap().1.to_owned();
        assert!(body.starts_with(&format!("--{boundary}\r\n")));
        assert!(body.ends_with(&format!("\r\n--{boundary}--\r\n")));
    }
}

#[test]
fn blocks_have_sizes_in_two_ways() {
    let cid: Cid = HELLO_V1.parse().unwrap();
    for (size, is_right) in [("12", true), ("\"12\"", true), ("11", false), ("\"a\"", false)] {
        let (node, store) = node(&[(200, &format!(r#"{{"Key":"{HELLO_V1}","Size":{size}}}"#))]);
        assert_eq!(run(store.put(&cid, HELLO)).is_ok(), is_right, "{size}");
        assert!(node.requests.lock().unwrap()[0].url.contains("cid-codec=raw&mhtype=sha2-256"));
    }
}

#[test]
fn another_cid_than_ours_is_an_error() {
    let (_, store) = node(&[(200, &format!(r#"{{"Hash":"{HELLO_V1}"}}"#))]);
    let error = run(store.add(HELLO, Layout::V0)).unwrap_err();
    assert_eq!(error.to_string(), format!("what is {HELLO_V0} was called {HELLO_V1}"));
    let (_, store) = node(&[(200, &format!(r#"{{"Key":"{HELLO_V1}","Size":3}}"#))]);
    let other = content::cid_with(b"abc", Layout::OneBlock).unwrap();
    assert!(matches!(run(store.put(&other, b"abc")), Err(Error::OtherCid(..))));
}

#[test]
fn answers_that_are_none_are_errors() {
    let html = "<html>gateway timeout</html>";
    for (status, body, reason) in [
        (200, html, "ipfs node: version: "),
        (200, "", "ipfs node: version: an empty answer"),
        (200, "{}", "missing field"),
        (403, "403 - Forbidden", "ipfs node: version: status 403"),
        (504, html, "ipfs node: version: status 504"),
        (500, r#"{"Message":"lock","Code":0,"Type":"error"}"#, "ipfs node: version: lock"),
    ] {
        let (_, store) = node(&[(status, body)]);
        let message = run(store.version()).unwrap_err().to_string();
        assert!(message.contains(reason), "{message}");
    }
    let (_, store) = node(&[(200, &"x".repeat(MAX_ANSWER + 1))]);
    let message = run(store.version()).unwrap_err().to_string();
    assert_eq!(message, "ipfs node: version: too long an answer");
    let (_, store) = node(&[]);
    let message = run(store.version()).unwrap_err().to_string();
    assert_eq!(message, "ipfs node: nobody answers");
}

#[test]
fn what_a_node_sends_is_verified() {
    let (_, store) = node(&[(200, "lie")]);
    let cid: Cid = HELLO_V1.parse().unwrap();
    assert!(matches!(run(content::read(&store, &cid)), Err(Error::BadCar(..))));
    let long = "x".repeat(Limits::default().block_bytes + 1);
    let (_, store) = node(&[(200, &long)]);
    assert!(matches!(run(store.get(&cid)), Err(Error::Mismatch(_))));
    let absent = r#"{"Message":"block was not found locally (offline): ipld: could not find it"}"#;
    let (_, store) = node(&[(500, absent), (500, absent)]);
    assert_eq!(run(store.get(&cid)).unwrap(), None);
    assert!(matches!(run(content::read(&store, &cid)), Err(Error::NotFound(_))));
}
