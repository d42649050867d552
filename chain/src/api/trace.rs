//! What a transaction did, as nodeos tells it.
//!
//! The data of actions and what they return is told by their contracts' ABIs, where those say something.

use std::collections::BTreeMap;

use antelope::{PackedAction, PermissionLevel};
use serde_json::{Map, Value};

use super::{
    abi::Abis,
    hex,
    object::{object, text},
};
use crate::{ActionTrace, Error, Receipt, Trace};

/// A transaction's trace; `error` is why it failed.
pub(super) fn to_json(trace: &Trace, error: Option<&Error>, abis: &mut Abis<'_>) -> Value {
    let actions = trace.actions.iter().map(|action| action_to_json(trace, action, abis)).collect();
    let receipt = match error {
        Some(_) => Value::Null,
        None => object([
            ("status", "executed".into()),
            ("cpu_usage_us", trace.cpu_microseconds().into()),
            ("net_usage_words", trace.net_words().into()),
        ]),
    };
    object([
        ("id", text(&trace.id)),
        ("block_num", trace.block_number.into()),
        ("block_time", text(&trace.block_time)),
        ("producer_block_id", Value::Null),
        ("receipt", receipt),
        ("elapsed", integer(trace.cpu_usage)),
        ("net_usage", integer(trace.net_usage)),
        ("scheduled", false.into()),
        ("action_traces", Value::Array(actions)),
        ("account_ram_delta", Value::Null),
        ("except", error.map_or(Value::Null, |error| except(trace, error))),
        ("error_code", error_code(error)),
    ])
}

fn error_code(error: Option<&Error>) -> Value {
    error.and_then(Error::error_code).map_or(Value::Null, integer)
}

/// The same with the actions in a tree, each with those that it sent or notified: the form of `push_transaction`.
pub(super) fn to_tree(mut trace: Value) -> Value {
    let mut actions = match trace["action_traces"].take() {
        Value::Array(actions) => actions,
        _ => Vec::new(),
    };
    // Only actions that ran, or failed, are told; in the order in which they ran.
    actions.retain(|action| !(action["receipt"].is_null() && action["except"].is_null()));
    actions.sort_by_key(global_sequence);
    let mut by_ancestor = BTreeMap::<_, Vec<_>>::new();
    for action in actions {
        let ancestor = action["closest_unnotified_ancestor_action_ordinal"].as_u64();
        by_ancestor.entry(ancestor.unwrap_or(0)).or_default().push(action);
    }
    trace["action_traces"] = branches(&mut by_ancestor, 0);
    trace
}

fn global_sequence(action: &Value) -> u64 {
    let sequence = &action["receipt"]["global_sequence"];
    let text = sequence.as_str().and_then(|text| text.parse().ok());
    sequence.as_u64().or(text).unwrap_or(u64::MAX)
}

/// The actions with this ancestor, each with its own branches. As deep as inline actions may be.
fn branches(by_ancestor: &mut BTreeMap<u64, Vec<Value>>, ancestor: u64) -> Value {
    let mut actions = by_ancestor.remove(&ancestor).unwrap_or_default();
    for action in &mut actions {
        let ordinal = action["action_ordinal"].as_u64().unwrap_or(0);
        action["inline_traces"] = branches(by_ancestor, ordinal);
    }
    Value::Array(actions)
}

fn action_to_json(trace: &Trace, action: &ActionTrace, abis: &mut Abis<'_>) -> Value {
    // Fuel in proportion: the time that the action takes of the transaction's.
    let elapsed =
        u128::from(action.fuel) * u128::from(trace.cpu_usage) / u128::from(trace.fuel.max(1));
    let elapsed = u64::try_from(elapsed).unwrap_or(u64::MAX);
    let ram_deltas = (action.ram_deltas.iter())
        .map(|(account, delta)| object([("account", text(account)), ("delta", signed(*delta))]))
        .collect();
    let error = action.error.as_ref();
    let mut value = object([
        ("action_ordinal", action.ordinal.into()),
        ("creator_action_ordinal", action.creator.into()),
        ("closest_unnotified_ancestor_action_ordinal", action.closest_unnotified_ancestor.into()),
        ("receipt", action.receipt.as_ref().map_or(Value::Null, receipt)),
        ("receiver", text(&action.receiver)),
        ("act", act(&action.action, abis)),
        ("context_free", action.context_free.into()),
        ("elapsed", integer(elapsed)),
        ("console", action.console.as_str().into()),
        ("trx_id", text(&trace.id)),
        ("block_num", trace.block_number.into()),
        ("block_time", text(&trace.block_time)),
        ("producer_block_id", Value::Null),
        ("account_ram_deltas", Value::Array(ram_deltas)),
        ("except", error.map_or(Value::Null, |error| except(trace, error))),
        ("error_code", error_code(error)),
        ("return_value_hex_data", hex::encode(&action.return_value).into()),
    ]);
    let PackedAction { account, name, .. } = *action.action;
    if let Some(returned) = abis.return_value(account, name, &action.return_value) {
        value["return_value_data"] = returned;
    }
    value
}

/// An action with its data, decoded where its ABI can.
pub(super) fn act(action: &PackedAction, abis: &mut Abis<'_>) -> Value {
    let hex_data = hex::encode(&action.data);
    let data = abis.action_data(action.account, action.name, &action.data);
    object([
        ("account", text(&action.account)),
        ("name", text(&action.name)),
        ("authorization", action.authorization.iter().map(level).collect()),
        ("data", data.unwrap_or_else(|| hex_data.as_str().into())),
        ("hex_data", hex_data.into()),
    ])
}

/// A permission of an account.
pub(super) fn level(level: &PermissionLevel) -> Value {
    object([("actor", text(&level.actor)), ("permission", text(&level.permission))])
}

fn receipt(receipt: &Receipt) -> Value {
    let auth_sequence = (receipt.auth_sequence.iter())
        .map(|(account, sequence)| Value::Array(vec![text(account), integer(*sequence)]))
        .collect();
    object([
        ("receiver", text(&receipt.receiver)),
        ("act_digest", text(&receipt.action_digest)),
        ("global_sequence", integer(receipt.global_sequence)),
        ("recv_sequence", integer(receipt.recv_sequence)),
        ("auth_sequence", Value::Array(auth_sequence)),
        ("code_sequence", receipt.code_sequence.into()),
        ("abi_sequence", receipt.abi_sequence.into()),
    ])
}

/// An exception inside a trace, with one place in the source where the node has several.
fn except(trace: &Trace, error: &Error) -> Value {
    let exception = error.exception();
    let context = object([
        ("level", "error".into()),
        ("file", "chain".into()),
        ("line", 0.into()),
        ("method", "".into()),
        ("hostname", "".into()),
        ("thread_name", "".into()),
        ("timestamp", text(&trace.block_time)),
    ]);
    let place = object([
        ("context", context),
        ("format", error.message().into()),
        ("data", Value::Object(Map::new())),
    ]);
    object([
        ("code", exception.code.into()),
        ("name", exception.name.into()),
        ("message", error.what().into()),
        ("stack", Value::Array(vec![place])),
    ])
}

/// An integer as the node writes it: beyond 32 bits as text.
pub(super) fn integer(value: u64) -> Value {
    if value > u64::from(u32::MAX) { Value::String(value.to_string()) } else { value.into() }
}

/// As [`integer`], with a sign.
pub(super) fn signed(value: i64) -> Value {
    if value.unsigned_abs() > u64::from(u32::MAX) {
        Value::String(value.to_string())
    } else {
        value.into()
    }
}
