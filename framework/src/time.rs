//! The time of the block that is being made.
//!
//! It is read here and passed on: rules take the time as an argument.

use antelope::{TimePoint, TimePointSec};

use crate::host;

/// The time of the block, in microseconds since the epoch; a multiple of half a second.
pub fn current_time() -> TimePoint {
    // SAFETY: no pointers.
    let microseconds = unsafe { host::current_time() };
    // A block's time is 32 bits of half seconds: far below 2^63 microseconds.
    TimePoint(microseconds.cast_signed())
}

/// The time of the block, in whole seconds since the epoch.
pub fn current_time_sec() -> TimePointSec {
    current_time().into()
}
