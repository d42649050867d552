//! An account: what it may use, and its permissions.
//!
//! Its code is in [`code`](super::code), what the system contract knows of it in [`system`](super::system); who else a key or an account may act for in
//! [`authorizer`](super::authorizer).

use antelope::{BlockTimestamp, Name};
use serde_json::{Map, Value, json};

use super::{
    Reply,
    parameters::Parameters,
    system,
    trace::{integer, signed},
};
use crate::{
    Chain, Error, Exception,
    authority::{ANY, key_text},
    error::exception,
    node::Node,
    state::{Account, AccountLimit, Authority},
};

pub(super) fn get_account(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let (name, symbol) =
        (query.name("account_name")?, query.optional_symbol("expected_core_symbol")?);
    let (chain, head) = (node.chain(), node.head());
    let Some(account) = chain.account(name) else { return Err(unknown_account(name).into()) };
    let state = chain.state();
    let permissions: Vec<_> = permissions(chain, name).collect();
    let mut answer = Map::new();
    let mut add = |field: &str, value: Value| answer.insert(field.to_owned(), value);
    add("account_name", json!(name));
    add("head_block_num", head.number.into());
    add("head_block_time", json!(head.time));
    add("privileged", account.privileged.into());
    add("last_code_update", json!(account.last_code_update));
    add("created", json!(account.created));
    if let Some(balance) = system::core_balance(chain, name, symbol) {
        add("core_liquid_balance", json!(balance));
    }
    add("ram_quota", signed(account.ram_quota));
    add("net_weight", signed(account.net_weight));
    add("cpu_weight", signed(account.cpu_weight));
    add("net_limit", limit(account, state.net_limit(name, head.time)));
    add("cpu_limit", limit(account, state.cpu_limit(name, head.time)));
    add("ram_usage", integer(account.ram_usage));
    add("permissions", permissions.into());
    for (field, row) in system::rows(chain, name)? {
        add(field, row);
    }
    add("subjective_cpu_bill_limit", unused());
    add("eosio_any_linked_actions", linked_actions(chain, name, ANY).into());
    Ok(Value::Object(answer))
}

/// The resource limits are what the node looks up first.
fn unknown_account(name: Name) -> Error {
    let exception: &'static Exception = exception::ACCOUNT_QUERY;
    let cause = Error::unknown_limits(name);
    Error::new(exception, format!("unable to retrieve account info ({})", cause.message()))
}

fn permissions(chain: &Chain, account: Name) -> impl Iterator<Item = Value> {
    let all = &chain.state().permissions;
    let range = all.range((account, Name(0))..=(account, Name(u64::MAX)));
    range.map(move |((_, name), permission)| {
        json!({
            "perm_name": name,
            "parent": permission.parent,
            "required_auth": authority(&permission.authority),
            "linked_actions": linked_actions(chain, account, *name),
        })
    })
}

/// An authority with keys in the oldest form of their kind.
pub(super) fn authority(authority: &Authority) -> Value {
    let keys: Vec<_> = (authority.keys.iter())
        .map(|item| json!({ "key": key_text(&item.key), "weight": item.weight }))
        .collect();
    let accounts: Vec<_> = (authority.accounts.iter())
        .map(|item| json!({ "permission": item.permission, "weight": item.weight }))
        .collect();
    let waits: Vec<_> = (authority.waits.iter())
        .map(|item| json!({ "wait_sec": item.wait_sec, "weight": item.weight }))
        .collect();
    json!({
        "threshold": authority.threshold,
        "keys": keys,
        "accounts": accounts,
        "waits": waits,
    })
}

/// The actions for which an account said that this permission is enough.
fn linked_actions(chain: &Chain, account: Name, permission: Name) -> Vec<Value> {
    let (least, most) = (Name(0), Name(u64::MAX));
    let links = chain.state().links.range((account, least, least)..=(account, most, most));
    let mut of_permission: Vec<_> =
        links.filter(|(_, link)| link.permission == permission).collect();
    of_permission.sort_by_key(|(_, link)| link.number);
    (of_permission.into_iter())
        .map(|((_, code, action), _)| {
            if action.is_empty() {
                json!({ "account": code })
            } else {
                json!({ "account": code, "action": action })
            }
        })
        .collect()
}

/// NET or CPU of an account; one that used nothing yet is as old as its use.
fn limit(account: &Account, limit: Option<AccountLimit>) -> Value {
    let Some(limit) = limit else { return Value::Null };
    let last_use = match limit.last_usage_update_time {
        BlockTimestamp(0) => json!(account.created),
        slot => json!(slot),
    };
    json!({
        "used": signed(limit.used),
        "available": signed(limit.available),
        "max": signed(limit.max),
        "last_usage_update_time": last_use,
        "current_used": signed(limit.current_used),
    })
}

/// What a node holds against an account for transactions that failed: nothing, here.
fn unused() -> Value {
    json!({
        "used": 0,
        "available": 0,
        "max": 0,
        "last_usage_update_time": BlockTimestamp(0),
        "current_used": 0,
    })
}
