//! Typed table reads: ranges of rows by primary or secondary key, paged to the end.
//!
//! Rows come as packed bytes and are unpacked here, so that no digit is lost in JSON. What a row and an index are is
//! said by [`antelope::table`].

use std::{
    cmp::Ordering,
    collections::BTreeSet,
    fmt,
    future::IntoFuture,
    ops::{Bound, RangeBounds},
};

use antelope::{
    Checksum256, Name,
    table::{Float64Bits, Index, IndexKey, Row},
};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, json};

use crate::{
    client::Client,
    error::{Error, Result},
    future::{BoxFuture, Shared},
};

/// A key by which a node can be asked for rows.
pub trait BoundKey: IndexKey + Shared {
    /// The key as the node reads a bound of this type.
    fn bound(&self) -> String;

    /// The order of the index.
    fn order(&self, other: &Self) -> Ordering;
}

macro_rules! ordered_text {
    ($($key:ty),*) => {$(
        impl BoundKey for $key {
            fn bound(&self) -> String {
                self.to_string()
            }

            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
        }
    )*};
}

ordered_text!(u64, u128, Checksum256);

impl BoundKey for Float64Bits {
    fn bound(&self) -> String {
        // The shortest text that reads back to the same bits.
        f64::from_bits(self.0).to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        let (left, right) = (f64::from_bits(self.0), f64::from_bits(other.0));
        // The chain refuses what is not a number, so that there is an order.
        left.partial_cmp(&right).unwrap_or(Ordering::Equal)
    }
}

impl Client {
    /// The rows of type `R` in a scope of the contract `code`, in the order of their primary keys.
    ///
    /// The scope is a number or a name. Narrow the read down with the methods of [`Rows`], then `.await` it.
    pub fn rows<R: Row + Shared>(&self, code: Name, scope: impl Into<u64>) -> Rows<'_, R, u64> {
        Rows::new(self, code, scope.into(), 1, |row| Some(row.primary_key()))
    }

    /// The row with this primary key, if there is one.
    ///
    /// # Errors
    /// As awaiting [`Rows`].
    pub async fn row<R: Row + Shared>(
        &self,
        code: Name,
        scope: impl Into<u64>,
        primary_key: u64,
    ) -> Result<Option<R>> {
        let rows = self.rows::<R>(code, scope).range(primary_key..=primary_key).limit(1);
        Ok(rows.collect().await?.pop())
    }

    /// The rows whose key in the index `I` is in `range`, in the order of those keys.
    ///
    /// Rows with equal keys come in the order of their primary keys. When a thousand or more have an equal key, nodeos
    /// cannot page through them; the whole scope is read then, which takes as long as it takes.
    ///
    /// Only of contracts that have an ABI: without one, this question ends a nodeos of version 4.
    pub fn rows_by<I: Index<Row: Shared, Key: BoundKey>>(
        &self,
        code: Name,
        scope: impl Into<u64>,
        range: impl RangeBounds<I::Key>,
    ) -> Rows<'_, I::Row, I::Key> {
        Rows::new(self, code, scope.into(), I::POSITION, I::key).range(range)
    }
}

/// A read of rows; `.await` it for a `Vec`.
///
/// # Errors
/// Awaiting fails when the chain refuses (the contract has no such table in its ABI), the node does not answer, or a
/// row does not unpack.
#[must_use = "nothing is read until this is awaited"]
pub struct Rows<'a, R, K> {
    client: &'a Client,
    code: Name,
    scope: u64,
    position: u8,
    key_of: fn(&R) -> Option<K>,
    lower: Bound<K>,
    upper: Bound<K>,
    reverse: bool,
    limit: usize,
}

impl<'a, R: Row + Shared, K: BoundKey> Rows<'a, R, K> {
    fn new(
        client: &'a Client,
        code: Name,
        scope: u64,
        position: u8,
        key_of: fn(&R) -> Option<K>,
    ) -> Self {
        Self {
            client,
            code,
            scope,
            position,
            key_of,
            lower: Bound::Unbounded,
            upper: Bound::Unbounded,
            reverse: false,
            limit: usize::MAX,
        }
    }

    /// Only rows whose key is in `range`.
    pub fn range(mut self, range: impl RangeBounds<K>) -> Self {
        self.lower = range.start_bound().cloned();
        self.upper = range.end_bound().cloned();
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = rows;
        self
    }

    /// From the largest key down.
    pub fn reverse(mut self) -> Self {
        self.reverse = true;
        self
    }

