//! What goes back: an HTTP status and a JSON body, and which status a refusal has.
//!
//! What is in the body of a success is left to the endpoints.

use std::fmt;

use serde_json::{Value, json};

use crate::{
    Error, Exception,
    exception::{
        ACCOUNT_QUERY, EXCEPTION, INVALID_HTTP_REQUEST, TX_DUPLICATE, UNKNOWN_BLOCK,
        UNSATISFIED_AUTHORIZATION,
    },
};

/// Why a request is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    error: Error,
    /// Whether it is what a transaction's trace tells. The node then forgets which kind of error it was, as far as the
    /// status goes.
    of_trace: bool,
}

impl Refusal {
    /// A transaction failed.
    pub(super) const fn of_trace(error: Error) -> Self {
        Self { error, of_trace: true }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { error, of_trace: false }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exception = self.error.exception();
        let (code, name, what) = (exception.code, exception.name, self.error.what());
        writeln!(f, "{code} {name}: {what}\n{}", self.error.message())
    }
}

/// An answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn success(status: u16, value: &Value) -> Self {
        // A value of JSON can always be written.
        Self { status, body: serde_json::to_vec(value).unwrap_or_default() }
    }

    /// The node's answer to an error, as `http_plugin::handle_exception` gives it.
    pub(crate) fn refusal(error: &Error, endpoint: &str) -> Self {
        Self::failure(status(error.exception()), error, endpoint)
    }

    /// The same, also for transactions that failed.
    pub(super) fn of(refusal: &Refusal, endpoint: &str) -> Self {
        let Refusal { error, of_trace } = refusal;
        match of_trace {
            true => Self::failure(FAILED, error, endpoint),
            false => Self::refusal(error, endpoint),
        }
    }

    /// There is nothing at this path.
    pub(crate) fn not_found() -> Self {
        let error = Error::new(EXCEPTION, "Unknown Endpoint");
        Self::failure((404, "Not Found"), &error, "handle_request")
    }

    fn failure((status, title): (u16, &str), error: &Error, method: &str) -> Self {
        let (exception, message) = (error.exception(), error.message());
        let body = json!({
            "code": status,
            "message": title,
            "error": {
                "code": exception.code,
                "name": exception.name,
                "what": error.what(),
                // The node says where in its source the error arose. Without such a place, the endpoint stands here.
                "details": [
                    { "message": message, "file": "chain", "line_number": 0, "method": method },
                ],
            },
        });
        Self::success(status, &body)
    }
}

/// The status of all that has none of its own.
const FAILED: (u16, &str) = (500, "Internal Service Error");

fn status(exception: &Exception) -> (u16, &'static str) {
    match exception {
        exception if exception == UNKNOWN_BLOCK => (400, "Unknown Block"),
        exception if exception == INVALID_HTTP_REQUEST => (400, "Invalid Request"),
        exception if exception == ACCOUNT_QUERY => (400, "Account lookup"),
        exception if exception == UNSATISFIED_AUTHORIZATION => (401, "UnAuthorized"),
        exception if exception == TX_DUPLICATE => (409, "Conflict"),
        _ => FAILED,
    }
}
