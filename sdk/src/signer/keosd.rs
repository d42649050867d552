//! Keys in keosd, the wallet that comes with nodeos: they stay in its process.
//!
//! Creating, opening and unlocking wallets is left to cleos.

use std::{fmt, sync::Arc};

use antelope::{Checksum256, PublicKey, Signature};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Signer;
use crate::{
    error::{Error, Result},
    future::BoxFuture,
    transport::Transport,
};

/// A running keosd.
#[derive(Clone)]
pub struct Keosd {
    transport: Arc<dyn Transport>,
}

impl Keosd {
    /// The keosd behind `transport`.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport) }
    }

    /// The keosd at `url`. It listens there when it is started with `--http-server-address=127.0.0.1:8900`.
    ///
    /// # Errors
    /// When the URL is not one of http or https.
    #[cfg(feature = "http")]
    pub fn http(url: &str) -> Result<Self> {
        Ok(Self::new(crate::transport::Http::new(url)?))
    }

    /// The keys in its unlocked wallets.
    ///
    /// # Errors
    /// When it does not answer, or no wallet is unlocked.
    pub async fn public_keys(&self) -> Result<Vec<PublicKey>> {
        self.call("/v1/wallet/get_public_keys", &json!({})).await
    }

    /// The signer with this key. Whether keosd has it shows when it signs.
    pub fn signer(&self, key: PublicKey) -> KeosdSigner {
        KeosdSigner { keosd: self.clone(), key }
    }

    async fn call<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T> {
        let answer = self.transport.post(path, body.to_string().into_bytes()).await;
        let answer = answer.map_err(|error| Error::signing(format_args!("keosd: {error}")))?;
        if !(200..300).contains(&answer.status) {
            let error = Error::from_answer(answer.status, &answer.body);
            return Err(Error::signing(format_args!("keosd: {error}")));
        }
        serde_json::from_slice(&answer.body)
            .map_err(|cause| Error::signing(format_args!("keosd: answer of {path}: {cause}")))
    }
}

/// A key in keosd.
#[derive(Clone, Debug)]
pub struct KeosdSigner {
    keosd: Keosd,
    key: PublicKey,
}

impl Signer for KeosdSigner {
    fn public_key(&self) -> PublicKey {
        self.key.clone()
    }

    fn sign<'a>(&'a self, digest: &'a Checksum256) -> BoxFuture<'a, Result<Signature>> {
        Box::pin(async move {
            let query = json!([digest.to_string(), self.key.to_string()]);
            self.keosd.call("/v1/wallet/sign_digest", &query).await
        })
    }
}

impl fmt::Debug for Keosd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keosd").finish_non_exhaustive()
    }
}
