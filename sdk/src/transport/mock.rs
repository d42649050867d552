//! A transport whose answers are prepared: for tests of the client and of whatever uses it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Response, Transport, TransportError};
use crate::future::BoxFuture;

/// Answers requests from a queue and remembers them. Clones share both.
#[derive(Clone, Debug, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Result<Response, TransportError>>,
    requests: Vec<Request>,
}

/// A request that a [`Mock`] has received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where it was posted to.
    pub path: String,
    /// The body as it was sent.
    pub body: Vec<u8>,
}

impl Mock {
    /// A mock without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer to the end of the queue.
    pub fn answer(&self, status: u16, body: impl Into<Vec<u8>>) -> &Self {
        self.respond(Response::new(status, body))
    }

    /// Adds an answer, with all that can be said of it, to the end of the queue.
    pub fn respond(&self, response: Response) -> &Self {
        self.lock().answers.push_back(Ok(response));
        self
    }

    /// Adds a failure to the end of the queue.
    pub fn fail(&self, error: TransportError) -> &Self {
        self.lock().answers.push_back(Err(error));
        self
    }

    /// The requests received so far.
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of another test thread leaves nothing half done in here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Mock {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        let mut state = self.lock();
        state.requests.push(Request { path: path.to_owned(), body });
        let answer = state.answers.pop_front().unwrap_or_else(|| {
            Err(TransportError::new(format!("the mock has no answer left for {path}")))
        });
        Box::pin(std::future::ready(answer))
    }
}
