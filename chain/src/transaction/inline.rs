//! What an action may set going: notifications and inline actions.
//!
//! They only are checked and scheduled here; [`action`](super::action) runs them.

use std::sync::Arc;

use antelope::{Name, PackedAction, PermissionLevel};

use super::{Context, DryRun};
use crate::{
    Error,
    authority::{self, Provided},
    error::ensure,
    host::fuel,
};

impl Context {
    /// Has the action run in the code of `account` as well, once.
    pub(crate) fn notify(&mut self, account: Name) -> Result<(), Error> {
        self.charge(self.action.notified.len() as u64)?;
        if self.action.notified.iter().any(|(name, _)| *name == account) {
            return Ok(());
        }
        self.charge(fuel::WRITE)?;
        let action = Arc::clone(&self.action.action);
        let origin = (self.action.ordinal, self.action.first_ordinal);
        let ordinal = self.schedule(action, account, false, origin);
        self.action.notified.push((account, ordinal));
        Ok(())
    }

    /// Has another action run after this one and its notifications.
    pub(crate) fn send(&mut self, action: PackedAction) -> Result<(), Error> {
        ensure!(
            self.state.accounts.contains(&action.account),
            ACTION_VALIDATE,
            "inline action's code account {} does not exist",
            action.account
        );
        for level in &action.authorization {
            ensure!(
                self.state.accounts.contains(&level.actor),
                ACTION_VALIDATE,
                "inline action's authorizing actor {} does not exist",
                level.actor
            );
            ensure!(
                authority::find(&self.state, *level)?.is_some(),
                ACTION_VALIDATE,
                "inline action's authorizations include a non-existent permission: {}",
                authority::json(*level)
            );
        }
        if !self.action.privileged && self.dry_run != Some(DryRun::ReadOnly) {
            let code = PermissionLevel { actor: self.action.receiver, permission: authority::CODE };
            let provided = Provided {
                permissions: [code].into(),
                dry_run: self.dry_run.is_some(),
                ..Provided::default()
            };
            let actions = std::slice::from_ref(&action);
            authority::check(&self.state, actions, &provided, &mut self.meter)?;
        }
        let receiver = action.account;
        let origin = (self.action.ordinal, self.action.first_ordinal);
        let ordinal = self.schedule(Arc::new(action), receiver, false, origin);
        self.action.inline.push(ordinal);
        Ok(())
    }

    /// Has a context-free action run after this one and its notifications, before inline ones.
    pub(crate) fn send_context_free(&mut self, action: PackedAction) -> Result<(), Error> {
        ensure!(
            self.state.accounts.contains(&action.account),
            ACTION_VALIDATE,
            "inline action's code account {} does not exist",
            action.account
        );
        ensure!(
            action.authorization.is_empty(),
            ACTION_VALIDATE,
            "context-free actions cannot have authorizations"
        );
        let receiver = action.account;
        let origin = (self.action.ordinal, self.action.first_ordinal);
        let ordinal = self.schedule(Arc::new(action), receiver, true, origin);
        self.action.context_free_inline.push(ordinal);
        Ok(())
    }

    /// Who sent the action inline; empty when it stands in the transaction.
    pub(crate) fn sender(&mut self) -> Name {
        let creator = self.trace_of(self.action.ordinal).map_or(0, |trace| trace.creator);
        self.trace_of(creator).map_or(Name::default(), |trace| trace.receiver)
    }
}
