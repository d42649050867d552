//! A chain inside this process: a request is answered at once, by whoever asks.
//!
//! What the answers are is left to the chain's own interface; accounts, keys and time to [`Devnet`](crate::Devnet).

use std::{
    fmt,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
};

use chain::{api, node::Node};

use super::{Response, Transport, TransportError};
use crate::future::BoxFuture;

/// A way to a chain in this process. Clones lead to the same chain.
#[derive(Clone)]
pub struct Embedded {
    node: Arc<Mutex<Node>>,
}

impl Embedded {
    /// The way to this node.
    pub fn new(node: Node) -> Self {
        Self { node: Arc::new(Mutex::new(node)) }
    }

    /// The node itself, for what its interface does not offer. Requests wait as long as it is held.
    pub fn node(&self) -> MutexGuard<'_, Node> {
        // A panic of another thread is that thread's failure; a transaction leaves the chain as a whole or not at all.
        self.node.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Embedded {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let_others_go_on().await;
            let api::Answer { status, body } = api::answer(&mut self.node(), path, &body);
            Ok(Response::new(status, body))
        })
    }
}

/// Suspends once, as a request to a real node does, so that tasks of one thread take turns and not one of them runs to
/// its end before the next one begins.
async fn let_others_go_on() {
    let mut suspended = false;
    poll_fn(|context| {
        if std::mem::replace(&mut suspended, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedded").finish_non_exhaustive()
    }
}
