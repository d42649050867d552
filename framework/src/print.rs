//! The console of the action's trace, for debugging a contract.
//!
//! No contract that is released should print: it is paid for and nobody reads it.

use antelope::Name;

use crate::host;

/// Prints a text.
pub fn text(text: &str) {
    // SAFETY: pointer and length are those of a string.
    unsafe { host::prints_l(text.as_ptr(), text.len() as u32) }
}

/// Prints a name.
pub fn name(name: Name) {
    // SAFETY: no pointers.
    unsafe { host::printn(name.0) }
}

/// Prints an unsigned integer.
pub fn unsigned(value: u64) {
    // SAFETY: no pointers.
    unsafe { host::printui(value) }
}

/// Prints a signed integer.
pub fn signed(value: i64) {
    // SAFETY: no pointers.
    unsafe { host::printi(value) }
}

/// Prints bytes in hexadecimal.
pub fn hex(bytes: &[u8]) {
    // SAFETY: pointer and length are those of a slice.
    unsafe { host::printhex(bytes.as_ptr(), bytes.len() as u32) }
}
