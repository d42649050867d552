//! Contracts for which there are no Rust types: their actions and rows as JSON, by the ABI in their account.
//!
//! The JSON is that of a node, which is [`antelope::abi::Serializer`]'s work; typed reads are in
//! [`table`](crate::table).

use std::sync::{Arc, PoisonError};

use antelope::{
    Name, PackedAction, PermissionLevel,
    abi::{Abi, Serializer},
};
use serde_json::{Value, json};

use super::Client;
use crate::{
    error::{Error, Result},
    table::Page,
};

impl Client {
    /// The ABI of a contract, ready to use. Asked for once; [`forget_abi`](Self::forget_abi) makes it be asked for again.
    ///
    /// # Errors
    /// When the node does not answer, there is no such account, or it has no ABI that a node could use.
    pub async fn abi(&self, account: Name) -> Result<Arc<Serializer>> {
        let known = {
            let abis = self.shared.abis.lock().unwrap_or_else(PoisonError::into_inner);
            abis.get(&account).cloned()
        };
        if let Some(abi) = known {
            return Ok(abi);
        }
        let bytes = self.get_abi(account).await?;
        let what = format_args!("abi of {account}");
        if bytes.is_empty() {
            return Err(Error::decode(what, "there is none"));
        }
        let abi: Abi = antelope::unpack(&bytes).map_err(|cause| Error::decode(what, cause))?;
        let abi = Arc::new(Serializer::new(&abi).map_err(|cause| Error::decode(what, cause))?);
        let mut abis = self.shared.abis.lock().unwrap_or_else(PoisonError::into_inner);
        abis.insert(account, Arc::clone(&abi));
        Ok(abi)
    }

    /// Forgets the ABI of an account, which may have changed.
    pub fn forget_abi(&self, account: Name) {
        self.shared.abis.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }

    /// An action of any contract, ready for a transaction, from its arguments in JSON.
    ///
    /// # Errors
    /// As [`abi`](Self::abi); when the contract has no such action, or the arguments are not its.
    pub async fn action_by_name(
        &self,
        account: Name,
        action: Name,
        authorization: Vec<PermissionLevel>,
        arguments: &Value,
    ) -> Result<PackedAction> {
        let abi = self.abi(account).await?;
        let data = abi.encode_action(action, arguments);
        let data =
            data.map_err(|cause| Error::decode(format_args!("{action} of {account}"), cause))?;
        Ok(PackedAction { account, name: action, authorization, data })
    }

    /// The rows of any table in a scope, by their primary keys, as JSON; at most `limit`.
    ///
    /// # Errors
    /// As [`abi`](Self::abi); when the contract has no such table, or a row is not of its type.
    pub async fn rows_json(
        &self,
        code: Name,
        scope: impl Into<u64>,
        table: Name,
        limit: usize,
    ) -> Result<Vec<Value>> {
        let abi = self.abi(code).await?;
        let failure = |cause: &dyn std::fmt::Display| {
            Error::decode(format_args!("rows of {table} of {code}"), cause)
        };
        let mut query = json!({
            "json": false,
            "code": code.to_string(),
            "scope": scope.into().to_string(),
            "table": table.to_string(),
            "limit": limit.min(Page::MAX_ROWS),
        });
        let mut rows = Vec::new();
        while rows.len() < limit {
            let page: Page = self.call("/v1/chain/get_table_rows", &query).await?;
            for row in &page.rows {
                let bytes = hex::decode(row).map_err(|cause| failure(&cause))?;
                rows.push(abi.decode_row(table, &bytes).map_err(|cause| failure(&cause))?);
            }
            if !page.more {
                break;
            }
            // A primary key is one row's, so that each page brings new ones.
            if page.next_key.is_empty() || page.rows.is_empty() {
                return Err(failure(&"more rows, but none came"));
            }
            query["lower_bound"] = page.next_key.into();
        }
        rows.truncate(limit);
        Ok(rows)
    }
}