    /// Reads page after page. The node ends a page when its time is up, so a short page means nothing.
    async fn collect(self) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        // A page begins at a key. Among rows with an equal key, the next page brings some again.
        let mut seen = BTreeSet::new();
        let mut page_rows = Page::MAX_ROWS.min(self.limit);
        let mut lower = bound_text(self.lower);
        let mut upper = bound_text(self.upper);
        while rows.len() < self.limit {
            let page = self.read_page(&lower, &upper, page_rows).await?;
            let mut is_new = false;
            for packed in &page.rows {
                let row = self.unpack(packed)?;
                if seen.insert(row.primary_key()) {
                    is_new = true;
                    // The node includes both bounds.
                    if rows.len() < self.limit && self.contains(&row) {
                        rows.push(row);
                    }
                }
            }
            if !page.more {
                break;
            }
            if page.next_key.is_empty() {
                return Err(self.failure("more rows, but no next_key"));
            }
            if !is_new && page_rows == Page::MAX_ROWS {
                // More rows with an equal key than a page holds: the node has no way past them.
                return self.collect_by_primary_key().await;
            }
            if !is_new {
                page_rows = Page::MAX_ROWS;
            }
            *(if self.reverse { &mut upper } else { &mut lower }) = page.next_key;
        }
        Ok(rows)
    }

    /// Reads the whole scope, and does here what the index would have done.
    async fn collect_by_primary_key(self) -> Result<Vec<R>> {
        if self.position == 1 {
            return Err(self.failure("pages without new rows"));
        }
        let mut rows = self.client.rows::<R>(self.code, self.scope).await?;
        rows.retain(|row| self.contains(row));
        // Stable, so that equal keys stay in the order of the primary keys.
        rows.sort_by(|left, right| match ((self.key_of)(left), (self.key_of)(right)) {
            (Some(left), Some(right)) => left.order(&right),
            // Only rows with a key are left.
            _ => Ordering::Equal,
        });
        if self.reverse {
            rows.reverse();
        }
        rows.truncate(self.limit);
        Ok(rows)
    }

    async fn read_page(&self, lower: &str, upper: &str, limit: usize) -> Result<Page> {
        let query = json!({
            "json": false,
            "code": self.code.to_string(),
            // As a number always: a name such as 12345 would be taken for one.
            "scope": self.scope.to_string(),
            "table": R::TABLE.to_string(),
            "index_position": self.position.to_string(),
            "key_type": K::TYPE,
            "lower_bound": lower,
            "upper_bound": upper,
            "limit": limit,
            "reverse": self.reverse,
        });
        self.client.call("/v1/chain/get_table_rows", &query).await
    }

    fn unpack(&self, packed: &str) -> Result<R> {
        let bytes = hex::decode(packed).map_err(|cause| self.failure(cause))?;
        antelope::unpack(&bytes).map_err(|cause| self.failure(cause))
    }

    /// Whether the row's key is between the bounds.
    fn contains(&self, row: &R) -> bool {
        let Some(key) = (self.key_of)(row) else {
            return false;
        };
        let above = match self.lower {
            Bound::Included(bound) => key.order(&bound).is_ge(),
            Bound::Excluded(bound) => key.order(&bound).is_gt(),
            Bound::Unbounded => true,
        };
        let below = match self.upper {
            Bound::Included(bound) => key.order(&bound).is_le(),
            Bound::Excluded(bound) => key.order(&bound).is_lt(),
            Bound::Unbounded => true,
        };
        above && below
    }

    fn failure(&self, cause: impl fmt::Display) -> Error {
        Error::decode(format_args!("rows of {} of {}", R::TABLE, self.code), cause)
    }
}

impl<'a, R: Row + Shared + 'a, K: BoundKey + 'a> IntoFuture for Rows<'a, R, K> {
    type Output = Result<Vec<R>>;
    type IntoFuture = BoxFuture<'a, Result<Vec<R>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.collect())
    }
}

impl<R: Row, K: BoundKey + fmt::Debug> fmt::Debug for Rows<'_, R, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("code", &self.code)
            .field("scope", &self.scope)
            .field("table", &R::TABLE)
            .field("position", &self.position)
            .field("lower", &self.lower)
            .field("upper", &self.upper)
            .field("reverse", &self.reverse)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// The text of a bound; empty for none.
fn bound_text<K: BoundKey>(bound: Bound<K>) -> String {
    match bound {
        Bound::Included(key) | Bound::Excluded(key) => key.bound(),
        Bound::Unbounded => String::new(),
    }
}

/// A part of the answer to a read.
#[derive(Deserialize)]
pub(crate) struct Page {
    /// Packed, in hexadecimal.
    pub(crate) rows: Vec<String>,
    #[serde(default)]
    pub(crate) more: bool,
    /// Where the next page begins; empty after the last.
    #[serde(default, deserialize_with = "text_or_number")]
    pub(crate) next_key: String,
}

impl Page {
    /// nodeos gives no more, whatever it is asked for.
    pub(crate) const MAX_ROWS: usize = 1_000;
}

/// `next_key` is text in most versions of nodeos and a number in some; absent or null at the end.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(de::Error::custom("next_key is neither text nor a number")),
    }
}
