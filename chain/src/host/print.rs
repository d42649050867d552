//! The console of the action's trace.

use antelope::Name;

use super::{
    Call,
    span::{read, span, text},
};
use crate::{Error, numeric};

/// Fuel for the digits of a float.
const FLOAT: u64 = 1_500;
/// Fuel for the digits of a float of 80 bits.
const LONG_FLOAT: u64 = 15_000;

impl Call<'_> {
    fn print(&mut self, text: impl std::fmt::Display) -> Result<(), Error> {
        self.context.print(text.to_string().as_bytes())
    }

    pub(crate) fn prints(&mut self, pointer: u32) -> Result<(), Error> {
        let text = text(self.memory, pointer)?;
        self.context.print(text)
    }

    pub(crate) fn prints_l(&mut self, pointer: u32, len: u32) -> Result<(), Error> {
        let text = span(self.memory, pointer, len)?;
        self.context.print(text)
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
        self.context.charge(FLOAT)?;
        self.print(numeric::print_single(value.to_bits()))
    }

    pub(crate) fn printdf(&mut self, value: f64) -> Result<(), Error> {
        self.context.charge(FLOAT)?;
        self.print(numeric::print_double(value.to_bits()))
    }

    pub(crate) fn printqf(&mut self, value: u32) -> Result<(), Error> {
        self.context.charge(LONG_FLOAT)?;
        self.print(numeric::print_quad(u128::from_le_bytes(read(self.memory, value)?)))
    }

    pub(crate) fn printn(&mut self, value: u64) -> Result<(), Error> {
        self.print(Name(value))
    }

    pub(crate) fn printhex(&mut self, data: u32, len: u32) -> Result<(), Error> {
        let bytes = span(self.memory, data, len)?;
        self.context.charge(u64::from(len))?;
        let digit = |half: u8| b"0123456789abcdef"[usize::from(half & 0xf)];
        let hex: Vec<u8> = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect();
        self.context.print(&hex)
    }
}

/// The text among bytes from a contract. What is not UTF-8 is left out, as a node does where it shows such bytes.
pub(crate) fn printable(bytes: &[u8]) -> String {
    bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()
}
