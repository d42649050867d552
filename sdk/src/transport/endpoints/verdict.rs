//! Whether an answer is the chain's, or another endpoint should be asked.
//!
//! What the chain's answer says is left to the client.

use std::time::Duration;

use super::super::{Response, TransportError};
use crate::error::ChainError;

/// What a try has come to.
#[derive(Debug)]
pub(super) enum Verdict {
    /// An answer to the request, good or bad: no other endpoint would answer better.
    Answer(Response),
    /// The endpoint has failed.
    Fault {
        /// What came instead of an answer.
        result: Result<Response, TransportError>,
        /// Whether the request may have had its effect all the same.
        may_have_arrived: bool,
        /// How long the endpoint asks to be left alone.
        retry_after: Option<Duration>,
    },
}

impl Verdict {
    /// A node answers everything with JSON, and its refusals with an error object, whatever the status: 500 for a
    /// contract's assertion. What is not of that form comes from something before the node.
    pub(super) fn of(result: Result<Response, TransportError>) -> Self {
        let response = match result {
            Ok(response) => response,
            Err(error) => {
                let may_have_arrived = error.may_have_arrived();
                return Self::Fault { result: Err(error), may_have_arrived, retry_after: None };
            }
        };
        let is_answer = match response.status {
            // A node that has too much to do refuses with an error object too.
            429 | 503 => false,
            // What an endpoint does not offer it need not say in JSON.
            404 => true,
            200..=299 | 400..=499 => !is_page(&response.body),
            status => ChainError::from_body(status, &response.body).is_some(),
        };
        if is_answer {
            return Self::Answer(response);
        }
        Self::Fault {
            may_have_arrived: !matches!(response.status, 300..=499 | 503),
            retry_after: response.retry_after,
            result: Ok(response),
        }
    }
}

/// Whether a body is a page for people.
fn is_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\r\n<html>busy</html>";
    const REFUSAL: &str = r#"{"code":500,"error":{"code":3050003,"name":"n","what":"w"}}"#;

    #[test]
    fn answers_of_the_chain_are_told_from_faults() {
        // Status, body, whether it is an answer, whether the request may have had its effect otherwise.
        let table = [
            (200, "{}", true, false),
            (202, r#" {"processed":{}}"#, true, false),
            (200, PAGE, false, true),
            (400, REFUSAL, true, false),
            (401, REFUSAL, true, false),
            (409, REFUSAL, true, false),
            (403, "", true, false),
            (403, PAGE, false, false),
            (404, PAGE, true, false),
            (301, "", false, false),
            (429, REFUSAL, false, false),
            (429, "", false, false),
            (500, REFUSAL, true, false),
            (500, "", false, true),
            (500, "{}", false, true),
            (500, r#"{"error":"no"}"#, false, true),
            (502, PAGE, false, true),
            (503, REFUSAL, false, false),
            (504, "", false, true),
            (0, "", false, true),
        ];
        for (status, body, is_answer, may_have_arrived) in table {
            match Verdict::of(Ok(Response::new(status, body))) {
                Verdict::Answer(response) => {
                    assert!(is_answer, "{status} {body}");
                    assert_eq!(response.status, status);
                }
                Verdict::Fault { may_have_arrived: may, .. } => {
                    assert!(!is_answer, "{status} {body}");
                    assert_eq!(may, may_have_arrived, "{status} {body}");
                }
            }
        }
        let table = [
            (TransportError::unreachable("refused"), false),
            (TransportError::new("reset"), true),
            (TransportError::timeout("10 s"), true),
        ];
        for (error, expected) in table {
            let Verdict::Fault { may_have_arrived, .. } = Verdict::of(Err(error)) else {
                panic!("an error is no answer")
            };
            assert_eq!(may_have_arrived, expected);
        }
    }

    #[test]
    fn endpoint_says_how_long_it_wants_to_be_left_alone() {
        let asked = Some(Duration::from_secs(7));
        let response = Response { retry_after: asked, ..Response::new(429, "") };
        let Verdict::Fault { retry_after, .. } = Verdict::of(Ok(response)) else {
            panic!("429 is no answer")
        };
        assert_eq!(retry_after, asked);
    }
}
