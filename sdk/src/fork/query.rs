//! The questions that are asked of the node.
//!
//! What follows from the answers is left to [`primary`](super::primary) and [`index`](super::index).

use std::collections::BTreeMap;

use antelope::Name;
use serde::Deserialize;
use serde_json::json;

use super::{
    Found,
    key::{Rank, Ranked, with_bit},
};
use crate::{
    client::Client,
    error::{Error, Result},
};

/// nodeos gives no more rows at once, whatever it is asked for.
pub(super) const PAGE: usize = 1000;

/// A secondary index is a table whose name's last four bits are its number. The first, with number 0, shares the table
/// of the rows.
const INDEX_BITS: u64 = 15;

/// All tables of an account, in order.
pub(super) async fn tables(client: &Client, code: Name) -> Result<Vec<Found>> {
    #[derive(Deserialize)]
    struct Answer {
        rows: Vec<Row>,
        #[serde(default)]
        more: String,
    }
    #[derive(Deserialize)]
    struct Row {
        scope: Name,
        table: Name,
        count: u32,
    }
    let mut counts = BTreeMap::new();
    let mut lower = String::new();
    loop {
        let query = json!({ "code": code.to_string(), "lower_bound": lower, "limit": PAGE });
        let answer: Answer = client.call("/v1/chain/get_table_by_scope", &query).await?;
        let before = counts.len();
        for Row { scope, table, count } in answer.rows {
            counts.insert((scope, table), count);
        }
        if answer.more.is_empty() {
            break;
        }
        // As a number: a name such as 12345 would be taken for one.
        let next: Name = answer.more.parse().map_err(|cause| Error::decode("scope", cause))?;
        let next = next.0.to_string();
        if counts.len() == before && next == lower {
            let cause = "the node has no way past a scope with so many tables";
            return Err(Error::decode(format_args!("tables of {code}"), cause));
        }
        lower = next;
    }
    let is_index = |(scope, table): &(Name, Name)| {
        table.0 & INDEX_BITS != 0 && counts.contains_key(&(*scope, Name(table.0 & !INDEX_BITS)))
    };
    let found = counts.iter().filter(|(place, _)| !is_index(place));
    Ok(found
        .map(|((scope, name), count)| {
            let index = |number: &u8| (*scope, Name(name.0 | u64::from(*number)));
            let has_indices = name.0 & INDEX_BITS == 0;
            let indices =
                (1..16u8).filter(|number| has_indices && counts.contains_key(&index(number)));
            Found { scope: *scope, name: *name, count: *count, indices: indices.collect() }
        })
        .collect())
}

/// Asks for rows of one table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) client: &'a Client,
    pub(super) code: Name,
    pub(super) scope: Name,
    pub(super) table: Name,
}

/// A range of keys, with its ends; from the end where it is reversed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range<K> {
    pub(super) lower: Option<K>,
    pub(super) upper: Option<K>,
    pub(super) reverse: bool,
}

impl<K> Range<K> {
    pub(super) const fn from(lower: Option<K>) -> Self {
        Self { lower, upper: None, reverse: false }
    }
}

impl<K: Copy> Range<K> {
    /// One key alone.
    pub(super) const fn of(key: K) -> Self {
        Self { lower: Some(key), upper: Some(key), reverse: false }
    }
}

/// Rows in the order of an index, without their keys.
#[derive(Debug)]
pub(super) struct Page<K> {
    pub(super) rows: Vec<(Vec<u8>, Name)>,
    /// The key of the row after these.
    pub(super) next: Option<K>,
}

impl Reader<'_> {
    /// Rows in the order of an index, counted as nodeos does: 1 is the primary key.
    pub(super) async fn page<K: Ranked>(
        &self,
        position: u8,
        range: Range<K>,
        limit: usize,
    ) -> Result<Page<K>> {
        #[derive(Deserialize)]
        struct Answer {
            rows: Vec<Row>,
            #[serde(default)]
            more: bool,
            #[serde(default)]
            next_key: String,
        }
        #[derive(Deserialize)]
        struct Row {
            data: String,
            payer: Name,
        }
        let bound = |key: Option<K>| key.map(|key| key.bound()).unwrap_or_default();
        let query = json!({
            "json": false,
            "code": self.code.to_string(),
            "scope": self.scope.0.to_string(),
            "table": self.table.to_string(),
            "index_position": position.to_string(),
            "key_type": K::TYPE,
            "lower_bound": bound(range.lower),
            "upper_bound": bound(range.upper),
            "reverse": range.reverse,
            "show_payer": true,
            "limit": limit,
        });
        let answer: Answer = self.client.call("/v1/chain/get_table_rows", &query).await?;
        let rows = answer.rows.into_iter().map(|Row { data, payer }| {
            let bytes = hex::decode(data).map_err(|cause| self.failure(cause))?;
            Ok((bytes, payer))
        });
        let next =
            match answer.more {
                true => Some(K::read(&answer.next_key).ok_or_else(|| {
                    self.failure(format_args!("next_key is {:?}", answer.next_key))
                })?),
                false => None,
            };
        Ok(Page { rows: rows.collect::<Result<_>>()?, next })
    }

    /// The key of the first row, found bit by bit: with the largest key that the row is not before.
    pub(super) async fn key_of_first<K: Ranked>(
        &self,
        position: u8,
        first: &[u8],
    ) -> Result<Option<K>> {
        let mut rank = Rank::default();
        for bit in 0..K::BITS {
            let candidate = with_bit(rank, bit);
            let Some(key) = K::of_rank(candidate) else { continue };
            let page = self.page(position, Range::from(Some(key)), 1).await?;
            if page.rows.first().is_some_and(|(bytes, _)| bytes == first) {
                rank = candidate;
            }
        }
        let Some(key) = K::of_rank(rank) else { return Ok(None) };
        let page = self.page(position, Range::of(key), 1).await?;
        Ok(page.rows.first().is_some_and(|(bytes, _)| bytes == first).then_some(key))
    }

    pub(super) fn failure(&self, cause: impl std::fmt::Display) -> Error {
        Error::decode(format_args!("rows of {} of {}", self.table, self.code), cause)
    }

    pub(super) fn changed(&self) -> Error {
        self.failure("the table changed while it was read")
    }
}
