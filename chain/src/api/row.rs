//! `get_table_rows`: the rows of a table, by the primary or a secondary key.
//!
//! How keys are read and written is in [`bound`](super::bound), how secondary ones are walked in
//! [`secondary`](super::secondary).

use antelope::{
    Name,
    abi::{Abi, Serializer},
};
use serde_json::Value;

use super::{
    Reply, abi, bound, hex,
    object::{object, text},
    parameters::Parameters,
    secondary,
};
use crate::{
    Chain, Error,
    error::{ensure, exception},
    node::Node,
    state::{Bytes, Row, TableKey},
};

/// The most rows of an answer, as nodeos has it.
pub(super) const MAX_ROWS: u32 = 1000;
/// The most bytes of rows in an answer. nodeos stops after some milliseconds; here the answer is the same every time.
const MAX_BYTES: usize = 8 << 20;

/// What is asked for.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) code: Name,
    scope: String,
    pub(super) table: Name,
    index_position: String,
    pub(super) lower_bound: String,
    pub(super) upper_bound: String,
    pub(super) key_type: String,
    pub(super) encode_type: String,
    json: bool,
    limit: u32,
    reverse: bool,
    show_payer: bool,
}

/// The rows of an answer, with who pays for them, and where to go on.
#[derive(Debug, Default)]
pub(super) struct Page {
    rows: Vec<(Bytes, Name)>,
    /// The key of the next row, if there is one.
    next_key: Option<String>,
}

pub(super) fn get_table_rows(node: &mut Node, body: &[u8]) -> Reply {
    let query = Query::read(&Parameters::required(body)?)?;
    let chain = node.chain();
    let abi = abi::of_contract(chain, query.code)?;
    let page = match index(query.table, &query.index_position)? {
        None => {
            check_index_type(abi::index_type(&abi, query.table)?, &query.key_type)?;
            primary_rows(chain, &query)?
        }
        Some(index) => {
            secondary::check_key_type(&query.key_type)?;
            secondary::rows(chain, &query, index)?
        }
    };
    page.answer(&query, &abi)
}

/// The number of a secondary index, from 0; nothing for the primary one.
fn index(table: Name, position: &str) -> Result<Option<u8>, Error> {
    // The last four bits of a table's name number its indices.
    ensure!(table.0 & 15 == 0, CONTRACT_TABLE_QUERY, "Unsupported table name: {table}");
    const WORDS: [(&str, u8); 9] = [
        ("sec", 0),
        ("ter", 1),
        ("th", 1),
        ("fou", 2),
        ("fi", 3),
        ("six", 4),
        ("sev", 5),
        ("eig", 6),
        ("nin", 7),
    ];
    if matches!(position, "" | "first" | "primary" | "one") {
        return Ok(None);
    }
    let word = WORDS.iter().find(|(start, _)| position.starts_with(start));
    match (position, word) {
        ("two", _) => Ok(Some(0)),
        (_, Some((_, index))) => Ok(Some(*index)),
        (position, _) if position.starts_with("ten") => Ok(Some(8)),
        _ => match super::parameters::parse_number(position) {
            Some(0 | 1) => Ok(None),
            // Four bits of it, as the node takes them.
            Some(number) => Ok(Some((number - 2) as u8 & 15)),
            None => Err(Error::new(
                exception::CONTRACT_TABLE_QUERY,
                format!("Invalid index_position: {position}"),
            )),
        },
    }
}

/// Fails unless the ABI, or the query itself, says that the table has keys of 64 bits.
fn check_index_type(index_type: &str, key_type: &str) -> Result<(), Error> {
    ensure!(
        index_type == "i64" || matches!(key_type, "i64" | "name"),
        CONTRACT_TABLE_QUERY,
        "Invalid table type {index_type}"
    );
    Ok(())
}

