//! The client of one chain: reads, and transactions from actions to receipt.
//!
//! It asks one node through a [`Transport`] and does not retry; typed table reads are in [`table`](crate::table), what
//! a transaction did in [`Receipt`].

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use antelope::{
    Checksum256, Name, PackedAction, SignedTransaction, Transaction, VarUint32,
    transaction::PackedTransaction,
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    account::Account,
    error::{Error, Result},
    info::Info,
    receipt::Receipt,
    signer::Signer,
    transport::{Response, Transport},
};

/// How long a transaction may wait for execution, in seconds from the newest block.
const LIFETIME_SECONDS: u32 = 120;

/// A client of one chain. Clones are cheap and share everything.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Box<dyn Transport>,
    /// Set by the first answer that names it.
    chain_id: OnceLock<Checksum256>,
    /// Counts transactions; see [`Client::transaction_at`].
    nonce: AtomicU32,
}

impl Client {
    /// A client of the chain behind `transport`.
    pub fn new(transport: impl Transport + 'static) -> Self {
        // Two clients that start in the same second must not count alike; nothing else depends on this.
        let start = RandomState::new().hash_one(0) as u32;
        Self {
            shared: Arc::new(Shared {
                transport: Box::new(transport),
                chain_id: OnceLock::new(),
                nonce: AtomicU32::new(start),
            }),
        }
    }

    /// A client of the node at `url`.
    ///
    /// # Errors
    /// When the URL is not one of http or https.
    #[cfg(feature = "http")]
    pub fn http(url: &str) -> Result<Self> {
        Ok(Self::new(crate::transport::Http::new(url)?))
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

    /// Executes `actions` in one transaction, all or none, with the signature of one key.
    ///
    /// # Errors
    /// When a contract or the chain refuses, the signer does, or the node does not answer.
    pub async fn push(&self, signer: &dyn Signer, actions: &[PackedAction]) -> Result<Receipt> {
        self.push_signed_by(&[signer], actions).await
    }

    /// Executes `actions` in one transaction, all or none, with the signatures of several keys.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub async fn push_signed_by(
        &self,
        signers: &[&dyn Signer],
        actions: &[PackedAction],
    ) -> Result<Receipt> {
        let info = self.get_info().await?;
        let transaction = self.transaction_at(&info, actions);
        let signed = self.sign(&info.chain_id, signers, transaction).await?;
        self.send(&signed).await
    }

    /// The transaction of `actions` at a moment of the chain, not signed. Different at each call.
    ///
    /// It refers to the last irreversible block and may be executed until two minutes after the newest one.
    ///
    /// The chain refuses a transaction that it has seen, and the same actions at the same moment would be the same
    /// transaction. What varies is the limit of NET, counted up from a gigabyte: far above what any chain allows, so
    /// that it never limits anything, and it costs three bytes. 134 million transactions differ before one comes again.
    pub fn transaction_at(&self, info: &Info, actions: &[PackedAction]) -> Transaction {
        const FIRST: u32 = 1 << 27;
        let nonce = self.shared.nonce.fetch_add(1, Ordering::Relaxed) % FIRST;
        let (ref_block_num, ref_block_prefix) = info.reference();
        Transaction {
            expiration: info.expiration_after(LIFETIME_SECONDS),
            ref_block_num,
            ref_block_prefix,
            max_net_usage_words: VarUint32(FIRST + nonce),
            actions: actions.to_vec(),
            ..Transaction::default()
        }
    }

    /// Signs for the chain `chain_id`, once for each different key.
    ///
    /// # Errors
    /// When a signer refuses.
    pub async fn sign(
        &self,
        chain_id: &Checksum256,
        signers: &[&dyn Signer],
        transaction: Transaction,
    ) -> Result<SignedTransaction> {
        let digest = transaction.signing_digest(chain_id, &[]);
        let mut keys = Vec::with_capacity(signers.len());
        let mut signatures = Vec::with_capacity(signers.len());
        for signer in signers {
            // The chain refuses a second signature of a key.
            let key = signer.public_key();
            if !keys.contains(&key) {
                signatures.push(signer.sign(&digest).await?);
                keys.push(key);
            }
        }
        Ok(SignedTransaction { transaction, signatures, context_free_data: Vec::new() })
    }

    /// Sends a signed transaction and waits until it is executed.
    ///
    /// Sending the same one again is safe: it is executed at most once ([`Error::is_duplicate`]).
    ///
    /// # Errors
    /// When a contract or the chain refuses, also when the node has accepted it first; when the node does not answer.
    pub async fn send(&self, signed: &SignedTransaction) -> Result<Receipt> {
        let packed = PackedTransaction::from(signed);
        let answer = self.post("/v1/chain/send_transaction", &json!(packed)).await?;
        Receipt::from_answer(answer.status, &answer.body)
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
        let body = body.to_string().into_bytes();
        let answer = self.shared.transport.post(path, body).await?;
        if (200..300).contains(&answer.status) {
            Ok(answer)
        } else {
            Err(Error::from_answer(answer.status, &answer.body))
        }
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
