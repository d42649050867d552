//! What became of a transaction, what its id is, and whose keys it needs.
//!
//! Executing it is in [`send`](super::send).

use std::collections::BTreeSet;

use antelope::{Checksum256, Transaction};
use serde_json::{Value, json};

use super::{
    Reply, json as json_text,
    parameters::{self, Parameters},
    transaction,
};
use crate::{Error, authority, authority::key_text, error::exception, node::Node};

fn invalid(message: &'static str) -> Error {
    Error::new(exception::INVALID_HTTP_REQUEST, message)
}

pub(super) fn get_transaction_status(node: &mut Node, body: &[u8]) -> Reply {
    if body.is_empty() {
        return Err(invalid("A Request body is required").into());
    }
    let value = json_text::read(body).unwrap_or_default();
    let id = value["id"].as_str().and_then(parameters::checksum);
    let id = id.filter(|id| *id != Checksum256::default());
    let id = id.ok_or_else(|| invalid("Invalid transaction id"))?;
    let status = node.transaction(&id);
    let mut answer = json!({ "state": status.map_or("UNKNOWN", |status| status.state()) });
    if let Some(status) = status {
        if let Some(block) = status.block {
            answer["block_number"] = block.number.into();
            answer["block_id"] = json!(block.id);
            answer["block_timestamp"] = json!(block.time);
        }
        answer["expiration"] = json!(antelope::TimePoint::from(status.record.expiration));
    }
    let (head, irreversible) = (node.head(), node.last_irreversible());
    let earliest = node.earliest_block();
    answer["head_number"] = head.number.into();
    answer["head_id"] = json!(head.id);
    answer["head_timestamp"] = json!(head.time);
    answer["irreversible_number"] = irreversible.number.into();
    answer["irreversible_id"] = json!(irreversible.id);
    answer["irreversible_timestamp"] = json!(irreversible.time);
    answer["earliest_tracked_block_id"] = json!(earliest.id);
    answer["earliest_tracked_block_number"] = earliest.number.into();
    Ok(answer)
}

pub(super) fn get_transaction_id(_: &mut Node, body: &[u8]) -> Reply {
    if body.is_empty() {
        return Err(invalid("A Request body is required").into());
    }
    let Some(mut value) = json_text::read(body) else {
        return Err(invalid("Invalid transaction").into());
    };
    let Value::Object(fields) = &mut value else {
        return Err(invalid("Transaction object is missing or invalid").into());
    };
    let Some(Value::Array(actions)) = fields.get_mut("actions") else {
        return Err(invalid("Transaction actions are missing or invalid").into());
    };
    for action in actions {
        let Value::Object(fields) = action else {
            return Err(invalid("Transaction contains invalid or empty action").into());
        };
        match (fields.get("data"), fields.get("hex_data").cloned()) {
            (Some(_), Some(packed)) => {
                fields.insert("data".to_owned(), packed);
            }
            (Some(data), None) if !data.is_string() => {
                let message = "Request supports only un-exploded 'data' (hex form)";
                return Err(invalid(message).into());
            }
            _ => {}
        }
    }
    let transaction = transaction::read_plain(&value)?;
    if transaction == Transaction::default() {
        return Err(invalid("Invalid transaction object").into());
    }
    Ok(json!(transaction.id()))
}

pub(super) fn get_required_keys(node: &mut Node, body: &[u8]) -> Reply {
    let mut query = Parameters::required(body)?;
    let candidates: BTreeSet<_> = query.keys("available_keys")?.into_iter().collect();
    let chain = node.chain();
    let transaction = transaction::read_unsigned(chain, &query.take("transaction"))?;
    let keys = authority::required_keys(chain.state(), &transaction.actions, &candidates)?;
    let keys: Vec<_> = keys.iter().map(key_text).collect();
    Ok(json!({ "required_keys": keys }))
}

/// Nothing is ever deferred here.
pub(super) fn get_scheduled_transactions(_: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let _json = query.flag("json")?;
    let _lower_bound = query.text("lower_bound")?;
    let _limit = query.number("limit")?;
    let _time_limit = query.number("time_limit_ms")?;
    Ok(json!({ "transactions": [], "more": "" }))
}
