//! How many may be inside at once: the rest wait.
//!
//! Who is let in next is nobody's promise; all who wait are woken, and the first to look goes in. So nobody is forgotten
//! when one of them gives up waiting.

use std::{
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

#[derive(Debug)]
pub(super) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    places: usize,
    waiting: Vec<Waker>,
}

/// A place inside; leaving gives it back.
#[derive(Debug)]
pub(super) struct Place<'a>(&'a Gate);

impl Gate {
    pub(super) const fn new(places: usize) -> Self {
        Self { state: Mutex::new(State { places, waiting: Vec::new() }) }
    }

    /// Waits for a place.
    pub(super) async fn enter(&self) -> Place<'_> {
        poll_fn(|context| {
            let mut state = self.lock();
            match state.places.checked_sub(1) {
                Some(rest) => {
                    state.places = rest;
                    Poll::Ready(())
                }
                None => {
                    let waker = context.waker();
                    if !state.waiting.iter().any(|waiting| waiting.will_wake(waker)) {
                        state.waiting.push(waker.clone());
                    }
                    Poll::Pending
                }
            }
        })
        .await;
        Place(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can panic half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.places += 1;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    use super::*;
    use crate::{
        clock::{Clock, Virtual, timeout},
        future::{BoxFuture, join_all},
    };

    #[test]
    fn no_more_are_inside_than_there_are_places_and_all_get_in() {
        let (clock, gate) = (Virtual::default(), Gate::new(3));
        let (inside, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let visit = async || {
            let _place = gate.enter().await;
            most.fetch_max(inside.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            clock.sleep(Duration::from_secs(1)).await;
            inside.fetch_sub(1, Ordering::Relaxed);
            done.fetch_add(1, Ordering::Relaxed);
        };
        let visits = (0..10).map(|number| -> BoxFuture<'_, ()> {
            let visit = visit();
            // Some give up waiting.
            match number % 5 {
                4 => Box::pin(async {
                    let _ = timeout(&clock, Duration::from_millis(1), visit).await;
                }),
                _ => Box::pin(visit),
            }
        });
        clock.run(join_all(visits));
        assert_eq!(most.into_inner(), 3);
        assert_eq!(done.into_inner(), 8);
        assert_eq!(gate.lock().places, 3);
    }
}
