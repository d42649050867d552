//! Packed values from contracts and transactions, and the node's words for malformed ones.
//!
//! Bytes after the value are ignored, as the node does.

use antelope::{Reader, Unpack, UnpackError};

use crate::{Error, error::exception};

/// The value at the front of `bytes`.
pub(crate) fn unpack<T: Unpack>(bytes: &[u8]) -> Result<T, Error> {
    unpack_from(&mut Reader::new(bytes), bytes.len())
}

/// The next value of `input`, which had `len` bytes in the beginning.
pub(crate) fn unpack_from<T: Unpack>(input: &mut Reader<'_>, len: usize) -> Result<T, Error> {
    T::unpack(input).map_err(|error| match error {
        UnpackError::UnexpectedEnd => {
            // Reckoned as the node does: one byte too far, seen from the last.
            let left = i64::try_from(input.remaining()).unwrap_or(i64::MAX);
            let message = format!("read datastream of length {len} over by {}", 1 - left);
            Error::new(exception::OUT_OF_RANGE, message)
        }
        error => Error::new(exception::EXCEPTION, error.message()),
    })
}
