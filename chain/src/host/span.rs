//! Places in a contract's memory.
//!
//! Every place is checked; whatever lies outside is an access violation, as on a node.

use std::ffi::CStr;

use crate::{
    Error,
    error::{ensure, exception},
};

/// The failure of reaching outside the memory.
pub(crate) fn access_violation() -> Error {
    Error::new(exception::WASM_EXECUTION_ERROR, "access violation")
}

/// The bytes of a span.
pub(super) fn span(memory: &[u8], pointer: u32, len: u32) -> Result<&[u8], Error> {
    let start = pointer as usize;
    let end = start.checked_add(len as usize).ok_or_else(access_violation)?;
    // A span of nothing may lie behind the last byte, and not further.
    memory.get(start..end).ok_or_else(access_violation)
}

/// The bytes of a span, to write them.
pub(super) fn span_mut(memory: &mut [u8], pointer: u32, len: u32) -> Result<&mut [u8], Error> {
    let start = pointer as usize;
    let end = start.checked_add(len as usize).ok_or_else(access_violation)?;
    memory.get_mut(start..end).ok_or_else(access_violation)
}

/// Checks the pointer of a value of `N` bytes. Null is no value.
fn check<const N: usize>(memory: &[u8], pointer: u32) -> Result<(), Error> {
    ensure!(pointer != 0, WASM_EXECUTION_ERROR, "references cannot be created for null pointers");
    let rest = memory.get(pointer as usize..).ok_or_else(access_violation)?;
    if rest.len() < N { Err(access_violation()) } else { Ok(()) }
}

/// Reads a value of `N` bytes.
pub(super) fn read<const N: usize>(memory: &[u8], pointer: u32) -> Result<[u8; N], Error> {
    check::<N>(memory, pointer)?;
    let bytes = memory.get(pointer as usize..).and_then(|rest| rest.first_chunk::<N>());
    bytes.copied().ok_or_else(access_violation)
}

/// Writes a value of `N` bytes.
pub(super) fn write<const N: usize>(
    memory: &mut [u8],
    pointer: u32,
    value: [u8; N],
) -> Result<(), Error> {
    check::<N>(memory, pointer)?;
    let place = memory.get_mut(pointer as usize..).and_then(|rest| rest.first_chunk_mut::<N>());
    *place.ok_or_else(access_violation)? = value;
    Ok(())
}

/// The bytes up to the next zero.
pub(super) fn text(memory: &[u8], pointer: u32) -> Result<&[u8], Error> {
    let rest = memory.get(pointer as usize..).ok_or_else(access_violation)?;
    CStr::from_bytes_until_nul(rest).map(CStr::to_bytes).map_err(|_| access_violation())
}

/// Copies as much of `value` as there is room for; gives how much, or the whole size when there is no room at all.
pub(super) fn fill(memory: &mut [u8], pointer: u32, len: u32, value: &[u8]) -> Result<i32, Error> {
    let target = span_mut(memory, pointer, len)?;
    if target.is_empty() {
        return Ok(size(value.len()));
    }
    let len = target.len().min(value.len());
    target[..len].copy_from_slice(&value[..len]);
    Ok(size(len))
}

/// A size as contracts see it.
pub(super) fn size(len: usize) -> i32 {
    i32::try_from(len).unwrap_or(i32::MAX)
}

/// Fails when any two of the spans overlap.
pub(super) fn check_apart(spans: &[(u32, u32)]) -> Result<(), Error> {
    for (i, &(left, left_len)) in spans.iter().enumerate() {
        for &(right, right_len) in &spans[i + 1..] {
            let (left, right) = (u64::from(left), u64::from(right));
            let (left_end, right_end) = (left + u64::from(left_len), right + u64::from(right_len));
            // Judged as the node does, for which a span of nothing inside another overlaps.
            let ((_, first_end), (second, second_end)) = if left > right {
                ((right, right_end), (left, left_end))
            } else {
                ((left, left_end), (right, right_end))
            };
            let apart = first_end <= second || first_end.min(second_end) == second;
            ensure!(apart, WASM, "pointers not allowed to alias");
        }
    }
    Ok(())
}
