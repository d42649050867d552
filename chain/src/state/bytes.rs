//! Bytes that are shared rather than copied: rows, code, ABIs.
//!
//! They are never changed in place; a new value replaces the old.

use std::{ops::Deref, sync::Arc};

use antelope::{Pack, Reader, Unpack, UnpackError};

/// Bytes that are shared rather than copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(Arc<[u8]>);

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Pack for Bytes {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0[..].pack(out);
    }
}

impl Unpack for Bytes {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(Vec::<u8>::unpack(input)?.into())
    }
}
