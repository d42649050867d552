//! Who authorized the action, and which accounts exist.
//!
//! Signatures of users without an account are checked with [`crypto`](crate::crypto).

use antelope::{Name, PermissionLevel};

use crate::host;

/// Fails unless `account` authorized the action ("missing authority of …").
pub fn require_auth(account: Name) {
    // SAFETY: no pointers.
    unsafe { host::require_auth(account.0) }
}

/// Fails unless the action was authorized with this permission.
pub fn require_permission(level: PermissionLevel) {
    // SAFETY: no pointers.
    unsafe { host::require_auth2(level.actor.0, level.permission.0) }
}

/// Whether `account` authorized the action.
pub fn has_auth(account: Name) -> bool {
    // SAFETY: no pointers.
    unsafe { host::has_auth(account.0) != 0 }
}

/// Whether the account exists.
pub fn is_account(account: Name) -> bool {
    // SAFETY: no pointers.
    unsafe { host::is_account(account.0) != 0 }
}

/// The account whose code runs.
pub fn current_receiver() -> Name {
    // SAFETY: no pointers.
    Name(unsafe { host::current_receiver() })
}

/// The contract that sent this action inline; `None` when it stands in the transaction itself.
pub fn sender() -> Option<Name> {
    // SAFETY: no pointers.
    let sender = Name(unsafe { host::get_sender() });
    (!sender.is_empty()).then_some(sender)
}
