//! The client of one chain: reads, and transactions from actions to receipt, and further until nothing undoes them.
//!
//! It asks one node through a [`Transport`], or several through [`Endpoints`](crate::transport::Endpoints), which is where
//! requests are retried; typed table reads are in [`table`](crate::table), what a transaction did in [`Receipt`].

mod dynamic;
mod pending;
mod search;
mod send;
mod transaction;
mod wait;

use std::{
    collections::BTreeMap,
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32},
    },
};

use antelope::{Checksum256, Name, abi::Serializer};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

pub use pending::Pending;
pub use search::Inclusion;
pub use wait::Until;

use crate::{
    account::Account,
    clock::Clock,
    error::{Error, Result},
    info::Info,
    transport::{Response, Transport, TransportError},
};

/// A client of one chain. Clones are cheap and share everything.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Box<dyn Transport>,
    /// Absent where none comes with the platform and none was given.
    clock: Option<Arc<dyn Clock>>,
    /// Set by the first answer that names it.
    chain_id: OnceLock<Checksum256>,
    /// Counts transactions; see [`Client::transaction_at`].
    nonce: AtomicU32,
    /// What contracts' ABIs say, by account.
    abis: Mutex<BTreeMap<Name, Arc<Serializer>>>,
    /// Whether a node has said that it does not have the newer way to send.
    lacks_send_transaction2: AtomicBool,
    /// Whether a node has said that it does not tell what became of transactions.
    lacks_transaction_status: AtomicBool,
}

impl Client {
    /// A client of the chain behind `transport`, by the clock of this machine.
    ///
    /// Without the feature `http` it has no clock and cannot [`wait`](Self::wait); see [`with_clock`](Self::with_clock).
    pub fn new(transport: impl Transport + 'static) -> Self {
        #[cfg(feature = "http")]
        let clock: Option<Arc<dyn Clock>> = Some(Arc::new(crate::clock::System));
        #[cfg(not(feature = "http"))]
        let clock = None;
        Self::of(Box::new(transport), clock)
    }

    /// A client of the chain behind `transport`, by a clock of one's own: a browser's, or a
    /// [virtual one](crate::clock::Virtual).
    pub fn with_clock(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Self {
        Self::of(Box::new(transport), Some(Arc::new(clock)))
    }

    fn of(transport: Box<dyn Transport>, clock: Option<Arc<dyn Clock>>) -> Self {
        // Two clients that start in the same second must not count alike; nothing else depends on this.
        let start = RandomState::new().hash_one(0) as u32;
        Self {
            shared: Arc::new(Shared {
                transport,
                clock,
                chain_id: OnceLock::new(),
                nonce: AtomicU32::new(start),
                abis: Mutex::default(),
                lacks_send_transaction2: AtomicBool::new(false),
                lacks_transaction_status: AtomicBool::new(false),
            }),
        }
    }

    /// A client of the node at `url`. What fails is not tried again; for that there is [`endpoints`](Self::endpoints).
    ///
    /// # Errors
    /// When the URL is not one of http or https.
    #[cfg(feature = "http")]
    pub fn http(url: &str) -> Result<Self> {
        Ok(Self::new(crate::transport::Http::new(url)?))
    }

    /// A client of the chain whose nodes are at `urls`: what fails at one is tried at the others. With the default
    /// settings of [`Endpoints`](crate::transport::Endpoints), which has others.
    ///
    /// # Errors
    /// When there is no URL, or one is not of http or https.
    #[cfg(feature = "http")]
    pub fn endpoints<U: AsRef<str>>(urls: impl IntoIterator<Item = U>) -> Result<Self> {
        use crate::transport::{Endpoints, EndpointsConfig};
        Ok(Self::new(Endpoints::http(urls, EndpointsConfig::default())?))
    }

    /// Where the chain is.
    ///
    /// # Errors
    /// When the node does not answer, or is of another chain than before.
    pub async fn get_info(&self) -> Result<Info> {
        let info: Info = self.call("/v1/chain/get_info", &json!({})).await?;
        let expected = self.shared.chain_id.get_or_init(|| info.chain_id);
        if *expected != info.chain_id {
            let cause = format!("expected {expected}, the node is of {}", info.chain_id);
            return Err(Error::decode("chain id", cause));
        }
        Ok(info)
    }

    /// An account's resources and permissions.
    ///
    /// # Errors
    /// When the node does not answer, or there is no such account ([`Error::is_unknown_account`]).
    pub async fn get_account(&self, name: Name) -> Result<Account> {
        self.call("/v1/chain/get_account", &account_query(name)).await
    }

    /// The sha256 of an account's code; zero when it has none.
    ///
    /// # Errors
    /// When the node does not answer, or there is no such account ([`Error::is_unknown_account`]).
    pub async fn get_code_hash(&self, account: Name) -> Result<Checksum256> {
        #[derive(Deserialize)]
        struct CodeHash {
            code_hash: Checksum256,
        }
        let answer: CodeHash =
            self.call("/v1/chain/get_code_hash", &account_query(account)).await?;
        Ok(answer.code_hash)
    }

    /// An account's ABI, packed; empty when it has none.
    ///
    /// # Errors
    /// When the node does not answer, or there is no such account ([`Error::is_unknown_account`]).
    pub async fn get_abi(&self, account: Name) -> Result<Vec<u8>> {
        #[derive(Deserialize)]
        struct RawAbi {
            abi: String,
        }
        let answer: RawAbi = self.call("/v1/chain/get_raw_abi", &account_query(account)).await?;
        // Versions of nodeos differ in how many `=` they put at the end.
        STANDARD_NO_PAD
            .decode(answer.abi.trim_end_matches('='))
            .map_err(|cause| Error::decode(format_args!("abi of {account}"), cause))
    }

    /// An account's code, as it was set; empty when it has none.
    ///
    /// # Errors
    /// When the node does not answer, or there is no such account ([`Error::is_unknown_account`]).
    pub async fn get_code(&self, account: Name) -> Result<Vec<u8>> {
        #[derive(Deserialize)]
        struct RawCode {
            wasm: String,
        }
        let answer: RawCode =
            self.call("/v1/chain/get_raw_code_and_abi", &account_query(account)).await?;
        STANDARD_NO_PAD
            .decode(answer.wasm.trim_end_matches('='))
            .map_err(|cause| Error::decode(format_args!("code of {account}"), cause))
    }

    /// Calls an endpoint of the node for which there is no method here, and reads its answer.
    ///
    /// # Errors
    /// When the chain refuses, the node does not answer, or the answer is not a `T`.
    pub async fn call<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T> {
        let answer = self.post(path, body).await?;
        serde_json::from_slice(&answer.body)
            .map_err(|cause| Error::decode(format_args!("answer of {path}"), cause))
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Response> {
        let answer = self.shared.transport.post(path, body.to_string().into_bytes()).await?;
        if (200..300).contains(&answer.status) {
            Ok(answer)
        } else {
            Err(Error::from_answer(answer.status, &answer.body))
        }
    }

    fn clock(&self) -> Result<&dyn Clock> {
        self.shared.clock.as_deref().ok_or_else(|| {
            TransportError::unreachable(
                "a client without a clock cannot wait; Client::with_clock makes one that can",
            )
            .into()
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chain_id = self.shared.chain_id.get();
        f.debug_struct("Client").field("chain_id", &chain_id).finish_non_exhaustive()
    }
}

fn account_query(name: Name) -> Value {
    json!({ "account_name": name.to_string() })
}
