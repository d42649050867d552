//! Who signs: a digest in, a signature out.
//!
//! What a signer shows to its user, and where the key is, is its own business. What is signed is computed by the
//! [`Client`](crate::Client).

mod local;

use antelope::{Checksum256, PublicKey, Signature};

pub use local::LocalSigner;

use crate::{
    error::Result,
    future::{BoxFuture, Shared},
};

/// A holder of one key.
pub trait Signer: Shared {
    /// The key whose signatures this gives.
    fn public_key(&self) -> PublicKey;

    /// A signature over `digest` as it is: nothing is hashed, prefixed or separated by domain here.
    ///
    /// # Errors
    /// [`Error::signing`](crate::Error::signing) when the holder refuses or cannot be reached.
    fn sign<'a>(&'a self, digest: &'a Checksum256) -> BoxFuture<'a, Result<Signature>>;
}
