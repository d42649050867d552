//! Failing: how an error ends the transaction.
//!
//! A failure is the error's message and nothing more; everything the transaction has done is undone by the chain.

use antelope::ContractError;

use crate::host;

/// Fails with `error` unless `condition` holds.
#[inline]
pub fn check(condition: bool, error: impl ContractError) {
    if !condition {
        fail(error);
    }
}

/// Fails the transaction with the message of `error`.
#[cold]
#[inline(never)]
pub fn fail(error: impl ContractError) -> ! {
    fail_with(error.message())
}

/// Fails the transaction with a message.
#[cold]
#[inline(never)]
pub(crate) fn fail_with(message: &str) -> ! {
    // SAFETY: pointer and length are those of a string.
    unsafe { host::eosio_assert_message(0, message.as_ptr(), message.len() as u32) };
    // The chain does not return from a failed assertion.
    unreachable()
}

/// The value of a result, or the end of the transaction.
pub trait OrFail {
    /// What a success holds.
    type Value;

    /// The value; fails with the error's message when there is none.
    fn or_fail(self) -> Self::Value;
}

impl<T, E: ContractError> OrFail for Result<T, E> {
    type Value = T;

    #[inline]
    fn or_fail(self) -> T {
        match self {
            Ok(value) => value,
            Err(error) => fail(error),
        }
    }
}

/// The value of an option, or the end of the transaction.
pub trait OrFailWith {
    /// What the option holds.
    type Value;

    /// The value; fails with the message of `error` when there is none.
    fn or_fail(self, error: impl ContractError) -> Self::Value;
}

impl<T> OrFailWith for Option<T> {
    type Value = T;

    #[inline]
    fn or_fail(self, error: impl ContractError) -> T {
        match self {
            Some(value) => value,
            None => fail(error),
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn unreachable() -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg(not(target_arch = "wasm32"))]
fn unreachable() -> ! {
    unreachable!("the stub of the assertion panics")
}
