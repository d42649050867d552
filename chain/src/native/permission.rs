//! Changing permissions and links.
//!
//! Who may do so is told by [`authority`](crate::authority).

use std::sync::Arc;

use antelope::{Name, PermissionLevel};

use super::{
    DeleteAuth, LinkAuth, UnlinkAuth, UpdateAuth,
    newaccount::{check_existence, check_keys, create_permission},
};
use crate::{
    Error,
    authority::{ACTIVE, ANY, OWNER, find, get},
    error::{ensure, exception},
    feature::Feature,
    host::fuel,
    ram,
    state::Link,
    transaction::Context,
};

pub(super) fn update(context: &mut Context, update: UpdateAuth) -> Result<(), Error> {
    let UpdateAuth { account, permission, parent, authority } = update;
    context.require_authorization(account)?;
    ensure!(!permission.is_empty(), ACTION_VALIDATE, "Cannot create authority with empty name");
    ensure!(
        !permission.to_string().starts_with("eosio."),
        ACTION_VALIDATE,
        "Permission names that start with 'eosio.' are reserved"
    );
    ensure!(permission != parent, ACTION_VALIDATE, "Cannot set an authority as its own parent");
    context.account(account)?;
    ensure!(
        authority.is_valid(),
        ACTION_VALIDATE,
        "Invalid authority: {}",
        super::permission::describe(&authority)
    );
    ensure!(
        permission != ACTIVE || parent == OWNER,
        ACTION_VALIDATE,
        "Cannot change active authority's parent from owner"
    );
    if permission == OWNER {
        ensure!(parent.is_empty(), ACTION_VALIDATE, "Cannot change owner authority's parent");
    } else {
        ensure!(!parent.is_empty(), ACTION_VALIDATE, "Only owner permission can have empty parent");
    }
    let max_delay = context.state.settings.parameters.max_transaction_delay;
    ensure!(
        authority.waits.last().is_none_or(|wait| wait.wait_sec <= max_delay),
        ACTION_VALIDATE,
        "Cannot set delay longer than max_transacton_delay, which is {max_delay} seconds"
    );
    check_existence(context, &authority)?;

    let level = PermissionLevel { actor: account, permission };
    let existing =
        find(&context.state, level)?.map(|found| (found.parent, ram::permission(&found.authority)));
    if !parent.is_empty() {
        get(&context.state, PermissionLevel { actor: account, permission: parent })?;
    }
    let new_size = ram::permission(&authority);
    let Some((old_parent, old_size)) = existing else {
        create_permission(context, account, permission, parent, authority)?;
        return context.add_ram(account, new_size);
    };
    ensure!(
        parent == old_parent,
        ACTION_VALIDATE,
        "Changing parent authority is not currently supported"
    );
    check_keys(context, &authority, "modifying")?;
    let now = context.now;
    if let Some(found) = context.state.permissions.get_mut(&(account, permission)) {
        found.authority = Arc::new(authority);
        found.last_updated = now;
    }
    context.add_ram(account, new_size - old_size)
}

pub(super) fn delete(context: &mut Context, delete: DeleteAuth) -> Result<(), Error> {
    let DeleteAuth { account, permission } = delete;
    context.require_authorization(account)?;
    ensure!(permission != ACTIVE, ACTION_VALIDATE, "Cannot delete active authority");
    ensure!(permission != OWNER, ACTION_VALIDATE, "Cannot delete owner authority");
    let first = (account, Name(0), Name(0));
    let last = (account, Name(u64::MAX), Name(u64::MAX));
    let all = (account, Name(0))..=(account, Name(u64::MAX));
    let permissions = context.state.permissions.range(all.clone()).count();
    let links = context.state.links.range(first..=last).count();
    context.charge(fuel::FACTOR * (permissions + links) as u64)?;
    let linked = (context.state.links.range(first..=last))
        .filter(|(_, link)| link.permission == permission)
        // The node names the oldest.
        .min_by_key(|(_, link)| link.number)
        .map(|((_, code, kind), _)| (*code, *kind));
    if let Some((code, kind)) = linked {
        ensure!(
            false,
            ACTION_VALIDATE,
            "Cannot delete a linked authority. Unlink the authority first. This authority is linked to {code}::{kind}."
        );
    }
    let level = PermissionLevel { actor: account, permission };
    let size = ram::permission(&get(&context.state, level)?.authority);
    let has_children =
        context.state.permissions.range(all).any(|(_, other)| other.parent == permission);
    ensure!(
        !has_children,
        ACTION_VALIDATE,
        "Cannot remove a permission which has children. Remove the children first."
    );
    context.state.permissions.remove(&(account, permission));
    context.add_ram(account, -size)
}

pub(super) fn link(context: &mut Context, link: LinkAuth) -> Result<(), Error> {
    let LinkAuth { account, code, kind, requirement } = link;
    ensure!(!requirement.is_empty(), ACTION_VALIDATE, "Required permission cannot be empty");
    context.require_authorization(account)?;
    let state = &context.state;
    ensure!(
        state.accounts.contains(&account),
        ACCOUNT_QUERY,
        "Failed to retrieve account: {account}"
    );
    ensure!(
        state.accounts.contains(&code),
        ACCOUNT_QUERY,
        "Failed to retrieve code for account: {code}"
    );
    if requirement != ANY {
        let exists = if context.has(Feature::OnlyLinkToExistingPermission) {
            state.permissions.contains(&(account, requirement))
        } else {
            state.permissions.iter().any(|((_, name), _)| *name == requirement)
        };
        ensure!(exists, PERMISSION_QUERY, "Failed to retrieve permission: {requirement}");
    }
    let key = (account, code, kind);
    if let Some(link) = context.state.links.get_mut(&key) {
        ensure!(
            link.permission != requirement,
            ACTION_VALIDATE,
            "Attempting to update required authority, but new requirement is same as old"
        );
        link.permission = requirement;
        return Ok(());
    }
    let number = context.state.next_link;
    context.state.next_link = context.state.next_link.saturating_add(1);
    context.state.links.insert(key, Link { number, permission: requirement });
    context.add_ram(account, ram::LINK)
}

pub(super) fn unlink(context: &mut Context, unlink: UnlinkAuth) -> Result<(), Error> {
    let UnlinkAuth { account, code, kind } = unlink;
    context.require_authorization(account)?;
    if !context.state.links.remove(&(account, code, kind)) {
        return Err(Error::new(
            exception::ACTION_VALIDATE,
            "Attempting to unlink authority, but no link found",
        ));
    }
    context.add_ram(account, -ram::LINK)
}

/// An authority as the node writes it in messages.
fn describe(authority: &crate::state::Authority) -> String {
    let list = |items: Vec<String>| format!("[{}]", items.join(","));
    let keys = authority.keys.iter().map(|item| {
        format!(r#"{{"key":"{}","weight":{}}}"#, crate::authority::key_text(&item.key), item.weight)
    });
    let accounts = authority.accounts.iter().map(|item| {
        let level = crate::authority::json(item.permission);
        format!(r#"{{"permission":{level},"weight":{}}}"#, item.weight)
    });
    let waits = authority
        .waits
        .iter()
        .map(|item| format!(r#"{{"wait_sec":{},"weight":{}}}"#, item.wait_sec, item.weight));
    format!(
        r#"{{"threshold":{},"keys":{},"accounts":{},"waits":{}}}"#,
        authority.threshold,
        list(keys.collect()),
        list(accounts.collect()),
        list(waits.collect())
    )
}
