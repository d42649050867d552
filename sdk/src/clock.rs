//! Where time and timers come from: the machine, a browser, or a test.
//!
//! What waits, takes a [`Clock`]; nothing else in this crate asks what time it is. The chain has a time of its own, which
//! is in [`Info`](crate::Info).

use std::{
    collections::BTreeMap,
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use antelope::TimePoint;

use crate::future::{BoxFuture, Shared};

/// The time, and timers.
pub trait Clock: Shared {
    /// The time of day in UTC.
    fn now(&self) -> TimePoint;

    /// Ends after `duration`, counted from the call.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> TimePoint {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }
}

/// What `future` gives, or `None` when `limit` has passed before; the future is dropped then.
pub async fn timeout<T>(
    clock: &dyn Clock,
    limit: Duration,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut end = clock.sleep(limit);
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// The time so long after `time`; the last one that there is, when it is later.
pub(crate) fn later(time: TimePoint, duration: Duration) -> TimePoint {
    TimePoint(time.0.saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
}

/// How long after `earlier` `time` is; zero when it is before.
pub(crate) fn since(time: TimePoint, earlier: TimePoint) -> Duration {
    Duration::from_micros(u64::try_from(time.0.saturating_sub(earlier.0)).unwrap_or(0))
}

/// The clock of this machine. Its timers need a running tokio runtime.
#[cfg(feature = "http")]
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

#[cfg(feature = "http")]
impl Clock for System {
    #[allow(clippy::disallowed_methods, reason = "this is where time comes in")]
    fn now(&self) -> TimePoint {
        use std::time::SystemTime;
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        later(TimePoint(0), since_1970.unwrap_or_default())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let end = tokio::time::Instant::now().checked_add(duration);
        Box::pin(async move {
            match end {
                Some(end) => tokio::time::sleep_until(end).await,
                // Longer than the machine can count is for ever.
                None => std::future::pending().await,
            }
        })
    }
}

/// A clock that stands still until it is told otherwise: for tests. Clones are one clock.
///
/// ```
/// use std::time::Duration;
///
/// use antelope::TimePoint;
/// use sdk::clock::{Clock, Virtual};
///
/// let clock = Virtual::new(TimePoint(0));
/// // A day is over at once.
/// clock.run(clock.sleep(Duration::from_secs(86_400)));
/// assert_eq!(clock.now(), TimePoint(86_400_000_000));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Virtual {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: TimePoint,
    /// Who sleeps, by when he is to be woken and then by who came first.
    sleepers: BTreeMap<(TimePoint, u64), Waker>,
    /// The next sleeper's number.
    next: u64,
}

impl Default for State {
    fn default() -> Self {
        Self { now: TimePoint(0), sleepers: BTreeMap::new(), next: 0 }
    }
}

impl Virtual {
    /// A clock that shows `now`.
    pub fn new(now: TimePoint) -> Self {
        let clock = Self::default();
        clock.lock().now = now;
        clock
    }

    /// Lets so much time pass at once, and wakes whoever has slept long enough.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.lock();
        let now = later(state.now, duration);
        state.now = now;
        let later_sleepers = state.sleepers.split_off(&(now, u64::MAX));
        let woken = std::mem::replace(&mut state.sleepers, later_sleepers);
        drop(state);
        woken.into_values().for_each(Waker::wake);
    }

    /// Runs `future` to its end on this thread. Whenever nothing is left to do but wait, time passes until somebody
    /// wakes.
    ///
    /// # Panics
    /// When the future waits for something else than this clock, which would be for ever.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            if !woken.0.swap(false, Ordering::AcqRel) {
                let (now, next) = {
                    let state = self.lock();
                    (state.now, state.sleepers.keys().next().map(|(time, _)| *time))
                };
                let next = next.expect("the future waits for something else than this clock");
                self.advance(since(next, now));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of another test thread leaves nothing half done in here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for Virtual {
    fn now(&self) -> TimePoint {
        self.lock().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        let end = later(state.now, duration);
        drop(state);
        Box::pin(Sleep { clock: self.clone(), end, number })
    }
}

/// A sleeper of a [`Virtual`] clock.
struct Sleep {
    clock: Virtual,
    end: TimePoint,
    number: u64,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.lock();
        if state.now >= self.end {
            return Poll::Ready(());
        }
        state.sleepers.insert((self.end, self.number), context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.lock().sleepers.remove(&(self.end, self.number));
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").field("end", &self.end).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn sleepers_wake_in_order_and_time_passes_only_while_all_wait() {
        let clock = Virtual::new(TimePoint(5));
        let (first, second) = (clock.sleep(SECOND), clock.sleep(3 * SECOND));
        clock.run(async {
            first.await;
            assert_eq!(clock.now(), TimePoint(1_000_005));
            second.await;
            assert_eq!(clock.now(), TimePoint(3_000_005));
            clock.sleep(Duration::ZERO).await;
            assert_eq!(clock.now(), TimePoint(3_000_005));
        });
        assert!(clock.lock().sleepers.is_empty());
    }

    #[test]
    fn time_limit_ends_what_takes_longer() {
        let clock = Virtual::default();
        clock.run(async {
            assert_eq!(timeout(&clock, SECOND, clock.sleep(2 * SECOND)).await, None);
            assert_eq!(clock.now(), TimePoint(1_000_000));
            assert_eq!(timeout(&clock, SECOND, clock.sleep(SECOND / 2)).await, Some(()));
            assert_eq!(timeout(&clock, Duration::ZERO, std::future::ready(7)).await, Some(7));
            // For ever is longer than any time.
            assert_eq!(timeout(&clock, SECOND, clock.sleep(Duration::MAX)).await, None);
        });
        assert!(clock.lock().sleepers.is_empty(), "who is dropped sleeps no more");
    }

    #[cfg(feature = "http")]
    #[tokio::test]
    async fn clock_of_the_machine_goes() {
        let before = System.now();
        System.sleep(Duration::from_millis(2)).await;
        assert!(System.now().0 >= before.0 + 1_000);
        assert_eq!(timeout(&System, SECOND / 100, System.sleep(Duration::MAX)).await, None);
    }
}
