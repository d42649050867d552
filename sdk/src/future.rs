//! What a future and a shared object have to be on this platform.
//!
//! Natively both cross threads. In a browser there is one thread and its futures cannot. The rest of the crate is
//! written once, against these two names; timers and spawning are left to who uses the crate.

use std::{future::Future, pin::Pin};

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