fn primary_rows(chain: &Chain, query: &Query) -> Result<Page, Error> {
    let Some(table) = chain.state().tables.get(&query.table_key(query.table)?) else {
        return Ok(Page::default());
    };
    let read = |text: &str, what| match query.key_type.as_str() {
        "name" => bound::name(text).map(u64::from),
        _ => bound::number(text, what),
    };
    let low = bound::or(&query.lower_bound, u64::MIN, |text| read(text, "lower_bound"))?;
    let high = bound::or(&query.upper_bound, u64::MAX, |text| read(text, "upper_bound"))?;
    if high < low {
        return Ok(Page::default());
    }
    let rows = chain.state().rows.range((table.id, low)..=(table.id, high));
    let row = |(_, row): &(_, &Row)| Some((row.value.clone(), row.payer));
    query.page(rows, row, |((_, primary), _)| Ok(primary.to_string()))
}

impl Query {
    fn read(parameters: &Parameters) -> Result<Self, Error> {
        let encode_type = parameters.optional_text("encode_type")?;
        Ok(Self {
            code: parameters.name("code")?,
            scope: parameters.text("scope")?,
            table: parameters.name("table")?,
            index_position: parameters.text("index_position")?,
            lower_bound: parameters.text("lower_bound")?,
            upper_bound: parameters.text("upper_bound")?,
            key_type: parameters.text("key_type")?,
            encode_type: encode_type.unwrap_or_else(|| "dec".to_owned()),
            json: parameters.flag("json")?.unwrap_or(false),
            limit: parameters.number("limit")?.unwrap_or(10).min(MAX_ROWS),
            reverse: parameters.flag("reverse")?.unwrap_or(false),
            show_payer: parameters.flag("show_payer")?.unwrap_or(false),
        })
    }

    /// The key of a table in the scope that is asked for, or of an index of it.
    pub(super) fn table_key(&self, table: Name) -> Result<TableKey, Error> {
        Ok(TableKey { code: self.code, scope: bound::scope(&self.scope)?, table })
    }

    /// As many of these entries as were asked for.
    pub(super) fn page<E>(
        &self,
        entries: impl DoubleEndedIterator<Item = E>,
        row: impl Fn(&E) -> Option<(Bytes, Name)>,
        key: impl Fn(&E) -> Result<String, Error>,
    ) -> Result<Page, Error> {
        if self.reverse {
            self.page_of(entries.rev(), row, key)
        } else {
            self.page_of(entries, row, key)
        }
    }

    fn page_of<E>(
        &self,
        mut entries: impl Iterator<Item = E>,
        row: impl Fn(&E) -> Option<(Bytes, Name)>,
        key: impl Fn(&E) -> Result<String, Error>,
    ) -> Result<Page, Error> {
        let mut page = Page::default();
        let mut bytes = 0;
        for _ in 0..self.limit {
            let Some(entry) = entries.next() else { return Ok(page) };
            // A secondary key may be without a row. It counts all the same.
            if let Some(row) = row(&entry) {
                bytes += row.0.len();
                page.rows.push(row);
            }
            if bytes > MAX_BYTES {
                break;
            }
        }
        page.next_key = entries.next().map(|entry| key(&entry)).transpose()?;
        Ok(page)
    }
}

impl Page {
    fn answer(self, query: &Query, abi: &Abi) -> Reply {
        // The node reads the whole ABI even where nothing is decoded by it, and refuses one that is wrong.
        let abi = Serializer::new(abi).map_err(abi::refusal)?;
        let type_name = abi.table_type(query.table).unwrap_or_default();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (value, payer) in self.rows {
            let data = match query.json {
                true => abi.decode(type_name, &value).map_err(abi::refusal)?,
                false => Value::String(hex::encode(&value)),
            };
            rows.push(match query.show_payer {
                true => object([("data", data), ("payer", text(&payer))]),
                false => data,
            });
        }
        Ok(object([
            ("rows", Value::Array(rows)),
            ("more", self.next_key.is_some().into()),
            ("next_key", self.next_key.unwrap_or_default().into()),
        ]))
    }
}
