//! What a future and a shared object have to be on this platform.
//!
//! Natively both cross threads. In a browser there is one thread and its futures cannot. The rest of the crate is
//! written once, against these two names. Timers are in [`clock`](crate::clock); spawning is left to who uses the crate.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

/// A boxed future; `Send` except in a browser.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future; `Send` except in a browser.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What can be shared between tasks: `Send + Sync`, except in a browser.
#[cfg(not(target_family = "wasm"))]
pub trait Shared: Send + Sync {}

#[cfg(not(target_family = "wasm"))]
impl<T: Send + Sync + ?Sized> Shared for T {}

/// What can be shared between tasks: `Send + Sync`, except in a browser.
#[cfg(target_family = "wasm")]
pub trait Shared {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> Shared for T {}

/// What can move to another thread: `Send`, except in a browser.
#[cfg(not(target_family = "wasm"))]
pub trait Movable: Send {}

#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> Movable for T {}

/// What can move to another thread: `Send`, except in a browser.
#[cfg(target_family = "wasm")]
pub trait Movable {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> Movable for T {}

/// Runs futures side by side and gives what each of them gave, in the same order.
pub async fn join_all<T>(futures: impl IntoIterator<Item = BoxFuture<'_, T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Some(future), None)).collect();
    poll_fn(|context| {
        let mut is_done = true;
        for (future, value) in &mut running {
            if let Some(unfinished) = future {
                match unfinished.as_mut().poll(context) {
                    Poll::Ready(ready) => (*future, *value) = (None, Some(ready)),
                    Poll::Pending => is_done = false,
                }
            }
        }
        if is_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, value)| value).collect()
}
