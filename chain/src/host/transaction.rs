//! The transaction that the action is part of.

use std::sync::Arc;

use super::{
    Call, fuel,
    span::{fill, size, span_mut},
};
use crate::{Error, error::ensure};

impl Call<'_> {
    pub(crate) fn expiration(&mut self) -> Result<i32, Error> {
        Ok(self.context.subject.transaction().expiration.0.cast_signed())
    }

    pub(crate) fn tapos_block_num(&mut self) -> Result<i32, Error> {
        Ok(self.context.subject.transaction().ref_block_num.into())
    }

    pub(crate) fn tapos_block_prefix(&mut self) -> Result<i32, Error> {
        Ok(self.context.subject.transaction().ref_block_prefix.cast_signed())
    }

    pub(crate) fn transaction_size(&mut self) -> Result<i32, Error> {
        Ok(size(self.context.subject.packed.len()))
    }

    pub(crate) fn read_transaction(&mut self, data: u32, len: u32) -> Result<i32, Error> {
        self.handle_bytes(len.min(size(self.context.subject.packed.len()).unsigned_abs()))?;
        fill(self.memory, data, len, &self.context.subject.packed)
    }

    pub(crate) fn get_action(
        &mut self,
        kind: u32,
        index: u32,
        data: u32,
        len: u32,
    ) -> Result<i32, Error> {
        let place = span_mut(self.memory, data, len)?;
        let subject = Arc::clone(&self.context.subject);
        let transaction = subject.transaction();
        let actions = match kind {
            0 => Some(&transaction.context_free_actions),
            1 => Some(&transaction.actions),
            _ => None,
        };
        ensure!(actions.is_some(), ACTION_NOT_FOUND, "action is not found");
        let Some(action) = actions.and_then(|actions| actions.get(index as usize)) else {
            return Ok(-1);
        };
        self.context.charge(fuel::bytes(action.data.len() + 16 * action.authorization.len()))?;
        let bytes = antelope::pack(action);
        if let Some(place) = place.get_mut(..bytes.len()) {
            place.copy_from_slice(&bytes);
        }
        Ok(size(bytes.len()))
    }

    pub(crate) fn get_context_free_data(
        &mut self,
        index: u32,
        data: u32,
        len: u32,
    ) -> Result<i32, Error> {
        span_mut(self.memory, data, len)?;
        let subject = Arc::clone(&self.context.subject);
        match subject.signed.context_free_data.get(index as usize) {
            Some(value) => {
                self.context.charge(fuel::bytes(value.len()))?;
                fill(self.memory, data, len, value)
            }
            None => Ok(-1),
        }
    }
}
