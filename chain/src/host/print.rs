//! The console of the action's trace.

use antelope::Name;

use super::{
    Call,
    span::{read, span, text},
};
use crate::{Error, numeric};

impl Call<'_> {
    fn print(&mut self, text: impl std::fmt::Display) -> Result<(), Error> {
        self.context.action.console.extend_from_slice(text.to_string().as_bytes());
        Ok(())
    }

    pub(crate) fn prints(&mut self, pointer: u32) -> Result<(), Error> {
        let text = text(self.memory, pointer)?;
        self.context.action.console.extend_from_slice(text);
        Ok(())
    }

    pub(crate) fn prints_l(&mut self, pointer: u32, len: u32) -> Result<(), Error> {
        self.handle_bytes(len);
        let text = span(self.memory, pointer, len)?;
        self.context.action.console.extend_from_slice(text);
        Ok(())
    }

    pub(crate) fn printi(&mut self, value: i64) -> Result<(), Error> {
        self.print(value)
    }

    pub(crate) fn printui(&mut self, value: u64) -> Result<(), Error> {
        self.print(value)
    }

    pub(crate) fn printi128(&mut self, value: u32) -> Result<(), Error> {
        self.print(i128::from_le_bytes(read(self.memory, value)?))
    }

    pub(crate) fn printui128(&mut self, value: u32) -> Result<(), Error> {
        self.print(u128::from_le_bytes(read(self.memory, value)?))
    }

    pub(crate) fn printsf(&mut self, value: f32) -> Result<(), Error> {
        self.print(numeric::print_single(value.to_bits()))
    }

    pub(crate) fn printdf(&mut self, value: f64) -> Result<(), Error> {
        self.print(numeric::print_double(value.to_bits()))
    }

    pub(crate) fn printqf(&mut self, value: u32) -> Result<(), Error> {
        self.print(numeric::print_quad(u128::from_le_bytes(read(self.memory, value)?)))
    }

    pub(crate) fn printn(&mut self, value: u64) -> Result<(), Error> {
        self.print(Name(value))
    }

    pub(crate) fn printhex(&mut self, data: u32, len: u32) -> Result<(), Error> {
        self.handle_bytes(len);
        let hex: String =
            span(self.memory, data, len)?.iter().map(|byte| format!("{byte:02x}")).collect();
        self.print(hex)
    }
}
