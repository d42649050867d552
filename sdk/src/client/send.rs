//! Transactions on their way: sent, and sent again, until a node has executed them.
//!
//! Whether they stay is in [`wait`](super::wait).

use std::sync::atomic::Ordering;

use antelope::{PackedAction, SignedTransaction, transaction::PackedTransaction};
use serde_json::json;

use super::{Client, Pending, Until, transaction::payer};
use crate::{
    error::{Error, Result},
    receipt::Receipt,
    signer::Signer,
    transport::Response,
};

impl Client {
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
        self.submit(&self.prepare(signers, actions).await?).await
    }

    /// Sends a transaction and waits until a node has executed it. It may be called again, also after a crash: the
    /// transaction is executed at most once.
    ///
    /// When it turns out to have been executed before, as after an answer that was lost, this waits for the block that it
    /// is in; the receipt then has what the block tells, and no traces of actions.
    ///
    /// # Errors
    /// When a contract or the chain refuses, or the node does not answer. Before the same is signed anew, ask
    /// [`Error::is_undecided`]. Of one that was sent before, a refusal tells nothing, since that was perhaps by another
    /// node: [`wait`](Self::wait) finds out.
    pub async fn submit(&self, pending: &Pending) -> Result<Receipt> {
        match self.send(pending.signed()).await {
            Err(error) if error.is_duplicate() => {
                let inclusion = self.wait(pending, Until::Included).await;
                let inclusion = inclusion.map_err(Error::undecided)?;
                Ok(Receipt::from_inclusion(pending.id(), &inclusion))
            }
            // It may have been executed before it expired.
            Err(error) if error.is_expired() => Err(error.undecided()),
            result => result,
        }
    }

    /// Sends a signed transaction once and waits until it is executed.
    ///
    /// Sending the same one again is safe: it is executed at most once ([`Error::is_duplicate`]).
    ///
    /// # Errors
    /// When a contract or the chain refuses, also when the node has accepted it first; when the node does not answer.
    pub async fn send(&self, signed: &SignedTransaction) -> Result<Receipt> {
        let answer = self.post_transaction(signed).await;
        let answer = answer.map_err(|error| error.paid_by(payer(signed)))?;
        let receipt = Receipt::from_answer(answer.status, &answer.body);
        receipt.map_err(|error| {
            // A trace of a failure is a verdict, unless an earlier node has come to another one.
            let is_undecided = answer.is_repeated || error.is_decode();
            let error = error.paid_by(payer(signed));
            if is_undecided { error.undecided() } else { error }
        })
    }

    async fn post_transaction(&self, signed: &SignedTransaction) -> Result<Response> {
        let packed = PackedTransaction::from(signed);
        let lacks = &self.shared.lacks_send_transaction2;
        if !lacks.load(Ordering::Relaxed) {
            // The older way answers alike, so that failures are the same at every node.
            let body = json!({
                "return_failure_trace": false,
                "retry_trx": false,
                "transaction": packed,
            });
            match self.post_once("/v1/chain/send_transaction2", &body).await {
                Err(error) if error.is_not_offered() && !error.is_undecided() => {
                    lacks.store(true, Ordering::Relaxed);
                }
                result => return result,
            }
        }
        self.post_once("/v1/chain/send_transaction", &json!(packed)).await
    }

    /// Posts what must not be taken for refused when it may have been executed.
    async fn post_once(&self, path: &str, body: &serde_json::Value) -> Result<Response> {
        let answer = self.shared.transport.post(path, body.to_string().into_bytes()).await;
        let answer = answer.map_err(|error| {
            let may_have_arrived = error.may_have_arrived();
            let error = Error::from(error);
            if may_have_arrived { error.undecided() } else { error }
        })?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        let error = Error::from_answer(answer.status, &answer.body);
        // A page of a server before the node leaves open whether the node was reached.
        let is_page = error.is_http_status() && answer.status >= 500 && answer.status != 503;
        let is_undecided = answer.is_repeated || is_page;
        Err(if is_undecided { error.undecided() } else { error })
    }
}
