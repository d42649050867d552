//! Faults: what is said when a contract panics.
//!
//! Panics are faults of the contract, and, in `antelope`, how malformed bytes end the transaction. The texts of panics
//! would bring in the formatting of numbers, two kilobytes of it. So what is said is what was being done. Errors, which
//! contracts foresee, are [`check`](crate::check)'s.

use antelope::UnpackError;

use crate::check::fail_with;

/// What a panic means while the contract's own code runs.
#[cfg(target_arch = "wasm32")]
const OWN: &&str = &"contract panicked";

/// What is being read, and what is said when it is malformed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading(&'static &'static str);

impl Reading {
    pub(crate) const ACTION: Self = Self(&"action data is malformed");
    pub(crate) const ROW: Self = Self(&"stored row is malformed");

    /// Says from now on that a panic means malformed bytes.
    pub(crate) fn begin(self) {
        #[cfg(target_arch = "wasm32")]
        panicking::MEANING.set(self.0);
    }

    /// The value that was read. From now on a panic is the contract's own fault.
    #[inline]
    pub(crate) fn end<T>(self, result: Result<T, UnpackError>) -> T {
        let value = result.unwrap_or_else(|_| fail_with(self.0));
        #[cfg(target_arch = "wasm32")]
        panicking::MEANING.set(OWN);
        value
    }
}

#[cfg(target_arch = "wasm32")]
mod panicking {
    use core::cell::Cell;

    pub(super) struct Meaning(Cell<&'static &'static str>);

    // SAFETY: a contract has one thread.
    unsafe impl Sync for Meaning {}

    impl Meaning {
        pub(super) fn set(&self, text: &'static &'static str) {
            self.0.set(text);
        }
    }

    pub(super) static MEANING: Meaning = Meaning(Cell::new(super::OWN));

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        super::fail_with(MEANING.0.get())
    }
}
