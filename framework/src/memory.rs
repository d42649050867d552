//! Copying and filling memory, as compiled code asks for it.
//!
//! The compiler's own functions align their words first, which wasm does not need: these take an eighth of their size
//! and less time for the few dozen bytes of a row. What is rare and can be long is left to the chain. The compiler
//! knows these names, and does not turn the loops back into calls of themselves.

use crate::host;

/// Copies `len` bytes; the spans do not overlap, or are the same.
///
/// # Safety
/// As C has it: both spans have `len` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(target: *mut u8, source: *const u8, len: usize) -> *mut u8 {
    let mut at = 0;
    while at != len & !7 {
        // SAFETY: the eight bytes from `at` are within both spans.
        unsafe {
            let word = source.add(at).cast::<u64>().read_unaligned();
            target.add(at).cast::<u64>().write_unaligned(word);
        }
        at = at.wrapping_add(8);
    }
    while at != len {
        // SAFETY: `at` is within both spans.
        unsafe { target.add(at).write(source.add(at).read()) };
        at = at.wrapping_add(1);
    }
    target
}

/// Fills `len` bytes with the low byte of `value`.
///
/// # Safety
/// As C has it: the span has `len` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(target: *mut u8, value: i32, len: usize) -> *mut u8 {
    let [byte, ..] = value.to_le_bytes();
    let word = u64::from_le_bytes([byte; 8]);
    let mut at = 0;
    while at != len & !7 {
        // SAFETY: the eight bytes from `at` are within the span.
        unsafe { target.add(at).cast::<u64>().write_unaligned(word) };
        at = at.wrapping_add(8);
    }
    while at != len {
        // SAFETY: `at` is within the span.
        unsafe { target.add(at).write(byte) };
        at = at.wrapping_add(1);
    }
    target
}

/// Copies `len` bytes; the spans may overlap.
///
/// # Safety
/// As C has it: both spans have `len` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(target: *mut u8, source: *const u8, len: usize) -> *mut u8 {
    // SAFETY: the caller vouches for both spans.
    unsafe { host::memmove(target, source, len as u32) }
}
