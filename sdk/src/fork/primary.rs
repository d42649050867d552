//! Rows with their primary keys.
//!
//! A contract's key is usually the first field of its row. Where these fields are in order, and the node confirms the
//! first, the last and every one that it names, they are taken. Else each key is asked for.

use antelope::Name;

use super::{
    Row,
    query::{PAGE, Range, Reader},
};
use crate::error::Result;

/// `index_position` of the primary key.
const PRIMARY: u8 = 1;

/// All rows of a table, by key.
pub(super) async fn rows(reader: &Reader<'_>) -> Result<Vec<Row>> {
    let mut packed: Vec<(Vec<u8>, Name)> = Vec::new();
    let mut named = Vec::new();
    let mut lower = None;
    loop {
        let page = reader.page::<u64>(PRIMARY, Range::from(lower), PAGE).await?;
        let is_empty = page.rows.is_empty();
        packed.extend(page.rows);
        let Some(next) = page.next else { break };
        if is_empty {
            return Err(reader.failure("pages without rows"));
        }
        named.push((packed.len(), next));
        lower = Some(next);
    }
    let keys = match first_fields(reader, &packed, &named).await? {
        Some(keys) => keys,
        None => asked_for(reader, &packed).await?,
    };
    let rows = keys.into_iter().zip(packed);
    Ok(rows.map(|(primary_key, (value, payer))| Row { primary_key, payer, value }).collect())
}

/// The first fields of the rows, if they are the keys.
async fn first_fields(
    reader: &Reader<'_>,
    packed: &[(Vec<u8>, Name)],
    named: &[(usize, u64)],
) -> Result<Option<Vec<u64>>> {
    let field = |(value, _): &(Vec<u8>, Name)| value.first_chunk().map(|b| u64::from_le_bytes(*b));
    let Some(keys) = packed.iter().map(field).collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    let is_ordered = keys.windows(2).all(|pair| pair[0] < pair[1]);
    let are_named = named.iter().all(|(place, key)| keys.get(*place) == Some(key));
    if !(is_ordered && are_named) {
        return Ok(None);
    }
    for (key, (value, _)) in
        [keys.first().zip(packed.first()), keys.last().zip(packed.last())].into_iter().flatten()
    {
        if !is_at(reader, *key, value).await? {
            return Ok(None);
        }
    }
    Ok(Some(keys))
}

/// The keys of the rows, one after the other.
async fn asked_for(reader: &Reader<'_>, packed: &[(Vec<u8>, Name)]) -> Result<Vec<u64>> {
    let Some(((first, _), rest)) = packed.split_first() else { return Ok(Vec::new()) };
    let mut keys = vec![first_key(reader, first).await?];
    let mut last = keys[0];
    for (value, _) in rest {
        let page = reader.page(PRIMARY, Range::from(Some(last)), 1).await?;
        last = page.next.ok_or_else(|| reader.changed())?;
        keys.push(last);
        // Whoever writes meanwhile would shift all that follow.
        if keys.len() % 100 == 0 && !is_at(reader, last, value).await? {
            return Err(reader.changed());
        }
    }
    match packed.last() {
        Some((value, _)) if !is_at(reader, last, value).await? => Err(reader.changed()),
        _ => Ok(keys),
    }
}

/// The key of the first row, which no answer names. Of a single row it is often the table's name or the scope.
async fn first_key(reader: &Reader<'_>, value: &[u8]) -> Result<u64> {
    for candidate in [reader.table.0, reader.scope.0, 0] {
        if is_at(reader, candidate, value).await? {
            return Ok(candidate);
        }
    }
    reader.key_of_first(PRIMARY, value).await?.ok_or_else(|| reader.changed())
}

async fn is_at(reader: &Reader<'_>, key: u64, value: &[u8]) -> Result<bool> {
    let page = reader.page(PRIMARY, Range::of(key), 1).await?;
    Ok(page.rows.first().is_some_and(|(found, _)| found == value))
}
