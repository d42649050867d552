//! Moving memory.

use super::{
    Call, fuel,
    span::{span, span_mut},
};
use crate::{Error, error::ensure};

impl Call<'_> {
    /// Takes fuel for handling so many bytes.
    pub(super) fn handle_bytes(&mut self, len: u32) -> Result<(), Error> {
        self.context.charge(fuel::bytes(len as usize))
    }

    pub(crate) fn memcpy(&mut self, target: u32, source: u32, len: u32) -> Result<u32, Error> {
        self.check_move(target, source, len)?;
        ensure!(
            target.abs_diff(source) >= len,
            OVERLAPPING_MEMORY_ERROR,
            "memcpy can only accept non-aliasing pointers"
        );
        self.copy(target, source, len);
        Ok(target)
    }

    pub(crate) fn memmove(&mut self, target: u32, source: u32, len: u32) -> Result<u32, Error> {
        self.check_move(target, source, len)?;
        self.copy(target, source, len);
        Ok(target)
    }

    pub(crate) fn memcmp(&mut self, left: u32, right: u32, len: u32) -> Result<i32, Error> {
        self.handle_bytes(len)?;
        let (left, right) = (span(self.memory, left, len)?, span(self.memory, right, len)?);
        Ok(left.cmp(right) as i32)
    }

    pub(crate) fn memset(&mut self, target: u32, value: i32, len: u32) -> Result<u32, Error> {
        self.handle_bytes(len)?;
        span(self.memory, target, 1)?;
        // Only the lowest byte counts, as in C.
        span_mut(self.memory, target, len)?.fill(value as u8);
        Ok(target)
    }

    fn check_move(&mut self, target: u32, source: u32, len: u32) -> Result<(), Error> {
        self.handle_bytes(len)?;
        span(self.memory, target, len)?;
        span(self.memory, source, len)?;
        span(self.memory, target, 1)?;
        Ok(())
    }

    fn copy(&mut self, target: u32, source: u32, len: u32) {
        if len != 0 {
            let source = source as usize;
            self.memory.copy_within(source..source + len as usize, target as usize);
        }
    }
}
