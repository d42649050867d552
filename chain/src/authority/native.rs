//! What the actions ask for that change permissions: they cannot be linked, and have rules of their own.
//!
//! Changing permissions is done in [`native`](crate::native).

use antelope::{Checksum256, Name, PackedAction, PermissionLevel, name};

use super::{ANY, get, linked, minimum, require_at_least};
use crate::{
    Error,
    error::ensure,
    feature::Feature,
    host::fuel,
    native::{DeleteAuth, LinkAuth, UnlinkAuth, UpdateAuth, unpack},
    state::State,
    transaction::{Meter, SYSTEM},
};

const SPECIAL: [(Name, &str); 5] = [
    (name!("updateauth"), "updateauth"),
    (name!("deleteauth"), "deleteauth"),
    (name!("linkauth"), "linkauth"),
    (name!("unlinkauth"), "unlinkauth"),
    (name!("canceldelay"), "canceldelay"),
];

pub(super) fn is_special(action: Name) -> bool {
    SPECIAL.iter().any(|(name, _)| *name == action)
}

/// Checks an action of the system contract that has rules of its own; whether it has.
pub(super) fn check(
    state: &State,
    action: &PackedAction,
    meter: &mut Meter,
) -> Result<bool, Error> {
    if !is_special(action.name) {
        return Ok(false);
    }
    meter.charge(fuel::list(action.data.len()))?;
    let name = SPECIAL.iter().find(|(name, _)| *name == action.name).map(|(_, text)| *text);
    match name {
        Some("updateauth") => update(state, action, meter)?,
        Some("deleteauth") => delete(state, action, meter)?,
        Some("linkauth") => link(state, action, meter)?,
        Some("unlinkauth") => unlink(state, action, meter)?,
        Some(_) => {
            let (least, id): (PermissionLevel, Checksum256) = crate::unpack::unpack(&action.data)?;
            let level = single(action, "canceldelay action", None)?;
            require_at_least(state, level, least, "canceldelay action", meter)?;
            // Nothing is ever deferred here.
            ensure!(
                false,
                TX_NOT_FOUND,
                "cannot cancel trx_id={id}, there is no deferred transaction with that transaction id"
            );
        }
        None => return Ok(false),
    }
    Ok(true)
}

/// The only authorization of an action; it must be one of `owner`.
fn single(
    action: &PackedAction,
    what: &str,
    owner: Option<(Name, &str)>,
) -> Result<PermissionLevel, Error> {
    let [level] = action.authorization[..] else {
        ensure!(false, IRRELEVANT_AUTH, "{what} should only have one declared authorization");
        return Ok(PermissionLevel::default());
    };
    if let Some((owner, thing)) = owner {
        ensure!(
            level.actor == owner,
            IRRELEVANT_AUTH,
            "the owner of the {thing} needs to be the actor of the declared authorization"
        );
    }
    Ok(level)
}

fn update(state: &State, action: &PackedAction, meter: &mut Meter) -> Result<(), Error> {
    let update: UpdateAuth = unpack(action)?;
    let owner = Some((update.account, "affected permission"));
    let level = single(action, "updateauth action", owner)?;
    let own = PermissionLevel { actor: update.account, permission: update.permission };
    let least = match super::find(state, own)? {
        Some(_) => own,
        None => PermissionLevel { permission: update.parent, ..own },
    };
    get(state, least)?;
    require_at_least(state, level, least, "updateauth action", meter)
}

fn delete(state: &State, action: &PackedAction, meter: &mut Meter) -> Result<(), Error> {
    let delete: DeleteAuth = unpack(action)?;
    let owner = Some((delete.account, "permission to delete"));
    let level = single(action, "deleteauth action", owner)?;
    let least = PermissionLevel { actor: delete.account, permission: delete.permission };
    get(state, least)?;
    // The node's message names the other action.
    require_at_least(state, level, least, "updateauth action", meter)
}

fn link(state: &State, action: &PackedAction, meter: &mut Meter) -> Result<(), Error> {
    let link: LinkAuth = unpack(action)?;
    let owner = Some((link.account, "linked permission"));
    let level = single(action, "link action", owner)?;
    let restricted =
        link.code == SYSTEM || !state.settings.features.contains(Feature::FixLinkauthRestriction);
    if let Some((_, text)) = SPECIAL.iter().find(|(name, _)| restricted && *name == link.kind) {
        ensure!(false, ACTION_VALIDATE, "Cannot link eosio::{text} to a minimum permission");
    }
    match minimum(state, link.account, link.code, link.kind)? {
        None => Ok(()),
        Some(permission) => {
            let least = PermissionLevel { actor: link.account, permission };
            require_at_least(state, level, least, "link action", meter)
        }
    }
}

fn unlink(state: &State, action: &PackedAction, meter: &mut Meter) -> Result<(), Error> {
    let unlink: UnlinkAuth = unpack(action)?;
    let owner = Some((unlink.account, "linked permission"));
    let level = single(action, "unlink action", owner)?;
    let UnlinkAuth { account, code, kind } = unlink;
    let linked = linked(state, account, code, kind);
    ensure!(
        linked.is_some(),
        TRANSACTION,
        "cannot unlink non-existent permission link of account '{account}' for actions matching '{code}::{kind}'"
    );
    match linked {
        None | Some(ANY) => Ok(()),
        Some(permission) => {
            let least = PermissionLevel { actor: account, permission };
            require_at_least(state, level, least, "unlink action", meter)
        }
    }
}
