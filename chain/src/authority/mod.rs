//! Who may act for whom: permissions, their hierarchy, and what actions ask for.
//!
//! Weighing keys and permissions is done in `checker`; native actions write permissions.

mod checker;
mod native;
mod producers;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use antelope::{Name, PackedAction, PermissionLevel, PublicKey, name};

use crate::{
    Error,
    error::{ensure, exception},
    host::fuel,
    state::{Permission, State},
    transaction::{Meter, SYSTEM},
};
use checker::Checker;
pub(crate) use producers::{MAJORITY, MINORITY, PRODUCERS, follow_producers};

/// The permission at the top.
pub const OWNER: Name = name!("owner");
/// The permission that actions ask for unless something else is said.
pub const ACTIVE: Name = name!("active");
/// The permission that a contract has while it runs.
pub const CODE: Name = name!("eosio.code");
/// The permission that an action is linked to when any will do.
pub const ANY: Name = name!("eosio.any");

/// The fuel for weighing permissions that is part of no transaction: that of the longest transaction.
const FUEL_OF_QUERY: u64 = 150_000_000;

/// What a transaction brings to satisfy permissions.
#[derive(Clone, Debug, Default)]
pub struct Provided {
    /// The keys that signed.
    pub keys: BTreeSet<PublicKey>,
    /// Permissions that are given.
    pub permissions: BTreeSet<PermissionLevel>,
    /// How long it waits, in microseconds.
    pub delay: u64,
    /// Whether keys may be left over.
    pub allow_unused_keys: bool,
    /// Whether permissions count as satisfied whatever is missing, as in a dry run. They are checked all the same.
    pub dry_run: bool,
}

/// A permission, if it exists.
pub(crate) fn find(state: &State, level: PermissionLevel) -> Result<Option<&Permission>, Error> {
    ensure!(
        !level.actor.is_empty() && !level.permission.is_empty(),
        INVALID_PERMISSION,
        "Invalid permission"
    );
    Ok(state.permissions.get(&(level.actor, level.permission)))
}

/// A permission that has to exist.
pub(crate) fn get(state: &State, level: PermissionLevel) -> Result<&Permission, Error> {
    find(state, level)?.ok_or_else(|| {
        // The node tells the C++ type of its key.
        let nulls = ", boost::tuples::null_type".repeat(8);
        let message = format!(
            "Failed to retrieve permission: {} (unknown key (boost::tuples::tuple<eosio::chain::name, eosio::chain::name{nulls}>): ({} {}))",
            json(level),
            level.actor,
            level.permission
        );
        Error::new(exception::PERMISSION_QUERY, message)
    })
}

