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
