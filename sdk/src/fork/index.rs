//! The entries of secondary indices, key by key.
//!
//! A node tells the key of the row after a page, and so of every row but the first; that one is told from the other
//! end, or searched.

use std::collections::HashMap;

use antelope::{Checksum256, Name, table::Float64Bits};

use super::{
    Entry, Row,
    key::Ranked,
    position,
    query::{PAGE, Range, Reader},
};
use crate::error::Result;

/// What an index holds, or why it cannot be had.
type Entries = std::result::Result<Vec<Entry>, &'static str>;

/// The entries of the index with this number, from 0, of a table with these rows.
pub(super) async fn entries(reader: &Reader<'_>, number: u8, rows: &[Row]) -> Result<Entries> {
    let index = IndexReader { reader, position: position(number), primary_keys: by_value(rows) };
    // An index is of one type, and looks empty when it is taken for one of another.
    if let Some(first) = index.first::<u64>().await? {
        index.entries::<u64>(first).await
    } else if let Some(first) = index.first::<u128>().await? {
        index.entries::<u128>(first).await
    } else if let Some(first) = index.first::<Checksum256>().await? {
        index.entries::<Checksum256>(first).await
    } else if let Some(first) = index.first::<Float64Bits>().await? {
        index.entries::<Float64Bits>(first).await
    } else {
        Ok(Err(
            "its keys are 128-bit floats, which a node rounds when it tells them, or its rows are gone",
        ))
    }
}

fn by_value(rows: &[Row]) -> HashMap<&[u8], Vec<u64>> {
    let mut keys: HashMap<&[u8], Vec<u64>> = HashMap::new();
    for row in rows {
        keys.entry(&row.value).or_default().push(row.primary_key);
    }
    keys
}

struct IndexReader<'a> {
    reader: &'a Reader<'a>,
    position: u8,
    primary_keys: HashMap<&'a [u8], Vec<u64>>,
}

/// A row by its bytes, and who pays for its entry.
type Packed = (Vec<u8>, Name);

impl IndexReader<'_> {
    /// The first row, and the key of the second if there is one.
    async fn first<K: Ranked>(&self) -> Result<Option<(Packed, Option<K>)>> {
        let page = self.reader.page::<K>(self.position, Range::from(None), 1).await?;
        Ok(page.rows.into_iter().next().map(|row| (row, page.next)))
    }

    async fn entries<K: Ranked>(&self, (first, second): (Packed, Option<K>)) -> Result<Entries> {
        let Some(mut key) = self.first_key(&first.0, second).await? else {
            return Ok(Err("its first key could not be found"));
        };
        let mut entries = Vec::new();
        loop {
            // Most keys stand alone: then one question tells the row and the next key.
            let page = self.reader.page(self.position, Range::from(Some(key)), 1).await?;
            let (group, next) = if page.next == Some(key) {
                let group = self.reader.page(self.position, Range::of(key), PAGE).await?;
                if group.next.is_some() {
                    return Ok(Err(
                        "a thousand rows or more have the same key, which a node has no way past",
                    ));
                }
                let count = group.rows.len();
                let page = self.reader.page(self.position, Range::from(Some(key)), count).await?;
                (group.rows, page.next)
            } else {
                (page.rows, page.next)
            };
            match self.group(key, &group) {
                Some(group) => entries.extend(group),
                None => return Ok(Err("rows with the same bytes have different keys")),
            }
            match next {
                Some(next) if next != key => key = next,
                Some(_) => return Err(self.reader.changed()),
                None => return Ok(Ok(entries)),
            }
        }
    }

    /// The key of the first row, when that of the second is known.
    async fn first_key<K: Ranked>(&self, first: &[u8], second: Option<K>) -> Result<Option<K>> {
        let Some(second) = second else {
            return self.reader.key_of_first(self.position, first).await;
        };
        let group = self.reader.page(self.position, Range::of(second), PAGE).await?;
        let from_above = Range { lower: None, upper: Some(second), reverse: true };
        let count = group.rows.len();
        let above = self.reader.page(self.position, from_above, count).await?;
        // Nothing is before the second row's key: the first has the same.
        Ok(Some(above.next.unwrap_or(second)))
    }

    /// The entries of all rows with the same key, which are in the order of their primary keys.
    fn group<K: Ranked>(&self, key: K, rows: &[Packed]) -> Option<Vec<Entry>> {
        let mut used: HashMap<&[u8], usize> = HashMap::new();
        let mut entries = Vec::with_capacity(rows.len());
        for (value, payer) in rows {
            let keys = self.primary_keys.get(value.as_slice())?;
            let used = used.entry(value).or_default();
            entries.push(Entry { key: key.key(), primary_key: *keys.get(*used)?, payer: *payer });
            *used += 1;
        }
        // Rows with the same bytes are told apart only when all of them are here.
        let whole = |(value, used): (&&[u8], &usize)| self.primary_keys[*value].len() == *used;
        used.iter().all(whole).then_some(entries)
    }
}
