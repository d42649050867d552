//! Who authorized the action, accounts, and permissions weighed on a contract's behalf.

use std::collections::BTreeSet;

use antelope::{Name, Pack, PermissionLevel, Transaction, Unpack, VarUint32};

use super::{
    Call, fuel,
    span::{size, span, span_mut},
};
use crate::{
    Error,
    authority::{self, Provided},
    error::ensure,
    transaction::Context,
    unpack::{Layout, unpack},
};

impl Call<'_> {
    pub(crate) fn has_auth(&mut self, account: u64) -> Result<i32, Error> {
        Ok(i32::from(self.context.has_authorization(Name(account))))
    }

    pub(crate) fn require_auth(&mut self, account: u64) -> Result<(), Error> {
        self.context.require_authorization(Name(account))
    }

    pub(crate) fn require_auth2(&mut self, account: u64, permission: u64) -> Result<(), Error> {
        let level = PermissionLevel { actor: Name(account), permission: Name(permission) };
        ensure!(
            self.context.action.action.authorization.contains(&level),
            MISSING_AUTH,
            "missing authority of {}/{}",
            level.actor,
            level.permission
        );
        Ok(())
    }

    pub(crate) fn is_account(&mut self, account: u64) -> Result<i32, Error> {
        Ok(i32::from(self.context.state.accounts.contains(&Name(account))))
    }

    pub(crate) fn get_code_hash(
        &mut self,
        account: u64,
        _version: u32,
        result: u32,
        len: u32,
    ) -> Result<u32, Error> {
        let account = self.context.state.accounts.get(&Name(account));
        let sequence = account.map_or(0, |account| account.code_sequence);
        let hash = account.map(|account| account.code_hash).unwrap_or_default();
        let mut bytes = Vec::with_capacity(43);
        (VarUint32(0), sequence, hash, 0u8, 0u8).pack(&mut bytes);
        let place = span_mut(self.memory, result, len)?;
        if let Some(place) = place.get_mut(..bytes.len()) {
            place.copy_from_slice(&bytes);
        }
        Ok(size(bytes.len()).unsigned_abs())
    }

    pub(crate) fn get_account_creation_time(&mut self, account: u64) -> Result<i64, Error> {
        let account = Name(account);
        let found = self.context.state.accounts.get(&account);
        ensure!(found.is_some(), ACTION_VALIDATE, "account '{account}' does not exist");
        Ok(found.map_or(0, |account| account.created.0))
    }

    pub(crate) fn get_permission_last_used(
        &mut self,
        account: u64,
        permission: u64,
    ) -> Result<i64, Error> {
        let level = PermissionLevel { actor: Name(account), permission: Name(permission) };
        Ok(authority::get(&self.context.state, level)?.last_used.0)
    }

    pub(crate) fn check_transaction_authorization(
        &mut self,
        transaction: u32,
        len: u32,
        keys: u32,
        keys_len: u32,
        permissions: u32,
        permissions_len: u32,
    ) -> Result<i32, Error> {
        self.context.charge(fuel::list(len as usize))?;
        self.handle_sets(keys_len, permissions_len)?;
        let bytes = span(self.memory, transaction, len)?;
        let keys = span(self.memory, keys, keys_len)?;
        let permissions = span(self.memory, permissions, permissions_len)?;
        let transaction: Transaction = unpack(bytes)?;
        let provided = Provided {
            keys: set(keys)?,
            permissions: set(permissions)?,
            delay: u64::from(transaction.delay_sec.0) * 1_000_000,
            ..Provided::default()
        };
        let Context { state, meter, .. } = &mut *self.context;
        answer(authority::check(state, &transaction.actions, &provided, meter))
    }

    #[allow(clippy::too_many_arguments, reason = "as contracts call it")]
    pub(crate) fn check_permission_authorization(
        &mut self,
        account: u64,
        permission: u64,
        keys: u32,
        keys_len: u32,
        permissions: u32,
        permissions_len: u32,
        delay: u64,
    ) -> Result<i32, Error> {
        self.handle_sets(keys_len, permissions_len)?;
        let keys = span(self.memory, keys, keys_len)?;
        let permissions = span(self.memory, permissions, permissions_len)?;
        ensure!(i64::try_from(delay).is_ok(), ACTION_VALIDATE, "provided delay is too large");
        let (keys, permissions) = (set(keys)?, set(permissions)?);
        let provided = Provided { keys, permissions, delay, ..Provided::default() };
        let level = PermissionLevel { actor: Name(account), permission: Name(permission) };
        let Context { state, meter, .. } = &mut *self.context;
        answer(authority::check_permission(state, level, &provided, meter))
    }
}

impl Call<'_> {
    /// Takes fuel for reading sets of keys and permissions, of so many bytes.
    fn handle_sets(&mut self, keys: u32, permissions: u32) -> Result<(), Error> {
        self.context.charge(fuel::list(keys as usize) + fuel::list(permissions as usize))
    }
}

/// 1 when it is satisfied, 0 when it is not; what else is wrong stays an error.
fn answer(result: Result<(), Error>) -> Result<i32, Error> {
    match result {
        Ok(()) => Ok(1),
        Err(error) if error.is_authorization() => Ok(0),
        Err(error) => Err(error),
    }
}

/// A packed set; no bytes at all are the empty one.
fn set<T: Unpack + Layout + Ord>(bytes: &[u8]) -> Result<BTreeSet<T>, Error> {
    if bytes.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(unpack::<Vec<T>>(bytes)?.into_iter().collect())
}
