//! Who signs: a digest in, a signature out.
//!
//! What a signer shows to its user, and where the key is, is its own business. What is signed is computed by the
//! [`Client`](crate::Client).

mod callback;
mod crypto;
mod keosd;
mod key_holder;
mod local;

use antelope::{Checksum256, PublicKey, Signature};

pub use callback::CallbackSigner;
pub use crypto::SoftwareCrypto;
pub use keosd::{Keosd, KeosdSigner};
pub use key_holder::{KeyHolder, SigningRequest, address_of, address_of_wallet};
pub use local::LocalSigner;

use crate::{
    error::Result,
    future::{BoxFuture, Shared},
};

/// The key of a fresh chain's only account, known to everybody: for throw-away chains.
pub const DEVELOPMENT_KEY: &str = "5KQwrPbwdL6PhXujxW37FSSQZ1JiwsST4cqQzDeyXtP79zkvFD3";

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
