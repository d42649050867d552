//! What an account holds on a live chain, read over HTTP: its code, its ABI and every row of its tables.
//!
//! A node gives the bytes of rows and who pays for them, but no keys. Primary keys are had from the first field of a
//! row where that is one, else one by one from `next_key`; both ways are checked against the node. Secondary keys are
//! had one by one. What cannot be had is told in [`Contents::gaps`]. It is a picture of one moment only where nobody
//! writes meanwhile: a node cannot be asked about old blocks.
//!
//! Writing it to a chain inside the process is in [`write`](Contents::write), with the feature `embedded`. Permissions
//! are not read: whoever forks a chain wants to act for its accounts.

mod index;
mod key;
mod primary;
mod query;
#[cfg(feature = "embedded")]
mod write;

use std::fmt;

use antelope::Name;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::Deserialize;
use serde_json::json;

pub use key::Key;

use crate::{
    client::Client,
    error::{Error, Result},
};

/// What an account holds on a chain.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The account.
    pub account: Name,
    /// The newest block when reading began.
    pub block: u32,
    /// Its code; empty without any.
    pub code: Vec<u8>,
    /// Its packed ABI; empty without one.
    pub abi: Vec<u8>,
    /// Whether it may call the chain's privileged functions.
    pub is_privileged: bool,
    /// Its tables, by scope and name.
    pub tables: Vec<Table>,
    /// What could not be had.
    pub gaps: Vec<Gap>,
}

/// A table in one scope.
#[derive(Clone, Debug)]
pub struct Table {
    /// The scope.
    pub scope: Name,
    /// The table's name.
    pub name: Name,
    /// Its rows, by primary key.
    pub rows: Vec<Row>,
    /// Its secondary indices.
    pub indices: Vec<Index>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its primary key.
    pub primary_key: u64,
    /// Who pays for it.
    pub payer: Name,
    /// Its packed bytes.
    pub value: Vec<u8>,
}

/// A secondary index of a table.
#[derive(Clone, Debug)]
pub struct Index {
    /// Which one, from 0.
    pub number: u8,
    /// Its entries, in the order of their keys.
    pub entries: Vec<Entry>,
}

impl Index {
    /// Its `index_position` as nodeos counts: the primary key has 1.
    pub const fn position(&self) -> u8 {
        position(self.number)
    }
}

const fn position(number: u8) -> u8 {
    number.saturating_add(2)
}

/// An entry of a secondary index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row's secondary key.
    pub key: Key,
    /// The row's primary key.
    pub primary_key: u64,
    /// Who pays for the entry.
    pub payer: Name,
}

/// Something that could not be had over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The scope.
    pub scope: Name,
    /// The table.
    pub table: Name,
    /// The secondary index, from 0; nothing for the table as a whole.
    pub index: Option<u8>,
    /// Why not.
    pub reason: String,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scope, table, index, reason } = self;
        match index {
            Some(index) => {
                let position = position(*index);
                write!(f, "table {table} in scope {scope}, index {position}: {reason}")
            }
            None => write!(f, "table {table} in scope {scope}: {reason}"),
        }
    }
}

impl Contents {
    /// Reads all that an account holds. Each table is told to `observer` before it is read, with what is known of it.
    ///
    /// # Errors
    /// When there is no such account, the node does not answer, or a table changes while it is read.
    pub async fn read(
        client: &Client,
        account: Name,
        observer: &(dyn Fn(&Found) + Send + Sync),
    ) -> Result<Self> {
        let block = client.get_info().await?.head_block_num;
        let (code, abi) = code_and_abi(client, account).await?;
        let is_privileged = is_privileged(client, account).await?;
        let (mut tables, mut gaps) = (Vec::new(), Vec::new());
        for found in query::tables(client, account).await? {
            let Found { scope, name, .. } = found;
            let gap =
                |index, reason: &str| Gap { scope, table: name, index, reason: reason.into() };
            if abi.is_empty() {
                // Such a question ends a nodeos of version 4.
                gaps.push(gap(None, "the account has no abi, without which a node gives no rows"));
                continue;
            }
            observer(&found);
            let reader = query::Reader { client, code: account, scope, table: name };
            let rows = match primary::rows(&reader).await {
                Ok(rows) => rows,
                Err(error) if is_unknown_table(&error) => {
                    gaps.push(gap(None, "it is not in the account's abi"));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let mut indices = Vec::new();
            // The first index shares the table of the rows.
            let first = (found.count as usize > rows.len()).then_some(0);
            for number in first.into_iter().chain(found.indices) {
                match index::entries(&reader, number, &rows).await? {
                    Ok(entries) => indices.push(Index { number, entries }),
                    Err(reason) => gaps.push(gap(Some(number), reason)),
                }
            }
            tables.push(Table { scope, name, rows, indices });
        }
        Ok(Self { account, block, code, abi, is_privileged, tables, gaps })
    }
}

/// A table that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The scope.
    pub scope: Name,
    /// The table's name.
    pub name: Name,
    /// How many rows it has, and entries of the first index.
    pub count: u32,
    /// Its other secondary indices, from 1.
    pub indices: Vec<u8>,
}

async fn code_and_abi(client: &Client, account: Name) -> Result<(Vec<u8>, Vec<u8>)> {
    #[derive(Deserialize)]
    struct Answer {
        wasm: String,
        abi: String,
    }
    let query = json!({ "account_name": account.to_string() });
    let answer: Answer = client.call("/v1/chain/get_raw_code_and_abi", &query).await?;
    let decode = |text: &str| {
        // Versions of nodeos differ in how many `=` they put at the end.
        STANDARD_NO_PAD
            .decode(text.trim_end_matches('='))
            .map_err(|cause| Error::decode(format_args!("code of {account}"), cause))
    };
    Ok((decode(&answer.wasm)?, decode(&answer.abi)?))
}

async fn is_privileged(client: &Client, account: Name) -> Result<bool> {
    #[derive(Deserialize)]
    struct Answer {
        privileged: bool,
    }
    let query = json!({ "account_name": account.to_string() });
    let answer: Answer = client.call("/v1/chain/get_account", &query).await?;
    Ok(answer.privileged)
}

/// The node's `contract_table_query_exception`.
fn is_unknown_table(error: &Error) -> bool {
    const CONTRACT_TABLE_QUERY: u64 = 3_060_003;
    error.chain_error().is_some_and(|error| error.code == CONTRACT_TABLE_QUERY)
}
