//! What an action sets off: inline actions, notifications, its return value.

use antelope::{Action, Name, Pack, PackedAction, PermissionLevel};
use rust_alloc::{vec, vec::Vec};

use crate::host;

/// Runs `action` of the contract `account` after this one, with the authority of `level`.
///
/// The chain demands that the permission is satisfied by this contract's `eosio.code`.
pub fn send<A: Action>(account: Name, level: PermissionLevel, action: &A) {
    send_packed(&PackedAction::new(account, vec![level], action));
}

/// Runs a packed action after this one.
pub fn send_packed(action: &PackedAction) {
    let bytes = antelope::pack(action);
    // SAFETY: pointer and length are those of a vector.
    unsafe { host::send_inline(bytes.as_ptr(), bytes.len() as u32) }
}

/// Runs this action in the code of `account` as well, after this contract is done with it.
pub fn notify(account: Name) {
    // SAFETY: no pointers.
    unsafe { host::require_recipient(account.0) }
}

/// Sets what the action gives back in its trace; at most 256 packed bytes.
///
/// A handler does it by its result: see [`Return`](crate::Return).
pub fn set_return_value<T: Pack>(value: &T) {
    let mut bytes = Vec::new();
    value.pack(&mut bytes);
    // SAFETY: pointer and length are those of a vector.
    unsafe { host::set_action_return_value(bytes.as_ptr(), bytes.len() as u32) }
}
