//! Making an account.
//!
//! Names with a dot, bids and prices are the business of a system contract.

use std::sync::Arc;

use antelope::{Name, PermissionLevel};

use super::NewAccount;
use crate::{
    Error,
    authority::{ACTIVE, CODE, OWNER, find},
    error::ensure,
    ram,
    state::{Account, Authority, Permission},
    transaction::Context,
};

pub(super) fn apply(context: &mut Context, create: NewAccount) -> Result<(), Error> {
    let NewAccount { creator, name, owner, active } = create;
    context.require_authorization(creator)?;
    ensure!(owner.is_valid(), ACTION_VALIDATE, "Invalid owner authority");
    ensure!(active.is_valid(), ACTION_VALIDATE, "Invalid active authority");
    ensure!(!name.is_empty(), ACTION_VALIDATE, "account name cannot be empty");
    let text = name.to_string();
    ensure!(text.len() <= 12, ACTION_VALIDATE, "account names can only be 12 chars long");
    ensure!(
        context.account(creator)?.privileged || !text.starts_with("eosio."),
        ACTION_VALIDATE,
        "only privileged accounts can have names that start with 'eosio.'"
    );
    ensure!(
        !context.state.accounts.contains(&name),
        ACCOUNT_NAME_EXISTS,
        "Cannot create account named {name}, as that name is already taken"
    );

    let account = Account::new(context.now);
    context.state.accounts.insert(name, account);
    check_existence(context, &owner)?;
    check_existence(context, &active)?;

    let size = ram::ACCOUNT + ram::permission(&owner) + ram::permission(&active);
    create_permission(context, name, OWNER, Name::default(), owner)?;
    create_permission(context, name, ACTIVE, OWNER, active)?;
    context.add_ram(name, size)
}

/// Fails when an authority names accounts or permissions that do not exist.
pub(super) fn check_existence(context: &Context, authority: &Authority) -> Result<(), Error> {
    for PermissionLevel { actor, permission } in
        authority.accounts.iter().map(|item| item.permission)
    {
        ensure!(
            context.state.accounts.contains(&actor),
            ACTION_VALIDATE,
            "account '{actor}' does not exist"
        );
        // The first two every account has, the third none.
        if [OWNER, ACTIVE, CODE].contains(&permission) {
            continue;
        }
        let level = PermissionLevel { actor, permission };
        ensure!(
            find(&context.state, level).is_ok_and(|found| found.is_some()),
            ACTION_VALIDATE,
            "permission '{}' does not exist",
            crate::authority::json(level)
        );
    }
    Ok(())
}

/// Adds a permission. Its RAM is billed by the caller.
pub(super) fn create_permission(
    context: &mut Context,
    account: Name,
    name: Name,
    parent: Name,
    authority: Authority,
) -> Result<(), Error> {
    check_keys(context, &authority, "creating")?;
    let state = &mut context.state;
    state.next_permission = state.next_permission.saturating_add(1);
    let permission = Permission {
        number: state.next_permission,
        parent,
        last_updated: context.now,
        last_used: context.now,
        authority: Arc::new(authority),
    };
    state.permissions.insert((account, name), permission);
    Ok(())
}

/// Fails when an authority has keys of a kind that is not active.
pub(super) fn check_keys(
    context: &Context,
    authority: &Authority,
    doing: &str,
) -> Result<(), Error> {
    let webauthn = context.has(crate::feature::Feature::WebauthnKey);
    for item in &authority.keys {
        ensure!(
            webauthn || !matches!(item.key, antelope::PublicKey::WebAuthn(_)),
            UNACTIVATED_KEY_TYPE,
            "Unactivated key type used when {doing} permission"
        );
    }
    Ok(())
}
