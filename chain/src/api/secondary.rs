//! Rows by a secondary key, whatever its type.
//!
//! The form of an answer is in [`row`](super::row).

use antelope::Name;

use super::{
    bound,
    row::{Page, Query},
};
use crate::{
    Chain, Error,
    error::ensure,
    numeric,
    state::{Float64, Float128, Index, SecondaryKey},
};

/// Fails unless there are indices of such keys.
pub(super) fn check_key_type(key_type: &str) -> Result<(), Error> {
    const KEY_TYPES: [&str; 8] =
        ["i64", "name", "i128", "i256", "float64", "float128", "sha256", "ripemd160"];
    ensure!(!key_type.is_empty(), CONTRACT_TABLE_QUERY, "key type required for non-primary index");
    ensure!(
        KEY_TYPES.contains(&key_type),
        CONTRACT_TABLE_QUERY,
        "Unsupported secondary index type: {key_type}"
    );
    Ok(())
}

/// The rows in the order of their keys in the index with this number, from 0.
pub(super) fn rows(chain: &Chain, query: &Query, index: u8) -> Result<Page, Error> {
    let state = chain.state();
    let hexadecimal = query.encode_type == "hex";
    match query.key_type.as_str() {
        "name" => walk(
            chain,
            query,
            index,
            &state.idx64,
            |text, _| Ok(bound::name(text)?.0),
            |key| key.to_string(),
        ),
        "i64" => walk(chain, query, index, &state.idx64, bound::number, |key| key.to_string()),
        "i128" => walk(chain, query, index, &state.idx128, bound::wide, |key| key.to_string()),
        "i256" if !hexadecimal => walk(chain, query, index, &state.idx256, bound::key256, |key| {
            format!("0x{}", bound::key256_text(key))
        }),
        "i256" | "sha256" => {
            walk(chain, query, index, &state.idx256, bound::sha256, bound::key256_text)
        }
        "ripemd160" => walk(chain, query, index, &state.idx256, bound::ripemd160, |key| {
            bound::key256_text(key)[..40].to_owned()
        }),
        "float64" => {
            let read = |text: &str, what: &str| Ok(Float64(bound::float(text, what)?.to_bits()));
            walk(chain, query, index, &state.idx_double, read, |key| bound::float_text(key.0))
        }
        _ => {
            let read = |text: &str, what: &str| {
                Ok(Float128(match hexadecimal {
                    true => bound::wide(text, what)?,
                    false => numeric::extenddftf2(bound::float(text, what)?.to_bits()),
                }))
            };
            let write = |key: Float128| bound::wide_float_text(key.0);
            walk(chain, query, index, &state.idx_long_double, read, write)
        }
    }
}

fn walk<K: SecondaryKey>(
    chain: &Chain,
    query: &Query,
    number: u8,
    index: &Index<K>,
    read: impl Fn(&str, &str) -> Result<K, Error>,
    write: impl Fn(K) -> String,
) -> Result<Page, Error> {
    let state = chain.state();
    let rows = state.tables.get(&query.table_key(query.table)?);
    let keys = state.tables.get(&query.table_key(Name(query.table.0 | u64::from(number)))?);
    let (Some(rows), Some(keys)) = (rows, keys) else { return Ok(Page::default()) };
    let low = bound::or(&query.lower_bound, K::MIN, |text| read(text, "lower_bound"))?;
    let high = bound::or(&query.upper_bound, K::MAX, |text| read(text, "upper_bound"))?;
    if high < low {
        return Ok(Page::default());
    }
    let entries = index.range(keys.id, low..=high);
    let row = |(_, primary): &(K, u64)| {
        let row = state.rows.get(&(rows.id, *primary))?;
        let entry = index.get(keys.id, *primary)?;
        Some((row.value.clone(), entry.payer))
    };
    query.page(entries, row, |(key, _)| Ok(write(*key)))
}
