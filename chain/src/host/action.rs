//! The action that runs: its arguments, what it returns, whom it notifies and what it sends.

use antelope::{Name, PackedAction, Transaction};

use super::{
    Call, fuel,
    span::{fill, read, size, span},
};
use crate::{Error, error::ensure, unpack::unpack};

impl Call<'_> {
    pub(crate) fn action_data_size(&mut self) -> Result<i32, Error> {
        Ok(size(self.context.action.action.data.len()))
    }

    pub(crate) fn read_action_data(&mut self, data: u32, len: u32) -> Result<i32, Error> {
        self.handle_bytes(len.min(size(self.context.action.action.data.len()).unsigned_abs()))?;
        fill(self.memory, data, len, &self.context.action.action.data)
    }

    pub(crate) fn current_receiver(&mut self) -> Result<u64, Error> {
        Ok(self.context.action.receiver.0)
    }

    pub(crate) fn get_sender(&mut self) -> Result<u64, Error> {
        Ok(self.context.sender().0)
    }

    pub(crate) fn set_action_return_value(&mut self, data: u32, len: u32) -> Result<(), Error> {
        self.handle_bytes(len)?;
        let value = span(self.memory, data, len)?;
        let limit = self.context.state.settings.parameters.max_action_return_value_size;
        ensure!(
            len <= limit || self.context.is_read_only(),
            ACTION_RETURN_VALUE,
            "action return value size must be less or equal to {limit} bytes"
        );
        self.context.action.return_value = value.to_vec();
        Ok(())
    }

    pub(crate) fn require_recipient(&mut self, account: u64) -> Result<(), Error> {
        self.context.notify(Name(account))
    }

    pub(crate) fn send_inline(&mut self, action: u32, len: u32) -> Result<(), Error> {
        let action = self.packed_action(action, len)?;
        self.context.send(action)
    }

    pub(crate) fn send_context_free_inline(&mut self, action: u32, len: u32) -> Result<(), Error> {
        let action = self.packed_action(action, len)?;
        self.context.send_context_free(action)
    }

    fn packed_action(&mut self, action: u32, len: u32) -> Result<PackedAction, Error> {
        self.context.charge(fuel::WRITE + fuel::kept(len as usize))?;
        let bytes = span(self.memory, action, len)?;
        let limit = self.context.state.settings.parameters.max_inline_action_size;
        ensure!(len < limit, INLINE_ACTION_TOO_BIG, "inline action too big");
        unpack(bytes)
    }

    pub(crate) fn send_deferred(
        &mut self,
        sender_id: u32,
        _payer: u64,
        transaction: u32,
        len: u32,
        _replace: u32,
    ) -> Result<(), Error> {
        read::<16>(self.memory, sender_id)?;
        self.handle_bytes(len)?;
        let bytes = span(self.memory, transaction, len)?;
        // Nothing is ever deferred here, but what is sent has to be a transaction.
        unpack::<Transaction>(bytes).map(|_| ())
    }

    pub(crate) fn cancel_deferred(&mut self, sender_id: u32) -> Result<i32, Error> {
        read::<16>(self.memory, sender_id)?;
        Ok(0)
    }
}
