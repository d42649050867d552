//! Failing and ending.

use super::{
    Call, fuel,
    print::printable,
    span::{span, text},
};
use crate::{Error, error::exception};

/// How much of a message counts.
const MAX_MESSAGE: usize = 1024;

impl Call<'_> {
    pub(crate) fn abort(&mut self) -> Result<(), Error> {
        Err(Error::new(exception::ABORT_CALLED, "abort() called"))
    }

    pub(crate) fn eosio_assert(&mut self, condition: u32, message: u32) -> Result<(), Error> {
        let message = text(self.memory, message)?;
        self.context.charge(fuel::bytes(message.len()))?;
        check(condition, message)
    }

    pub(crate) fn eosio_assert_message(
        &mut self,
        condition: u32,
        message: u32,
        len: u32,
    ) -> Result<(), Error> {
        let message = span(self.memory, message, len)?;
        check(condition, message)
    }

    pub(crate) fn eosio_assert_code(&mut self, condition: u32, code: u64) -> Result<(), Error> {
        if condition == 0 { Err(Error::of_contract_code(code)) } else { Ok(()) }
    }

    /// Fails with the mark of an action that ended of its own will.
    pub(crate) fn eosio_exit(&mut self, _code: i32) -> Result<(), Error> {
        Err(Error::new(exception::EXIT, "exit"))
    }
}

fn check(condition: u32, message: &[u8]) -> Result<(), Error> {
    if condition != 0 {
        return Ok(());
    }
    let message = printable(&message[..message.len().min(MAX_MESSAGE)]);
    let message = format!("assertion failure with message: {message}");
    Err(Error::new(exception::EOSIO_ASSERT_MESSAGE, message))
}
