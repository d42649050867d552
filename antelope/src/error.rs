//! What a contract's error is: a sentence on chain, a value on both sides of it.
//!
//! The chain carries no more of a failure than its text, so the text identifies the error. The enums themselves are
//! each protocol's own.

/// An error of a contract, told apart by its message.
pub trait ContractError: Sized {
    /// The error in words: lower case, no full stop, unique among the contract's errors.
    fn message(self) -> &'static str;

    /// The error that has this message, if one has.
    fn from_message(message: &str) -> Option<Self>;
}

impl ContractError for core::convert::Infallible {
    fn message(self) -> &'static str {
        match self {}
    }

    fn from_message(_: &str) -> Option<Self> {
        None
    }
}
