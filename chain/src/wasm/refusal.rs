//! Why code is refused.

use std::{borrow::Cow, error::Error, fmt};

/// Why a node would refuse the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    reason: Cow<'static, str>,
    hint: Option<&'static str>,
}

impl Refusal {
    pub(crate) fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into(), hint: None }
    }

    /// For code that uses features later than the first version of wasm.
    pub(crate) fn too_new(reason: impl Into<Cow<'static, str>>) -> Self {
        let hint = "the code uses features later than the first version of wasm: build it for wasm32v1-none";
        Self { reason: reason.into(), hint: Some(hint) }
    }

    pub(crate) fn with_hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// The reason, in the node's words where the node has words of its own for it.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What to do about it, where the reason hides it.
    pub const fn hint(&self) -> Option<&'static str> {
        self.hint
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl Error for Refusal {}

impl From<wasmparser::BinaryReaderError> for Refusal {
    /// For malformed code, which no compiler makes: the reason is in the parser's words, not the node's.
    fn from(error: wasmparser::BinaryReaderError) -> Self {
        Self::new(format!("{} at byte {}", error.message(), error.offset()))
    }
}
