//! Transactions before they are sent: built, tried, signed.
//!
//! Sending them is in [`send`](super::send).

use std::sync::atomic::Ordering;

use antelope::{
    Checksum256, PackedAction, SignedTransaction, Transaction, VarUint32,
    transaction::PackedTransaction,
};
use serde_json::json;

use super::{Client, Pending};
use crate::{error::Result, info::Info, receipt::Receipt, signer::Signer};

/// How long a transaction may wait for execution, in seconds from the newest block.
const LIFETIME_SECONDS: u32 = 120;

impl Client {
    /// A signed transaction of `actions`, all or none, that was not sent: to be kept before
    /// [`submit`](Self::submit) sends it, so that a crash neither loses nor doubles it.
    ///
    /// # Errors
    /// When the node does not answer, or a signer refuses.
    pub async fn prepare(
        &self,
        signers: &[&dyn Signer],
        actions: &[PackedAction],
    ) -> Result<Pending> {
        let info = self.get_info().await?;
        let transaction = self.transaction_at(&info, actions);
        let signed = self.sign(&info.chain_id, signers, transaction).await?;
        Ok(Pending::new(signed, &info))
    }

    /// What `actions` would do in one transaction now. Nothing is signed, and nothing is changed.
    ///
    /// # Errors
    /// When a contract or the chain would refuse; when the node does not offer this
    /// ([`Error::is_not_offered`](crate::Error::is_not_offered)) or does not answer.
    pub async fn simulate(&self, actions: &[PackedAction]) -> Result<Receipt> {
        let transaction = self.transaction_at(&self.get_info().await?, actions);
        let signed = SignedTransaction { transaction, ..SignedTransaction::default() };
        let body = json!({ "transaction": PackedTransaction::from(&signed) });
        let answer = self.post("/v1/chain/compute_transaction", &body).await;
        let answer = answer.map_err(|error| error.paid_by(payer(&signed)))?;
        Receipt::from_answer(answer.status, &answer.body)
            .map_err(|error| error.paid_by(payer(&signed)))
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
}

/// Who pays for the CPU and NET of a transaction: whoever authorizes it first.
pub(super) fn payer(signed: &SignedTransaction) -> Option<antelope::Name> {
    let mut levels = signed.transaction.actions.iter().flat_map(|action| &action.authorization);
    levels.next().map(|level| level.actor)
}
