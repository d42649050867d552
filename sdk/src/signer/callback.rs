//! A key that somebody else holds: a wallet, a device, a service. It is asked by a function.
//!
//! What that function does, and how long it takes, is its own business.

use std::fmt;

use antelope::{Checksum256, PublicKey, Signature};

use super::Signer;
use crate::{
    error::Result,
    future::{BoxFuture, Shared},
};

/// A signer that is a function from a digest to a signature.
///
/// ```
/// use sdk::{Error, LocalSigner, Signer, signer::CallbackSigner};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> sdk::Result<()> {
/// let device: LocalSigner = sdk::signer::DEVELOPMENT_KEY.parse()?;
/// let key = device.public_key();
/// let signer = CallbackSigner::new(key, move |digest| {
///     let device = device.clone();
///     Box::pin(async move {
///         // Ask the user, call the device, and so on. Whoever refuses gives an error.
///         device.sign(&digest).await.map_err(Error::signing)
///     })
/// });
/// signer.sign(&antelope::Checksum256([7; 32])).await?;
/// # Ok(())
/// # }
/// ```
pub struct CallbackSigner<F> {
    key: PublicKey,
    sign: F,
}

impl<F> CallbackSigner<F>
where
    F: Fn(Checksum256) -> BoxFuture<'static, Result<Signature>> + Shared,
{
    /// The signer with this key, which `sign` asks for signatures.
    pub const fn new(key: PublicKey, sign: F) -> Self {
        Self { key, sign }
    }
}

impl<F> Signer for CallbackSigner<F>
where
    F: Fn(Checksum256) -> BoxFuture<'static, Result<Signature>> + Shared,
{
    fn public_key(&self) -> PublicKey {
        self.key.clone()
    }

    fn sign<'a>(&'a self, digest: &'a Checksum256) -> BoxFuture<'a, Result<Signature>> {
        (self.sign)(*digest)
    }
}

impl<F> fmt::Debug for CallbackSigner<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackSigner").field("key", &self.key).finish_non_exhaustive()
    }
}
