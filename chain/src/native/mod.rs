//! The actions of the system contract that the chain itself carries out.
//!
//! A system contract, where there is one, runs after them. Who may call them is told by
//! [`authority`](crate::authority).

mod abi;
mod code;
mod newaccount;
mod permission;

pub(crate) use code::replace_code;

use antelope::{Name, Pack, PackedAction, Unpack, name};

pub(crate) use abi::system_abi;

use crate::{
    Error,
    error::exception,
    host::fuel,
    state::Authority,
    transaction::Context,
    unpack::{self, Layout},
};

/// Makes an account.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct NewAccount {
    /// Who makes it.
    pub creator: Name,
    /// Its name.
    pub name: Name,
    /// What its permission `owner` asks for.
    pub owner: Authority,
    /// What its permission `active` asks for.
    pub active: Authority,
}

/// Sets or clears an account's code.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct SetCode {
    /// The account.
    pub account: Name,
    /// Always 0.
    pub vm_type: u8,
    /// Always 0.
    pub vm_version: u8,
    /// The module; empty to clear.
    pub code: Vec<u8>,
}

/// Sets an account's ABI.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct SetAbi {
    /// The account.
    pub account: Name,
    /// The packed ABI.
    pub abi: Vec<u8>,
}

/// Makes or changes a permission.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct UpdateAuth {
    /// The account.
    pub account: Name,
    /// The permission.
    pub permission: Name,
    /// The permission above it.
    pub parent: Name,
    /// What it asks for.
    pub authority: Authority,
}

/// Removes a permission.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct DeleteAuth {
    /// The account.
    pub account: Name,
    /// The permission.
    pub permission: Name,
}

/// Says which permission is enough for an action.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct LinkAuth {
    /// The account.
    pub account: Name,
    /// The contract.
    pub code: Name,
    /// The action; empty for all.
    pub kind: Name,
    /// The permission.
    pub requirement: Name,
}

/// Takes back what [`LinkAuth`] said.
#[derive(Clone, Debug, Pack, Unpack)]
pub struct UnlinkAuth {
    /// The account.
    pub account: Name,
    /// The contract.
    pub code: Name,
    /// The action; empty for all.
    pub kind: Name,
}

/// The actions that the chain carries out.
const WRITING: [Name; 8] = [
    name!("newaccount"),
    name!("setcode"),
    name!("setabi"),
    name!("updateauth"),
    name!("deleteauth"),
    name!("linkauth"),
    name!("unlinkauth"),
    name!("canceldelay"),
];

/// Does what the chain itself does for an action of the system contract, which may be nothing.
pub(crate) fn apply(context: &mut Context, action: &PackedAction) -> Result<(), Error> {
    if context.is_read_only() && WRITING.contains(&action.name) {
        // The node lost a letter of one of them.
        let not = if action.name == name!("setabi") { "ot" } else { "not" };
        let message = format!("{} {not} allowed in read-only transaction", action.name);
        return Err(Error::new(exception::ACTION_VALIDATE, message));
    }
    let size = action.data.len();
    context.charge(match action.name {
        name if name == name!("setcode") => fuel::CODE_BYTE * size as u64,
        name if name == name!("setabi") => fuel::bytes(size),
        _ => fuel::list(size),
    })?;
    match action.name {
        name if name == name!("newaccount") => newaccount::apply(context, unpack(action)?),
        name if name == name!("setcode") => code::set_code(context, unpack(action)?),
        name if name == name!("setabi") => code::set_abi(context, unpack(action)?),
        name if name == name!("updateauth") => permission::update(context, unpack(action)?),
        name if name == name!("deleteauth") => permission::delete(context, unpack(action)?),
        name if name == name!("linkauth") => permission::link(context, unpack(action)?),
        name if name == name!("unlinkauth") => permission::unlink(context, unpack(action)?),
        // Nothing is ever deferred here, and `canceldelay` is refused before it runs.
        _ => Ok(()),
    }
}

/// The arguments of a native action.
pub(crate) fn unpack<T: Unpack + Layout>(action: &PackedAction) -> Result<T, Error> {
    unpack::unpack(&action.data)
}
