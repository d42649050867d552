//! Transactions that are to be executed, or tried.
//!
//! How they are read is in [`transaction`](super::transaction), how they are told in [`trace`](super::trace).

use std::collections::BTreeSet;

use antelope::{Checksum256, PublicKey, SignedTransaction, TimePoint};
use serde_json::Value;

use super::{
    Reply,
    abi::Abis,
    answer::Refusal,
    object::{object, text},
    parameters::{self, Parameters},
    trace,
    transaction::{self, Received},
};
use crate::{
    Chain, Error, Failure, Trace,
    error::{ensure, exception},
    node::{DryRun, Node},
};

pub(super) fn send_transaction(node: &mut Node, body: &[u8]) -> Reply {
    let value = read_object(body)?;
    let received = transaction::read(node.chain(), &value)?;
    let trace = submit(node, received, false)?;
    Ok(answer(trace))
}

pub(super) fn send_transaction2(node: &mut Node, body: &[u8]) -> Reply {
    let mut parameters = Parameters::required(body)?;
    let return_failure = parameters.flag("return_failure_trace")?.unwrap_or(true);
    let retry = parameters.flag("retry_trx")?.unwrap_or(false);
    let _blocks = parameters.number("retry_trx_num_blocks")?;
    let value = parameters.take("transaction");
    let received = transaction::read(node.chain(), &value)?;
    if retry {
        // As a node that was not started with a place for such transactions.
        let message =
            "Transaction retry not enabled on node. transaction-retry-max-storage-size-gb is 0";
        return Err(Error::new(exception::UNSUPPORTED_FEATURE, message).into());
    }
    let trace = submit(node, received, return_failure)?;
    Ok(answer(trace))
}

pub(super) fn push_transaction(node: &mut Node, body: &[u8]) -> Reply {
    let value = read_object(body)?;
    push(node, &value)
}

pub(super) fn push_transactions(node: &mut Node, body: &[u8]) -> Reply {
    let value = parameters::required_value(body)?;
    let transactions = value.as_array().ok_or_else(parameters::unreadable)?;
    if !transactions.iter().all(Value::is_object) {
        return Err(parameters::unreadable().into());
    }
    if transactions.len() > MAX_TRANSACTIONS {
        let message = "Attempt to push too many transactions at once";
        return Err(Error::new(exception::TOO_MANY_TX_AT_ONCE, message).into());
    }
    if transactions.is_empty() {
        let exception = exception::FIRST_OF_NONE;
        let message = format!("rethrow {}: ", exception.what);
        return Err(Error::new(exception, message).into());
    }
    let results: Vec<_> = (transactions.iter())
        .map(|transaction| {
            push(node, transaction).unwrap_or_else(|refusal| {
                object([
                    ("transaction_id", text(&Checksum256::default())),
                    ("processed", object([("error", refusal.to_string().into())])),
                ])
            })
        })
        .collect();
    Ok(Value::Array(results))
}

/// How many transactions may come together.
const MAX_TRANSACTIONS: usize = 1000;

pub(super) fn compute_transaction(node: &mut Node, body: &[u8]) -> Reply {
    let value = Parameters::required(body)?.take("transaction");
    let received = transaction::read(node.chain(), &value)?;
    admit(node.chain(), &received.signed)?;
    let result = node.compute(received.signed, DryRun::Unsigned);
    let trace = told(node.chain(), result, false)?;
    Ok(answer(trace))
}

pub(super) fn send_read_only_transaction(node: &mut Node, body: &[u8]) -> Reply {
    let value = Parameters::required(body)?.take("transaction");
    let received = transaction::read(node.chain(), &value)?;
    let result = node.compute(received.signed, DryRun::ReadOnly);
    let trace = told(node.chain(), result, true)?;
    Ok(answer(trace))
}

/// A transaction of `push_transaction`, or of several together.
fn push(node: &mut Node, value: &Value) -> Reply {
    let received = transaction::read(node.chain(), value)?;
    let trace = submit(node, received, false)?;
    Ok(answer(trace::to_tree(trace)))
}

/// Runs a transaction of which only the actions count, as if everyone who is named in them had signed it.
pub(crate) fn push_unsigned(node: &mut Node, value: &Value) -> Result<Value, Error> {
    let transaction = transaction::read_unsigned(node.chain(), value)?;
    let trace = node.push(transaction.actions).map_err(|failure| failure.error)?;
    Ok(answer(trace::to_json(&trace, None, &mut Abis::new(node.chain()))))
}

/// A body that is an object, whatever is in it.
fn read_object(body: &[u8]) -> Result<Value, Error> {
    let value = parameters::required_value(body)?;
    if value.is_object() { Ok(value) } else { Err(parameters::unreadable()) }
}

fn answer(trace: Value) -> Value {
    object([("transaction_id", trace["id"].clone()), ("processed", trace)])
}

/// Executes a transaction and tells what it did.
///
/// # Errors
/// When it fails, unless the trace of a failure is wanted and there is one.
fn submit(node: &mut Node, received: Received, return_failure: bool) -> Reply {
    let Received { signed, carried } = received;
    let keys = match admit(node.chain(), &signed) {
        Ok(keys) => keys,
        Err(error) => {
            node.refuse(&signed, &error);
            return Err(error.into());
        }
    };
    let result = match carried {
        Some(carried) => node.submit_carried(carried, signed, keys),
        None => node.submit_recovered(signed, keys),
    };
    told(node.chain(), result, return_failure)
}

/// A result as it is told.
fn told(chain: &Chain, result: Result<Trace, Box<Failure>>, return_failure: bool) -> Reply {
    let mut abis = Abis::new(chain);
    match result {
        Ok(trace) => Ok(trace::to_json(&trace, None, &mut abis)),
        Err(failure) if return_failure => {
            Ok(trace::to_json(&failure.trace, Some(&failure.error), &mut abis))
        }
        Err(failure) => Err(Refusal::of_trace(failure.error)),
    }
}

/// The most signatures that are looked at. nodeos stops after some milliseconds; here it is always the same.
const MAX_SIGNATURES: usize = 1000;

/// The keys that signed a transaction, unless a node refuses it before it executes anything
/// (`process_incoming_transaction_async`).
fn admit(chain: &Chain, signed: &SignedTransaction) -> Result<BTreeSet<PublicKey>, Error> {
    ensure!(
        signed.signatures.len() <= MAX_SIGNATURES,
        TX_CPU_USAGE_EXCEEDED,
        "transaction signature verification executed for too long"
    );
    let keys = chain.signers(signed)?;
    let id = signed.transaction.id();
    let (expiration, now) = (TimePoint::from(signed.transaction.expiration), chain.now());
    ensure!(
        expiration >= now,
        EXPIRED_TX,
        "expired transaction {id}, expiration {expiration}, block time {now}"
    );
    ensure!(!chain.state().transactions.contains(&id), TX_DUPLICATE, "duplicate transaction {id}");
    Ok(keys)
}
