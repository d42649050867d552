//! `get_table_by_scope`: which tables a contract has, and in which scopes.
//!
//! Their rows are in [`row`](super::row).

use antelope::Name;
use serde_json::Value;

use super::{
    Reply, bound,
    object::{object, text},
    parameters::Parameters,
    row::MAX_ROWS,
};
use crate::{
    node::Node,
    state::{Table, TableKey},
};

pub(super) fn get_table_by_scope(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let (code, table) = (query.name("code")?, query.name("table")?);
    let (lower, upper) = (query.text("lower_bound")?, query.text("upper_bound")?);
    let limit = query.number("limit")?.unwrap_or(10).min(MAX_ROWS);
    let reverse = query.flag("reverse")?.unwrap_or(false);
    let low = TableKey {
        code,
        scope: bound::or(&lower, Name(0), |text| {
            bound::number(text, "lower_bound scope").map(Name)
        })?,
        table,
    };
    let high = TableKey {
        code,
        scope: bound::or(&upper, Name(u64::MAX), |text| {
            bound::number(text, "upper_bound scope").map(Name)
        })?,
        table: if table.is_empty() { Name(u64::MAX) } else { table },
    };
    if high < low {
        return Ok(answer(Vec::new(), String::new()));
    }
    let tables = node.chain().state().tables.range(low..=high);
    if reverse { page(tables.rev(), table, limit) } else { page(tables, table, limit) }
}

/// The tables of this name, or all. Others count for the limit all the same.
fn page<'a>(
    mut tables: impl Iterator<Item = (&'a TableKey, &'a Table)>,
    wanted: Name,
    limit: u32,
) -> Reply {
    let mut rows = Vec::new();
    for _ in 0..limit {
        let Some((TableKey { code, scope, table }, Table { payer, count, .. })) = tables.next()
        else {
            return Ok(answer(rows, String::new()));
        };
        if wanted.is_empty() || *table == wanted {
            rows.push(object([
                ("code", text(code)),
                ("scope", text(scope)),
                ("table", text(table)),
                ("payer", text(payer)),
                ("count", (*count).into()),
            ]));
        }
    }
    let more = tables.next().map(|(key, _)| key.scope.to_string()).unwrap_or_default();
    Ok(answer(rows, more))
}

fn answer(rows: Vec<Value>, more: String) -> Value {
    object([("rows", Value::Array(rows)), ("more", more.into())])
}
