//! The functions that contracts call, one method each, named as in [`antelope::host`].
//!
//! They move values between the contract's memory and the chain and say what the chain does. How a call gets here from
//! wasm is the machine's business.

mod action;
mod authority;
mod builtins;
mod control;
mod crypto;
pub(crate) mod fuel;
mod memory;
mod print;
mod privileged;
mod rows;
mod secondary;
mod span;

mod system;
mod transaction;

use crate::{Error, error::ensure, transaction::Context};
pub(crate) use print::printable;
pub(crate) use span::access_violation;

/// A call from a contract.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The contract's memory.
    pub(crate) memory: &'a mut [u8],
    /// The action that the contract runs in.
    pub(crate) context: &'a mut Context,
}

/// Who may call a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Every action.
    Any,
    /// Actions that are not context-free.
    State,
    /// As `State`, but not in a read-only transaction, since the function does this to a row.
    Write(&'static str),
    /// Privileged accounts in such actions.
    Privileged,
    /// As `Privileged`, but not in a read-only transaction, since the function with this name changes something.
    Set(&'static str),
    /// Context-free actions.
    ContextFree,
}

impl Access {
    /// Who may call the function with this name.
    pub(crate) fn of(name: &'static str) -> Self {
        match name {
            "get_context_free_data" => Self::ContextFree,
            "is_feature_active"
            | "activate_feature"
            | "get_resource_limits"
            | "get_parameters_packed"
            | "get_wasm_parameters_packed"
            | "get_blockchain_parameters_packed"
            | "is_privileged" => Self::Privileged,
            "preactivate_feature"
            | "set_resource_limits"
            | "set_parameters_packed"
            | "set_wasm_parameters_packed"
            | "set_proposed_producers"
            | "set_proposed_producers_ex"
            | "set_blockchain_parameters_packed"
            | "set_privileged" => Self::Set(name),
            "get_active_producers"
            | "check_transaction_authorization"
            | "check_permission_authorization"
            | "get_permission_last_used"
            | "get_account_creation_time"
            | "require_auth"
            | "require_auth2"
            | "has_auth"
            | "require_recipient"
            | "is_account"
            | "get_code_hash"
            | "current_time"
            | "publication_time"
            | "is_feature_activated"
            | "get_sender"
            | "set_action_return_value"
            | "send_inline"
            | "send_context_free_inline"
            | "send_deferred"
            | "cancel_deferred" => Self::State,
            name if name.starts_with("db_") => {
                let verb =
                    ["store", "update", "remove"].into_iter().find(|verb| name.contains(verb));
                verb.map_or(Self::State, Self::Write)
            }
            _ => Self::Any,
        }
    }

    /// Fails unless the action may call.
    pub(crate) fn check(self, context: &Context) -> Result<(), Error> {
        let action = &context.action;
        match self {
            Self::Any => {}
            Self::State | Self::Write(_) | Self::Privileged | Self::Set(_) => {
                ensure!(
                    !action.context_free,
                    UNACCESSIBLE_API,
                    "only context free api's can be used in this context"
                );
                ensure!(
                    matches!(self, Self::State | Self::Write(_)) || action.privileged,
                    UNACCESSIBLE_API,
                    "{} does not have permission to call this API",
                    action.receiver
                );
                self.check_read_only(context)?;
            }
            Self::ContextFree => ensure!(
                action.context_free,
                UNACCESSIBLE_API,
                "this API may only be called from context_free apply"
            ),
        }
        Ok(())
    }

    fn check_read_only(self, context: &Context) -> Result<(), Error> {
        match self {
            Self::Write(verb) => ensure!(
                !context.is_read_only(),
                TABLE_OPERATION_NOT_PERMITTED,
                "cannot {verb} a db record when executing a readonly transaction"
            ),
            Self::Set(name) => ensure!(
                !context.is_read_only(),
                WASM_EXECUTION_ERROR,
                "{name} not allowed in a readonly transaction"
            ),
            _ => {}
        }
        Ok(())
    }
}
