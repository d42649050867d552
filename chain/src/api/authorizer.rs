//! `get_accounts_by_authorizers`: whose permissions a key or an account satisfies, in whole or in part.
//!
//! It looks through all permissions of the chain: made for a wallet that logs somebody in, not for each transaction.

use std::collections::BTreeSet;

use antelope::{Name, PermissionLevel};
use serde_json::{Map, Value, json};

use super::{
    Reply,
    parameters::{self, Parameters},
};
use crate::{Error, authority::key_text, node::Node, state::Permission};

pub(super) fn get_accounts_by_authorizers(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let accounts: BTreeSet<_> =
        query.list("accounts")?.iter().map(level).collect::<Result<_, _>>()?;
    let keys: BTreeSet<_> = query.keys("keys")?.into_iter().collect();
    let permissions = by_age(node);
    let mut found = Vec::new();
    for level in accounts {
        // The levels that are meant, in order: an account without a permission means all of them.
        let mut matches = Vec::new();
        for (owner, permission) in &permissions {
            for item in &permission.authority.accounts {
                let PermissionLevel { actor, permission: name } = item.permission;
                if actor == level.actor && (level.permission.is_empty() || name == level.permission)
                {
                    matches.push((item.permission, item.weight, *owner, *permission));
                }
            }
        }
        matches.sort_by_key(|(level, weight, ..)| (*level, *weight));
        found.extend(matches.into_iter().map(|(level, weight, owner, permission)| {
            account(owner, permission, "authorizing_account", json!(level), weight)
        }));
    }
    for key in keys {
        let mut matches = Vec::new();
        for (owner, permission) in &permissions {
            let items = permission.authority.keys.iter().filter(|item| item.key == key);
            matches.extend(items.map(|item| (item.weight, *owner, *permission)));
        }
        matches.sort_by_key(|(weight, ..)| *weight);
        found.extend(matches.into_iter().map(|(weight, owner, permission)| {
            account(owner, permission, "authorizing_key", key_text(&key).into(), weight)
        }));
    }
    Ok(json!({ "accounts": found }))
}

type Owner = (Name, Name);

/// All permissions, with whose they are: by the block in which they last changed, and there by name.
fn by_age(node: &Node) -> Vec<(Owner, &Permission)> {
    let first = node.chain().state().permissions.iter().map(|(_, item)| item.last_updated).min();
    let mut permissions: Vec<_> =
        node.chain().state().permissions.iter().map(|(owner, item)| (*owner, item)).collect();
    permissions.sort_by_key(|(owner, item)| {
        // Those that the chain began with are in the order in which they were made.
        let number = if Some(item.last_updated) == first { item.number } else { 0 };
        (item.last_updated, number, *owner)
    });
    permissions
}

fn account(
    (owner, name): Owner,
    permission: &Permission,
    authorizer: &str,
    value: Value,
    weight: u16,
) -> Value {
    let mut account = Map::new();
    account.insert("account_name".to_owned(), json!(owner));
    account.insert("permission_name".to_owned(), json!(name));
    account.insert(authorizer.to_owned(), value);
    account.insert("weight".to_owned(), weight.into());
    account.insert("threshold".to_owned(), permission.authority.threshold.into());
    Value::Object(account)
}

/// An account, or a permission of one. Anything else stands for nobody.
fn level(value: &Value) -> Result<PermissionLevel, Error> {
    let name = |value: &Value| parameters::parse::<Name>(value).ok_or_else(parameters::unreadable);
    match value {
        Value::String(_) => {
            Ok(PermissionLevel { actor: name(value)?, permission: Name::default() })
        }
        Value::Object(fields) => {
            let actor = name(fields.get("actor").unwrap_or(&Value::Null))?;
            match fields.get("permission") {
                Some(permission) if fields.len() == 2 => {
                    Ok(PermissionLevel { actor, permission: name(permission)? })
                }
                None if fields.len() == 1 => {
                    Ok(PermissionLevel { actor, permission: Name::default() })
                }
                _ => Err(parameters::unreadable()),
            }
        }
        _ => Ok(PermissionLevel { actor: Name::default(), permission: Name::default() }),
    }
}
