//! Bytes that the chain fills in: rows, action data, keys.
//!
//! What the bytes mean is left to whoever asked for them.

use core::mem::MaybeUninit;

use rust_alloc::vec::Vec;

/// Large enough for an ordinary row or action, small enough for the stack.
const INLINE: usize = 512;

/// Room for what the chain answers: on the stack, or on the heap when it is long.
pub(crate) struct Buffer {
    inline: [MaybeUninit<u8>; INLINE],
    spilled: Vec<u8>,
}

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self { inline: [MaybeUninit::uninit(); INLINE], spilled: Vec::new() }
    }

    /// The bytes that `fetch` writes.
    ///
    /// # Safety
    /// `fetch(data, len)` must write to nothing but `data..data + len`, give the number of bytes that it has written,
    /// at most `len`, and for a `len` of 0 give the number that it would write with room enough.
    pub(crate) unsafe fn fill(&mut self, fetch: impl Fn(*mut u8, u32) -> i32) -> &[u8] {
        let written = fetch(self.inline.as_mut_ptr().cast(), INLINE as u32) as usize;
        if written < INLINE {
            // SAFETY: the caller vouches that these bytes are written; their number is below the array's length.
            return unsafe { core::slice::from_raw_parts(self.inline.as_ptr().cast(), written) };
        }
        let size = fetch(core::ptr::null_mut(), 0);
        self.spilled.reserve_exact(size as usize);
        let written = fetch(self.spilled.as_mut_ptr(), size as u32);
        // SAFETY: the caller vouches that these bytes are written and no more than the `size` just reserved.
        unsafe { self.spilled.set_len(written as usize) };
        &self.spilled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills a buffer as the chain does, from a value of `size` bytes; gives the number of calls it took.
    #[track_caller]
    fn check(size: usize, calls: u32) {
        let value: Vec<u8> = (0..size).map(|at| at as u8).collect();
        let made = core::cell::Cell::new(0);
        let mut buffer = Buffer::new();
        let fetch = |data: *mut u8, len: u32| {
            made.set(made.get() + 1);
            let copied = if len == 0 { 0 } else { size.min(len as usize) };
            // SAFETY: `data` has room for `len` bytes, and the value has as many as are copied.
            unsafe { core::ptr::copy_nonoverlapping(value.as_ptr(), data, copied) };
            if len == 0 { size as i32 } else { copied as i32 }
        };
        // SAFETY: `fetch` writes to what it is given and tells how much.
        assert_eq!(unsafe { buffer.fill(fetch) }, value);
        assert_eq!(made.get(), calls, "{size} bytes");
    }

    #[test]
    fn what_is_short_takes_one_call_and_what_is_long_takes_three() {
        check(0, 1);
        check(1, 1);
        check(INLINE - 1, 1);
        check(INLINE, 3);
        check(INLINE + 1, 3);
        check(100_000, 3);
    }
}
