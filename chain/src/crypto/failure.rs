//! How a cryptographic call ends a transaction.
//!
//! Only the class of the error and its text; codes and the form in a trace are the trace's.

use std::fmt;

/// Why nodeos ends the transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of nodeos' exception: `crypto_api_exception`, `assert_exception`, `exception`, ….
    pub exception: &'static str,
    /// The message, as nodeos words it.
    pub message: String,
}

impl Failure {
    /// A failure of the class that nodeos calls `exception`.
    pub(super) fn new(exception: &'static str, message: impl Into<String>) -> Self {
        Self { exception, message: message.into() }
    }

    /// A condition of nodeos' library code that does not hold: the condition's source, then what it means, if said.
    pub(super) fn assertion(condition: &str, meaning: &str) -> Self {
        Self::new("assert_exception", format!("{condition}: {meaning}"))
    }

    /// An error that nodeos throws without a class.
    pub(super) fn unspecified(message: &str) -> Self {
        Self::new("exception", message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