/// A permission as the node writes it in messages.
pub(crate) fn json(level: PermissionLevel) -> String {
    format!(r#"{{"actor":"{}","permission":"{}"}}"#, level.actor, level.permission)
}

/// Whether `level` is `minimum` of the same account, or stands above it.
fn satisfies(
    state: &State,
    level: PermissionLevel,
    minimum: PermissionLevel,
    meter: &mut Meter,
) -> Result<bool, Error> {
    let mut name = minimum.permission;
    if level.actor != minimum.actor {
        return Ok(false);
    }
    loop {
        meter.charge(fuel::LOOKUP)?;
        if name == level.permission {
            return Ok(true);
        }
        match state.permissions.get(&(level.actor, name)) {
            Some(permission) if !permission.parent.is_empty() => name = permission.parent,
            _ => return Ok(false),
        }
    }
}

/// The permission that an account linked an action to.
fn linked(state: &State, account: Name, code: Name, action: Name) -> Option<Name> {
    let specific = state.links.get(&(account, code, action));
    let link = specific.or_else(|| state.links.get(&(account, code, Name::default())));
    link.map(|link| link.permission)
}

/// The least permission for an action; nothing when any will do.
fn minimum(state: &State, account: Name, code: Name, action: Name) -> Result<Option<Name>, Error> {
    ensure!(
        code != SYSTEM || !native::is_special(action),
        UNLINKABLE_MIN_PERMISSION_ACTION,
        "cannot call lookup_minimum_permission on native actions that are not allowed to be linked to minimum permissions"
    );
    match linked(state, account, code, action) {
        None => Ok(Some(ACTIVE)),
        Some(ANY) => Ok(None),
        linked => Ok(linked),
    }
}

/// Fails unless `level` is at least `minimum`.
fn require_at_least(
    state: &State,
    level: PermissionLevel,
    minimum: PermissionLevel,
    action: &str,
    meter: &mut Meter,
) -> Result<(), Error> {
    meter.charge(fuel::LOOKUP)?;
    get(state, level)?;
    get(state, minimum)?;
    ensure!(
        satisfies(state, level, minimum, meter)?,
        IRRELEVANT_AUTH,
        "{action} declares irrelevant authority '{}'; minimum authority is {}",
        json(level),
        json(minimum)
    );
    Ok(())
}

/// Fails unless all that the actions declare is allowed for them and satisfied by what is provided.
pub(crate) fn check(
    state: &State,
    actions: &[PackedAction],
    provided: &Provided,
    meter: &mut Meter,
) -> Result<(), Error> {
    let parameters = &state.settings.parameters;
    let limit = u64::from(parameters.max_transaction_delay) * 1_000_000;
    let delay = if provided.delay >= limit { u64::MAX } else { provided.delay };
    let mut to_satisfy = BTreeMap::new();
    for action in actions {
        let special = action.account == SYSTEM && native::check(state, action, meter)?;
        for level in &action.authorization {
            meter.charge(fuel::LOOKUP)?;
            if !special
                && let Some(permission) = minimum(state, level.actor, action.account, action.name)?
            {
                let least = PermissionLevel { actor: level.actor, permission };
                require_at_least(state, *level, least, "action", meter)?;
            }
            to_satisfy.insert(*level, delay);
        }
    }
    let mut checker = Checker::new(state, provided, meter);
    for (level, delay) in to_satisfy {
        ensure!(
            checker.satisfied(level, delay)? || provided.dry_run,
            UNSATISFIED_AUTHORIZATION,
            "transaction declares authority '{}', but does not have signatures for it under a provided delay of {} ms, provided permissions {}, provided keys {}, and a delay max limit of {} ms",
            json(level),
            provided.delay / 1000,
            json_list(provided.permissions.iter().map(|level| json(*level))),
            json_keys(&provided.keys),
            limit / 1000
        );
    }
    if !(provided.allow_unused_keys || provided.dry_run) {
        let unused = checker.unused_keys();
        ensure!(
            unused.is_empty(),
            TX_IRRELEVANT_SIG,
            "transaction bears irrelevant signatures from these keys: {}",
            json_keys(&unused)
        );
    }
    Ok(())
}

/// Fails unless a permission is satisfied by what is provided.
pub(crate) fn check_permission(
    state: &State,
    level: PermissionLevel,
    provided: &Provided,
    meter: &mut Meter,
) -> Result<(), Error> {
    let limit = u64::from(state.settings.parameters.max_transaction_delay) * 1_000_000;
    let delay = if provided.delay >= limit { u64::MAX } else { provided.delay };
    let mut checker = Checker::new(state, provided, meter);
    ensure!(
        checker.satisfied(level, delay)?,
        UNSATISFIED_AUTHORIZATION,
        "permission '{}' was not satisfied under a provided delay of {} ms, provided permissions {}, provided keys {}, and a delay max limit of {} ms",
        json(level),
        provided.delay / 1000,
        json_list(provided.permissions.iter().map(|level| json(*level))),
        json_keys(&provided.keys),
        limit / 1000
    );
    let unused = checker.unused_keys();
    ensure!(
        provided.allow_unused_keys || unused.is_empty(),
        TX_IRRELEVANT_SIG,
        "irrelevant keys provided: {}",
        json_keys(&unused)
    );
    Ok(())
}

/// The keys of `candidates` that are needed for what the actions declare.
///
/// # Errors
/// When the candidates do not satisfy it.
pub fn required_keys(
    state: &State,
    actions: &[PackedAction],
    candidates: &BTreeSet<PublicKey>,
) -> Result<BTreeSet<PublicKey>, Error> {
    let provided = Provided { keys: candidates.clone(), ..Provided::default() };
    let mut meter = Meter::of_fuel(FUEL_OF_QUERY);
    let mut checker = Checker::new(state, &provided, &mut meter);
    for level in actions.iter().flat_map(|action| &action.authorization) {
        ensure!(
            checker.satisfied(*level, u64::MAX)?,
            UNSATISFIED_AUTHORIZATION,
            "transaction declares authority '{}', but does not have signatures for it.",
            json(*level)
        );
    }
    let unused = checker.unused_keys();
    Ok(candidates.difference(&unused).cloned().collect())
}

fn json_keys(keys: &BTreeSet<PublicKey>) -> String {
    json_list(keys.iter().map(|key| format!("\"{}\"", key_text(key))))
}

/// A key as the node writes it: of the oldest kind in the oldest form.
pub(crate) fn key_text(key: &PublicKey) -> String {
    match key {
        PublicKey::K1(bytes) => format!("EOS{}", antelope::base58::encode(bytes, "")),
        key => key.to_string(),
    }
}

fn json_list(items: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for item in items {
        if text.len() > 1 {
            text.push(',');
        }
        // Writing to a string does not fail.
        let _ = write!(text, "{item}");
    }
    text.push(']');
    text
}
