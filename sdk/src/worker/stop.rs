//! Asking a worker to end in good order.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

/// How soon a worker is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// After the tasks that are held are done.
    Soon,
    /// At once: the tasks that are held are given back, unless their answers are there.
    Now,
}

/// Asks a worker to end. Clones are one.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    urgency: Option<Urgency>,
    wakers: Vec<Waker>,
}

impl Stop {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks. Who has asked for more before is not contradicted.
    pub fn ask(&self, urgency: Urgency) {
        let mut state = self.lock();
        state.urgency = state.urgency.max(Some(urgency));
        let wakers = std::mem::take(&mut state.wakers);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// What was asked for.
    pub fn asked(&self) -> Option<Urgency> {
        self.lock().urgency
    }

    /// Waits until at least this is asked for.
    pub async fn wait(&self, urgency: Urgency) {
        poll_fn(|context| {
            let mut state = self.lock();
            if state.urgency >= Some(urgency) {
                return Poll::Ready(());
            }
            if !state.wakers.iter().any(|waker| waker.will_wake(context.waker())) {
                state.wakers.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of another thread leaves nothing half done in here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What `future` gives, or `None` when `end` comes first; the future is dropped then.
pub(super) async fn unless<T>(
    end: impl Future<Output = ()>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut end = std::pin::pin!(end);
    let mut future = std::pin::pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_waits_is_told_and_the_more_urgent_one_counts() {
        let stop = Stop::new();
        assert_eq!(stop.asked(), None);
        let waiting = tokio::spawn({
            let stop = stop.clone();
            async move { stop.wait(Urgency::Now).await }
        });
        stop.ask(Urgency::Soon);
        stop.wait(Urgency::Soon).await;
        assert!(!waiting.is_finished());
        stop.ask(Urgency::Now);
        stop.ask(Urgency::Soon);
        assert_eq!(stop.asked(), Some(Urgency::Now));
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn what_is_ready_comes_before_the_end() {
        assert_eq!(unless(std::future::ready(()), std::future::ready(7)).await, Some(7));
        assert_eq!(unless(std::future::ready(()), std::future::pending::<u8>()).await, None);
    }
}
